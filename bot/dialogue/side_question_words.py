"""Questions that ask of a side by their shape, not by one phrase. Data only, in the notation of ``wording.py``.

Read against the last question of a message without its final particles; a final "à", "hả" or "chứ" is ``hả``. Capitals are classes of words.
"""

# ruff: noqa: E501 (one wording a line)

from __future__ import annotations

from bot.dialogue.aspects import Aspect

CLASSES: dict[str, str] = {
    "PAPER": "giấy|tờ!|sổ!|bản!|ảnh!|hình|tấm (hình|ảnh)|thẻ!|hộ khẩu|căn cước|chứng minh|hộ chiếu|bằng (lái|cấp|tốt nghiệp|cũ)|hợp đồng|hóa đơn|biên lai|chứng từ"
    "|phiếu|chữ ký|con dấu|dấu!|bản (vẽ|sao|chính|gốc|phô tô|dịch|án)|photo|phô tô|lý lịch|khai sinh|sổ (đỏ|hồng|hộ khẩu|bảo hiểm|hộ nghèo|tạm trú)|tờ (khai|này|đó|ấy|kia|giấy)|di chúc|cà vẹt"
    "|biên bản|cam kết|sơ đồ|học bạ|sao kê|ủy quyền",
    "PLAINPAPER": "hóa đơn|hợp đồng|chứng từ|biên lai|giấy (mua bán|chuyển nhượng|nộp|viết tay|tờ|hẹn|chứng sinh|báo tử|khám)|phiếu|bản (gốc|chính|sao|vẽ)",
    "SHOW": "nộp|kèm|nộp kèm|nộp thêm|kèm theo|đem|mang|đem theo|mang theo|trình|xuất trình|đưa|bỏ!|kẹp|cầm|gửi|gởi!|dán|dịch|scan|photo|phô tô|chụp|giữ|lưu",
    "COPY": "dịch!|công chứng|chứng thực|dịch thuật|sao y|đóng dấu|phô tô|photo|scan",
    "ASK": "không|chưa|hả|hông",
    "AGENCY": "phường|xã|huyện|quận|tỉnh|thành phố|công an|ủy ban|bảo hiểm|trường|kho bạc|một cửa|bệnh viện|trạm|văn phòng|trung tâm|sở!|thôn|bưu điện|cơ quan|thuế!",
    "SERVE": "làm|nhận|chứng|chứng thực|công chứng|ký|cấp|giải quyết|đóng dấu|xác nhận",
    "THIS": "cho|được|luôn|cho mình|cho em|cái (này|đó)|giấy (này|đó|ấy)|việc (này|đó)|thủ tục này|tờ (này|đó)|loại này",
    "HAND": "nộp|đưa|gửi|gởi!|trình|đem|mang|khai|khai báo",
    "ACT": "làm|nộp|đăng ký|xin|đổi|khai|cấp|ký|gia hạn|sang tên|mua|đóng",
    "HERE": "đây|này|đó|quê|trển|thành phố|tỉnh|huyện|xã|phường|chỗ|nơi|thị trấn|trong này|ngoài này|trên này|dưới này|khác tỉnh",
    "TO": "lên|ra|về|xuống|qua|vô|vào|tới|đến|sang",
    "KIN": "ba|bố|cha|mẹ|má|vợ|chồng|vợ chồng|hai bên|cả hai|chủ|chủ (cũ|đất|xe|nhà|trọ)|ông bà|bên (bán|mua|kia|thuê|cho thuê)|người (mua|bán|nhà|ở trọ|thuê|cho thuê|kia)|anh (trai|ruột)|chị (gái|ruột)|em (trai|gái)|"
    "con (trai|gái|dâu|rể)|cô dâu|chú rể|bà (nội|ngoại)|ông (nội|ngoại)|nó|mẹ kế|khách|cha mẹ|bố mẹ|ba mẹ",
    "OPEN": "thứ (hai|ba|tư|năm|sáu|bảy|#)|chủ nhật|cuối tuần|ngoài giờ|hôm nay|bữa nay|chiều|sáng|trưa|tối|tết|lễ|nghỉ|mấy giờ|giờ này|t7|cn",
    "UNIT": "giờ|tiếng|phút|hôm|ngày|bữa|tuần|tháng|năm",
}
"""A capital word in a wording stands for these."""

CERTAIN: tuple[tuple[Aspect, str], ...] = (
    (
        Aspect.WHO,
        """
        ai (đi|nộp|làm|khai|ký|lấy|đứng)? … cũng được
        nhờ … … … (giúp|giùm|dùm|hộ|thay) … được ASK$
        nhờ … … (đi|nộp|làm|lấy|ký|khai|đăng ký) … … được ASK
        (nhận|lấy|ký|làm|nộp|đi|khai) thay … ASK$
        ai (được|có quyền|phải)? (ký|đi|nộp|làm|đứng|nhận|lấy) thay
        (đi theo|đi cùng|có mặt!) … ASK$
        có (cần|phải) (có mặt!|đi cùng|đi theo|tới ký|đến ký|về ký|lên ký|đi ký|ra ký|về ký tên) … ASK$
        KIN … có (cần|phải) (về|đi|đến|tới|ra|lên|ký) … ASK$
        có (cần|phải) (dẫn|bế|ẵm|bồng|chở|dắt) … … ASK$
        KIN … hay (là)? KIN (phải|đi|nộp|khai|ký|đứng) …
        (đi|ký|tới|lên|nộp) … hay (chỉ)? (mình|một|1|mỗi|cả|hai) … … (đi|ký|tới|lên|nộp)
        KIN … (tự) (đi|làm|ký|khai|nộp|đăng ký|đứng) … … ASK$
        (cả hai|hai người|hai đứa|hai bên|hai vợ chồng|cả nhà) (phải|cùng|đều)? (đi|có mặt!|ký|lên|ra|tới|đến) … … ASK$
        (xin|cần|có) chữ ký (của)? KIN … … ASK$
        KIN … không (đến|đi|về|ký|tới|lên) … … (sao|được) ASK$
        KIN … khỏi (đi|ký|về|lên|đến) … ASK$
        """,
    ),
    (
        Aspect.ONLINE,
        """
        (ngồi|ở|tại) nhà (bấm|nộp|khai|làm|gửi|gởi!|đăng ký) … … ASK
        (gửi|gởi!|nộp) (qua)? bưu điện … … được ASK
        (cổng!|dịch vụ công|vneid|trên mạng) (này|đó)? có (làm|mục|nhận|cho|thủ tục|cái) … … ASK$
        """,
    ),
    (
        Aspect.PLACE,
        """
        HAND … … (cho|với) ai$
        HAND … … (cho|với) ai (thì|để|mới)
        TO … gặp ai$
        gặp ai (để|mà) … (nộp|xin|làm|ký|lấy)
        (dấu|chữ ký|xác nhận) của ai$
        (^|thì|giờ|mà|rồi|vậy) ai (tiếp nhận|nhận hồ sơ|nhận giấy|nhận đơn|đóng dấu|chứng thực)
        AGENCY (này|đó|cũ|mới|em|mình|anh|chị|tôi)? (có|cũng|còn)? (chịu|được)? SERVE (THIS)? ASK$
        AGENCY (này|đó|cũ|mới|em|mình|anh|chị|tôi)? (có|cũng|còn)? (chịu|được)? SERVE (THIS)? ASK hay
        trụ sở (này|đó|cũ|mới) (có|cũng|còn) … … ASK$
        (cùng|chung|khác) (một)? (chỗ|nơi|cửa) … ASK
        (xin|xin lại|kiếm|kêu|nộp) ai$
        (làm|nộp|xin|khai|TO) (tại|ở|bên) … … hay (là)? (TO)? (tại|ở|bên) …
        TO tận AGENCY … ASK$
        (lấy|xin|nhờ) ai (xác nhận|ký|chứng|làm chứng)
        (cũ|mới) hay (AGENCY|chỗ|nơi|bên)? … mới$
        (nộp|làm|khai|xin) … (nơi|chỗ|bên) … … hay … (nơi|chỗ|bên|AGENCY)
        (tại|ở|ngoài|trên|dưới) (AGENCY|đây) … … hay (là)? (phải)? TO (tận)? AGENCY
        ACT … … (ở|trên|dưới|tại|ngoài|trong|ngay) HERE … … được ASK
        ACT … … (ở|trên|dưới|tại|ngoài|trong|ngay) HERE luôn (ASK)?$
        (đâu|mô) cũng … ASK$
        (AGENCY|chỗ|nơi|khu vực) nào cũng … … ASK$
        ASK hay (là)? (phải)? TO (AGENCY|quê|trên)
        ^(ở|trên|ngoài|dưới|tại|TO) AGENCY … hả$
        (những|mấy|các) (chỗ|nơi) nào
        (AGENCY|chỗ|nơi) khác … (có|cũng)? (nhận|làm|chịu) … ASK$
        (rốt cuộc|vậy|giờ) … ai (nhận|làm|giải quyết|chịu nhận)$
        gặp ai (để|mà) đưa
        (cửa số|phòng số|phòng|bàn số|quầy số|ô cửa số) mấy …
        (quầy|cửa|phòng) nào
        (đăng ký|nộp|làm|khai|xin) đâu$
        (khỏi|không cần|không phải) (TO)? quê … ASK$
        AGENCY cũ hay … mới
        ở (gần|ngoài|trong) … có (chỗ|nơi) … ASK$
        (đem|mang|TO) (ra|lên|về|tới|đến)? AGENCY … hả$
        """,
    ),
    (
        Aspect.TIME,
        """
        (báo|khai|khai báo|thông báo|nộp|xin|đăng ký|trình) … (trước|sau|trong|trong vòng|muộn nhất|trễ nhất|chậm nhất) (mấy|bao nhiêu) UNIT
        (muộn|trễ|chậm) nhất (là)? (mấy|lúc|khi|ngày|bao|hôm|bữa|chừng)
        (quá|trễ|chậm|muộn) # (ngày|tháng|năm|tuần|bữa|hôm) … … (sao|kịp|được|phạt)
        ^(nộp|làm|khai|đi|xin|lỡ|nếu|nhỡ|mà|vậy|thế)? (trễ|muộn|chậm|quá hạn) … thì … sao$
        (thời hạn|hạn|hạn nộp|hạn khai|hạn đóng) (có|thì|là) … (khác|thêm|lùi|kéo dài|dài hơn) … ASK$
        (năm|tháng|quý|tuần) … (mấy|bao nhiêu) lần$
        bao lâu (thì)? một lần
        (nộp|làm) thì (mai|mốt|thứ|hôm|bữa|tuần|chiều|sáng|tháng|ngày|chừng|mấy) … (lấy|có|xong|nhận|ra) (ASK)?$
        còn hạn (nộp|làm|xin|khai)? ASK$
        ACT … (mấy|bao nhiêu) (hôm|ngày|bữa|tuần|tháng) thì (được|có|xong|lấy)$
        để … (giêng|tết|sau|mốt|tháng|năm|khác|hè|từ từ) … (làm|nộp|đi|đổi|khai|xin) … … ASK$
        để … (giêng|tết|sau|mốt|tháng|năm|khác|hè|từ từ) … (làm|nộp|đi|đổi|khai|xin) … ASK hay
        (muộn|trễ|quá hạn|quá hẹn|kịp) (mất)? (chưa|hả)$
        còn (giá trị|hiệu lực|thời hạn) … … ASK
        (dùng|xài|sử dụng) (tới|đến) (năm|tháng|khi|bao|chừng|lúc|chết) …
        tính (cả|luôn) (thứ|chủ nhật|ngày nghỉ|lễ|cuối tuần) …
        (#|mấy|hai|ba|bốn|năm) hay (#|mấy|hai|ba|năm|bảy|mười) (ngày|bữa|tuần|tháng|hôm)
        qua (tết|lễ|năm|tháng|tuần) … (nộp|làm|đi|xin|khai) … được ASK$
        """,
    ),
    (
        Aspect.FEE,
        """
        có (phải|cần) đóng (thêm|gì|đồng nào|khoản nào|tiền|phí|gì thêm)? ASK$
        đóng (một|hai|ba|mấy|#) lần … ASK
        (thuế|trước bạ|lệ phí|phí) … … (mấy|bao nhiêu) phần trăm
        cũng đóng (thuế|phí|lệ phí|tiền) … ASK$
        (tự|mình|ai) (trả|chịu|đóng) … hay … (trả|chịu|đóng)
        """,
    ),
    (
        Aspect.FORM,
        """
        (ghi|điền!) (là)? (sao|thế nào|như thế nào) …
        (ô|dòng|cột|mục) … … (ghi|điền!|viết) …
        """,
    ),
    (
        Aspect.HOW,
        """
        (giấy|tờ|cái|thẻ) (này|ấy|đó|kia) (xin|làm|nộp|khai|đăng ký|lấy) (làm)? sao$
        ^(xin|làm|nộp|khai|đăng ký|lấy) (giấy|tờ|cái|thẻ|việc) (này|ấy|đó|kia) (thì)? (làm)? sao$
        (thì|phải|là) làm lại từ đầu … ASK$
        (có|có ai) … xuống (kiểm tra|xem|đo|khảo sát|thẩm định) … … ASK
        (nói|trình bày|giải thích) sao (cho|với|để)
        (đi|lên|tới|ra|chạy) (lại)? (mấy|bao nhiêu) (lần|lượt|chuyến)$
        … trước hay … … trước$
        (bước|việc) (tiếp theo|tới|kế tiếp|kế|sau) (là)? gì
        xong (cái)? (đó|này) (tới|đến) (cái)? (gì|nào)
        xuống (nhà)? (đo|kiểm tra|xem|khảo sát) … … hay
        """,
    ),
    (
        Aspect.DOCUMENTS,
        """
        có (cần|đòi|bắt|cần có|phải có|cần phải có|yêu cầu|bắt buộc có) (cái|thêm|cả)? PAPER … … ASK
        (cần|phải|khỏi|đòi|bắt) SHOW (cái|thêm|cả|lại)? … PAPER … … ASK$
        (khỏi|không cần|không phải) (cần|có|làm|xin|SHOW)? PAPER … … được ASK$
        PAPER … … … (có|thì)? (phải|cần) (SHOW|trả lại) … ASK$
        (cần|phải) có (cái)? PAPER … … ASK
        PAPER … có (bắt|cần|phải) … (mới|gốc|bản chính|màu) … ASK
        thiếu (cái|mỗi|một)? (PAPER|nó|cái (đó|này|ấy)) … … … (sao|không|chưa|hả)$
        PAPER … … (đưa|bỏ|kẹp|nộp) (vô|vào) … ASK$
        có (cần|phải) COPY … ASK
        PAPER … … … có (cần|phải) dịch (không|ra|sang|thuật|hết)
        PAPER … … (phải|cần) COPY … ASK
        PAPER … là đủ (ASK)?$
        lấy (gì|cái gì|giấy gì) … (chứng minh|thay|thế|làm bằng)
        (hồ sơ|giấy tờ) … khác … … ASK$
        (còn)? thiếu (gì|cái gì|tờ nào|giấy gì) …
        PAPER … … … (có)? đủ ASK$
        PAPER … … khỏi (đem|mang|nộp|đưa|trình) … ASK$
        (chê|không nhận|không chịu) … PAPER
        """,
    ),
    (
        Aspect.CONDITIONS,
        """
        (có|có bị|bị|sợ) phạt … ASK$
        """,
    ),
    (
        Aspect.RESULT,
        """
        (tờ|giấy|cái|thẻ) (ấy|đó|này|kia) (dùng|để|xài|cầm|giữ) … làm gì$
        (cầm|giữ|có) (tờ|giấy|cái|thẻ) (ấy|đó|này) … làm gì$
        (dùng|xài|để) làm gì$
        (đưa|trả) lại (mình|em|tôi|con|cho em|cho mình)? (cái|tờ|giấy)? gì$
        """,
    ),
)
"""The side of each, the first that fits; it is asked whatever the language model hears."""

LIKELY: tuple[tuple[Aspect, str], ...] = (
    (
        Aspect.DOCUMENTS,
        """
        (thiếu|không còn|chẳng còn|quên) … PAPER … … … (sao|không|chưa|hả)$
        (không có|chưa có) (cái|tờ|giấy)? (PLAINPAPER|giấy) … … … (sao|không|chưa|hả)$
        (mất|thất lạc|lạc) PLAINPAPER … … … (không|hả)$
        PLAINPAPER … … (mất|thất lạc|rách|mờ|nhòe|hư) … … … (không|chưa|hả)$
        PAPER … … … (dùng|xài|sử dụng|nhận|chịu|chấp nhận|hợp lệ|thay thế|thay cho|giá trị) … ASK
        (nộp|đem|đưa|mang|cầm) PAPER … … được ASK
        PAPER … … (mờ|nhòe|rách|ép|nhàu) … … (sao|không|chưa|hả)$
        PAPER … … viết tay … … ASK
        (bổ sung|nộp bù) … … ASK$
        (thay|thế) được … PAPER … … ASK
        (cần|phải) COPY … … … ASK$
        (giấy|tờ|bản) … (mới|cũ|gốc|sao) … ASK hay
        làm lại (giấy|tờ) khác$
        PAPER được ASK$
        (nộp|đem|mang|cầm|bỏ) (theo)? gì$
        PAPER … … (thì)? có (chịu|nhận) … ASK$
        """,
    ),
    (
        Aspect.PLACE,
        """
        AGENCY … (xuống|đến|tới|về|lại) (tận)? nhà … … ASK$
        """,
    ),
    (
        Aspect.WHO,
        """
        KIN … … (khai|khai sinh|làm|đi|nộp|ký|đăng ký|xin|lấy) … cho (cháu|con|em|mẹ|bố|ba|má|chồng|vợ|ông|bà|nó) … được ASK$
        (đứng tên|đứng ra|đứng đơn) … … được ASK$
        (đưa|giao|để) … cho … (làm|nộp|đi|lo) được ASK
        KIN (có)? được đứng (tên|ra|đơn) … ASK$
        """,
    ),
    (
        Aspect.CONDITIONS,
        """
        (khỏi|không chịu|không về|không thể) … ký … … (sao|được) … (ASK)?$
        (có|cũng) (phải|cần|bắt|bắt buộc|bắt buộc phải) (trình báo|đăng ký|kê khai|khai|khai báo|xin phép|báo|thông báo|làm|xin|sửa|đổi|làm lại) … … ASK$
        có (bị|trách nhiệm|quyền|được quyền) … … ASK$
        (hỗ trợ|hưởng|trợ cấp|lãnh) … (bao nhiêu|mấy) (phần trăm|tiền|triệu|đồng)
        bắt buộc … … … ASK$
        (khỏi|không cần|không phải) xin phép … ASK$
        (cấm|vi phạm|trái luật|phạm luật) … ASK$
        # tuổi … … … được$
        (hưởng|lãnh|lĩnh) … … được ASK$
        """,
    ),
    (
        Aspect.TIME,
        """
        ACT (sớm|trễ|muộn|chậm|trước|gấp) … … ASK$
        (giờ|bây giờ|nay) … còn (được|kịp|cho) … ASK$
        thì … (tuần|tháng|hôm|ngày|bữa|chiều|sáng|mai|mốt) (này|sau|nay|mai|kia)? … có chưa$
        """,
    ),
    (
        Aspect.FEE,
        """
        (đóng|nộp|mất|tốn|hết|trả) … (triệu|trăm|nghìn|ngàn|chục|tỷ) … … (thật|đúng|phải) không$
        có (miễn|giảm|bớt|được bớt) … … ASK$
        (tính|thu|mất) tiền … … ASK$
        # (triệu|trăm|nghìn|ngàn|chục) … (phải không|đúng không|hả)$
        (hai|ba|bốn|năm|mười|vài|mấy) (triệu|trăm|nghìn|ngàn|chục) … (phải không|đúng không|hả)$
        (khỏi|không phải|khỏi phải) (đóng|trả|nộp tiền|nộp phí) … … ASK$
        tiền … không đủ …
        còn (thu|tính|lấy) (tiền|phí|thêm|nữa)?$
        (đóng|nộp) … (một lần|nhiều đợt|một cục|trả góp|chia|từng đợt) …
        ai (chịu|đóng|trả|nộp) … (tiền|thuế|phí)
        """,
    ),
    (
        Aspect.FORM,
        """
        (khai|ghi|viết|điền) (sai|nhầm|lộn) … … … ASK
        (gạch|tẩy|tẩy xóa|bôi) … … được ASK
        (một|hai) mặt (hay|ASK)
        """,
    ),
    (
        Aspect.RESULT,
        """
        (thẻ|sổ|giấy|bằng|cuốn|tờ) mới (có|còn|thì)? … … ASK$
        (trả|đưa|phát) (giấy|thẻ|kết quả|sổ|bản) … … hay (gửi|tự|mình)
        có (cấp|phát|trả lại|đưa lại) (cho)? (giấy|thẻ|sổ|bản|tờ|bằng) … … (ASK|hay)
        """,
    ),
    (
        Aspect.HOW,
        """
        (nộp|đem|đưa|làm|đi) … (một|1) lần … (xong|đủ) … ASK$
        có ai (bấm|làm|viết|ghi|khai|chỉ|hướng dẫn|giúp) … … ASK$
        cũng (xin|làm|nộp|khai) (y|giống|như|tương tự) … … ASK$
        """,
    ),
)
"""The same where the language model hears no side for sure."""

EXCEPT: dict[Aspect, str] = {
    Aspect.WHO: """
        (mạng|online|vneid|trực tuyến|thanh toán|trả tiền|đóng tiền|chuyển khoản|nộp tiền)
    """,
    Aspect.ONLINE: """
        (kết quả|về (quê|nhà))
        OPEN
    """,
    Aspect.PLACE: """
        (vneid|mạng|online|trực tuyến|máy tính|điện thoại|ở nhà|ngồi nhà|tại nhà|cổng!|khỏi|bưu điện)
        (nhận|lấy|trả|lãnh) (kết quả|tiền|ở HERE)
        (có|^|mình|thì|là) (cần|phải) (có|TO)? AGENCY
        cần (có|TO)? AGENCY
        mục … … ghi
        OPEN
    """,
    Aspect.DOCUMENTS: """
        (giấy phép|kết quả|xin lại|điện tử|(giấy|cần|phải|có) ủy quyền|qua mạng|trên mạng|online)
        (giấy|tờ|thẻ) được cấp
        (giấy|tờ) (này|đó) … (toàn quốc|tỉnh|nước)
    """,
}
"""What a side is not asked beside, whatever the shape: an office that "có làm" on a Saturday is asked for its hours."""

NAMES: tuple[tuple[Aspect, str], ...] = (
    (
        Aspect.FORM,
        """
        (tờ khai) (sinh|tử|hải quan)
        """,
    ),
    (
        Aspect.FEE,
        """
        (tờ khai|biên lai|hóa đơn|chứng từ|giấy|phiếu) (nộp|đóng|thu|trả|khai)? (tiền|phí|lệ phí|thuế) … (học|trước bạ|bảo vệ|bảo trì|duy trì|đất|thuế|phạt)?
        tờ khai (lệ phí|thuế)
        """,
    ),
    (
        Aspect.TIME,
        """
        thời hạn sử dụng (đất|rừng|đất nông nghiệp)
        giấy (xác nhận)? thời (gian|hạn)
        """,
    ),
)
"""Names of things in which a word of the side stands and asks nothing of it."""
