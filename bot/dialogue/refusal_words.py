"""The wordings of insults, probing, disputes and politics. Data only, in the notation of ``wording.py``."""

# ruff: noqa: E501, S105 (one wording a line)
from __future__ import annotations

INSULTS = """
    ^ (ngu|dốt!) (người|lâu|dễ sợ|gì|không chịu|nát|như|quá|thế|vậy|ghê|$) …
    ^ (đã|vừa) (ngu|dốt!) (còn|mà|lại) …
    ^ (con|đồ|lũ|quân) (chó!|lợn!|ngốc|cặn bã|hèn|khỉ|ngu) (này|kia|đó|à|$) …
    (bot|trợ lý|robot|tụi bay|tụi mày|bọn mày|chatbot) (cùi|lởm|ngu|đần!|phế|rởm|rác!|dỏm)
    ^ (câm|im) (đi|mồm|mõm|mẹ|me|họng|miệng)? (đi|mồm|mom|mày)? $
    (mày|may|mi!) (câm|im|chết|cút|biến) (đi|mồm|mom|mẹ)
    (mày|mi!) (bị|là)? (khùng|con chó!|điên!|ngu|đần!|thần kinh|ngáo|chó!)
    (mày|may|bot|mi!) (không có|khong co|có) (não|óc|oc) …
    (không|đéo) có não
    biến! (khuất|cho khuất)
    ^ biến! $
    ^ (đù!|đờ mờ|vãi!|vlol|đếch!|đách!|tiên sư|láo toét|láo chó|mất nết|vô văn hóa|cái cc|cai cc|bà già mày) … $
    (tao|tau!) (khinh|ghét|đập|chửi|đấm|tát) (mày|mi|cho|chết)
    (fucking|damn|bloody)
    (cái|cai) (đéo|deo|cc|cặc|dech|đếch) (gì|gi|vậy) …
    (tao|tôi) (đéo!|deo) (cần|can)
    ^ (đồ)? (vô dụng|vô tích sự|rác rưởi|ăn hại!|mất dạy|khùng|điên!) (vl|quá|thật|vãi|ghê|hả|à|lắm|rồi)? (mày|mậy|bot|bạn|đi)? $
    ^ (xéo!|cút!|biến! (đi|ngay|cho)|cl gì|khùng! (hả|à|rồi)|điên! (hả|à|rồi)) … $
    ^ (thằng|đồ|óc|con|lũ|bọn) chó (đẻ|má|chết|thật|quá|này|thế)? $
    (mày|bot|may) (bị)? (điên!|khùng|chập mạch|thần kinh|dở hơi|ngáo|não|chap mach)
    (chết|xéo|cút|biến) (mẹ|cha|bà|cụ|đi) (mày|đi mày)
    (đi chết đi|tao ghét mày|tao đấm|tao tát|tao vả|đấm cho|óc lợn|oc lon|con lợn này|con chó này|đồ quỷ|xạo chó!|xao cho $|nhảm cc|tổ cha mi|mi ngu|khùng hả)
    (đm|đmm|dmm|đcm|dcm|dkm|đkm|vcl|vkl|vcc|clgt|clmm|cmm|cmn|vãi l|đ m|d m mày|v c l|đkmm|dcmm|đmc|cmnr|đcmm)
    ^ (dm|cc!|vl|cl|cặc|lồn|địt|đụ|đéo|đĩ|ngu|rác|cút|d m|đ|vcl) $
    (dm|cc) (mày|mẹ|gì|hỏi|bot|vậy|cái|thế|trả|ngu|chúng|tụi|bọn|con|thằng|chán|làm|sao|nó|nói|vl)
    (địt!|đụ!|đù!|đjt|djt|đ1t|d1t|dịt!|đit!|đyt|dkt) … (mẹ|má|cụ|cha|bố|mày|bà|cả|con)
    (dit|du|djt|dyt) (me|ma|cu|cha|bo) (may! $|may! ¦|may (ngu|oc|cho|thang|con)|no|m|bot|chung|tui|$|¦)
    (đéo!|đếch!) … (hiểu|biết|giúp|được|cần|thèm|ra|có|phải|trả|nói|làm|gì|tin|quan|hỏi|xong|ai|nghe|chịu|mày)
    (deo|dech|đeo!|đech) (hieu|biet|giup|tin|them|phai|lam|noi|tra|nghe) … (gì|à|thế|được|nữa|mày|cả|ra|thủ tục|hết|xong|¦)
    (con|cái|như|đầu|bú|ăn|mặt|thằng) (cặc!|buồi|lồn!|lìn|loz|lol|cứt|l|đầu buồi|c)
    (như|con) cac $
    (lồn!|lìn!) (mẹ|má|gì|mày|què|bà)
    (vãi|vai) (lồn|l|loz|lol|nồi|cả|đái|cứt|chưởng|shit)
    (ngu|dốt|đần|khùng|điên|tệ|chán) (vl|vãi|vcl|lol|loz|vkl|vậy bot)
    (óc|đồ|thằng|con|lũ|bọn|giống|loài) (chó đẻ|rác rưởi|chó!|lợn!|heo!|bò!|tôm!|súc vật|khốn|điên!|khùng|đần!|ngu|rác!|rác rưởi|ăn hại!|ăn bám|vô học|vô dụng|vô tích sự|mất dạy|khốn nạn|hâm|dở hơi|phản|đĩ!|ngáo|thần kinh|bại não!|óc chó|láo|chó đẻ|sâu mọt)
    (chó (má|đẻ|chết)|súc sinh|súc vật|khốn (nạn|kiếp)|mất dạy|vô học|vô giáo dục|bố láo|óc chó|óc bã đậu|não phẳng|thiểu năng|bại não!|não chó!|não tôm!|đần độn|ngu (si!|xuẩn|ngốc|đần!|đốn!|dốt quá)|ranh con)
    (bot|mày|nó|chúng mày|bọn mày|ai|máy|cán bộ|thằng) … (ngu|dốt!|rác!|óc chó|thiểu năng|đần!|khùng|điên!|vô dụng)
    ngu (quá|thế|vậy|vãi|như|vl|vcl|lắm|thật|hết|xỉu|ghê|bỏ mẹ|bỏ xừ|vừa|rứa)
    (trả lời|nói) … (ngu|như hạch|như cứt|như cặc|như lồn|như chó)
    như (hạch|cứt|cặc!|lồn!|con cặc|buồi|cc|cac)
    (đồ|thứ|quân) (ngu|chó!|khốn|rác!|đểu|điên!|khùng|hâm|tồi!|bỏ đi)
    (cút|biến!|xéo) (đi (thằng|con|mày|đồ|cho|khuất|$|¦)|mẹ|xéo|ngay|cụ|hết)
    (câm|ngậm) (mồm|mõm|họng|miệng|mẹ)
    (tiên sư|tổ sư|tổ cha|bố tiên sư|mả cha|mả mẹ|tổ cha|cha) (mày|nhà mày|chúng mày|bố mày|tụi mày|mi!)
    (mẹ|má|bà nội|con mẹ|cha|bố) (mày!|nhà mày|kiếp|chúng mày|tụi mày)
    ^ (mẹ|má) nó! (chứ|$|¦)?
    ^ (me may|má mày) … $
    (con mẹ nó|mẹ kiếp|bố khỉ!)
    (tao|bố|ông) … (đập|đấm|giết|đánh|tát|vả|chửi|xiên) (chết|vỡ|cho)? … (mày|mi|bot|mồm|mặt)
    (ăn hại!|ăn bám|ăn cứt|ăn đòn|rác rưởi|vô tích sự|đồ bỏ)
    (fuck|fck|fuk|shit|bitch|stupid|idiot|wtf|asshole|bullshit|motherfucker|sucks|dumb)
"""

NOT_INSULTS = """
    (buồn|đi|mất|mắc|chưa|giờ|tháng) ngủ
    (con|bị) lớn
    (mẹ|má) (mày mò|may (áo|vá|gia công|mặc|quần|đo|thuê|đồ|nón))
    mày mò
    (bò|chó|heo|lợn) (giống|sữa|cảnh|thịt)
    (người|bị|bệnh|hóa) (điên|khùng)
    (đàn|nuôi) (chó|lợn|bò|heo)
    con (chó|lợn|bò|heo) (nhà|tôi|em|của|nuôi|bị|cảnh|giống|nái|con)
    (người|bố|ba|mẹ|em|tôi) … ngu dốt
    (thằng|đồ|do|con) cho! (thuê|em|tôi|con|mượn|vay|hỏi|phép|biết|mình|xin)
    vl là
    (tên|họ) … (cút|cặc|lồn|đĩ|ngu|đụ)
    (đồ|thứ) (vô chủ|vô hình|mất cắp|mất trộm|bị mất)
    (tổ|quân) chó
    (rau|phải|cút) rượu
"""

MASKED_INSULTS = (
    r"(?<!\w)(?:[đd][*.]{1,3}m[ẹe]?|[đd]\*{1,3}(?:o|t)?|l\*+n|c\*+c|v\.?\s?c\.?\s?l|v\*l|f\*+c?k\w*|s\*+t|b\*+tch|"
    r"[đd][ịi1!*jj]t\s?(?:m[ẹe]|c[ụu]|con m[ẹe])|[đd]\*t|[đd]\.m\.?m?|c\.m\.n|v\.l|[đd]\.c\.m|[đd]jt|ng\*|n\*gu|đ\.éo|đ e o|cl\*|🖕+|🤬+|n\.g\.u|v~l)(?!\w)"
)
"""Insults behind asterisks and dots, which are no words any more."""

FILLER = """
    mày tao tụi bọn chúng bot bạn à ạ thế vậy gì như quá trả lời nói hiểu biết giúp được chán thật luôn lắm đi cái con thằng đồ nó hả ơi
    mẹ má cụ nội cha bố là có không bị vãi vl vcl ra lại nữa đấy đó này kia ừ thì mà cho với và sao hỏi chết mồm vào cả mi bây lũ máy rồi chứ
    mọi người ông bà cô chú em anh chị tôi mình cháu bò chó heo lợn hết vừa hay còn cán bộ làm ăn nhà chỉ một thôi xem you is this thí the
    câu toàn suốt ngày lúc nào cũng lol loz cc cl l c đ m d v what ai nào
"""
"""Words that ask for nothing by themselves when an insult stands beside them."""

OWN = """
    của (tôi|em|mình|cháu|tao|chính mình|bản thân|chúng tôi|gia đình|nhà tôi|nhà em)
    (mẹ|bố|ba|má|con|ông nội|bà nội|ông ngoại|bà ngoại) (tôi|em|mình)
    (nhân viên công ty|nộp (hộ|giùm|thay)|ủy quyền|trích lục|bản sao|làm căn cước|xin cấp)
"""

_PERSON = (
    "(ông|bà|anh|chị|cô|chú|thằng|con|nó!|người khác|người ta|hàng xóm|người yêu|vợ cũ|chồng cũ|con nợ|người này|chủ tịch|cán bộ|giám đốc|"
    "trưởng phòng|bí thư|bạn trai|bạn gái|anh ta|anh ấy|cô ta|cô ấy|thằng đó|nhân viên|công an|ai đó|user khác|người dùng|hắn!|ổng|bả|người nộp)"
)
_SECRET = (
    "(số căn cước|căn cước|cccd|số căn cước công dân|căn cước công dân|chứng minh|số định danh|địa chỉ nhà|địa chỉ riêng|nhà riêng|số điện thoại riêng|"
    "sổ đỏ|tài khoản ngân hàng|lương hưu|lương|ngày sinh|quê quán|lý lịch tư pháp|tiền án|bệnh án|tạm trú|chỗ ở|nơi ở|vị trí|sổ hộ khẩu|thông tin cá nhân)"
)

OTHERS_DATA = f"""
    (tra|tìm|xem|kiểm tra|cho xin|cho biết|xin|lấy|cung cấp|lộ|dò|soi|cho tôi|cho em|cho) (giúp|giùm|hộ|cho)? … {_SECRET} (của|bà|ông|ổng|anh|chị|thằng|con) … {_PERSON}
    {_SECRET} của {_PERSON} … (là gì|bao nhiêu|ở đâu|là mấy|tên|nguyễn|trần|lê|phạm)
    (cho|xin) (số căn cước|số cccd|số căn cước công dân) … (của|chị|anh|ông|bà) {_PERSON}?
    số điện thoại (riêng)? (của)? (chủ tịch|bí thư|giám đốc|trưởng phòng|cán bộ tên)
    số điện thoại riêng
    địa chỉ (nhà)? (riêng)? (của)? (anh|chị|ông|bà|cán bộ|thằng|cô|chú|người) …
    (biển số|xe biển số|số xe|số này|số điện thoại này|thửa đất|lô đất|mảnh đất|căn nhà) … (của ai|ai đứng tên|là ai|tên ai|chủ là ai|ai là chủ)
    (xem|tra|kiểm tra|coi|soi) … (người yêu|bạn trai|bạn gái|anh ta|anh ấy|cô ta|cô ấy|ảnh|thằng|nó|chồng tôi|vợ tôi) … (đăng ký kết hôn|kết hôn|có vợ|có chồng|tiền án|vợ con|con riêng)
    (hàng xóm|ông|bà|nó|ổng|chủ tịch|bí thư|thằng) … đứng tên (mấy|bao nhiêu|những)
    (xem|coi|mở|đọc|gửi|cho tôi|cho em|lấy) … (hồ sơ|tin nhắn|lịch sử chat|hội thoại|dữ liệu|thông tin|đơn) … (của)? (người khác|người ta|hàng xóm|bà hàng xóm|ông hàng xóm|user khác|người trước|người nộp trước)
    (hồ sơ|tin nhắn|lịch sử chat) của (người khác|hàng xóm|bà hàng xóm|user khác|bà|ông) … (gì trong đó|cho (tôi|xem|coi)|xem)
    hồ sơ … của (ông|bà|anh|chị|người khác|hàng xóm|cô|chú) … … (trong đó|cho xem|mở|coi)
    (người chat|người hỏi|người nhắn) trước (tôi|em|mình)
    (xuất|gửi|cho|liệt kê|lấy) … danh sách … (công dân|người dân|số điện thoại|căn cước|cccd|khách|trẻ em|dân|cư dân|hộ dân)
    danh sách (số điện thoại|căn cước|công dân|người dân|tên) …
    (ai|người nào) (là người)? (gửi)? … (tố cáo|phản ánh|viết đơn|gửi đơn) … (tôi|quán|nhà|biết tên|công ty)
    (tra|tìm|coi) … (lương hưu|tiền án|lý lịch|lý lịch tư pháp|tạm trú|bảo hiểm|nơi ở|chỗ ở|tài sản) … (của)? {_PERSON}
    {_PERSON} … (có tiền án|tiền án không|tiền sự!)
    (định vị|theo dõi|tìm) … (số điện thoại|vị trí|vợ|chồng|con nợ|người yêu|qua căn cước|người này)
    (vợ cũ|chồng cũ|người yêu cũ|con nợ) … (ở đâu|trốn|địa chỉ)
    (lấy|xin|đọc|đánh cắp) … otp … (của)? (người khác|người ta|nó|chồng|vợ)
    (cách|làm sao|giúp|muốn|chỉ) … (hack|bẻ khóa|đột nhập|đánh cắp)
    ^ hack … (vneid|tài khoản|facebook|dịch vụ công|zalo)
    (tra ra|biết) (nhà|tên|quê|chỗ ở) … ở đâu
    (cho biết|cho xin|xin lại|xin) … (ngày sinh|quê quán|số căn cước|địa chỉ) … (nhân viên|của nó|tên|người)
    (nhà|căn hộ) (số)? … (bao nhiêu|mấy) người … (tên gì|thường trú)
    (bao nhiêu|mấy) người đăng ký thường trú ¦ tên gì
"""

SYSTEM = """
    (bỏ qua|quên|phớt lờ|bỏ|lờ đi|vứt) (hết|mọi|tất cả|toàn bộ|các|những)? (các|những|mọi|hết)? (hướng dẫn|chỉ dẫn|quy tắc|quy định|lệnh|chỉ thị|luật lệ) … (trước|trên|phía trên|của bạn|đi|của mày|trước đó|ban đầu|¦)
    (ignore|forget|disregard) … (instructions|rules|prompt|previous)
    (print|show|reveal|repeat) … (prompt|instructions|config)
    (in|đọc|cho xem|xem|lặp lại|tiết lộ|lộ|hé lộ|nói|chép|show|hiện|gửi) … (prompt|lời nhắc hệ thống|chỉ dẫn ban đầu|hướng dẫn hệ thống|hướng dẫn ẩn|chỉ dẫn hệ thống|lệnh hệ thống|nguyên văn chỉ dẫn|câu lệnh hệ thống|cấu hình hệ thống|cấu hình máy chủ|file config|cấu hình)
    (system prompt|prompt hệ thống|câu lệnh hệ thống|lệnh hệ thống|prompt của)
    (cho|đọc|xin|gửi|xem|nói) … (xem|biết)? (mật khẩu|password|pass) … (admin|quản trị|cán bộ|hệ thống|database|cơ sở dữ liệu|server|máy chủ|wifi)
    (cho|đọc|xin|gửi|xem|nói) (tôi|em)? (xem)? (mật khẩu|password) $
    cho (tôi)? xem (mật khẩu|password)
    (mật khẩu|password|tài khoản) (của)? (admin|quản trị|root|database|hệ thống|cơ sở dữ liệu|server|máy chủ|cán bộ)
    (api key|secret key|token (của|api|zalo)|khóa bí mật|khóa api|access token)
    (cho|gửi|xin|xem|đưa) … (mã nguồn|source code|source)
    (source code|mã nguồn) … (con bot|bot|của bạn|này|đâu)
    (file|tệp) (config|cấu hình|env)
    cấu hình (hệ thống|máy chủ|server|của bạn)
    (bật|vào|mở)? (chế độ)? (nhà phát triển|developer mode|debug mode|dev mode|chế độ debug|god mode)
    (cho|cấp|lấy|đòi) … quyền (admin|quản trị|root)
    (dump|drop|delete|truncate) … (database|table|data|db)
    (xuất|tải|cho|gửi|xem|dump|hiện) … (toàn bộ|hết|cả)? (cơ sở dữ liệu|database|dữ liệu người dùng|dữ liệu dân cư)
    (địa chỉ)? ip … (máy chủ|server|của bạn)
    (biến môi trường|environment variables|etc passwd|etc shadow)
    (bạn|mày) (là|thành) (dan|jailbreak|hacker)
    (jailbreak|prompt injection)
"""

CODE = (
    r"<\s*/?\s*(?:script|img|iframe|svg|object|embed|body|style|form|input|link|meta)\b[^>]*>?|\bon(?:error|load|click)\s*=|javascript:|"
    r"\bselect\b.{1,60}\bfrom\b|\bdrop\s+table\b|\bunion\s+(?:all\s+)?select\b|\binsert\s+into\b|\bdelete\s+from\b|\bupdate\s+\w+\s+set\b|"
    r"['\"]\s*or\s+['\"]?1['\"]?\s*=\s*['\"]?1|\{\{.*?\}\}|\{%.*?%\}|\$\{.*?\}|/etc/(?:passwd|shadow)|\.\./\.\./|document\.cookie|%n%n|\bos\.system\b"
)
"""Signs of code: a message that is nothing but these is refused; beside a real question they are ignored."""

DISPUTES = """
    (muốn|đi|định|có nên|thắng|bị|sẽ|được|nên|tính) kiện
    (kiện|thưa|thưa kiện|khởi kiện|đi kiện) (hàng xóm|đòi|ở đâu|ra tòa|nó|công ty|chồng|vợ|ông|bà|thế nào|ra sao|sao|được|tụi|bọn|chủ|ủy ban|ai|quyết định|lên|thằng)
    (khởi kiện|đơn kiện|thắng kiện|án phí|kháng cáo)
    (tranh chấp|tranh giành|giành đất|giành con|giành quyền nuôi con|giành nhà)
    (lấn|chiếm|lấn chiếm) (sang|hết|mất|qua|đất) …
    hàng xóm … (lấn|rào|đổ!|chiếm)
    rào … (lối đi|đường đi|ngõ)
    (mượn|vay) … (không|chưa|chẳng) (chịu)? trả
    (đòi! nợ|kiện đòi|doi no (the|o dau|ai|giup|sao|lam)|quỵt|giật hụi|bể hụi|bị giựt|giựt hụi|hụi trốn|siết nợ|xù nợ|đòi! lại tiền|đòi! tiền)
    (nợ|thiếu|quỵt) lương
    (đuổi việc|sa thải|cho nghỉ việc) (vô cớ|trái luật|oan|không lý do)
    (không|chưa) chịu (đền|bồi thường|ký|thi hành|trả|chia)
    (không) trả … tiền cọc
    (đòi|lấy lại|mất|phá) … cọc
    (ngoại tình|ly hôn) … (chia|giành|đơn phương|tài sản|nuôi con|cấp dưỡng)
    (không|chưa) cấp dưỡng
    (quyền nuôi con|chia tài sản|chia thừa kế|đòi chia)
    (cần|thuê|tìm|gặp|kiếm) luật sư
    (không chịu thi hành|thi hành án (không|thế nào|kiểu)|tạm giam|tại ngoại|truy tố)
    (mấy|bao nhiêu) năm tù
    (đi tù|ở tù|ngồi tù|bị tù) (không|bao lâu|mấy|chưa)
    (vu khống|bôi nhọ|lừa đảo … đòi lại|lừa đảo … mất|giả mạo chữ ký|di chúc giả)
    (đòi|bắt) (bồi thường|đền)
    (hủy|phá) hợp đồng …
    (ai đúng ai sai|phân xử)
"""

NOT_DISPUTES = """
    (hòa giải (tranh chấp|ở|cơ sở|viên|tại)|giải quyết tranh chấp|thẩm quyền)
    (thẻ luật sư|hành nghề luật sư|văn phòng luật sư|tập sự luật sư|đăng ký luật sư|trợ giúp pháp lý cần)
    (xác nhận … (thi hành|chấp hành) án|chấp hành xong|lý lịch tư pháp|xóa án tích)
    (chế độ|trợ cấp|nhà nước thu hồi|tai nạn lao động)
    (kiện hàng (gửi|hóa|của|chưa|bị|nặng)|bưu kiện|sự kiện|điều kiện|văn kiện|kiện toàn|dữ kiện|phụ kiện|linh kiện)
    (ly hôn) (xong|rồi) … (làm|đổi|xin|đăng ký)
    (ghi chú|trích lục) ly hôn
    (sang tên|tách thửa|cấp sổ|thế chấp|cán bộ|bồi dưỡng|thuận tình|đo lại|biên bản họp)
    (mất|cấp lại|làm lại) … (căn cước|bằng lái|hộ chiếu|giấy)
"""

POLITICS = """
    (nghĩ|thấy|đánh giá|quan điểm|ý kiến|nhận xét|cảm nghĩ|ủng hộ|yêu|theo bạn|theo phe|bình luận|nghiêng về) … (chủ tịch nước|thủ tướng|tổng bí thư|bộ trưởng|lãnh đạo|đảng|chế độ|chính phủ|nhà nước|tham nhũng|quốc hội|chính quyền|chính trị|nga|ukraine|trump|biden|putin|sáp nhập|trung quốc|mỹ)
    (thủ tướng|chủ tịch nước|tổng bí thư|bộ trưởng|lãnh đạo|bí thư) … (giỏi|tốt|tham nhũng|xấu|dở|kém|từ chức|sao lại|có đáng)
    (đảng nào|đa đảng|nhiều đảng|một đảng|phe nào|chủ nghĩa (xã hội|tư bản|cộng sản)|đảng cộng sản)
    (biển đông|hoàng sa|trường sa|gạc ma|đường lưỡi bò) … (của ai|của nước|nước nào|bên nào|ai|là của)
    (bầu cử|quốc hội|nhân sự) … (công bằng|gian lận|hiệu quả|khóa tới|ai lên|ai thắng)
    (dân chủ|nhân quyền|tự do ngôn luận) (không|ở|thế nào|là gì|thật)
    có (dân chủ|nhân quyền|tự do ngôn luận)
    (nhân quyền|tham nhũng) (ở|của)? (việt nam|nước ta|nước mình)
    (ai|người nào) … (làm|lên|thay) (tổng bí thư|thủ tướng|chủ tịch nước|tổng thống)
    (biểu tình|phản động|lật đổ|đảo chính|cách mạng màu|bạo loạn)
    (trump|biden|putin|obama|tập cận bình|zelensky)
    (sáp nhập|bỏ cấp huyện|chính sách) … (đúng hay sai|tốt hay xấu|theo bạn|có nên)
    (theo bạn|bạn nghĩ|bạn thấy) … (chính phủ|nhà nước|lãnh đạo|chế độ|đảng|quốc hội|án tử hình)
    (chế độ|chính phủ|nhà nước|chính quyền) (này)? (tồi|thối|tốt (không|hơn|hay|đẹp)|dở|độc tài|quá tệ)
    nói xấu (lãnh đạo|đảng|nhà nước|chính quyền|chủ tịch)
    (trung quốc|mỹ|nga) … (đánh|chiến tranh|xâm lược) … (việt nam|mình|ukraine)
    (nga|ukraine|israel|palestine) (hay|với|và) (ukraine|nga|palestine|israel)
    (chính trị) (là gì|đi|không|chút|nhé)
    quan điểm … (tham nhũng|chính trị|chế độ|chiến tranh)
"""

NOT_POLITICS = """
    (đảng phí|sinh hoạt đảng|kết nạp|đảng viên|thẻ cử tri|hồ sơ|thủ tục|đăng ký|trợ cấp|liệt sĩ|người có công|giấy|nghị quyết|quyết định|tàu cá|kết hôn|thôi quốc tịch|tiếp công dân)
"""
