"""The words for kin and others, and for cases. Data only, in the notation of ``wording.py``; KIN stands for the words of a relation."""

# ruff: noqa: E501 (one wording a line)
from __future__ import annotations

_OF_ME = "(tôi|em|mình|con|cháu|anh|chị|tao|tớ|chúng tôi)"
_BORN = "(ruột|đẻ|nuôi|kế)"
_FILING = "(nộp|làm|lấy|nhận|ký|đăng ký|xin|khai|đi|chốt|đóng|trả|bảo lãnh|khai báo|gửi)"
_INSTEAD = "(thay|giùm|dùm|hộ|giúp|cho|thay cho|hộ cho|giúp cho|giùm cho)"

KIN: dict[str, str] = {
    "parents": f"((bố|ba|cha|thầy) (mẹ|má|u!|với mẹ|và mẹ|với má|và má) {_OF_ME}?|ông bà già|phụ huynh)",
    "mother": f"((mẹ|má!|mạ!|bầm|u!) ({_BORN}|già)? {_OF_ME}?|(má|mạ) (già)? (tôi|em|mình))",
    "father": f"((bố!|cha!|tía!|bọ!) ({_BORN}|già)? {_OF_ME}?|(bố|ba|cha|tía|thân sinh) ({_BORN}|già)? (tôi|em|mình|tao|chúng tôi|con!|cháu!))",
    "wife": f"((vợ|bà xã) {_OF_ME}?)",
    "husband": f"((chồng|ông xã) {_OF_ME}?)",
    "child": "(con! (trai|gái|nhỏ|đầu|út|lớn|đẻ|nuôi|ruột|thứ|cả)|con (trai|gái) (tôi|em|mình)?|con (tôi|em|mình|vợ|chị|anh) (trai|gái|nhỏ)?|con # (tuổi|tháng)|con (nhỏ|đầu lòng|út|riêng|chung)|bé (nhà|con|gái|trai|út|nhỏ|thứ|#|mới|sơ sinh|lớp|chưa|bị|được|đi)|em bé|thằng (cu|nhỏ|bé|con)|cháu (bé|nhà|#)|đứa (con|nhỏ|bé)|sắp nhỏ|mấy đứa nhỏ|tụi nhỏ|cu tí|cu bin)",
    "grandparent": "(ông (nội|ngoại|cụ|cố|bà nội|bà ngoại) (tôi|em|mình|con|cháu)?|bà (nội|ngoại|cụ|cố) (tôi|em|mình|con|cháu)?|(mệ!|mệ (nội|ngoại)|ôn!|ôn (nội|ngoại)) (tôi|em|mình|con|cháu)?|nội! (tôi|em|mình|con)|ngoại! (tôi|em|mình|con)|(ông|bà) (tôi|em|mình)|ông bà)",
    "grandchild": "(cháu (nội|ngoại|đích tôn|tôi))",
    "sibling": "((anh|chị|em|thằng em|con em|đứa em) (trai|gái|ruột|cả|hai!|ba!|tư!|út!|sinh đôi) (tôi|em|mình|con)?|(anh|chị) (tôi|em|mình)|em (tôi|mình)|anh chị em (tôi|ruột)?|anh em (tôi|ruột)|(thằng|con) em (tôi|mình)?)",
    "relative": "((cô|dì|chú|bác|cậu|mợ|thím|dượng|mự!|o!) (tôi|em|mình|ruột|họ)|(mẹ|bố|ba|má|cha) (vợ|chồng) (tôi|em|mình)?|con (dâu|rể)|(cháu|anh|chị|em) (họ|rể|dâu|vợ|chồng)|cháu (gái|trai|ruột)|người (thân|nhà)|họ hàng|bà con)",
    "partner": "(người yêu|bạn (trai|gái)|(vợ|chồng) (sắp cưới|chưa cưới)|hôn (phu|thê)|ny!) (tôi|em|mình)?",
    "friend": "(bạn (tôi|em|mình|thân|học|cùng|bè)|(thằng|con|đứa|người|ông|nhỏ) bạn|bạn (bị|mất|nhờ|ở)|bạn! (có|đi|làm))",
    "employer": "(công ty|cơ quan|sếp|giám đốc|chủ (lao động|doanh nghiệp|quán|xưởng)|doanh nghiệp|đơn vị)",
    "employee": "(nhân viên|công nhân|người lao động|người giúp việc|lao động (nước ngoài|thời vụ)|thợ)",
    "tenant": "(người (thuê|ở trọ|ở thuê)|khách (thuê|trọ|ở)|người thuê (nhà|trọ|phòng)|sinh viên trọ)",
    "landlord": "(chủ (nhà|trọ|phòng trọ|nhà trọ|đất))",
    "neighbour": "((cô|chú|bác|anh|chị|ông|bà)? (hàng xóm|lối xóm|láng giềng))",
}

ABOUT_EMPLOYER = "(công ty|cơ quan|doanh nghiệp|đơn vị) (tôi|em|mình|chúng tôi|bên tôi|nhà)|(sếp|giám đốc|chủ) (tôi|em|mình)"
FRAMES = """
    (cho|xin cho) (tôi|em|mình|con|cháu|anh|chị|cô|chú|bác|tui|mẹ|bố|ba|má) (xin)? (hỏi|biết|xin)
    (anh|chị|cô|chú|bác|anh chị|em|bạn|ad) (ơi|à|cho (tôi|em|mình|con|cháu)? hỏi)
    (hai)? vợ chồng (tôi|em|mình)?
    (lấy|cưới|kết hôn với|có) (vợ|chồng) (là)? (người|nước|đài|hàn|mỹ|nhật)
    (con dấu|con số|con đường|con vật|con giống|con nuôi thực tế|bà con|ba (ngày|tháng|năm|tuần|lần|bước|bản|tờ|người|anh em|mẹ con))
    (phải|thì)? (làm|mần) (sao|gì|răng|thế nào|như thế nào|cách nào)
    (giấy|đăng ký|chứng nhận|thành lập|giải thể|mở|lập|tên|vốn) … (hộ|công ty|doanh nghiệp)
    (hộ|sổ hộ) (kinh doanh|khẩu|nghèo|cận nghèo|chiếu|tịch|gia đình|lý)
    (con dấu|mã số|mẫu) (của)? (công ty|doanh nghiệp)
"""
"""Ways of addressing and of opening a question, which name nobody."""

FILES_FOR_ME = (
    f"(nhờ|kêu|bảo|ủy quyền cho|ủy quyền|để) KIN … {_FILING}",
    f"KIN … {_FILING} … {_INSTEAD} (tôi|em|mình|tao|tớ)",
    f"KIN … {_INSTEAD} (tôi|mình|tao|tớ) … {_FILING}",
    "KIN (nộp|làm|đi|lấy|ký|nhận) … (thay|giùm|hộ) được không",
)
"""KIN files, the request is the writer's own."""

BY_ME = f"(nhờ|kêu|bảo|ủy quyền cho|ủy quyền) (tôi|em|mình|tao|tớ) … {_FILING}"
"""The writer files for the one who is spoken of."""

FILES = (f"KIN … {_FILING}",)

FOR = ("(cho|giúp|giùm|dùm|hộ|thay|thay cho|thay mặt|của|giúp cho|giùm cho|hộ cho|đứng tên) (cả|mấy|các)? KIN",)
"""The request is for KIN."""

FOR_FATHER = "(cho|giúp|giùm|hộ|của) (ba! (¦|$|má|ở|bị|già)|bố|tía|bọ!)"
FOR_CHILD = "(cho|giúp|giùm|dùm|hộ|của) con! (¦|$|mới|bị|dưới|vào|ở|tôi|mình|em|muộn|trễ|học|thì|có|không|sau|khi|theo|ngoài|cần|phải|được|chưa|mà|đi|lấy|năm)"

ME = """
    (tôi|mình|em|tao|tớ) (bị|muốn|cần|làm|có|đang|mới|đã|lỡ|tự|định|tính|sắp|chưa|ở|không|vừa|đi|mất|được|phải|nộp|xin|sinh|quên|đổi|sống|lên|thuê|mua)
    (^ (con|cháu|anh|chị|bác|cô|chú)|(dạ|thưa|ạ|giờ) (con|cháu)) (muốn|bị|cần|đang|lỡ|định|làm mất|mới|sắp|chưa|tính|ở)
    (của|cho) (tôi|em|mình|chính mình|bản thân)
    (tôi|mình) (¦|$)
"""

_PAPER = "(căn cước|chứng minh|thẻ|bằng|bằng lái|giấy|sổ|hộ chiếu|passport|visa|cà vẹt|đăng ký xe|biển|khai sinh|hồ sơ|học bạ|sim|ví|bóp|con dấu|chứng chỉ|giấy tờ|gplx|cccd|bảo hiểm|quyết định|bản gốc|bản chính|vneid)"
_DEAD_KIN = "(bố|ba|cha|mẹ|má|ông|bà|nội|ngoại|chồng|vợ|con|anh|chị|em|chú|bác|cô|dì|cậu|tôi|mệ|ôn|người|cụ|bạn)"

CASES: dict[str, str] = {
    "lost": f"""
        (làm|đánh|bị|rơi!|rớt|lỡ|để|bỏ|trót) … mất … {_PAPER}
        {_PAPER} … (bị|làm|đánh|rơi!) … mất
        (bị|làm|đánh) mất (hết|cả|luôn|rồi|¦|$)
        mất (hết|cả|luôn|cái|tờ|quyển|cuốn|con|bản|toàn bộ|sạch)? {_PAPER}
        {_PAPER} … mất (rồi|hết|luôn|¦|$|đâu|từ|lâu)
        (thất lạc|lạc mất|đánh rơi|đánh rớt|làm rơi|làm rớt|rơi mất|rớt mất|mất cắp|mất trộm|không tìm thấy|bị trôi|trôi mất|cuốn trôi)
        (rơi!|rớt) … {_PAPER}
        (danh roi|lam roi|roi mat) …
        bị … (cướp|giật|trộm|móc túi|ăn cắp|lấy cắp) …
        {_PAPER} … (bị cướp|bị giật|bị trộm|bị lấy mất)
    """,
    "damaged": f"""
        (bị)? (hư hỏng|rách nát|nhòe|nhàu|mục nát|ố vàng|mối mọt|mối ăn|chuột cắn|bong tróc|tróc|biến dạng|giặt nhầm)
        (bị|đã|hơi|cũ) (hỏng|hư|rách|nát|mờ|gãy|cháy|ướt|cong|bể|vỡ|xước|bong|phai|mục|sờn|lem)
        {_PAPER} … (hỏng!|hư!|rách|nát!|mờ!|gãy|cháy!|ướt|bong!|phai (màu|chữ|mực|hết)|bể!|sờn!)
        (hỏng!|rách|gãy|làm rách|làm hỏng|làm gãy|làm ướt) (mất)? (cái|tờ|quyển)? {_PAPER}
        (nát|rách|gãy) (hết|rồi|luôn|đôi|tươm|bươm|tan)
        (bẻ|làm|đạp|cắn|xé) (gãy|rách|nát|hỏng)
        mờ (hết|chữ|ảnh|số|không)
        cháy (mất|một góc|hết)
    """,
    "expired": """
        (hết|quá|qua|tới|đến) (thời)? hạn
        (hết hiệu lực|hết giá trị|hết thời hạn|đáo hạn|lố hạn|trễ hạn đổi)
    """,
    "first_time": f"""
        (lần (đầu|đầu tiên|thứ nhất)|lần một)
        (chưa|chẳng) (từng|bao giờ|có|hề|làm) … (làm|có|cấp|được cấp|xin)? {_PAPER}
        (chưa) (từng|bao giờ) (làm|được|đi làm)
        (chưa làm|chưa có) … (bao giờ|lần nào)
        (cấp mới|làm mới|xin mới|cấp lần đầu|mới làm lần đầu)
    """,
    "abroad": """
        (ở|bên|tại|sống ở|sống bên|từ|làm ở) (nước ngoài|hải ngoại)
        (ở|bên|tại|sang|qua|từ!|về từ|định cư|làm việc) (ở|bên|tại)? (mỹ!|nhật|hàn!|hàn quốc|úc!|đức!|pháp!|canada|đài loan|singapore|campuchia|trung quốc|nga!|tây!|châu âu|thái lan|malaysia|dubai|my (chua|lam|muon|ve|khong)|nhat ban)
        (việt kiều|du học sinh|đi du học|xuất khẩu lao động|kiều bào|định cư nước ngoài|đang du học|thường trú nước ngoài|đại sứ quán việt nam|lãnh sự quán việt nam|xa xứ)
        (ở|bên) hàn
        (chưa về|mới về|không về) (nước|việt nam)
    """,
    "minor": """
        (trẻ em|trẻ con|em bé|vị thành niên|trẻ sơ sinh|con nít|trẻ nhỏ|trẻ dưới)
        (dưới|chưa đủ|chưa tới|chưa đến|chưa) (6|14|15|16|17|18|mười bốn|mười sáu|mười tám) tuổi
        (con|cháu|bé|em) (còn|mới) (nhỏ|# tháng|sinh|đẻ)
        (mới sinh|mới đẻ|sơ sinh)
    """,
    "authorised": """
        ủy quyền
        (nộp|làm|đi|lấy|nhận|ký|đăng ký|xin|khai) … (thay|giùm|dùm|hộ) (cho|tôi|em|mình|mẹ|bố|ba|má|chồng|vợ|con|ông|bà|anh|chị|bạn|được|người|¦|$|có)
        (nhờ|kêu|thuê) (người|ai|vợ|chồng|con|mẹ|bố|ba|má|em|anh|chị|bạn|hàng xóm|người khác|dịch vụ) … (nộp|làm|đi|lấy|nhận|ký)
        (thay mặt|đi thay|người (khác|đại diện|được ủy quyền) (nộp|làm|đi)|người đại diện)
        nhờ (người khác|người nhà|người thân|ai)
    """,
    "deceased": f"""
        (qua đời|từ trần|tạ thế|quá cố|khuất núi|khuất bóng|mãn phần|hy sinh|thiệt mạng|đột tử|chết rồi|đã chết|mới chết|người chết|người mất|người đã mất|tử vong|lìa đời|đã khuất)
        {_DEAD_KIN} (tôi|em|mình|nội|ngoại|ruột|con|cháu)? (vừa|mới|đã|sắp|bị bệnh)? mất (rồi|năm|hôm|tháng|tuần|sáng|chiều|tối|đêm|để lại|không để|không có di chúc|lâu|được|¦|$|vì|do|ở|tại|đã|cách đây|từ|khi|lúc|thì|nên|mà|sớm|đột ngột|cần|có phải|làm giấy|khai tử|chưa)
        {_DEAD_KIN} (tôi|em|mình|nội|ngoại|con)? (vừa|mới|đã) mất
        {_DEAD_KIN} (tôi|em|mình|nội|ngoại)? (vừa|mới|đã|bị)? chết
        (sau|trước) khi (bố|mẹ|ba|ông|bà|chồng|vợ|người) … mất
    """,
}

_COUNTRY = "(mỹ!|nhật! (bản)?|hàn! (quốc)?|úc!|đức!|pháp!|canada|đài loan|singapore|sing!|campuchia|trung quốc|nga!|tây!|châu âu|thái lan|malaysia|dubai)"
AT_HOME = "(ở|bên|tại|sang|qua|đi) (mỹ (tho|đình|đức|hào|lộc|xuyên|tú|khê|sơn)|đức (thọ|hòa|phổ|cơ|linh|trọng|huệ|giang)|nhật (tân|lệ)|nga sơn|tây (ninh|nguyên|hồ|sơn|bắc))"
"""Places in Vietnam that begin like a country."""
IN_A_COUNTRY = f"(ở|bên|tại) (bên|nước)? {_COUNTRY}"
TO_A_COUNTRY = f"(sang|qua|đi) (bên|nước)? {_COUNTRY}"
ABROAD = "ở nước ngoài "
TO_ABROAD = "ra nước ngoài "
"""How phrases of options name any country."""

STILL_GOOD = "còn (hạn|thời hạn|giá trị|hiệu lực|nguyên)"
NEARLY_EXPIRED = "(sắp|gần|chuẩn bị|sửa soạn) (tới|đến|bị)? (hết|quá)? (thời)? hạn"
"""A paper that still holds, though it tells why a new one is wanted."""

EITHER = "(hay|hoặc) (là)? (bị|làm|mất|hỏng|hư|rách|hết hạn|quá hạn|mờ|lần)"
"""Two states of a paper as a choice: "mất hay hỏng"."""

NO_CASE = """
    mất (bao|mấy|phí|tiền|thời gian|công|nhiều|#|khoảng|tầm|chừng|lệ phí|ngày|tháng|tuần|thêm|cả|hết bao nhiêu) (lâu|nhiêu|ngày|tiền|tháng|tuần|thời gian|giờ|buổi|năm|ngàn|nghìn|triệu|đồng|công|phí)?
    (có|không) (bị)? mất (phí|tiền)
    (hết hạn nộp|tới hạn nộp|đến hạn nộp|hết hạn đóng)
    (chưa|chẳng) (từng|bao giờ|có|hề)? (có)? (vợ|chồng|con|gia đình|kết hôn|cưới|lấy|lập)
"""
"""Wordings with the word of a case in them that tell none."""

NEGATION = (
    r"(?<!\S)(?:không|khong|chưa|chua|chẳng|chang|chả|cha|đâu|khỏi|hổng|chớ|hông|hong|đừng) "
    r"(?:(?:phải|phai|bị|bi|có|co|là|la|hề|he|còn|con|làm|lam|đang|dang|thấy|được|dc|sống|song|cần|can) )*$"
)
"""What stands right before a denied case."""
NEGATED_INSIDE = (
    r"(?<=\s)(?:không|khong|chưa|chua|chẳng|chả|đâu|hổng|hông|hong) (?:(?:phải|phai|bị|bi|có|co|hề|he|làm|lam) )*"
    r"(?:mất|mat|hỏng|hong|hư|hu|rách|rach|nát|mờ|mo|gãy|gay|cháy|chay|ướt|hết|het|quá|qua) "
)
"""The same within a wording: "thẻ không mất"."""

SELF_FILES = """
    (tôi|em|mình|tớ) (sẽ|muốn|định|có thể|đang)? tự (thân|tay|mình)? (đi|nộp|xin|khai|đứng ra|làm (hồ sơ|thủ tục|đơn|giấy|được|thôi|¦))
"""
OWN = """
    (cho|của) (chính|bản thân)? (tôi|mình|em|tớ) (¦|$)
    (cho|của) (bản thân|chính tôi|chính mình|chính em)
"""
"""The request is for the writer alone."""

GIVES = """
    (tặng|bán|sang tên|chuyển nhượng|chuyển|để lại|chia|nhường|mua|thừa kế|nhà|đất|xe) … (cho|của)
    đứng tên
    (bố|ba|cha|mẹ|má|ông|bà|chồng|vợ|tôi|em|mình) cho (con|cháu|vợ|chồng|tôi|em)
"""
"""Something is given to somebody, or is somebody's: nothing is requested for them."""

FOR_CHILD_OF_MINE = "(cho|của|giúp|giùm|dùm|hộ|thay) (cả|mấy|các|thằng|đứa)? con"
"""Of a child that is the writer's own; "bé" and "cháu" may be anybody's."""

OTHER_CLAUSE = r"[,;.!?\n]+|(?<=\s)(?:mà|nhưng|vì|do|tại|với lại)(?=\s)"
"""Where a clause about another paper may begin."""

NEWBORN = "(con|cháu|bé|em bé) … (mới|vừa) (sinh|đẻ|chào đời)|sơ sinh|# (ngày|tuần|tháng) tuổi"

OPTION_SELF = "tự (đi|làm|nộp|xin|khai)|chính mình"
OPTION_OWN = "cho mình|chính mình|cho bản thân"
OPTION_OTHER = "nhờ (một)? người (khác|đại diện)|được ủy quyền"
"""How the options of a question name the one who files."""

OPTION_KIN: dict[str, str] = {
    "mother": "mẹ", "father": "(cha|bố)", "wife": "vợ", "husband": "chồng", "child": "con",
    "sibling": "(anh|chị|em)", "grandparent": "(ông|bà)", "grandchild": "cháu",
}  # fmt: skip
OPTION_RELATIVES = "(người thân|ruột thịt|người nhà|thân nhân)"

PAPERS = """
    (căn cước|cccd|cmnd|chứng minh nhân dân)
    (hộ chiếu|passport)
    (bằng lái|giấy phép lái xe|gplx|bằng (xe|b1|b2|a1|a2))
    (sổ đỏ|sổ hồng|bìa đỏ|quyền sử dụng đất)
    khai sinh
    (cà vẹt|cavet|đăng ký xe|giấy tờ xe)
    (thẻ|sổ) (bảo hiểm|bhyt|bhxh)
    (hộ khẩu|sổ hộ khẩu)
    (đăng ký kết hôn|giấy kết hôn)
    (bằng (tốt nghiệp|đại học|cấp)|văn bằng)
"""
"""Kinds of papers, one a line: what is lost may be another one than the one asked about."""

ONLY = frozenset(
    {
        "con",
        "chau",
        "be",
        "em",
        "anh",
        "chi",
        "co",
        "chu",
        "bac",
        "di",
        "cau",
        "mo",
        "thim",
        "duong",
        "ong",
        "ba",
        "bo",
        "me",
        "ma",
        "cha",
        "tia",
        "noi",
        "ngoai",
        "vo",
        "chong",
        "trai",
        "gai",
        "dau",
        "re",
        "ho",
        "ruot",
        "nuoi",
        "ut",
        "lon",
        "nho",
        "ban",
        "nha",
        "thang",
        "dua",
        "cu",
        "ti",
        "tuoi",
        "t",
        "nam",
        "nua",
        "them",
        "luon",
        "ca",
        "hai",
        "may",
        "nguoi",
        "toi",
        "tui",
        "minh",
    }
)
"""Words, without their marks, of a message that only says for whom the same is asked: "còn thằng anh 16 tuổi thì sao"."""
