"""The sentences of the conversation itself (not of answers about procedures): small talk, asking back, handing over.

Warm, short, respectful; the assistant is "mình", the citizen "anh/chị".
"""

from __future__ import annotations

from bot.contacts import HOTLINE, PORTAL
from bot.dialogue.reactions import Reaction
from knowledge.schema import Level

DISCLOSURE = "Mình là trợ lý AI của Một Cửa, chỉ trả lời từ thủ tục đã công bố."
CHECK_SOURCE = "Việc quan trọng anh/chị kiểm tra lại ở nguồn bên dưới nhé."
STORED = (
    "Tin nhắn được lưu {days} ngày rồi xóa, số điện thoại và số giấy tờ được che đi. Muốn xóa ngay, anh/chị nhắn “xóa dữ liệu của tôi” nhé."
)
STORED_MORE = "Xem thêm: {url}"

GREETING = (
    "Chào anh/chị! Mình là Một Cửa, trợ lý AI về dịch vụ công. Anh/chị cần làm giấy tờ gì, cứ hỏi bằng lời thường, "
    "ví dụ: “mất bằng lái xe phải làm sao”."
)
THANKS = "Dạ không có gì ạ. Anh/chị cần thêm thủ tục nào cứ nhắn mình nhé."
GOODBYE = "Dạ chào anh/chị, chúc anh/chị mọi việc thuận lợi. Khi cần cứ nhắn mình nhé."
WHO_ARE_YOU = (
    "Mình là Một Cửa, một trợ lý AI (không phải cán bộ). Mình cho anh/chị biết giấy tờ, lệ phí, thời gian, nơi nộp của thủ tục hành chính, "
    "luôn kèm nguồn chính thức. Điều gì chưa có nguồn thì mình nói là chưa biết."
)
START_OVER = "Mình bắt đầu lại từ đầu nhé. Anh/chị cần làm thủ tục gì?"
YES_WITHOUT_QUESTION = "Dạ. Anh/chị muốn hỏi về thủ tục nào ạ?"
NO_WITHOUT_QUESTION = "Dạ được. Anh/chị nói lại giúp mình cần làm việc gì, mình tìm đúng thủ tục."

START = (
    "Chào anh/chị! Mình là Một Cửa, trợ lý AI về dịch vụ công. Mình cho biết giấy tờ cần có, lệ phí, thời gian và nơi nộp của thủ tục "
    "hành chính, luôn kèm nguồn chính thức. Anh/chị cứ hỏi bằng lời thường, gõ không dấu cũng được, ví dụ:\n"
    "- làm giấy khai sinh cho con cần gì\n"
    "- mất bằng lái xe phải làm sao\n"
    "- đổi căn cước hết bao nhiêu tiền\n"
    "- đăng ký tạm trú nộp ở đâu"
)
HELP = (
    "Anh/chị hỏi mình về giấy tờ, lệ phí, thời gian, nơi nộp của một thủ tục, bằng lời thường là được. Anh/chị cũng có thể nhắn:\n"
    "- mã hồ sơ trên giấy hẹn để biết hồ sơ đến đâu\n"
    "- “làm lại từ đầu” để hỏi việc khác\n"
    "- “gặp nhân viên” để biết cách gặp người thật\n"
    "- “xóa dữ liệu của tôi” để xóa những gì đã nhắn ở đây\n"
    f"Cần gấp, anh/chị gọi tổng đài {HOTLINE}."
)
RESET_GUIDE = "Mình dừng phần giấy tờ đang hỏi dở rồi. Anh/chị cần làm thủ tục gì?"
RESET_ERASING = "Mình không xóa gì cả, và bắt đầu lại từ đầu nhé. Anh/chị cần làm thủ tục gì?"
PHOTO = (
    "Mình chưa đọc được ảnh, anh/chị gõ giúp mình việc cần làm nhé. Mình không cần ảnh giấy tờ để trả lời: "
    "anh/chị đừng gửi ảnh căn cước hay giấy tờ khác vào đây, để giữ an toàn cho mình."
)
VOICE = "Mình chưa nghe được tin thoại. Anh/chị gõ giúp mình vài chữ nhé, không dấu cũng được."
FILE = "Mình chưa đọc được tệp. Anh/chị gõ giúp mình câu hỏi, và đừng gửi giấy tờ của mình vào đây nhé."
LOCATION = "Mình không dùng vị trí anh/chị gửi. Anh/chị gõ giúp mình tên xã, phường nơi mình ở, và việc cần làm nhé."
STICKER = "Dạ mình chào anh/chị! Anh/chị cần làm giấy tờ gì, cứ nhắn mình nhé."
CONTACT = "Mình không cần và không giữ danh thiếp hay số điện thoại này. Anh/chị gõ giúp mình việc cần làm nhé."
OLD_BUTTON = "Nút này đã cũ nên mình không dùng được nữa. Anh/chị hỏi lại giúp mình một câu nhé."
OLD_BUTTON_ABOUT = "Nút này đã cũ nên mình không dùng được nữa. Anh/chị hỏi lại giúp mình, hay chọn tiếp về thủ tục {name} nhé:"
TOO_MANY = "Anh/chị nhắn nhanh quá nên tin vừa rồi mình chưa đọc. Anh/chị đợi khoảng một phút rồi nhắn lại giúp mình nhé."

ERASE_ASK = (
    "Anh/chị muốn xóa hết tin nhắn và những gì mình đang nhớ trong cuộc trò chuyện này? Xóa rồi không lấy lại được. "
    "Hồ sơ đã nộp cho cơ quan nhà nước thì không bị ảnh hưởng."
)
ERASE_YES = "Xóa hết"
ERASE_NO = "Giữ lại"
ERASED = (
    "Mình đã xóa tin nhắn, câu trả lời và mọi điều mình nhớ của cuộc trò chuyện này. "
    "Chỉ còn số đếm chung (như số câu hỏi trong ngày) và mã kỹ thuật của tin nhắn trong ít ngày để khỏi trả lời trùng, đều không có nội dung."
)
NOTHING_TO_ERASE = "Mình không còn giữ tin nhắn nào của cuộc trò chuyện này, nên không có gì để xóa."
ERASE_COPY = {
    "web": "Bản để xem lại nằm trong trình duyệt của anh/chị; anh/chị bấm “Cuộc trò chuyện mới” để xóa luôn, trên từng máy đã dùng.",
    "telegram": "Tin nhắn còn hiện trong Telegram thì anh/chị tự xóa trong ứng dụng nhé.",
    "zalo": "Tin nhắn còn hiện trong Zalo thì anh/chị tự xóa trong ứng dụng nhé.",
    "cli": "Chữ còn hiện trên màn hình này thì anh/chị tự xóa nhé.",
}
"""What this service cannot erase, by ``ChannelName``."""
NOT_ERASED = "Dạ, mình giữ nguyên, chưa xóa gì. Anh/chị cần hỏi gì tiếp cứ nhắn mình nhé."

EMPTY = "Mình chưa thấy nội dung câu hỏi. Anh/chị gõ giúp mình việc cần làm, ví dụ: “đổi căn cước ở đâu”."
TOO_LONG = "Tin nhắn dài quá {limit} ký tự nên mình chưa đọc hết được. Anh/chị tóm lại trong vài câu giúp mình nhé."
ONLY_SYMBOLS = "Mình chưa hiểu tin nhắn này. Anh/chị gõ bằng chữ việc cần làm, ví dụ: “làm giấy khai sinh cho con cần gì”."
OTHER_LANGUAGE = "Mình mới trả lời được bằng tiếng Việt. (I can only answer in Vietnamese; for help in English please call 1800 1096 or ask the nearest one-stop centre.)"

WHICH_ONE = "Câu hỏi của anh/chị có thể thuộc mấy việc sau. Anh/chị chọn giúp mình một mục nhé:"
WHICH_OFFICE = "{name}: việc này nhiều nơi làm, giấy tờ và lệ phí có thể khác nhau. Anh/chị chọn giúp mình nơi nào ạ?"
LEVELS = {Level.COMMUNE: "Cấp xã", Level.PROVINCE: "Cấp tỉnh", Level.MINISTRY: "Cấp bộ"}
CODE = "Mã"
IS_IT_THIS = "Có phải anh/chị hỏi về việc này không ạ?"
NONE_OF_THESE = "Không phải các mục này"
SAY_AGAIN = "Anh/chị nói rõ hơn giúp mình: giấy tờ gì, và cần làm mới, đổi, làm lại hay sửa?"
UNKNOWN = (
    "Mình chưa có thông tin đã kiểm chứng về việc này nên không dám trả lời bừa. Anh/chị thử nói cách khác (tên giấy tờ, việc cần làm), "
    f"hoặc tra tại {PORTAL}, gọi tổng đài {HOTLINE}, hỏi Trung tâm Phục vụ hành chính công gần nhất."
)
STILL_ABOUT = "Còn nếu anh/chị vẫn hỏi về {name}, anh/chị bấm một mục bên dưới nhé."
WHICH_ONE_FIRST = "Mỗi việc một khác, nên anh/chị chọn giúp mình một mục, mình trả lời ngay nhé."
WHICH_PROCEDURE = "Anh/chị đang hỏi về thủ tục nào ạ? Ví dụ: “lệ phí đổi bằng lái xe”, “giấy tờ đăng ký kết hôn”."
CODE_NOT_HERE = f"Mình chưa có thủ tục mã {{code}} trong kho đã kiểm chứng. Anh/chị tra mã này tại {PORTAL} hoặc gọi {HOTLINE} nhé."

HANDOFF = (
    "Anh/chị cần gặp người thật: hiện mình chưa nối thẳng được tới cán bộ. Anh/chị gọi tổng đài Cổng Dịch vụ công quốc gia "
    f"{HOTLINE} hoặc đến Trung tâm Phục vụ hành chính công của xã, phường nơi mình ở nhé."
)
COMPLAINT = (
    "Mình rất tiếc vì việc này. Anh/chị có thể gửi phản ánh, kiến nghị tại mục Phản ánh kiến nghị của Cổng Dịch vụ công quốc gia "
    f"({PORTAL}) hoặc gọi {HOTLINE}; nhớ ghi mã hồ sơ, ngày và nơi xảy ra để được xử lý."
)
STATUS_ASK_CODE = "Để biết hồ sơ đến đâu, anh/chị cho mình mã hồ sơ in trên giấy tiếp nhận và hẹn trả kết quả, ví dụ H56.14-240823-0001."
STATUS_NOT_CONNECTED = (
    "Mình đọc được mã hồ sơ {code}, nhưng mình chưa được nối với hệ thống một cửa nên chưa xem được tình trạng. "
    f"Anh/chị tra mã này tại {PORTAL} (mục Tra cứu hồ sơ) hoặc gọi {HOTLINE}."
)
ACCOUNT_HELP = (
    "Việc đăng nhập Cổng Dịch vụ công nay dùng tài khoản định danh VNeID. Anh/chị nói rõ giúp mình: quên mật khẩu, "
    f"mất điện thoại, bị khóa hay chưa có tài khoản? Cần gấp, anh/chị gọi {HOTLINE}."
)
PAYMENT_HELP = (
    f"Về thanh toán trực tuyến, anh/chị giữ lại mã giao dịch và mã hồ sơ rồi gọi {HOTLINE} hoặc hỏi nơi nhận hồ sơ. "
    "Anh/chị gặp chuyện gì: bị trừ tiền mà báo lỗi, chưa có biên lai, hay cần hoàn tiền?"
)
OFFICE_HOURS = (
    "Giờ làm việc mỗi nơi một khác, mình chưa có lịch đã kiểm chứng của từng cơ quan. Anh/chị gọi trước tới nơi nộp hồ sơ "
    f"hoặc tổng đài {HOTLINE} để khỏi mất công đi."
)
OFFICE_PLACE = (
    "Mình chưa có địa chỉ từng cơ quan đã kiểm chứng. Anh/chị cho mình biết cần làm thủ tục gì, mình nói được cấp nào nhận hồ sơ; "
    f"địa chỉ cụ thể anh/chị xem tại {PORTAL} hoặc gọi {HOTLINE}."
)

EMERGENCY: dict[str, str] = {
    "fire": "Gọi ngay 114 (cứu hỏa, cứu nạn) và rời xa chỗ nguy hiểm nhé.",
    "violence": "Gọi ngay 113 (công an) và tìm chỗ an toàn, gần nơi có người nhé.",
    "medical": "Gọi ngay 115 (cấp cứu y tế), nói rõ địa chỉ và người bệnh đang ra sao nhé.",
    "child": "Gọi ngay 111 (Tổng đài quốc gia bảo vệ trẻ em); em nhỏ đang gặp nguy hiểm thì gọi cả 113 (công an).",
    "danger": "Nếu đang có nguy hiểm, gọi ngay: 113 (công an), 114 (cứu hỏa, cứu nạn), 115 (cấp cứu y tế), 111 (bảo vệ trẻ em).",
}
"""What is said first, by ``safety.Alarm``."""
EMERGENCY_OTHERS = "Cần thêm: {numbers}."
EMERGENCY_NUMBERS = {"113": "113 công an", "114": "114 cứu hỏa, cứu nạn", "115": "115 cấp cứu y tế", "111": "111 bảo vệ trẻ em"}
EMERGENCY_LIMIT = "Mình chỉ là trợ lý AI, không báo tin thay được, nên anh/chị gọi giúp nhé."
SELF_HARM = (
    "Mình rất lo khi đọc những lời này, và mình mừng vì anh/chị đã nói ra. Nếu có người đã bị thương, đã uống thuốc hoặc đang gặp nguy hiểm, "
    "gọi ngay 115 (cấp cứu y tế).\n"
    "Lúc này xin đừng ở một mình: anh/chị gọi hoặc đến bên một người thân, người bạn mà mình tin, và nói thật với họ như vừa nói với mình. "
    "Nếu dưới 18 tuổi, gọi 111 (Tổng đài quốc gia bảo vệ trẻ em). Nếu anh/chị đang lo cho người khác, xin ở lại bên họ.\n"
    "Mạng sống của mỗi người đều quý, và chuyện khó hôm nay vẫn có người cùng anh/chị gỡ."
)
AFTER_EMERGENCY = "Khi mọi người đã an toàn, về việc anh/chị hỏi:"
REPORT_CRIME = "Nếu chưa trình báo vụ việc, anh/chị báo công an nơi xảy ra; còn đang nguy hiểm thì gọi 113 nhé."
ABUSE = (
    "Mình hiểu anh/chị đang bực. Mình vẫn ở đây để giúp: anh/chị cần làm thủ tục gì, hoặc đang vướng ở khâu nào ạ?",
    f"Anh/chị cần trao đổi với người thật thì gọi tổng đài {HOTLINE} giúp mình nhé.",
)

OR_THIS = "Nếu anh/chị đang cần làm thủ tục này, bấm giúp mình nhé."
OUT_OF_SCOPE: dict[str, str] = {
    "oos_smalltalk": "Chuyện này mình không rành đâu ạ, mình chỉ giúp được về thủ tục hành chính. Anh/chị cần làm giấy tờ gì không?",
    "oos_private_service": "Việc này do doanh nghiệp, ngân hàng hoặc đơn vị tư nhân làm nên mình không trả lời được; anh/chị hỏi thẳng nơi đó nhé.",
    "oos_legal_dispute": (
        "Đây là chuyện tranh chấp, cần người hiểu luật xem giấy tờ và nghe cả hai bên nên mình không tư vấn được. Anh/chị hỏi Trung tâm Trợ giúp pháp lý "
        "nhà nước của tỉnh, luật sư, hoặc Tòa án nơi có thẩm quyền; việc với cơ quan nhà nước thì đến nơi tiếp công dân của cơ quan đó nhé."
    ),
    "oos_general_knowledge": "Mình chỉ trả lời về thủ tục hành chính nên câu này mình xin phép không trả lời. Anh/chị cần làm giấy tờ gì không?",
    "oos_politics": (
        "Mình không bàn về chính trị ạ. Ý kiến, kiến nghị với cơ quan nhà nước, anh/chị gửi tới nơi tiếp công dân hoặc đại biểu của mình. "
        "Còn thủ tục hành chính thì mình giúp ngay."
    ),
    "oos_health": "Chuyện sức khỏe anh/chị hỏi bác sĩ hoặc cơ sở y tế giúp mình nhé; khẩn cấp thì gọi 115.",
    "oos_foreign": "Giấy tờ của nước khác thì mình không có thông tin; anh/chị hỏi đại sứ quán, lãnh sự quán hoặc cơ quan của nước đó nhé.",
    "oos_data_probe": (
        "Mình không chia sẻ thông tin của người khác, mật khẩu hay cấu hình, chỉ dẫn bên trong của hệ thống. Anh/chị cần làm thủ tục gì, mình giúp ngay."
    ),
    "others_data": (
        "Thông tin riêng của người khác thì mình không có và cũng không tra giúp được, vì pháp luật bảo vệ dữ liệu của mỗi người. "
        "Giấy tờ của chính anh/chị, hoặc việc anh/chị được ủy quyền, thì mình chỉ cách làm ngay."
    ),
}

REACTED = {
    Reaction.BRIEF: "Dạ, nói gọn thì thế này:",
    Reaction.DOUBT: "Dạ, mình trả lời theo nguồn đã đối chiếu, không tự nghĩ ra:",
    Reaction.SLOW: "Dạ, mình hiểu là chờ lâu thì sốt ruột. Thời hạn đang công bố là vậy:",
    Reaction.DEAR: "Dạ, mình hiểu. Mức đang công bố là vậy:",
    Reaction.HARD: "Dạ, mình hiểu là nhiều việc phải lo. Gọn lại thì thế này:",
}
"""What is said first to somebody who did not like an answer."""
SURE = "Dạ, mình lấy theo nguồn chính thức ({source}), đối chiếu ngày {day}:"
IF_TOLD_OTHERWISE = f"Nếu nơi tiếp nhận nói khác, anh/chị nhờ họ chỉ giúp căn cứ, hoặc gọi {HOTLINE} hỏi cho chắc nhé."
IN_FULL = "Xem đầy đủ"
