"""Vietnamese text as citizens type it: one normal form, a folded twin without diacritics, syllables and n-grams.

Standard library only and valid on Python 3.10, because the NLU server imports this module too.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300": 0, "\u0301": 1, "\u0309": 2, "\u0303": 3, "\u0323": 4}
_WORD = re.compile(r"[^\W_]+(?:[./-][^\W_]+)*", re.UNICODE)
_NUMBERISH = re.compile(r"\d")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_CONTROL = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")

# Old and new tone placement (hoà/hòa, thuý/thúy): the mark goes on the first vowel when nothing follows.
_OPEN_RHYMES = re.compile(r"(?<![qQ])(o)([àáảãạ])\b|(?<![qQ])(o)([èéẻẽẹ])\b|(?<![qQ])(u)([ỳýỷỹỵ])\b")
_MISPLACED_QU = re.compile(r"\bq([ùúủũụ])([aăâeêiyơ]+)")

_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et eu i ia ich iec iem ien ieng iep iet ieu im in inh ip it "
    "iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oem oen oeo oet oi om on ong oong op ot u ua uan uang uat uay "
    "uc ue uech uen uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uynh uyt uyu y yem yen yet yeu"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})(?:{'|'.join(sorted(_RHYMES.split(), key=len, reverse=True))})")

_TELEX_TONES = {"f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"2": "\u0300", "1": "\u0301", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_TELEX_LETTERS = (("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("uow", "ươ"), ("uwow", "ươ"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"), ("dd", "đ"))
_VNI_LETTERS = (("uo7", "ươ"), ("u7o7", "ươ"), ("a6", "â"), ("e6", "ê"), ("o6", "ô"), ("a8", "ă"), ("o7", "ơ"), ("u7", "ư"), ("d9", "đ"))

CHAT: dict[str, str] = {
    "ko": "không",
    "k": "không",
    "hok": "không",
    "hem": "không",
    "hông": "không",
    "hong": "không",
    "hổng": "không",
    "dc": "được",
    "đc": "được",
    "dk": "đăng ký",
    "đk": "đăng ký",
    "bn": "bao nhiêu",
    "bnhiu": "bao nhiêu",
    "nhiu": "bao nhiêu",
    "ntn": "như thế nào",
    "vs": "với",
    "j": "gì",
    "ji": "gì",
    "r": "rồi",
    "sdt": "số điện thoại",
    "sđt": "số điện thoại",
    "đt": "điện thoại",
    "ng": "người",
    "nc": "nước",
    "cty": "công ty",
    "gđ": "gia đình",
    "đky": "đăng ký",
    "dky": "đăng ký",
    "xn": "xác nhận",
    "mik": "mình",
    "mún": "muốn",
    "hớt": "hết",
    "thik": "thích",
    "vk": "vợ",
    "ck": "chồng",
    "mn": "mọi người",
    "bik": "biết",
    "bít": "biết",
    "z": "vậy",
    "dzậy": "vậy",
    "zậy": "vậy",
    "zay": "vậy",
    "dzay": "vậy",
    "tp": "thành phố",
    "tctn": "trợ cấp thất nghiệp",
    "gks": "giấy khai sinh",
    "ks": "khai sinh",
    "dkkh": "đăng ký kết hôn",
    "đkkh": "đăng ký kết hôn",
    "hk": "hộ khẩu",
    "shk": "sổ hộ khẩu",
    "hkd": "hộ kinh doanh",
    "dkkd": "đăng ký kinh doanh",
    "đkkd": "đăng ký kinh doanh",
    "mst": "mã số thuế",
    "hs": "hồ sơ",
    "gcn": "giấy chứng nhận",
    "dkx": "đăng ký xe",
    "đkx": "đăng ký xe",
    "tthn": "tình trạng hôn nhân",
}
"""Short forms of chat, which careful texts do not use (or use for something else)."""

ACRONYMS: dict[str, str] = {
    "cccd": "căn cước công dân",
    "cmnd": "chứng minh nhân dân",
    "cmt": "chứng minh thư",
    "gplx": "giấy phép lái xe",
    "bhyt": "bảo hiểm y tế",
    "bhxh": "bảo hiểm xã hội",
    "bhtn": "bảo hiểm thất nghiệp",
    "tncn": "thu nhập cá nhân",
    "qsdđ": "quyền sử dụng đất",
    "qsdd": "quyền sử dụng đất",
    "gpxd": "giấy phép xây dựng",
    "lltp": "lý lịch tư pháp",
    "dvc": "dịch vụ công",
    "ubnd": "ủy ban nhân dân",
    "ttpvhcc": "trung tâm phục vụ hành chính công",
    "tnhh": "trách nhiệm hữu hạn",
    "tthc": "thủ tục hành chính",
    "xntthn": "xác nhận tình trạng hôn nhân",
    "attp": "an toàn thực phẩm",
    "vsattp": "vệ sinh an toàn thực phẩm",
    "pccc": "phòng cháy chữa cháy",
    "cnch": "cứu nạn cứu hộ",
    "hđnd": "hội đồng nhân dân",
    "hdnd": "hội đồng nhân dân",
    "kcb": "khám bệnh chữa bệnh",
    "gtvt": "giao thông vận tải",
    "cntt": "công nghệ thông tin",
    "gdđt": "giáo dục và đào tạo",
    "gddt": "giáo dục và đào tạo",
    "htx": "hợp tác xã",
    "dntn": "doanh nghiệp tư nhân",
    "bvtv": "bảo vệ thực vật",
    "bvmt": "bảo vệ môi trường",
    "đtm": "đánh giá tác động môi trường",
    "tndn": "thu nhập doanh nghiệp",
    "gtgt": "giá trị gia tăng",
    "ttđb": "tiêu thụ đặc biệt",
    "tnlđ": "tai nạn lao động",
    "bhtnlđ": "bảo hiểm tai nạn lao động",
    "nlđ": "người lao động",
    "nsnn": "ngân sách nhà nước",
    "nhnn": "ngân hàng nhà nước",
    "kbnn": "kho bạc nhà nước",
    "qcvn": "quy chuẩn kỹ thuật quốc gia",
    "tcvn": "tiêu chuẩn quốc gia",
    "shtt": "sở hữu trí tuệ",
    "gplđ": "giấy phép lao động",
    "gpld": "giấy phép lao động",
    "vplđ": "văn phòng đại diện",
    "vpđd": "văn phòng đại diện",
    "vpdd": "văn phòng đại diện",
    "tmđt": "thương mại điện tử",
    "tmdt": "thương mại điện tử",
    "xklđ": "xuất khẩu lao động",
    "xkld": "xuất khẩu lao động",
    "xnk": "xuất nhập khẩu",
    "gttt": "giấy tờ tùy thân",
    "thcs": "trung học cơ sở",
    "thpt": "trung học phổ thông",
    "đkdn": "đăng ký doanh nghiệp",
    "dkdn": "đăng ký doanh nghiệp",
    "đkđt": "đăng ký đầu tư",
    "qlđb": "quản lý đường bộ",
    "kcn": "khu công nghiệp",
    "gtđb": "giao thông đường bộ",
    "mtv": "một thành viên",
}
"""Common acronyms of papers, offices and laws, read the same way in questions and in documents."""

ABBREVIATIONS = {**CHAT, **ACRONYMS}

DIALECT: dict[str, str] = {
    "răng": "sao",
    "mô": "đâu",
    "mần": "làm",
    "chừ": "bây giờ",
    "tui": "tôi",
    "dzô": "vào",
    "coi": "xem",
    "nhiêu": "bao nhiêu",
    "rứa": "thế",
    "vầy": "thế này",
    "nớ": "ấy",
    "hỉ": "nhỉ",
    "chi": "gì",
}
"""Regional words, each with its word in the standard language."""

_NOT_DIALECT = re.compile(
    r"(quy mô|mô (tô|hình|tả|phỏng|đun)|răng (hàm|miệng|giả)|bao nhiêu|chi (phí|nhánh|trả|tiết|tiêu|cục|bộ|hội|đoàn|phối)|thu chi)"
)
_TWO_SIDED = frozenset({"chi", "hong"})
"""Chat and regional words that without any marks around them are rather chứng chỉ, chi nhánh, sổ hồng, hư hỏng."""
_LONGEST_WORD, _LONGEST_QUESTION = 24, 1000
_FOREIGN = frozenset(
    {"gas", "bus", "visa", "test", "post", "car", "taxi", "or", "as", "is", "us", "web", "app", "pos", "atm", "sms", "shop", "kids", "tax"}
)


def clean(text: str) -> str:
    """NFC, without control and invisible characters, single spaces, stripped. Case, marks and punctuation stay."""
    return " ".join(unicodedata.normalize("NFC", _CONTROL.sub(" ", text)).split())


def fold(text: str) -> str:
    """The text without diacritics: ``Đổi sổ đỏ`` becomes ``Doi so do``. Length may change; case stays."""
    if text.isascii():
        return text
    if len(text) > _LONGEST_QUESTION:
        return _without_marks(text)
    return _fold_word(text) if len(text) <= _LONGEST_WORD else _fold_question(text)


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


_fold_word = lru_cache(maxsize=65_536)(_without_marks)
"""The syllables of a language are few, and are folded again and again."""
_fold_question = lru_cache(maxsize=512)(_without_marks)
"""While a question is being answered, many ask for it without its marks."""


def is_unaccented(text: str) -> bool:
    """Whether the text carries no Vietnamese diacritic at all."""
    return text.isascii() or fold(text) == unicodedata.normalize("NFC", text)


def place_tones(text: str) -> str:
    """One convention for the tone mark of open rhymes: hoà, thuý and qúy become hòa, thúy and quý."""
    text = _MISPLACED_QU.sub(lambda m: "qu" + _move_tone(m.group(1), m.group(2)), text)
    return _OPEN_RHYMES.sub(_tone_to_first_vowel, text)


def _tone_of(vowel: str) -> str:
    return next((c for c in unicodedata.normalize("NFD", vowel) if c in _TONES), "")


def _without_tone(text: str) -> str:
    kept = "".join(c for c in unicodedata.normalize("NFD", text) if c not in _TONES)
    return unicodedata.normalize("NFC", kept)


def _move_tone(source: str, target: str) -> str:
    return unicodedata.normalize("NFC", target[0] + _tone_of(source)) + target[1:]


def _tone_to_first_vowel(match: re.Match[str]) -> str:
    first, second = [group for group in match.groups() if group]
    return unicodedata.normalize("NFC", first + _tone_of(second)) + _without_tone(second)


def is_syllable(token: str) -> bool:
    """Whether the token, marks set aside, has the shape of a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(fold(token)) is not None


def repair_typing(token: str) -> str:
    """Undo a Telex or VNI slip (giaays, dang9) and held-down keys; a token that is a syllable stays as it is."""
    token = _REPEATED.sub(r"\1", token)
    if len(token) < 3 or token in _FOREIGN or is_syllable(token) or not token.isalnum() or not token.isascii():
        return token
    for letters, tones in ((_TELEX_LETTERS, _TELEX_TONES), (_VNI_LETTERS, _VNI_TONES)):
        repaired = _decode(token, letters, tones)
        if repaired is not None:
            return repaired
    return token


def _decode(token: str, letters: tuple[tuple[str, str], ...], tones: dict[str, str]) -> str | None:
    marks = [c for c in token[1:] if c in tones]
    if len(marks) > 1 or token.isdigit():
        return None
    tone = ""
    if marks:
        at = token.rindex(marks[0])
        tone, token = tones[marks[0]], token[:at] + token[at + 1 :]
    spelt = _letters(token, letters)
    at_end = not marks or at == len(token)
    if not spelt.isalpha() or not is_syllable(spelt) or (spelt == token and not at_end):
        return None
    return _with_tone(spelt, tone)


def _letters(token: str, letters: tuple[tuple[str, str], ...]) -> str:
    """Telex and VNI letter keys, wherever in the syllable they were typed (nguoiw, dangd)."""
    for typed, letter in letters:
        if typed in token:
            token = token.replace(typed, letter)
        elif typed[-1] in "w789" and typed[:-1] in token and typed[-1] in token[token.index(typed[:-1]) :]:
            token = token.replace(typed[-1], "", 1).replace(typed[:-1], letter, 1)
    return token


def _with_tone(syllable: str, tone: str) -> str:
    if not tone:
        return syllable
    match = re.match(f"({_ONSETS})", fold(syllable))
    start = match.end() if match and match.end() < len(syllable) else 0
    vowels = [i for i in range(start, len(syllable)) if fold(syllable[i]) in "aeiouy"]
    if not vowels:
        return syllable
    marked = [i for i in vowels if syllable[i] in "âêôơăư"]
    closed = vowels[-1] != len(syllable) - 1
    at = marked[-1] if marked else vowels[min(1, len(vowels) - 1)] if closed or len(vowels) == 3 else vowels[0]
    return unicodedata.normalize("NFC", syllable[:at] + syllable[at] + tone + syllable[at + 1 :])


def normalize(text: str) -> str:
    """Lower case, one tone convention, punctuation to spaces; codes, numbers and law numbers keep their dots and slashes."""
    return " ".join(map(_one_convention, _WORD.findall(clean(text).lower())))


@lru_cache(maxsize=65_536)
def _one_convention(word: str) -> str:
    return place_tones(word)


def tokens(text: str) -> list[str]:
    """The syllables of a text that was written with care: a name, a body, a law."""
    return [part for word in _WORD.findall(clean(text).lower()) for part in _parts(word)]


def document_tokens(text: str) -> list[str]:
    """The syllables of a document, its acronyms written out."""
    return [part for word in _WORD.findall(clean(text).lower()) for part in _document_parts(word)]


@lru_cache(maxsize=65_536)
def _parts(word: str) -> tuple[str, ...]:
    """A number with its dots and slashes as it is; any other word divided at them."""
    word = place_tones(word)
    return (word,) if _NUMBERISH.search(word) else tuple(re.split(r"[./-]", word))


@lru_cache(maxsize=65_536)
def _document_parts(word: str) -> tuple[str, ...]:
    return tuple(" ".join(ACRONYMS.get(part, part) for part in _parts(word)).split())


def question_tokens(text: str) -> list[str]:
    """The syllables of what a person typed: slips repaired, short forms and regional words written out."""
    return list((_question_tokens if len(text) > _LONGEST_QUESTION else _question_tokens_again)(text))


def _question_tokens(text: str) -> tuple[str, ...]:
    typed = [token if token in ABBREVIATIONS else repair_typing(token) for token in tokens(text)]  # cccd holds no key down
    kept = _TWO_SIDED if is_unaccented(text) else frozenset()
    written = " ".join(token if token in kept else ABBREVIATIONS.get(token, token) for token in typed)
    standard = {m.start() for m in _NOT_DIALECT.finditer(written)}
    words: list[str] = []
    end = at = 0
    for token in written.split():
        if at in standard:
            end = next(m.end() for m in _NOT_DIALECT.finditer(written) if m.start() == at)
        words.extend([token] if at < end or token in kept else DIALECT.get(token, token).split())
        at += len(token) + 1
    return tuple(words)


_question_tokens_again = lru_cache(maxsize=512)(_question_tokens)
"""While a question is being answered, many ask for its syllables."""


def bigrams(syllables: list[str]) -> list[str]:
    """Adjacent pairs, joined by an underscore."""
    return [f"{a}_{b}" for a, b in itertools.pairwise(syllables)]


def terms(syllables: list[str]) -> list[str]:
    """Syllables and bigrams: the terms of the lexical index."""
    return [*syllables, *bigrams(syllables)]
