"""The wordings of "xóa dữ liệu của tôi", and of yes and no to the question whether to erase. Data only, in the notation of ``wording.py``.

What is asked to be erased is what was said here. Whoever wants an entry of a register erased (thường trú, án tích, thế chấp) wants a procedure.
"""

# ruff: noqa: E501 (one wording a line)
from __future__ import annotations

_ERASE = "(xóa|hủy|gỡ|dọn|tẩy|bỏ) (bỏ|sạch|hết)?"
_ME = "(tôi|mình|em|con|cháu|tớ|tao|ta|anh|chị|bác|cô|chú|bọn mình|chúng tôi)"
_DATA = "(dữ liệu|thông tin|data|thong tin) (cá nhân|riêng tư|riêng|liên hệ|liên lạc)?"
_HISTORY = "lịch sử (chat|trò chuyện|hội thoại|nhắn tin|tin nhắn|hỏi đáp|nói chuyện|cuộc trò chuyện)"
_DISCUSSION = f"({_HISTORY}|cuộc (trò chuyện|hội thoại|chat|nói chuyện)|đoạn (chat|hội thoại|trò chuyện|tin nhắn|nói chuyện)|nội dung (chat|trò chuyện|cuộc trò chuyện|hội thoại|tin nhắn|đã nhắn)|tin nhắn|đoạn chat)"
_SAID = "(nói|hỏi|nhắn|kể|gửi|viết|gõ|chat|cung cấp|khai|nhập|cho|chia sẻ|tâm sự)"
_WHAT = "(những gì|những điều|mấy điều|mấy thứ|mấy cái|các thứ|cái gì|những thứ|chuyện|mấy chuyện|mọi điều|mấy câu|những câu|mấy lời|những lời|gì)"
_KEEP = "(lưu|lưu trữ|lưu giữ|giữ|ghi|ghi lại|ghi nhớ|thu thập|nhớ|xử lý|dùng|sử dụng)"
_STOP = "(đừng|không được|dừng|ngừng|ngưng|chấm dứt|thôi|không muốn|không cho|không đồng ý|không cho phép|cấm|không thích)"
_NUMBER = "số (điện thoại|căn cước|căn cước công dân|định danh|chứng minh|tài khoản|cccd)"

OWN = f"""
    {_ERASE} … … {_DATA} (đã lưu|đang lưu|đã gửi)? (của|về|liên quan đến|liên quan tới) (riêng|chính|bản thân)? {_ME}
    {_ERASE} … … (dữ liệu|thông tin cá nhân|thông tin riêng) {_ME}
    {_ERASE} … … (mọi thứ|tất cả|hết|dấu vết|mọi dấu vết|những gì|mọi điều) … (về|liên quan đến|liên quan tới) (chính)? {_ME}
    {_DATA} (của|về) {_ME} … (hãy|nhờ|xin|cần|muốn|thì|là) … {_ERASE}
    {_DATA} (của|về) {_ME} (hãy|nhờ|xin|cần|muốn|thì)? (hãy|nhờ|xin)? {_ERASE} (đi|giúp|giùm|hết|hộ|luôn|ngay)
    (quên|quên hết|quên sạch|quên luôn) (hết|sạch|luôn|đi)? (tất cả|mọi)? {_DATA} (của|về) {_ME}
    {_STOP} (tiếp tục|có)? {_KEEP} (trữ|giữ|lại)? … {_DATA} (của|về)? {_ME}
    {_STOP} … (mấy người|các bạn|bạn|bot|trợ lý|ai|bên này|hệ thống|máy|người ta) {_KEEP} … {_DATA} (của|về)? {_ME}
    yêu cầu … {_ERASE} … (dữ liệu cá nhân|dữ liệu của)
    {_ERASE} … (dữ liệu|thông tin) … {_ME} (đã|vừa|mới|đã từng) {_SAID}
"""
"""Own data, which may also stand in some register: asked of this assistant where no register and no place is named beside it."""

HERE_ONLY = f"""
    {_ERASE} … {_DISCUSSION} … … của {_ME}
    {_ERASE} … {_NUMBER} … {_ME} (đã|vừa|mới|lỡ) {_SAID}
    {_ERASE} … {_DISCUSSION} … {_ME} (đã|vừa|mới|lỡ|từng)? {_SAID}
    {_ERASE} … … {_WHAT} (mà)? {_ME} … {_SAID}
    (hãy|xin|làm ơn|bạn|bot|^) … quên (hết|sạch|đi)? … {_WHAT} (mà)? {_ME} … {_SAID}
    {_ME} (lỡ|trót|đã|vừa|có)? (lỡ|trót)? {_SAID} … (chuyện riêng|điều riêng|chuyện nhà|thông tin riêng) ¦ … (muốn|nhờ|hãy)? … {_ERASE}
    (đừng|ngừng|dừng|ngưng|không được|chấm dứt) (có)? (lưu|lưu trữ|lưu giữ|giữ|ghi|ghi lại) (trữ|giữ|lại)? … {_DISCUSSION}
    (đừng|ngừng|dừng|ngưng|không được|chấm dứt) (có)? (lưu|lưu trữ|lưu giữ|giữ|ghi|ghi lại) (trữ|giữ|lại)? … {_WHAT} {_ME} … {_SAID}
    (rút|rút lại|thu hồi) (lại)? (sự)? (đồng ý|chấp thuận) … (dùng|sử dụng|lưu|xử lý|thu thập|giữ) … (dữ liệu|thông tin|tin nhắn)
    không đồng ý … (lưu|giữ|ghi) (trữ|lại)? (nữa|tin nhắn|trò chuyện|dữ liệu|thông tin)
    (quyền)? được (lãng quên|quên lãng)
    (bot|hệ thống|trợ lý|bạn|máy|^) … quên (tôi|mình|em) đi
"""
"""What can only be asked of this assistant: what was said to it."""

BARE = f"""
    {_ERASE} … … {_DATA}
    {_ERASE} … {_DISCUSSION}
    (xóa|hủy|gỡ) (bỏ|sạch|hết)? … {_NUMBER} (của)? {_ME}
    {_DISCUSSION} … {_ERASE}
    quên (hết|luôn)? (về)? (tôi|mình|em|con|cháu)
    xoadulieu
"""
"""Requests where nothing but courtesy stands beside them."""

COURTESY = """
    a à ạ ad admin ai anh ảnh bác bạn bao báo bằng biết bot bộ bỏ bên các cách cả cái cần chào cháu chị chính cho chú chúng có con còn cô của cùng
    dạ dùm đã đang đây đề được đi đó động em gặp giờ giùm giúp gì hãy hết hệ hộ hướng dẫn hi hello khỏi không là lại làm lập lúc luôn lưu máy mày mình mong muốn
    mọi mấy này nãy nào nè ngay nghen nghị nghe nha nhá nhé nhanh nhờ nhỉ nổi nữa ơi ở phép phiền phải quý ra rồi sạch sao sẽ số tao ta tất thể thế
    thì thống thiết thôi thức tiếp toàn tôi tớ trên trong trợ lý từ tức tự vào vậy về vẫn việc vì vĩnh viễn với vui lòng xem xin xong yêu cầu cầu để gấp
    những mà ngay lập hoàn toàn khoan sau dài bây hôm nay vừa rồi shop ok oke please cảm ơn cám hộ kiểu
"""
"""Words beside a bare request that change nothing."""

HERE = """
    (trên|trong|ở|tại|khỏi|bên|với) (của)? (đây|này|bot|bạn|các bạn|mấy bạn|trợ lý|máy chủ|bộ nhớ|kho|hôm nay|đoạn chat|khung chat|cuộc trò chuyện|phần chat|chat|zalo|telegram|máy|mọi nơi|một cửa)
    (trên|trong|ở|tại|khỏi|bên) … hệ thống (này|của bạn|của các bạn|chat|bot)?
    (khỏi|trên|ở|bên) (bạn|bên này|bên đây|bên mình|chỗ này|chỗ bạn)
"""
"""Places that are this assistant."""

ELSEWHERE = """
    (vneid|định danh|sinh trắc|dịch vụ công|cổng!|cong dich vu|căn cước|hộ tịch|dân cư|cơ sở dữ liệu|hộ khẩu|thường trú|tạm trú|cư trú|lưu trú!)
    (nợ!|nợ xấu|án tích|tiền án|tiền sự|lý lịch|thuế|bảo hiểm|vssid|đất!|đất đai|nhà đất|thế chấp|doanh nghiệp|công ty|hộ kinh doanh|giấy phép|bằng lái|phạt nguội|vi phạm)
    (cic|tín dụng|ngân hàng|facebook|fb|google|tiktok|youtube|shopee|lazada|momo|mạng|internet|sim|nhà mạng|game|gmail|email|báo!|báo chí|camera)
    (khai sinh|kết hôn|khai tử|hộ chiếu|giám hộ|con nuôi|sổ!|sổ đỏ|sổ hồng|xe|phương tiện|tàu!|tàu cá|tiêm chủng|sức khỏe|bệnh án|bệnh viện|trường!|học bạ|đăng ký|đăng kiểm|hải quan|hóa đơn)
    (thủ tục|hồ sơ|giấy|giấy tờ|tờ khai|đơn!|đơn từ|văn bản|lệ phí|người phụ thuộc|lao động|quảng cáo|kết quả|quyết định|chứng chỉ|học vấn|thẻ!)
    (công an|tòa án|phường!|xã!|ủy ban|tư pháp|viện kiểm sát|quân đội|quân sự|nghĩa vụ|bưu điện|vân tay)
    (sai|nhầm|cũ|lỗi|trùng) (trên|trong|ở|của|rồi|$)
"""
"""Registers, papers and offices: who names one beside a request wants something of it, not of this assistant."""

SOMEWHERE = """
    (trên|trong|ở|tại|khỏi|khỏi bên) (phần mềm|ứng dụng|app|trang|web|website|danh sách|nhóm|máy tính|điện thoại|kho|mạng)
    (khỏi|ra khỏi)
    (trên|trong|ở|tại)
"""
"""After own data: some place, which is not this assistant where ``HERE`` does not name it."""

OTHERS = """
    (của|về)? (con|cháu) (tôi|em|mình|gái|trai|bé|nuôi|rể|dâu|anh|chị)
    (của|về)? (em|anh|chị|cô|chú|bác|ông|bà|dì|cậu|mợ|bé) (gái|trai|tôi|mình|họ|rể|dâu|ruột|ấy|ta|kia|hàng xóm|giáo|chồng|vợ|nuôi|nó|nội|ngoại)
    (của|về) (chồng|vợ|mẹ|bố|ba|má|cha|người|ông|bà|khách|nó|họ|sếp|bé|nhân viên|công dân|bạn (gái|trai|thân|tôi|em|mình)|cả nhà|gia đình|học sinh|trẻ)
    (chồng|vợ|mẹ|bố|ba|má|cha|ông|bà) (tôi|em|mình|cũ|con)
"""
"""Other people."""

NOT_ASKED = f"""
    (đừng|chớ|chưa|không được|không muốn|không cần|khỏi|bị|lỡ|lỡ tay|nhỡ!|vô tình|sợ|sao lại|không nên|không phải|chứ đâu|chưa được|ai lại|không hề|ai đã|cấm) (ai|có|bị|tự ý|đã|phải|cho|tôi|bạn)? (xóa|hủy|gỡ|dọn)
    (khôi phục|lấy lại|tìm lại|phục hồi|mất rồi)
    (xóa|hủy) (mất|nhầm|rồi (thì|có|sao|hồ sơ))
    (đã|lỡ|bị) (xóa|hủy) $
    (^ {_ME}|{_ME} … (hay|bị|lỡ|lại|đã|có|cứ)) quên
    (tự động|tự) xóa
    (người khác|hacker|kẻ xấu|ai đó|có người) … xóa
"""
"""Told, feared or asked about, but not asked for."""

ANEW = """
    (làm lại|bắt đầu lại|hỏi lại|nói lại|nhập lại|từ đầu|làm mới|câu trước|tin nhắn (trước|cuối|vừa|cũ)|cái trước|hỏi (việc|cái|chuyện) khác|chuyện khác|mới)
"""
"""Whoever erases in order to ask anew wants to begin again."""

AGREED = """
    (có|đồng ý|xác nhận|chắc|chắc chắn|đúng|đúng rồi|phải|phải rồi|vâng|ừ|ừm|uh|uk|um|ờ|yes|y|yep|oke|ok|okie|okay|okela|được|nhất trí|muốn|cứ xóa|làm đi|tất nhiên|đương nhiên)
"""
ERASING = """
    (xóa|hủy) (hết|sạch|luôn|đi|bỏ|toàn bộ|tất cả|ngay|giúp|giùm|cho|dữ liệu|tin nhắn|thông tin)?
"""
DECLINED = """
    ^ (dạ|à|ơ|ấy)? (không|thôi|khỏi|đừng|giữ|giữ lại|giữ nguyên|hủy|hủy bỏ|để sau|để đó|chưa|nhầm|no|nope|cancel|dừng|khoan|từ từ|bấm nhầm|gõ nhầm|tôi nhầm|em nhầm)
"""
YES_WORDS = """
    có đồng ý xác nhận chắc chắn đúng phải rồi vâng ừ ừm uh uk um ờ yes y yep oke ok okie okay okela được nhất trí muốn cứ xóa làm tất nhiên đương hủy bỏ hết
    toàn bộ dữ liệu tin nhắn thông cá nhân mọi thứ sạch delete của này
    dạ ạ a à nhé nha nhe nghen đi giúp giùm hộ cho với luôn ngay lại bạn bot em anh chị tôi mình con cháu ơi xin vui lòng làm ơn please trợ lý
"""
NO_WORDS = """
    không thôi khỏi đừng giữ nguyên hủy để sau đó chưa nhầm no nope cancel dừng khoan từ bấm gõ xóa nữa muốn cần đồng ý cứ nghĩ suy cảm ơn cám đã lại đâu
    dữ liệu tin nhắn thông lỡ tay hỏi thử thế
"""
"""A reply of no other words than these answers the question; a no may say more courtesies."""

ENGLISH = (
    r"\b(?:delete|erase|remove|wipe|clear|forget)\b(?: \w+){0,3}? (?:my|our)\b(?: \w+){0,2}? ?"
    r"(?:data|info|information|details|messages?|chats?|conversations?|history|records?|traces?|everything)\b"
    r"|\b(?:delete|erase|remove|wipe|clear|forget)\b (?:\w+ ){0,2}(?:everything|all|anything|what) (?:\w+ ){0,3}(?:about me|i (?:have )?(?:said|told|wrote|sent|typed))\b"
    r"|\bforget (?:about )?me\b|\bright to be forgotten\b|\bstop (?:storing|keeping|saving) my (?:data|messages|information)\b"
)
"""The same in English; a regular expression over normal text."""
ENGLISH_ELSEWHERE = r"\b(?:vneid|account|facebook|google|police|passport|vietnam portal|do not|dont|don t|never|not)\b"

SIGNS = {"👍": True, "👌": True, "✅": True, "👎": False, "❌": False}
"""Signs that are a whole reply."""
