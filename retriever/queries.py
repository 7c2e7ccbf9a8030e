"""Reading a question before the search: the matter is separated from the words that only ask about it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
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
thời hạn giải quyết|thời gian giải quyết|thời gian|thời hạn|mất mấy ngày|mất bao lâu|mất mấy bữa|mấy ngày|mấy bữa|bao lâu|bao nhiêu ngày|khi nào|bao giờ|chừng nào|mất mấy|lâu không|có lâu|thì xong|xong|có kết quả|lấy được
ở đâu|chỗ nào|nơi nào|tại đâu|nộp ở|nộp tại|cơ quan nào|đi đâu|đến đâu|ra đâu|lên đâu|địa điểm|đâu
trực tuyến|online|trên mạng|qua mạng|tại nhà|nộp|được không|được ko|có được|được chưa|không ạ|hay không|có không|không
điều kiện|yêu cầu|đối tượng nào|đối tượng|trường hợp nào|ai được|ai có thể|ai|mẫu đơn|tờ khai|mẫu|căn cứ pháp lý|căn cứ|theo quy định|quy định|luật nào|nghị định nào|văn bản nào|kết quả
thế|thôi|nữa|luôn|á|hén|nghen|nghe|hen|ad|v|e|a|ak|vầy|thưa|cô|chú|bác|anh|chị|ông|bà|mình|mik|tớ|người ta|cái|con|nhà|hôm qua|hôm nay|ngày mai|tháng trước|tháng sau|năm ngoái|năm nay|tuần trước|vừa|mới|đang|đã|sắp|sẽ|lỡ|nghe nói|với|hay|hoặc|nhưng|mà|nên|tại vì|vì|do|giúp|dùm em|chỉ|biết|muốn hỏi|hỏi|nói|bảo|quay lại|trở lại|làm|xin|bị|thì|là|và|rồi|giờ|bây giờ|có|cho|của|ở|tại|về|các|những|một|này|đó|ấy|khi|nếu|để|hết|được|mấy|nào|đi
"""
# Frames of official questions: they too ask and name nothing, but their single words do occur in names.
_FRAMES = """
hồ sơ đề nghị|thành phần hồ sơ|trình tự thủ tục|trình tự thực hiện|hồ sơ bao gồm những giấy tờ gì|bao gồm những hồ sơ nào|gồm những hồ sơ nào|bao gồm|được quy định|quy định tại
những văn bản quy phạm pháp luật nào|phải đáp ứng|đáp ứng các điều kiện gì|cần đáp ứng|các điều kiện gì|những điều kiện gì|điều kiện gì|cụ thể|cần thực hiện|phải thực hiện|thực hiện
phải làm gì|cần làm gì|những thủ tục gì|các thủ tục gì|thủ tục gì|hay không|cơ quan nào có thẩm quyền|có thẩm quyền|những trường hợp nào|trong trường hợp nào|được hiểu là gì
có giá trị trong thời gian bao lâu|có giá trị bao lâu|đơn vị nào|tổ chức nào|liên hệ với|xin vui lòng|vui lòng|đề nghị cho biết|đề nghị hướng dẫn|nội dung gì|những nội dung gì
"""
# Words of names that without their marks would lose a syllable to an asking word: hộ chiếu to hở, đăng ký to đang, thẻ to thế.
_NAMED_BARE = """
can cuoc|the can cuoc|can bo|dang ky|dang kiem|dang tai|dang vien|ho chieu|ho khau|ho tich|ho ngheo|ho can ngheo|ho kinh doanh|ho gia dinh|ho ca the|giam ho|chu ho|tach ho|bao ho
the bao hiem|the nha bao|the huong dan|the tam tru|the thuong tru|the luat su|the abtc|the vang|the thao|cai chinh|cai tao|gia han|gia dinh|tham gia|quoc gia|gia tri|gia dat|dau gia|danh gia
to chuc|to khai|thua dat|tach thua|hop thua|thua ke|nha o|nha dat|nha nuoc|nha thau|nha may|nha giao|nha o xa hoi|xay nha|tai san|tai khoan|tai nan|tai chinh|tai lieu|ton giao|ve sinh|bao ve|vi pham
don vi|xe may|mang thai|hanh nghe|hoc nghe|nghe nghiep|lang nghe|chi nhanh|chi tra|phi nong nghiep|sap nhap|da nang|chu so huu|chu quyen|chu xe|ba me|cua khau|cua hang|moi truong|moi gioi
hoi dong|hoi nghi|hoi thao|thoi viec|thoi quoc tich|tien luong|tien su dung dat|tien si|bac si|noi tru|can ho|lam nghiep|lam dong|co quan|co so|co phan|giao duc|di san|di chuc|di truyen|de an|de tai
con nuoi|con dau|con so|dau tu|dau thau|khi tuong|khi thai|thi truong|thi hanh|la phoi|do luong|do thi|duoc si|duoc lieu|duoc pham|khai bao|cong bo|y te
"""
_STRUCTURE = re.compile(r"[|\n]")


def _phrases(text: str) -> set[str]:
    return {phrase.strip() for phrase in _STRUCTURE.split(text) if phrase.strip()}


@lru_cache(maxsize=1)
def _asking() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _patterns(_phrases(_ASKING))


@lru_cache(maxsize=1)
def _framing() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _patterns({phrase for phrase in _phrases(_ASKING) if " " in phrase} | _phrases(_FRAMES) | {"thủ tục"})


def _patterns(phrases: set[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The phrases as whole words, with diacritics and without; longer ones first."""
    return _whole_words(phrases), _whole_words({fold(phrase) for phrase in phrases}, _phrases(_NAMED_BARE))


def _whole_words(phrases: set[str], kept: Set[str] = frozenset()) -> re.Pattern[str]:
    """Longer phrases first; those of ``kept`` are matched as the group of this name, to be left standing."""
    longest_first = sorted(phrases | kept, key=lambda phrase: (-len(phrase), phrase))
    parts = (f"(?P<kept{i}>{re.escape(p)})" if p in kept else re.escape(p) for i, p in enumerate(longest_first))
    return re.compile(r"(?<!\S)(?:" + "|".join(parts) + r")(?!\S)")


def matter(question: str) -> str:
    """What a question is about, without the words that only ask; empty for "còn lệ phí thì sao?".

    The words stay in their order, normalised, with slips repaired and short forms written out.
    """
    return " ".join(matter_of(question_tokens(question)))


def matter_of(syllables: Sequence[str]) -> list[str]:
    """The same for a question already split into syllables."""
    return _without(syllables, _asking())


def plain_of(syllables: Sequence[str]) -> list[str]:
    """The question without its frame ("hồ sơ ... gồm những gì"), its other words kept; as it is where nothing else is left."""
    return _without(syllables, _framing()) or list(syllables)


def _without(syllables: Sequence[str], patterns: tuple[re.Pattern[str], re.Pattern[str]]) -> list[str]:
    text = " ".join(syllables)
    return patterns[is_unaccented(text)].sub(lambda match: match[0] if match.lastgroup else " ", text).split()


# Verbs that tell siblings apart: a name with one of these that the question lacks is rarely meant.
ACTIONS: tuple[tuple[str, ...], ...] = (
    ("cấp lại", "làm lại", "mất", "rớt", "thất lạc", "bị mất", "hư hỏng", "hỏng", "rách", "cháy"),
    ("cấp đổi", "đổi", "hết hạn", "gia hạn bằng", "chuyển sang"),
    ("gia hạn", "kéo dài", "hết hạn"),
    ("sửa đổi", "thay đổi", "điều chỉnh", "bổ sung", "cải chính", "sửa", "đính chính", "sai"),
    ("thu hồi", "hủy bỏ", "hủy", "rút", "bãi bỏ"),
    ("xóa", "xoá"),
    ("chấm dứt", "giải thể", "đóng cửa", "nghỉ bán", "dẹp", "đóng hẳn", "đóng luôn"),
    ("tạm ngừng", "tạm dừng", "tạm nghỉ", "nghỉ tạm", "đình chỉ", "ngừng", "ngưng"),
    ("chuyển nhượng", "sang tên", "tặng cho", "thừa kế", "chuyển quyền", "mua bán"),
    ("yếu tố nước ngoài", "người nước ngoài", "nước ngoài"),
    ("lưu động",),
    ("khu vực biên giới", "biên giới"),
    ("đăng ký lại",),
    ("phục hồi", "khôi phục"),
    ("sáp nhập", "hợp nhất", "chia", "tách"),
    ("miễn giảm", "được miễn", "được giảm", "miễn thuế", "giảm thuế", "miễn phí"),
    ("bổ nhiệm",),
    ("miễn nhiệm",),
    ("trả lại",),
    ("chuyển đổi",),
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
