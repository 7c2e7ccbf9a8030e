"""Reading a question before the search: the matter is separated from the words that only ask about it."""

from __future__ import annotations

import re
from functools import lru_cache

from retriever.text import fold, is_unaccented, question_tokens

# Phrases that ask but do not name a matter: the lexical and dense name search must not see them.
_ASKING = """
xin cho hỏi|cho mình hỏi|cho tôi hỏi|cho em hỏi|cho con hỏi|cho cháu hỏi|cho hỏi|làm ơn|giúp mình với|giúp tôi với|giúp em với|giúp với
cho mình biết|cho tôi biết|cho em biết|cho biết|xin hỏi|hỏi chút|hỏi xíu|hỏi thăm|hướng dẫn giúp|hướng dẫn|tư vấn giúp|tư vấn|chỉ giúp|chỉ cho|giùm|dùm|với ạ
anh chị ơi|ad ơi|shop ơi|bạn ơi|em ơi|alo|dạ|thưa|ạ|nhé|nha|nhỉ|hả|hở|vậy|thế thì|thế còn|còn thì|thì sao|còn
tôi muốn|mình muốn|em muốn|con muốn|cháu muốn|tôi cần|mình cần|em cần|muốn|cần phải|cần|phải|tôi|mình|em|cháu
là gì|như thế nào|thế nào|làm sao|ra sao|sao|kiểu gì|bằng cách nào|cách nào|các bước|quy trình|trình tự|thủ tục|gồm những gì|bao gồm những gì|gồm gì|gồm có|những gì|gì
giấy tờ gì|giấy tờ nào|những giấy tờ|giấy tờ|giấy má|hồ sơ gồm|thành phần hồ sơ|bộ hồ sơ|hồ sơ|chuẩn bị|mang theo|đem theo|mang|đem
lệ phí|chi phí|mức phí|phí|bao nhiêu tiền|hết bao nhiêu|tốn bao nhiêu|mất bao nhiêu|bao nhiêu|giá|mất tiền|tốn tiền|tiền|tốn|có mất phí|miễn phí
thời hạn giải quyết|thời gian giải quyết|thời gian|thời hạn|mấy ngày|mấy bữa|bao lâu|bao nhiêu ngày|khi nào|bao giờ|chừng nào|mất mấy|lâu không|có lâu|thì xong|xong|có kết quả|lấy được
ở đâu|chỗ nào|nơi nào|tại đâu|nộp ở|nộp tại|cơ quan nào|đi đâu|đến đâu|ra đâu|lên đâu|địa điểm|đâu
trực tuyến|online|trên mạng|qua mạng|tại nhà|nộp|được không|được ko|có được|được chưa|không ạ|hay không|có không|không
điều kiện|yêu cầu|đối tượng nào|đối tượng|trường hợp nào|ai được|ai có thể|ai|mẫu đơn|tờ khai|mẫu|căn cứ pháp lý|căn cứ|theo quy định|quy định|luật nào|nghị định nào|văn bản nào|kết quả
thế|thôi|nữa|luôn|á|hén|nghen|nghe|hen|ad|v|e|a|ak|vầy|thưa|cô|chú|bác|anh|chị|ông|bà|mình|mik|tớ|người ta|cái|con|nhà|hôm qua|hôm nay|ngày mai|tháng trước|tháng sau|năm ngoái|năm nay|tuần trước|vừa|mới|đang|đã|sắp|sẽ|lỡ|nghe nói|với|hay|hoặc|nhưng|mà|nên|tại vì|vì|do|giúp|dùm em|chỉ|biết|muốn hỏi|hỏi|nói|bảo|quay lại|trở lại|làm|xin|bị|thì|là|và|rồi|giờ|bây giờ|có|cho|của|ở|tại|về|các|những|một|này|đó|ấy|khi|nếu|để|hết|được|mấy|nào|đi
"""
_STRUCTURE = re.compile(r"[|\n]")


@lru_cache(maxsize=1)
def _asking() -> tuple[re.Pattern[str], re.Pattern[str]]:
    phrases = sorted({p.strip() for p in _STRUCTURE.split(_ASKING) if p.strip()}, key=len, reverse=True)
    accented = re.compile(r"(?<!\S)(?:" + "|".join(map(re.escape, phrases)) + r")(?!\S)")
    folded = re.compile(r"(?<!\S)(?:" + "|".join(sorted({re.escape(fold(p)) for p in phrases}, key=len, reverse=True)) + r")(?!\S)")
    return accented, folded


def matter(question: str) -> str:
    """What a question is about, without the words that only ask; empty for "còn lệ phí thì sao?".

    The words stay in their order, normalised, with slips repaired and short forms written out.
    """
    text = " ".join(question_tokens(question))
    pattern = _asking()[is_unaccented(text)]
    return " ".join(pattern.sub(" ", text).split())


# Verbs that tell siblings apart: a name with one of these that the question lacks is rarely meant.
ACTIONS: tuple[tuple[str, ...], ...] = (
    ("cấp lại", "làm lại", "mất", "rớt", "thất lạc", "bị mất", "hư hỏng", "hỏng", "rách"),
    ("cấp đổi", "đổi", "hết hạn", "gia hạn bằng", "chuyển sang"),
    ("gia hạn", "kéo dài"),
    ("sửa đổi", "thay đổi", "điều chỉnh", "bổ sung", "cải chính", "sửa", "đính chính", "sai"),
    ("thu hồi", "hủy bỏ", "hủy"),
    ("xóa", "xoá"),
    ("chấm dứt", "giải thể", "đóng cửa", "nghỉ bán", "dẹp", "ngừng", "tạm ngừng", "tạm dừng"),
    ("chuyển nhượng", "sang tên", "tặng cho", "thừa kế", "chuyển quyền", "mua bán"),
    ("yếu tố nước ngoài", "người nước ngoài", "nước ngoài"),
    ("lưu động",),
    ("khu vực biên giới", "biên giới"),
    ("đăng ký lại",),
)


@lru_cache(maxsize=4096)
def actions(text: str) -> int:
    """A bit for each group of ACTIONS that the text names, with or without diacritics."""
    normal = f" {' '.join(question_tokens(text))} "
    unaccented = is_unaccented(normal)
    bits = 0
    for i, group in enumerate(ACTIONS):
        if any(f" {fold(word) if unaccented else word} " in normal for word in group):
            bits |= 1 << i
    return bits
