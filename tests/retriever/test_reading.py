"""What a text tells besides its matter: coined acronyms, provinces and levels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.acronyms import learn, looks_coined
from retriever.levels import levels_in
from retriever.provinces import NAMES, province_of, provinces_in
from retriever.text import fold, is_syllable, tokens
from tests.retriever.plain import found, procedure, searcher

PLACES = [name for name in NAMES if name not in {"HCM", "TPHCM", "Thừa Thiên Huế"}]


def names(*texts: str) -> list[list[str]]:
    return [tokens(text) for text in texts]


def test_an_acronym_is_learnt_from_its_brackets() -> None:
    body = "Đơn gửi về kết cấu hạ tầng (KCHT) và về cảng hàng không, sân bay (sau đây gọi tắt là: CHKSB)."
    assert learn([], [body]) == {"kcht": "kết cấu hạ tầng", "chksb": "cảng hàng không sân bay"}


def test_brackets_that_do_not_spell_the_words_before_them_teach_nothing() -> None:
    assert learn([], ["Bộ Xây dựng (KCHT)", "(KCHT)", "hạ tầng (KCHT)", "theo mẫu (PDF) kết cấu hạ tầng"]) == {}


def test_an_acronym_is_learnt_from_names_that_repeat_its_words() -> None:
    known = learn(names("Cấp phép khu vực đường thủy", "Công bố khu vực đường thủy"), [])
    assert known["kvđt"] == known["kvdt"] == "khu vực đường thủy"
    assert "kvđt" not in learn(names("Cấp phép khu vực đường thủy"), [])


def test_brackets_outweigh_names() -> None:
    twice = names("Cấp khu vực đường thủy", "Mở khu vực đường thủy")
    assert learn(twice, ["khu vực đô thị (KVĐT)"])["kvđt"] == "khu vực đô thị"


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                ["tổ", "ấm", "nhà", "an", "mới", "cảng", "hàng", "không", "bay", "ở", "đường", "thủy", "và", "khu", "123", "b1"]
            ),
            max_size=9,
        ),
        max_size=8,
    ),
    st.text(max_size=60),
)
def test_no_acronym_is_a_real_syllable_and_each_has_its_initials(titles: list[list[str]], text: str) -> None:
    for acronym, phrase in learn([*titles, *titles], [text, "tổ ấm nhà (TAN)"]).items():
        assert looks_coined(acronym) and not is_syllable(acronym)
        initials = "".join(word[0] for word in phrase.split())
        assert acronym in (initials, fold(initials))


def test_a_question_with_an_acronym_finds_the_words() -> None:
    documents = [
        procedure("1.000001", "Đăng ký khai sinh"),
        procedure("1.000002", "Giao tài sản kết cấu hạ tầng", body="quản lý kết cấu hạ tầng (KCHT) của tỉnh"),
        procedure("1.000003", "Đăng ký khai tử"),
    ]
    assert searcher(documents).read("giao KCHT thế nào").asked.syllables[:5] == ("giao", "kết", "cấu", "hạ", "tầng")
    assert found(documents, "KCHT")[0] == "1.000002"


@pytest.mark.parametrize("name", PLACES)
def test_a_province_is_seen_with_marks_and_without(name: str) -> None:
    assert provinces_in(f"Ủy ban nhân dân {name}.") == provinces_in(f"UY BAN NHAN DAN {fold(name)}") == [fold(name).lower()]


@given(st.lists(st.sampled_from(PLACES), max_size=4))
def test_all_provinces_are_seen_in_their_order(places: list[str]) -> None:
    assert provinces_in("từ " + ", đến ".join(places)) == [fold(place).lower() for place in places]
    assert province_of(" ; ".join(places)) == (fold(places[0]).lower() if len(set(places)) == 1 else None)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("TP. HCM", "ho chi minh"),
        ("TPHCM", "ho chi minh"),
        ("ở thành phố hcm", "ho chi minh"),
        ("Bà Rịa-Vũng Tàu", "ba ria vung tau"),
        ("Thừa Thiên - Huế", "hue"),
    ],
)
def test_other_spellings_are_the_same_province(text: str, place: str) -> None:
    assert provinces_in(text) == [place]


@pytest.mark.parametrize("text", ["", "Bộ Công an", "hà mã", "đà điểu", "sơn lam", "chợ Hà"])
def test_other_words_are_no_province(text: str) -> None:
    assert provinces_in(text) == []


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Cấp giấy phép (cấp xã)", {"commune"}),
        ("nộp ở Ủy ban nhân dân phường", {"commune"}),
        ("thẩm quyền cấp huyện", {"commune"}),
        ("thuộc cấp tỉnh hoặc trung ương", {"province", "ministry"}),
        ("Công an tỉnh", {"province"}),
        ("cấp Bộ", {"ministry"}),
        ("cấp TW", {"ministry"}),
        ("cấp bổ sung", set()),
        ("cấp xăng cho xã hội", set()),
        ("", set()),
    ],
)
def test_levels_are_seen_with_marks_and_without(text: str, levels: set[str]) -> None:
    assert levels_in(text) == levels
    assert levels_in(fold(text)) == levels
