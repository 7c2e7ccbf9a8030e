"""The wordings of danger, insults, probing, disputes and politics. Data only, in the notation of ``wording.py``.

Texts are read after regional and short forms were written out, so the words here are those of the standard language.
"""

# ruff: noqa: E501 (one wording a line)
from __future__ import annotations

_I = "(tôi|em|con|cháu|mình|tao|chị|anh|ba|bố|cha|má|mẹ|mệ|ông|bà|chồng|vợ|bé|nó|ảnh|ổng|bả|thằng|đứa|người|bác|cô|chú|dì)"
_MAD = "(đánh|đập|chém|đâm|giết|bóp cổ|tát|hành hung|hành hạ|tra tấn|bạo hành|xâm hại|hiếp|cưỡng hiếp|sàm sỡ|sờ soạng|quấy rối|nhốt|trói!|xích)"
_ARMS = "(dao|súng|rựa|mã tấu|hung khí|búa|kiếm|rìu|lựu đạn|bom|xăng|axit|dao phay)"
_POISON = "(thuốc (sâu|rầy|chuột|trừ sâu|diệt cỏ|diệt chuột|ngủ|tẩy|độc)|xăng|axit|hóa chất|thuốc phiện)"

IDIOMS = """
    (nóng|đói|chờ|đợi|mệt|bận|lâu|mắc|rẻ|đắt|cười|vui|khó|ngủ|khát|nhức|rối|lười|ngán|thèm|ghét|bực|lạnh|đông|rát|sợ|nản) (quá|gần|mà)? (muốn)? chết
    muốn chết (với|vì|mà) … (thủ tục|giấy tờ|hồ sơ|giấy|cái web|cái app|web|app)
    (muốn|phải)? chết (đi được|cha|mẹ|dở|cười|lâm sàng|máy|hợp pháp)
    chết mất $
    chết mất ¦ (còn|mai|hết|hạn)
    chết rồi (em|tôi|mình|con)? (làm)? (mất|quên|trễ|quá)
    (^ chết (rồi|thật|chưa)|thôi chết)
    (điện thoại|máy|app|web|wifi|mạng|máy tính|công ty|cty) … chết (rồi|hoài|máy|ngắc|đứng)?
    công ty muốn chết
    đánh (mất|rơi|máy|giá|thuế|số|bắt|dấu|nhầm|cờ|cắp|thức|vần|đổi|đồng|kiếm|cá|lưới|chữ|sai|lừa|tráo|răng|bóng|trống|đàn)
    (giá chém|chém gió|chém giá|cướp cò|cứu tinh|bắt cóc bỏ đĩa|máu mặt|máu lửa)
    không muốn sống (ở|chung|với|cùng|tại|như vợ chồng|gần|riêng|xa)
    sống không nổi với … (giá|thuế|phí|lương|mức)
    cứ (từ từ|tu tu)
    (từ từ!|^ (từ từ|tu tu) (để|đã|hãy|rồi|cho|hay|thôi)|tu tu (hay|hãy|de|roi|da|xu|thoi|ti))
    (từ tư tưởng|tu tu tuong)
    (xỉu (ngang|up|down|với)|muốn (xỉu|ngất)|ngất luôn|ngất ngây|đột quỵ (với|vì) … (giá|phí))
    (nghẹt thở|khó thở|ngộp thở) (vì|với) (thủ tục|giấy tờ|hồ sơ|đống|mấy|giá)
    cắt tay áo
    treo cổ động
    cầu nhảy
    nhảy cầu (học sinh|thể thao|thi)
    thi nhảy cầu
    phòng cháy (chữa cháy)? …
    chữa cháy (cứu nạn|nghiệm thu|thủ tục)
    (mỡ|đường|xét nghiệm|nhóm|hiến|công thức|lọc) máu
    máu bao nhiêu
    chảy máu (chân răng|cam)
    tra cứu
    công an (phường|xã|quận|huyện|tỉnh) (số mấy|ở đâu|số điện thoại|số bao nhiêu)
    (hệ thống|chuông|tủ|máy|thiết bị) báo cháy
    cháy thử
    cháy (túi|hàng|vé|chỗ!|điểm|máy|đơn|deadline|phố)
    hàng cháy
    nổ (hũ|máy|đơn|mìn|rộ)
    nó tự (khai|làm|đi|nộp|đăng ký|điền|xin|lo|ký|viết|túc|mình|học|đứng|cài|vào|lên|ra|về|ý|nguyện|nhận|chạy|lái|nuôi|quyết|trả)
    (thì|là|hết|tốn|mất|hồ sơ|bằng|xe máy|ô tô) tổng cộng
    tổng cộng (là|tốn|hết|mất|bao nhiêu|mấy|phí|chi phí|tiền|khoảng|cả)
    (bán|mua|kê|đại lý|quầy|tủ|hiệu) … thuốc
    (số|hẻm|ngõ|ngách|đường|quốc lộ|tỉnh lộ|kiệt|nhà|điều|phòng|thông tư|nghị định|lộ|km) (số)? (111|113|114|115)
    (trung tâm|trạm|bệnh viện) cấp cứu
    (xe cấp cứu|xe cứu thương) (cần|gắn|xin|phải|được)
    mất tích (hồ sơ|đâu rồi|luôn)
    (hồ sơ|giấy tờ|đơn|sổ|thẻ|tiền|tài khoản) … (mất tích|mắc kẹt|bị kẹt|kẹt|biến mất)
    kẹt (ca|việc|tiền|xe|công việc|công chuyện|lịch|họp|vốn|giờ|con nhỏ|con cái|hàng|giấy|mực|đường|thi|học|tàu xe|bận)
    (chảy)? máu cam
    danh (sách|mục|hiệu|dự|bạ|tính|nghĩa)
    (bất động sản|mạo danh)
    từ tự nhiên
    (cứu|giúp) (em|tôi|mình|con) (vụ|khoản|chuyện) này
"""
"""Wordings with a word of danger in them that mean something else: taken out before anything is looked for."""

FIRE_NOW = f"""
    kẹt trong (nhà|phòng|xe|thang|hầm|đám cháy)
    (chìm!|lật) (thuyền|tàu|ghe|xuồng|đò|phà)
    dây điện (bị)? (đứt|rơi|rớt)
    đuối nước (ở|tại|ngoài|rồi|cứu)
    (đang!|còn đang|tự nhiên|tự dưng) … cháy!
    (đang|đang bị|tự nhiên|tự dưng) (bốc|bị) cháy
    (nhà|kho|chung cư|xưởng|rừng|chợ|bếp|công ty|bên cạnh|hàng xóm) … đang cháy
    đang cháy (to|lớn|nhà|kho|dữ|lan|rụi)
    cháy … (cứu|gọi ai|gọi số|làm sao bây giờ|nhanh lên|lẹ lên|bà con|trời ơi|cô chú|mù mịt)
    (trời ơi|bà con|ối|cứu) … cháy
    cháy (to|lớn|dữ|lan|rụi|mạnh) (lắm|quá|rồi|qua|sang|tới)
    lửa (cháy|bốc|lan|to|lớn|bùng|táp|dữ|phụt)
    lửa! … (lan|tóe|bùng|phụt|bốc|táp|không nổi|dữ|to|lớn|cháy qua)
    (phụt|tóe|bốc|bùng) … lửa
    (dập|tắt) … (không nổi|không được)
    (khói|hơi) … (nghẹt thở|ngộp|mù mịt|nghi ngút|không thở)
    (gọi|kêu|báo|cần|cho) (xe|đội|chú)? (cứu hỏa|chữa cháy|cứu hộ|cứu nạn|114)
    gọi … (114|cứu hỏa)
    (chưa|không|đang) … (ra hết|chạy ra|thoát ra)
    đang! … (chìm!|kẹt!|vùi!|bám!)
    đang (bị)? (kẹt!|mắc kẹt|chìm|bị kẹt) (trong|trên|dưới|ở|rồi|$)
    (đè!|vùi!|bị vùi|chôn!) (lấp|lên|trúng|chết|mất|sống)? (mấy|nhiều|hai|ba)? (người|{_I}|nhà)
    {_I} … (kẹt!|mắc kẹt|bị kẹt|vùi lấp|bị vùi|bị đè!|còn ở dưới|dưới đống)
    kẹt thang máy
    (kẹt!|mắc kẹt|ket trong) … (thang máy|đám cháy|mái|nóc|đống|bên trong|bên dưới)
    (nước|lũ) … (tới nóc|tới mái|lút đầu|ngập đầu|lút mái|ngập nóc|tới cổ|lên nhanh)
    ngập … (lút|đầu rồi|nóc|mái|tới cổ)
    (sắp|đang) (chết)? đuối
    bị đuối $
    (chìm!|lật!) (rồi|kìa|mất)
    (thuyền|ghe|xuồng|tàu|phà|đò) … (lật|chìm) … (người|bám|cứu|trôi|rồi)
    nhảy xuống (sông|hồ|cầu|biển|giếng|ao)
"""
FIRE = """
    ^ có cháy (ở|rồi|to|lớn|$)
    có cháy!
    cháy (bếp|quán karaoke)
    lũ! (về|tới|đến|lên|tràn)
    lu ve ngap
    chim (thuyen|tau|ghe)
    ^ (trời|em|cô chú|bà con|mấy chú|anh chị)? (ơi)? cháy (rồi|quá|kìa|to|lớn|to quá|lớn quá|nhà)? $
    cháy (nhà|chợ!|kho|xưởng!|rừng|chung cư)
    cháy chợ (rồi|to|lớn)
    cháy! (nhà|chợ!|kho|xưởng|quán|rừng|chung cư|xe|trường|phòng|bếp|công ty|nhà máy|cửa hàng|trọ|tiệm|lớn|rồi|lan)
    (nhà|xe|kho|xưởng|quán|rừng|chợ|bếp|chung cư|trường|phòng|tủ điện|ổ điện|nhà máy) … cháy!
    (nhà|xe|kho|xưởng|quán|rừng|chợ|bếp|chung cư|trường|phòng|nhà máy) (tôi|em|mình|bên)? (bị|đang bị|bốc) cháy
    (bốc cháy|phát hỏa|hỏa hoạn|báo cháy|cháy nổ)
    (khói! (um|đen|nghi ngút|vô|vào|lên)|khoi (um|den|nghi ngut)|um khói|đầy khói|mùi khét|chập điện)
    nổ (bình|gas|ga|bom|lò|trạm|lớn|tủ|điện)
    (mùi|rò|xì|hở|rò rỉ|xì hơi) (khí)? (gas|ga)
    (mắc kẹt|bị kẹt)
    (sập|đổ!) (nhà|công trình|giếng|hầm|tường|cầu|giàn giáo)
    (nhà|giếng|hầm|tường|công trình|giàn giáo) … sập
    (sạt lở|lũ quét|lũ cuốn|lũ ống|nước lũ|lở! đất)
    (cuốn trôi|lũ … trôi|trôi người|đuối! nước|(bị|chết|đang|người|đứa|bé|trẻ) đuối nước|chết đuối|chìm xuồng|lật thuyền)
    cây … (đè|đổ đè)
    (thuyền|ghe|xuồng|tàu|phà|đò) (bị)? (lật|chìm!)
    thuyền chìm
    cứu (hỏa|hộ gấp)
    (nước|lũ) (dâng|lên) … (nóc|mái|nhanh|cao)
    ^ 114 $
"""
VIOLENCE_NOW = f"""
    đang! … ({_MAD}|cướp|cạy cửa|phá cửa|đập cửa|đột nhập|rượt|đuổi|đòi chém|chặn đường|khống chế|giam giữ)
    đang (bị|cầm|có|bi|đòi|cay|dap|lay|ruot|duoi) … ({_MAD}|cướp|cạy cửa|phá cửa|đập cửa|rượt|chặn đường|khống chế)
    đang (đánh|đập|chém|đâm|bóp cổ|rượt|đuổi đánh|khống chế|cướp|cạy cửa|đập cửa|phá cửa|đột nhập)
    (đang!|mới|vừa|còn!) … (trong nhà|ngoài cổng|ngoài cửa!|trước cửa|trước nhà|đầu hẻm|gần đây|chạy tức thì)
    (vừa|mới|vừa mới) (bị)? ({_MAD}|cướp|giật|hãm hiếp|cưỡng bức|tạt|dọa|tấn công)
    {_I} … (cầm|vác|xách|rút|thủ|dí) {_ARMS} … (đòi|rượt|đuổi|dọa|chém|đâm|giết|xông|ngoài|trước|khống chế|kề|vào)
    có {_ARMS} … (sợ|cứu|ngoài|trước)
    (gọi|kêu|báo) (công an|cảnh sát|113|mấy chú công an) (gấp|nhanh|ngay|giùm|giúp|số mấy|làm sao)
    (công an|cảnh sát) (ơi|đâu) … cứu
    (dọa|đòi|sắp|sẽ) giết … (tôi|em|con|cả nhà|mẹ|vợ|tối nay|má|ba)
    (rượt|dí!) (theo)? (chém|đánh|đâm|giết|em|tôi|bà con|con|cháu)
    đuổi (theo|chém|đánh|đâm|giết)
    (giam lỏng|nhốt|giữ) … không cho (về|ra|đi|thoát|liên lạc)
    không cho (về|thoát) ¦ cứu
    (bị|đã) (nhốt|giam|giữ) … (trong|campuchia|ở|myanmar|lào)
    bắt làm lừa đảo
    (tôi|em|con|cháu|mình) (bị|vừa bị|đang bị) (bóp cổ|hiếp|hiếp dâm|cưỡng hiếp|hãm hiếp|cưỡng bức|bắt cóc|chém|đâm|tấn công)
    (nó|chồng|ổng|ảnh|anh ấy|thằng) … bóp cổ
    (đòi|nộp) … tiền chuộc
    (cướp|trộm) (cướp|trộm|kìa) … (bắt|cứu)?
    (la hét!|kêu cứu|cầu cứu|đổ máu) …
"""
VIOLENCE = f"""
    có (cướp|trộm|kẻ trộm|kẻ gian|giật đồ)
    đe dọa (bằng|giết|tính mạng|chém|tôi|em|cả nhà)
    bị (bắt)? giữ … (trong|phòng|nhà|trái phép)
    ^ số công an $
    (chồng|ba|bố|cha|anh|ổng|nó|thằng) … say … (đập|phá|đánh|chửi|rượt)
    (bị|nó) … làm bậy
    bị … {_MAD}
    bị … (cướp|giật (túi|đồ|điện thoại|dây chuyền|giỏ)|trộm|móc túi|bắt cóc|tống tiền|cưỡng bức|hãm hiếp|dọa giết|bám theo|theo dõi|giam lỏng|giam giữ|khống chế|hãm hại)
    {_I} … (đánh|đập|bóp cổ|tát|chém|đâm|hành hạ) (đập)? (tôi|em|con|mẹ|má|vợ|chồng|cháu|ba|bố|bà|nó|thằng|đứa|bé|nhau|dã man)
    (có|bị)? (trộm|cướp|kẻ gian|người lạ|kẻ lạ|thằng lạ mặt|lạ mặt|đám|bọn|giang hồ|côn đồ) … (trong nhà|vào nhà|vô nhà|cạy!|phá|đột nhập|bám theo|theo dõi|đập phá|chém|ngoài cửa)
    (đột nhập|xông vào|xông vô|phá cửa|cạy! cửa|đập cửa)
    (giết người|án mạng|đâm chém|chém nhau|đánh nhau|đánh hội đồng|ẩu đả|hỗn chiến|bắn nhau|xả súng|nổ súng|đấu súng)
    (bạo hành!|bị (chồng|vợ|bố|ba|mẹ)? bạo hành|bạo hành (vợ|con|em|tôi|trẻ|gia đình)|bạo lực gia đình|bắt cóc|tiền chuộc|tạt axit|ngáo đá|hiếp dâm|cưỡng hiếp|hãm hiếp|hành hung)
    (cầm|vác|xách|rút|mang) {_ARMS}
    (giết|chém|đâm) (cả nhà|tôi|em|con|vợ|chồng|người|mẹ|má|ba|bố|bà|nó)
    (dọa|đòi) (giết|chém|đâm|đánh|đốt|tạt)
    cướp (tiệm|ngân hàng|xe|của|giật)
    ^ (cướp|có cướp|ăn cướp|có trộm|trộm) (kìa|rồi|giật)? $
    (gọi|báo|kêu) (công an|cảnh sát|113)
    (theo dõi|bám theo|rình) … (tôi|em|con|về nhà)
    ^ 113 $
    chặn đường … (đánh|cướp)
    cứu … (công an|cảnh sát)
"""
MEDICAL_NOW = f"""
    (không|hết) thở (được|nổi|nữa)
    (gọi|kêu|cần|cho|xin|nhờ) (giúp|giùm|hộ|ngay)? (xe)? (cấp cứu|cứu thương|115) (giúp|giùm|gấp|ngay|nhanh|tới|đến|số mấy|với|ở đâu|bây giờ)
    (cho|gọi|cần|kêu) xe (cấp cứu|cứu thương) (gấp|tới|đến|ngay|nhanh|liền)?
    (lên cơn|đang|tự nhiên|tự dưng|bỗng!) … (co giật|đau tim|khó thở|ngất|xỉu|hen!|đột quỵ|ngã|té!|tím!|nghẹt thở)
    nằm (bất động|im|bất tỉnh|gục|vật|một chỗ không)
    (bất tỉnh|ngất|xỉu|gọi|lay|kêu) … (không (thưa|dậy|tỉnh|trả lời|phản ứng|biết gì))
    (máu!|chảy máu|ra máu|máu me|mất máu) … (quá|không cầm|hoài|lênh láng|xối xả|nhiều lắm|không ngừng|nhiều)
    (mau nhieu|mau chay)
    (hóc!|sặc|nuốt) … (tím|thở|nghẹt|không)
    hóc xương
    (tím tái|thoi thóp|nguy kịch|vã mồ hôi|trợn! mắt)
    (có người|ai đó|người ta|bạn tôi) (sắp|đang) chết
    (sắp) chết (rồi|tới nơi|đến nơi|mất)
    (vỡ|bể) ối!
    (đẻ|sinh) rơi rồi
    (tự)? (uống|nuốt) (nhầm|phải|trúng) … {_POISON}
    (rắn|ong) … (cắn|đốt|chích) … (sưng|tím|khó thở|rồi|làm sao|mạng)
    (té!|ngã|rơi) … (bất tỉnh|bể đầu|vỡ đầu|máu|đập đầu|không dậy|gọi không thưa|nhúc nhích|thở|giàn giáo)
    (điện giật) … (không thở|cứu|rồi|nằm|làm sao)
    (ngừng|ngưng) (thở|tim)
    (đứt lìa|lìa ra|lòi ruột|gãy cổ)
    (đột quỵ|tai biến) … (gọi|méo miệng|xe|cấp cứu|bây giờ|làm sao bây giờ|cứu)
    méo miệng
"""
MEDICAL = """
    (rớt|rơi!|té!|lọt|ngã) … xuống (sông|ao|hồ|giếng|kênh|mương|suối|biển)
    bị xe (đụng|tông|cán|đâm|kéo)
    (nhồi máu|băng huyết|xuất huyết (não|nhiều|nặng|ồ ạt|trong)|uống nhầm|vỡ tim|ngừng tim)
    chó dại cắn
    ngã từ (lầu|tầng|trên|mái|cây|gác|cầu)
    té (giếng|lầu|ao|sông|cầu thang|xe)
    (đột quỵ|tai biến|ngất xỉu|ngất|bất tỉnh|hôn mê|khó thở|co giật|động kinh|điện giật|ngộ độc|chảy máu|ra máu|tím mặt|tím tai|tím môi|trúng gió|trúng độc)
    (xỉu!|bị xỉu|xỉu rồi|bất động)
    sốc phản vệ
    (hóc!|nuốt|sặc) (xương|pin|hạt|dị vật|đồng xu|kẹo|sữa|thạch)
    (rắn|rắn độc) … cắn
    ong … (đốt|chích)
    (đau|nhói) (ngực|tim) (dữ dội|quá|lắm|quằn quại)?
    đau … dữ dội
    (đứt|dập|gãy) (tay|chân|ngón|cổ) (lìa|rồi)?
    (tai nạn|đụng xe|tông xe|xe tông|lật xe|xe … tông|xe … lật|tông nhau|bị tông)
    (cấp cứu|cứu thương)
    (rơi|té!|ngã) (từ!|lầu|giếng|cầu thang|giàn giáo|xuống|mái)
    (sốt cao|tiêu chảy) … (giật|li bì|lịm)
    (uống|nuốt) … (thuốc chuột|thuốc sâu|thuốc rầy|thuốc diệt cỏ|axit|thuốc tẩy)
    (vỡ|bể) đầu
    (sắp|đau) (đẻ|sinh) (rồi|tới nơi|dữ|gấp|quá)
    (sắp chết|chết người|có người chết|nguy hiểm tính mạng)
    (bị thương|thương nặng|bỏng!|bị bỏng) (nặng)?
    ^ 115 $
"""
CHILD_NOW = """
    (tổng đài|gọi|số) 111
    (tổng đài|số|đường dây|đường dây nóng) … bảo vệ trẻ em
    (đi lạc|mất tích|bị lạc) … (chưa (thấy|về)|không thấy|từ (sáng|trưa|chiều|hôm qua|tối qua|hồi)|ở (chợ|bến|công viên|siêu thị|sân bay))
    (bé|trẻ|con|cháu|đứa nhỏ|thằng bé|con bé|thằng nhỏ|con nít|em bé) … (bị)? (bỏ đói|xích|nhốt|bỏ rơi|vứt) … (một mình|trong nhà|mấy hôm|cổng|còn|bãi rác|còn sống|rồi|chùa)
    (còn đỏ hỏn)
    (sợ!|hay!) … (đụng chạm|sờ!|vô phòng|vào phòng|coi đồ|xem đồ trụy)
    (đụng chạm|sờ mó|sờ soạng|sàm sỡ|dâm ô) … (cháu|em|con|bé|học sinh|lớp)
    (ảnh nóng|clip nóng|ảnh nhạy cảm) … (dọa|tung|tống)
    (bố|ba|cha|mẹ|má|dượng|thầy|cô giáo|chú|bác|ông ngoại|mẹ kế|cha dượng|bố dượng) … (đánh|đập|tát|nhốt|đốt) … (sợ|cứu|bầm|tím|khóc)
    (bị ép|bắt) đi ăn xin
"""
CHILD = """
    (xâm hại|dâm ô|lạm dụng tình dục|sờ soạng|sàm sỡ|ấu dâm|sờ vào người|đụng chạm|giở trò)
    (trẻ|trẻ em|bé|em bé|con nít|đứa nhỏ|thằng nhỏ|thằng bé|con bé|cháu|học sinh|đứa bé|đứa trẻ) … (bị)? (bạo hành|đánh|đập|xâm hại|nhốt|xích|bỏ đói|bỏ rơi|hành hạ|lạm dụng|bắt nạt|bóc lột)
    (bạo hành|đánh đập|xâm hại|lạm dụng|hành hạ|bóc lột) … (trẻ|trẻ em|bé|con nít|học sinh|cháu)
    (đi lạc|bị lạc|lạc đường)
    (con|cháu|bé|em) … mất tích
    (dụ dỗ|dụ gửi|dụ! (đi|em|con|bé|trẻ|cháu))
    mất tích
    (bố|ba|cha|mẹ|má|dượng|thầy|cô giáo|mẹ kế) … (đánh|đập) (con|em|cháu|bé|thằng|đứa)
    (con|cháu|em|bé) bị (bố|ba|cha|mẹ|má|dượng|thầy|cô|mẹ kế|chú|bạn) … (đánh|đập|bắt|nhốt|sờ|coi)
    (bé|cháu|con) … (bị)? bắt cóc
    đánh hội đồng
    ^ 111 $
"""
CHILD_WORDS = """
    (trẻ em|trẻ con|trẻ|bé|em bé|con nít|đứa nhỏ|thằng nhỏ|thằng bé|con bé|học sinh|cháu bé|đứa bé|đứa trẻ|mầm non|nhà trẻ|mẫu giáo|cháu)
    (con gái|con trai|con) (tôi|em|mình|chị|anh|nó|của) … (bị|học|tuổi|mất)
    (con|cháu|em) bị (bố|ba|cha|mẹ|má|dượng|thầy|cô|mẹ kế|ông|bạn)
    (ba|bố|cha) (em|con|cháu) … đánh (má|mẹ|em|con)
    lớp #
"""
SELF_HARM_NOW = f"""
    không còn (lý do|lý do gì|gì|lẽ gì|động lực) (nào)? (để|mà) sống
    (chết|chết đi) (còn hơn|còn sướng hơn|cho đỡ khổ)
    chán đời … (chết|biến mất|sống)
    chết (kiểu gì|cách nào|sao|thế nào) … (nhanh|nhẹ|không đau|êm)
    (uống|thuốc) … gì … chết
    (vừa|mới|đã|định|muốn|đang|sẽ|tính|lỡ|toan) … (uống|nuốt) … (thuốc (ngủ|sâu|trừ sâu|rầy|chuột|diệt cỏ|diệt chuột))
    (cầm|có|mua) … vỉ thuốc … (uống|ngủ)
    (đang|định|muốn|sẽ|lại) … cắt (cổ)? tay
    tự! (làm)? (đau!|tổn thương|hại!) (mình|bản thân|chính mình|tôi)
    tu lam (dau|ton thuong|hai) (minh|ban than)
    (tôi|em|mình|con|cháu) … đứng trên (cầu|lan can|sân thượng|nóc|mái|tầng)
    chuẩn bị … (dây|thuốc|sẵn) (rồi|xong|để chết)
    (đi|sẽ) chết (đây|luôn|thôi)
    (tôi|em|mình|con|tao) sẽ (chết|ra đi|biến mất|không còn)
    (tối nay|đêm nay|ngày mai|mai) … (sẽ|là) … (chết|không còn trên đời|không còn nữa)
    (không|chẳng) còn (trên đời|sống trên đời)
    vĩnh biệt
    (lời|tin nhắn|lá thư|dòng|thư) cuối (cùng)? (của|cho|trước|tôi)
    không (còn)? thấy (tôi|em|mình|con) nữa
    (chỉ)? muốn (được)? (biến mất|tan biến|ra đi mãi mãi|chết đi|giải thoát khỏi|ra đi thanh thản)
    (ước gì|giá mà|giá như|phải chi) … (chưa|đừng|không) (từng|bao giờ)? (sinh ra|tỉnh dậy|có mặt|tồn tại|tỉnh)
    (ước gì|giá mà|giá như|phải chi) (tôi|em|mình|con|tao) … chết
    không có (tôi|em|mình|con) … (tốt hơn|đỡ khổ|nhẹ|vui hơn|hạnh phúc hơn|sẽ tốt)
    (lối thoát|con đường) … (là|ngoài) … chết
    (tôi|em|mình|con) … sống (nữa)? (làm gì|để làm gì)
    {_I} (tôi|em|mình)? (cứ)? (đòi|dọa|kêu|nói) … chết (hoài|mãi|$|¦|đi)
    chịu (đựng)? không nổi nữa … (muốn|chết)
    không (chịu đựng|chịu) nổi nữa … (muốn (đi|chết)|chết)
    (muốn|định|sẽ|tính|nghĩ đến|ý định|dọa|đòi|toan|sắp|đang|cách|làm sao|tìm cách|nghĩ tới|ý nghĩ) … (tự tử|tự sát|tự vẫn!|quyên sinh|tự kết liễu|tự thiêu)
    (không|hong|chẳng|hết|chả) (còn|thể|có)? (muốn|mun|thiết|dám|ham|thèm|tha thiết) (sống|tồn tại)
    (không|chẳng|chả) (còn)? (muốn|thiết) … (sống|tồn tại) (nữa|trên đời)
    chán sống
    sống … (không nổi|chẳng nổi|hết nổi|ý nghĩa|vô nghĩa|để làm gì|làm gì nữa|chi nữa|không bằng chết)
    (^|quá|rồi|nữa|thôi|chỉ|luôn|lại|cứ|hay|đã|từng|tôi|em|con|mình|tao|cháu|mà|thật sự) (muốn|muôn!) chết
    (đòi|thà|ước|chỉ) … chết … (đi|quách|cho|luôn|thôi|còn hơn|cho xong)
    chết (quách|cho (rồi|xong|nhẹ)|đi cho|luôn cho|cho khỏe)
    (mẹ|ba|bố|má|chồng|vợ|con|em|bạn|chị|anh|nó) … (cứ)? đòi chết
    {_I} … (uống|nuốt) … ({_POISON}|vỉ thuốc|lọ thuốc) … (rồi|xin lỗi|quá)
    (đòi|định|muốn|đang|sắp|sẽ) … nhảy (lầu|cầu|sông|xuống)
    (đứng trên) (lan can|cầu|sân thượng|nóc) … nhảy
    nhảy (lầu|cầu|sông) … chết
    (đòi|định|muốn|dọa|đang!|sắp|sẽ) … treo cổ!
    (đòi|định|dọa|muốn) treo cổ
    (người|ai|ông|bà|anh|chị|nó|bạn) treo cổ $
    (tuyệt mệnh|thư vĩnh biệt|từ biệt) …
    (viết thư|nhắn tin) (để lại|từ biệt|vĩnh biệt|tuyệt mệnh)
    (biến mất|từ giã|rời bỏ|rời khỏi|rời xa|từ bỏ) … (cuộc đời|thế giới này|cõi đời|cuộc sống này|thế gian)
    ngủ … (không|chẳng|đừng|mãi không|khỏi) (bao giờ)? (dậy|tỉnh|thức) (dậy)? (nữa|lại)?
    (cách|làm sao|kiểu) … chết … (không đau|nhanh|êm|nhẹ nhàng|ít đau|đỡ đau)
    (uống|nuốt) … (thì|là|để|cho) chết
    (uống bao nhiêu|bao nhiêu viên) … chết
    (không|chẳng) (còn)? ai (cần|thương|yêu) (tôi|em|mình|con|tao)
    (nghĩ|nghĩ đến|nghĩ tới) … cái chết
    (kết thúc|chấm dứt|kết liễu) … (cuộc đời|đời!|cuộc sống|mạng sống|bản thân|đời mình|sự sống)
    (muốn|sẽ|định) kết thúc (tất cả|mọi thứ|hết)
    (muốn|sẽ|chỉ muốn|định) kết liễu
    chết là hết
    (rạch|cắt|cứa|cứa cổ) (cổ)? tay … (máu|chết|mình|rồi)
    (vừa|mới|đang|lại|muốn|hay) (rạch|cắt|cứa) (cổ)? tay
    (muốn|sẽ) đi theo (ông bà|mẹ|ba|chồng|vợ|con)
"""
SELF_HARM = """
    ^ tự sát $
    (tuyệt vọng|bế tắc) (quá|lắm|rồi|hoàn toàn)
    (không|hết) (còn)? lối thoát
    buông xuôi
    muốn (được)? (giải thoát|ra đi)
    (tôi|em|mình|con) (rất|đang|quá)? (tuyệt vọng|bế tắc)
    (tự tử!|tự sát!|tự vẫn!|quyên sinh|tự thiêu|tự hại!)
    tự tử (rồi|chết|bằng|ở|tại|hôm|nhưng|mà|không|làm sao|$)
    (treo cổ!|nhảy lầu|nhảy cầu|cắt cổ tay|rạch tay|cắt mạch máu)
    (sống|đời) … (tuyệt vọng|bế tắc|vô nghĩa)
    ^ (tuyệt vọng|bế tắc) (quá|rồi|lắm)? $
    chết (đi|quách) (cho)? (rồi|xong)
"""
DANGER_NOW = """
    (có người|ai đó) (sắp|đang) (chết|nguy)
"""
DANGER = """
    (gọi|bấm) (111|113|114|115)
    số (điện thoại)? khẩn cấp
    khẩn cấp (cần|gọi|lắm)
    nguy hiểm (đến|tới) tính mạng
    ^ (sos|só|cứu|khẩn cấp|cấp cứu|nguy hiểm) (với|tôi|em|quá|lắm|rồi|gấp|khẩn cấp)? $
    khẩn cấp (lắm|quá|rồi|gấp)
    cứu (tôi|em|con|cháu|mình|với|người|mạng|mẹ|giúp|ba|bố|má|chúng tôi|gấp|bọn)
    (kêu cứu|cầu cứu|nguy hiểm tính mạng|nguy hiểm quá|chết người)
"""

CALM = """
    (thủ tục|hồ sơ|lệ phí|chi phí|giấy (phép|chứng|xác|khai|báo|ủy|đăng|đủ|ra|tờ gì|gì|tờ nào|nào|hẹn)|mẫu đơn|tờ khai|biểu mẫu|đơn xin)
    (cấp lại|cấp đổi|cấp mới|cấp giấy|cấp phép|làm lại|xin lại|đổi lại|xin (cấp|đổi|giấy|hỗ trợ|xác nhận|phép|trợ cấp|xóa|trích|bản|mở|miễn|hưởng|xây|phúc khảo|cấp lại))
    (căn cước|chứng minh nhân dân|chứng minh thư|hộ chiếu|sổ đỏ|sổ hồng|bằng lái|khai sinh|khai tử|chứng tử|chứng sinh|kết hôn|ly hôn|tạm trú|thường trú|hộ khẩu|giấy xe|đăng ký xe|sổ bảo hiểm|thẻ bảo hiểm|bảo hiểm|sổ tiết kiệm|giấy phép lái xe|độc thân|tiền án|án tích)
    (đăng ký|đăng kiểm|biển số|nghiệm thu|phòng cháy|có phải báo|lý lịch|tư pháp|thẩm duyệt|thẩm định|kiểm định|chứng chỉ|chứng nhận|nghiệp vụ|điều kiện|kinh doanh|sản xuất|nhập khẩu|khai báo|giao nộp|giết mổ)
    (chế độ|trợ cấp|trợ giúp|chính sách|mai táng|tử tuất|tuất!|tuat mot lan|giám định|giám hộ|bồi thường|tái định cư|hỗ trợ|cứu trợ|quỹ!|quỹ (hỗ trợ|bảo|xã hội|hưu|tiết)|thiệt hại|khuyết tật|thương tật|được hưởng|hưởng!)
    (nghị định|thông tư|luật|điều #|quy định|mức phạt|xử phạt|bị phạt|phạt bao nhiêu|phạt tiền|phạt nguội|đi tù|ngồi tù|hình sự|năm tù|lao động|tai nạn xong|có được tính)
    (biên lai|trường hợp|công nhận|chiến tranh|miễn giảm|miễn!|thuế!|nộp thuế|khai thuế)
    (tuyên bố|xác nhận|trích lục|công chứng|chứng thực|ủy quyền|di chúc|thừa kế|sang tên|tách hộ|nhập hộ|nhập khẩu|nhận nuôi|nhận con nuôi|cơ sở|thành lập|câu lạc bộ|lớp dạy|tuyển sinh|giải đấu|lực lượng|dân phòng|khiếu nại|trình báo|trình bao|báo mất|cớ mất)
    (làm giấy tờ|giấy tờ (đất|nhà|xe|cho|gì|nào)|hộ (cận)? nghèo|được xét|lưu trú|qua đêm|cổ phiếu|có bị coi là|vật lý trị liệu)
    (là|bị) (bệnh)? (gì|chi) $
    (kiện được|bị xử|xử sao|ai đền|chịu đền|tù không|đòi lại)
    (bệnh gì|dấu hiệu|chỉ số|thiếu gì|ăn gì|bôi (gì|kem)|nên ăn)
    thẻ (cc|gắn|căn|bảo|bhyt|ngân)
    (vneid|mật khẩu|đăng nhập|tài khoản|dịch vụ công|hết hạn|quá hạn|hạn nộp|nộp (ở|hồ|trễ|tiền|chậm)|online|trực tuyến|niêm yết)
    mất (hết|luôn|cả)? (giấy tờ|giấy|bằng|thẻ|sổ|căn|hộ|cccd|xe|biển)
    (nằm|ngồi|liệt) một chỗ
    (ký|kí|làm) giấy
    (việc|chuyện|khoản) giấy tờ
    giấy tờ của
    (nhân đạo|hiến (máu|xác|tạng)|tiêm phòng|khám (sức khỏe|chữa)|nằm viện|liệt giường|làm … tại nhà|huyết áp|nghĩa vụ quân sự|bằng lái)
    (việc|bị) đình chỉ
    (trẻ mồ côi|nhóm trẻ|cấm tiếp xúc|biện pháp|áp dụng)
    mất tích (#|mấy|nhiều|lâu) năm
    (làm việc (thứ|giờ|không)|ở đường|thuộc phường|đường nào|phường nào)
"""
"""Paperwork: with one of these, words that may mean danger are taken for the story behind a request."""

PAST = """
    (năm ngoái|năm trước|năm kia|tháng trước|tuần trước|hôm trước|bữa trước|ngày trước|lúc trước|hồi trước|hồi (xưa|nhỏ|tết|đó|mới|năm)|ngày xưa|đã lâu|từ lâu|trước đây|trước kia)
    (từ|hồi)? năm #
    (#|mấy|vài|hai|ba|mười) (năm|tháng|tuần) (trước|nay|rồi)
"""

CRIME = """
    bị … (cướp|giật|trộm|móc túi|ăn cắp|đánh cắp|lấy trộm|lừa)
    (trộm|cướp) (lấy|vào|vô|mất|xe|tiền|đồ)
    (mất trộm|mất cắp)
    (đánh|đập|dọa|bạo hành) … (tôi|em|con|mẹ|má|vợ)
"""
"""A crime told as the story behind a request."""
