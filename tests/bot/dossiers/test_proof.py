"""What counts as a proof among the things that people type, and whether it is right."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dossiers.lookup import ProofKind
from bot.dossiers.proof import matches, provable, read_proof
from retriever.text import fold
from tests.bot.dossiers.counter import CODE, PERSONAL_ID, PHONE, dossier

GIVEN = [
    ("1234", "1234"),
    ("1234.", "1234"),
    ("“0007”", "0007"),
    ("1 2 3 4", "1234"),
    ("12 34", "1234"),
    ("1-2-3-4", "1234"),
    ("１２３４", "1234"),
    ("bốn số cuối là 1234", "1234"),
    ("4 số cuối: 1234 ạ", "1234"),
    ("4 số cuối:1234", "1234"),
    ("dạ 4 chữ số cuối cùng của em là 0001 nhé", "0001"),
    ("số đuôi 1234", "1234"),
    ("1234 là 4 số cuối", "1234"),
    ("số điện thoại của tôi là 0912 345 678", "5678"),
    ("sđt 0912.345.678", "5678"),
    ("+84 912 345 678", "5678"),
    ("84912345678", "5678"),
    ("(0236) 3123 456", "3456"),
    ("912345678", "5678"),
    ("cccd 046085004321", "4321"),
    ("căn cước công dân số 046 085 004 321", "4321"),
    ("một hai ba bốn", "1234"),
    ("bốn số cuối là chín không không năm", "9005"),
    ("không chín một hai ba bốn năm sáu bảy tám", "5678"),
    ("4 số cuối 1234, bao giờ thì xong vậy", "1234"),
    ("tôi muốn hỏi hồ sơ tới đâu rồi, số điện thoại 0912345678", "5678"),
    (f"{CODE} 4 số cuối 1234", "1234"),
    (f"xem giúp hồ sơ {CODE}, 1234", "1234"),
    ("số điện thoại 0912345678, cccd 046085005678", "5678"),
]
NOT_GIVEN = [
    "",
    "thôi",
    "không",
    "bốn",
    "4 số cuối là gì",
    "123",
    "12345",
    "1234567",
    "0912345678901234",
    "1234 5678",
    "1234 hoặc 5678",
    "số điện thoại 0912345678, cccd 046085004321",
    "bao giờ có hộ chiếu năm 2026",
    "tôi nộp hôm 23/08/2024",
    "15:30 chiều nay",
    "lệ phí 5000 đồng",
    "5000đ",
    "làm hộ chiếu hết bao nhiêu, có phải 1600 không",
    "thủ tục 1.011442",
    CODE,
    f"hồ sơ {CODE} tới đâu rồi",
    "12/QĐ-UBND",
    "ba mẹ tôi năm nay sáu mươi",
    "nhà số 1234 đường Lê Lợi",
]


@pytest.mark.parametrize(("text", "proof"), GIVEN)
def test_a_proof_is_read(text: str, proof: str) -> None:
    assert read_proof(text) == proof


@pytest.mark.parametrize(("text", "proof"), [(text, proof) for text, proof in GIVEN if not text.isascii()])
def test_a_proof_is_read_without_marks_and_in_capitals(text: str, proof: str) -> None:
    assert read_proof(fold(text)) == proof
    assert read_proof(text.upper()) == proof


@pytest.mark.parametrize("text", NOT_GIVEN)
def test_other_messages_are_no_proof(text: str) -> None:
    assert read_proof(text) is None


digits = st.text("0123456789", min_size=4, max_size=4)
phones = st.from_regex(r"0[35789][0-9]{8}", fullmatch=True)
personal_ids = st.from_regex(r"0[0-9]{11}", fullmatch=True)
polite = st.sampled_from(["{}", "dạ {} ạ", "số là {} nhé", "4 số cuối của mình: {}", "vâng, {}", "SĐT {}", "{} đây em"])


@given(digits, polite, st.sampled_from(["", " ", "-", ".", " - ", "  "]))
def test_four_digits_are_read_in_any_polite_sentence_and_spacing(proof: str, sentence: str, gap: str) -> None:
    assert read_proof(sentence.format(gap.join(proof) if len(gap) < 3 else proof)) == proof


@given(st.one_of(phones, personal_ids), polite, st.sampled_from([2, 3, 4, 20]), st.sampled_from([" ", ".", "-"]))
def test_a_whole_number_gives_its_last_four(number: str, sentence: str, group: int, gap: str) -> None:
    written = gap.join(number[at : at + group] for at in range(0, len(number), group))
    assert read_proof(sentence.format(written)) == number[-4:]


@given(digits, digits, polite)
def test_two_different_ones_are_asked_about_again(first: str, second: str, sentence: str) -> None:
    assert read_proof(sentence.format(f"{first}, {second}")) == (first if first == second else None)


@given(st.text(max_size=300))
def test_any_text_gives_four_digits_or_nothing(text: str) -> None:
    proof = read_proof(text)
    assert proof is None or (len(proof) == 4 and proof.isascii() and proof.isdigit())


def test_the_longest_messages_are_read_in_time_that_grows_with_their_length() -> None:
    def seconds(text: str) -> float:
        started = time.perf_counter()
        read_proof(text)
        return time.perf_counter() - started

    for part in ("1 ", "một ", "4 số ", "số điện thoại ", "1-", "(", "x1", "# "):
        short = min(seconds(part * 200) for _ in range(3))
        assert min(seconds(part * 1600) for _ in range(3)) < 40 * short, part


@pytest.mark.parametrize(
    ("kind", "proof", "right"),
    [
        ("phone", PHONE[-4:], True), ("phone", PERSONAL_ID[-4:], False), ("personal_id", PERSONAL_ID[-4:], True),
        ("personal_id", PHONE[-4:], False), ("either", PHONE[-4:], True), ("either", PERSONAL_ID[-4:], True), ("either", "0912", False),
    ],
)  # fmt: skip
def test_the_setting_says_which_number_proves(kind: ProofKind, proof: str, right: bool) -> None:
    assert matches(dossier(), proof, kind) is right


@pytest.mark.parametrize("kind", ["phone", "personal_id", "either"])
@given(st.text(max_size=6))
def test_without_a_dossier_or_a_number_nothing_matches(kind: ProofKind, proof: str) -> None:
    assert not matches(None, proof, kind)
    assert not matches(dossier(phone=None, personal_id=None), proof, kind)


@pytest.mark.parametrize("made_up", ["", "0", "1234", "0000000000", "1111111111", "0900000000", "000000000000"])
def test_a_number_made_up_to_fill_the_field_proves_nothing(made_up: str) -> None:
    filled = dossier(phone=made_up, personal_id=None)
    assert not provable(filled, "phone")
    assert not matches(filled, made_up[-4:], "phone")
    assert provable(dossier(phone=made_up), "either")
