"""The lexicon of everyday phrases, with the real file and the retriever's own text functions."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import knowledge.synonyms
from knowledge.store import KnowledgeError
from knowledge.synonyms import Lexicon, Synonym, load_synonyms
from retriever.text import fold, normalize

FILE = Path(knowledge.synonyms.__file__).with_name("synonyms.yaml")
ENTRIES = load_synonyms(FILE)
LEXICON = Lexicon(ENTRIES, normalize=normalize, fold=fold)
PHRASES = [phrase for entry in ENTRIES for phrase in entry.say]

COMMON_WORDS = {"mất", "đổi", "làm", "xin", "mở", "nhập khẩu", "xuất khẩu", "cấp lại", "giấy tờ", "hồ sơ", "đăng ký", "công ty"}
SINGLE_MEANING = {
    *("kt3", "ct07", "cccd", "cmnd", "vneid", "visa", "e-visa", "evisa", "passport", "idp", "cavet", "cà-vẹt", "autogate", "vsattp"),
    *("xkld", "xklđ", "bhtn", "fdi", "pccc", "tnxp", "ccb", "flycam", "drone", "vietgap", "barcode", "cic", "ipo", "nvqs", "gpmt", "đtm"),
    *(
        "attp",
        "dioxin",
        "irc",
        "muasamcong",
        "vietlott",
        "vnsw",
        "eur1",
        "mlm",
        "audiobook",
        "cabotage",
        "calibration",
        "caravan",
        "docusign",
    ),
    *("dpia", "ebook", "ekyc", "epirb", "fumigation", "helipad", "incubator", "inmarsat", "iptv", "ipv6", "methadone", "mmsi", "mvno"),
    *("overflight", "phytosanitary", "postdoc", "safari", "sandbox", "starlink", "startup", "telehealth", "telemedicine", "viba", "vilas"),
    *("voip", "vsat"),
}


def lexicon(*entries: Synonym) -> Lexicon:
    return Lexicon(entries, normalize=normalize, fold=fold)


def added(text: str) -> str:
    expanded = LEXICON.expand(text)
    assert expanded.startswith(text)
    return expanded[len(text) :].strip()


def test_the_lexicon_is_broad() -> None:
    assert 1500 <= len(ENTRIES) <= 1800
    assert len(PHRASES) > 5000


def test_no_phrase_is_written_twice() -> None:
    assert [phrase for phrase, count in Counter(normalize(p) for p in PHRASES).items() if count > 1] == []


def test_no_meaning_is_written_twice() -> None:
    assert [means for means, count in Counter(entry.means for entry in ENTRIES).items() if count > 1] == []


def test_phrases_are_lower_case_nfc() -> None:
    assert [p for p in PHRASES if unicodedata.normalize("NFC", p).lower() != p or "  " in p] == []


def test_no_phrase_is_a_bare_common_word() -> None:
    assert COMMON_WORDS.isdisjoint(PHRASES)
    assert {p for p in PHRASES if len(normalize(p).split()) == 1} <= SINGLE_MEANING


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.means)
def test_every_phrase_adds_its_meaning(entry: Synonym) -> None:
    for phrase in entry.say:
        assert LEXICON.expand(f"cho em hỏi {phrase} với ạ") == f"cho em hỏi {phrase} với ạ {entry.means}"


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ("BẰNG LÁI của em thì sao?", "giấy phép lái xe"),
        ("bị mất bằng lái xe thì sao", "cấp lại giấy phép lái xe"),
        ("em muốn mở tiệm ở quê", "đăng ký thành lập hộ kinh doanh"),
        ("mới nghỉ việc, lãnh tiền thất nghiệp ở đâu", "hưởng trợ cấp thất nghiệp"),
        ("toi bi mat so do", "cấp lại giấy chứng nhận quyền sử dụng đất do bị mất"),
        ("lam giay doc than o dau", "cấp giấy xác nhận tình trạng hôn nhân"),
        ("ba toi mat roi", "đăng ký khai tử"),
        ("sổ hồng/bìa đỏ", "giấy chứng nhận quyền sử dụng đất"),
    ],
)
def test_questions_gain_the_official_words(question: str, means: str) -> None:
    assert added(question) == means


@pytest.mark.parametrize(
    "question",
    [
        "nhập khẩu ô tô cần giấy tờ gì",
        "nộp sơ đồ vị trí ở đâu",
        "nop so do vi tri o dau",
        "con lai bao nhieu ngay",
        "phi cong chung bao nhieu",
        "dat o di linh lam dong",
        "hội đồng ý kiến",
        "người bị tòa án tuyên bố mất tích",
        "de nghi sinh hoat ton giao tap trung",
        "",
        "xin chào",
    ],
)
def test_unrelated_questions_stay_as_they_are(question: str) -> None:
    assert LEXICON.expand(question) == question


def test_phrases_match_whole_syllables_only() -> None:
    small = lexicon(Synonym(say=["an toàn"], means="x y"))
    assert small.expand("ban toàn thể") == "ban toàn thể"


def test_the_longest_phrase_wins_wherever_it_starts() -> None:
    small = lexicon(Synonym(say=["bố mất"], means="khai tử"), Synonym(say=["mất sổ đỏ"], means="cấp lại giấy"))
    assert small.expand("bố mất sổ đỏ") == "bố mất sổ đỏ cấp lại giấy"


def test_a_phrase_at_the_end_of_the_text_is_read_to_its_last_word() -> None:
    assert LEXICON.expand("mất bằng lái xe") == "mất bằng lái xe cấp lại giấy phép lái xe"


def test_meanings_follow_the_order_of_the_text_once_each() -> None:
    small = lexicon(Synonym(say=["aa bb", "ee ff"], means="một"), Synonym(say=["cc dd ee"], means="hai"))
    assert small.expand("aa bb cc dd ee ee ff") == "aa bb cc dd ee ee ff một hai"


@pytest.mark.parametrize("question", ["bằng lái, tức giấy phép lái xe", "Bằng lái (GIẤY PHÉP LÁI XE)", "bang lai tuc giay phep lai xe"])
def test_official_words_already_present_are_not_added(question: str) -> None:
    assert LEXICON.expand(question) == question


def test_half_accented_text_is_read_with_its_marks() -> None:
    assert LEXICON.expand("đổi bang lai") == "đổi bang lai"


def test_both_conventions_of_tone_marks_match() -> None:
    assert added("toà nhà và hoá giải thế chấp, xoá khẩu") == added("tòa nhà và hóa giải thế chấp, xóa khẩu") != ""


def test_phrases_that_fold_alike_but_differ_in_meaning_are_silent_without_marks() -> None:
    small = lexicon(Synonym(say=["sổ đỏ"], means="đất"), Synonym(say=["sơ đồ"], means="bản vẽ"))
    assert small.expand("so do") == "so do"
    assert small.expand("sơ đồ") == "sơ đồ bản vẽ"


def test_single_syllables_need_their_marks() -> None:
    small = lexicon(Synonym(say=["mộc"], means="con dấu"), Synonym(say=["kt3"], means="tạm trú"))
    assert small.expand("moc") == "moc"
    assert small.expand("mộc") == "mộc con dấu"
    assert small.expand("kt3") == "kt3 tạm trú"


def test_accented_only_phrases_are_silent_without_marks() -> None:
    small = lexicon(Synonym(say=["sổ đỏ", "bìa đỏ"], means="đất", accented_only=("sổ đỏ",)))
    assert small.expand("so do") == "so do"
    assert small.expand("bia do") == "bia do đất"


@given(st.text(max_size=300))
@example("sổ đỏ\u0000\u200b./-")
def test_any_text_survives_as_the_beginning(text: str) -> None:
    assert LEXICON.expand(text).startswith(text)


@given(st.lists(st.sampled_from([*PHRASES, "và", ",", "ở đâu"]), max_size=8), st.booleans())
def test_added_words_are_meanings_of_the_lexicon(parts: list[str], unaccented: bool) -> None:
    text = fold(" ".join(parts)) if unaccented else " ".join(parts)
    rest = added(text)
    for means in sorted((entry.means for entry in ENTRIES), key=len, reverse=True):
        rest = rest.replace(means, "")
    assert rest.strip() == ""


@pytest.mark.parametrize(
    "content",
    [
        "- {say: [bằng lái]}",
        "- {say: [], means: x}",
        "- {say: [bằng lái], means: x, typo: y}",
        "- {say: [bằng lái], means: x, accented_only: [sổ đỏ]}",
        "- {say: [",
        "",
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "synonyms.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        load_synonyms(file)
    assert raised.value.path == str(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError):
        load_synonyms(tmp_path / "none.yaml")
