"""What sets procedures of one name apart: whose they are, the level, and how twins are shown together."""

from __future__ import annotations

import numpy as np
import pytest

from retriever.documents import SearchDocument
from retriever.lexical import LexicalIndex
from retriever.search import Searcher
from retriever.snapshot import Snapshot, build_lexical
from retriever.text import fold
from tests.retriever.plain import LetterEmbedder, found, procedure, searcher

NAME = "Cấp phép bán lẻ rượu"
OTHERS = [procedure("1.000008", "Đăng ký khai sinh"), procedure("1.000009", "Đổi giấy phép lái xe")]
LOCAL = procedure("1.000001", NAME, agency="Ủy ban nhân dân tỉnh Sơn La")
NATIONAL = procedure("1.000002", NAME, agency="Bộ Công Thương")


def both_ways(question: str) -> tuple[str, str]:
    return question, fold(question)


@pytest.mark.parametrize(
    "question", [*both_ways("bán lẻ rượu"), *both_ways("bán lẻ rượu ở Cà Mau"), *both_ways("bán lẻ rượu ở Cà Mau và Sơn Tây")]
)
def test_one_provinces_own_procedure_ranks_below_its_national_twin(question: str) -> None:
    assert found([LOCAL, NATIONAL, *OTHERS], question)[:2] == ["1.000002", "1.000001"]


@pytest.mark.parametrize("question", [*both_ways("bán lẻ rượu ở Sơn La"), *both_ways("bán lẻ rượu: Sơn La hay Cà Mau")])
def test_it_ranks_first_where_the_question_names_the_province(question: str) -> None:
    assert found([NATIONAL, LOCAL, *OTHERS], question)[:2] == ["1.000001", "1.000002"]


@pytest.mark.parametrize("question", both_ways("bán lẻ rượu ở TP HCM"))
def test_short_names_of_a_province_count(question: str) -> None:
    city = procedure("1.000003", NAME, agency="Ủy ban nhân dân Thành phố Hồ Chí Minh")
    hanoi = procedure("1.000004", NAME, agency="Ủy ban nhân dân Thành phố Hà Nội")
    assert found([hanoi, city, *OTHERS], question)[:2] == ["1.000003", "1.000004"]


@pytest.mark.parametrize("code", ["5.000001", "6.000001"])
def test_what_agencies_have_among_themselves_ranks_below(code: str) -> None:
    assert found([procedure(code, NAME), procedure("1.000007", NAME), *OTHERS], "bán lẻ rượu")[:2] == ["1.000007", code]


LEVELS = [procedure(f"1.00000{i}", f"{NAME} {level}") for i, level in enumerate(("(cấp tỉnh)", "(cấp xã)", "(trung ương)"), start=1)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("ở ủy ban nhân dân phường", "1.000002"),
        ("cấp huyện", "1.000002"),
        ("ủy ban nhân dân tỉnh", "1.000001"),
        ("thẩm quyền cấp bộ", "1.000003"),
    ],
)
def test_level_words_pick_the_twin_of_that_level(words: str, code: str) -> None:
    for order in (LEVELS, LEVELS[::-1]):
        for question in both_ways(f"bán lẻ rượu {words}"):
            assert found([*order, *OTHERS], question)[0] == code


def test_twins_are_merged_into_their_best() -> None:
    faq = SearchDocument("faq", "ruou", (NAME,), ("giấy tờ",))
    search = searcher([LOCAL, NATIONAL, faq, *OTHERS])
    hits = search.search_merged("bán lẻ rượu", 3)
    assert [(hit.id, hit.twins) for hit in hits if hit.kind == "procedure" and hit.name == NAME] == [("1.000002", ("1.000001",))]
    assert [hit.twins for hit in hits if hit.kind == "faq"] == [()]
    assert len(hits) == 3 and len({(hit.kind, hit.name) for hit in hits}) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_procedures_that_differ_by_the_level_behind_their_name_are_merged() -> None:
    told = {"1.000004": "(thực hiện tại cấp tỉnh)", "1.000005": "(cấp xã)", "1.000006": "(cấp lại)"}
    twins = [procedure(code, f"{NAME} {words}") for code, words in told.items()]
    hits = {hit.id: hit.twins for hit in searcher([*twins, *OTHERS]).search_merged("bán lẻ rượu cấp tỉnh", 5)}
    assert hits["1.000004"] == ("1.000005",)
    assert hits["1.000006"] == ()


def test_twins_do_not_lower_each_others_probability() -> None:
    alone, together = (searcher([*twins, *OTHERS]).search("bán lẻ rượu", 1)[0] for twins in ([NATIONAL], [NATIONAL, NATIONAL_TWIN]))
    assert alone.id == together.id == "1.000002"
    assert together.probability > 0.5 * alone.probability


NATIONAL_TWIN = procedure("1.000010", NAME, agency="Bộ Tài chính")


def test_lexical_indexes_are_saved_with_all_three_fields(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("lexical")
    for number, index in enumerate(build_lexical([LOCAL, NATIONAL])):
        index.save(folder / str(number))
        loaded = LexicalIndex.load(folder / str(number))
        for words in (["rượu"], ["cong", "thuong"], ["giấy", "tờ"]):
            assert np.array_equal(index.scores(words), loaded.scores(words))


def test_of_two_procedures_of_one_name_that_of_the_field_asked_about_comes_first() -> None:
    twins = [procedure("1.000001", NAME, body="a", field="thú y"), procedure("1.000002", NAME, body="a", field="xây dựng")]
    others = [procedure("1.000003", "Mở trại", body="zzz", field="thú y"), procedure("1.000004", "Xây nhà", body="www", field="xây dựng")]
    embedder = LetterEmbedder()
    search = Searcher(Snapshot.build("r1", [*twins, *others], embedder), embedder)
    assert [search.search(f"{NAME} {word}", 1)[0].id for word in ("zzz", "www")] == ["1.000001", "1.000002"]


@pytest.mark.parametrize("question", both_ways("thuê đất trồng cây dược liệu"))
def test_a_long_name_that_covers_all_of_the_matter_comes_before_a_short_one_that_covers_a_part(question: str) -> None:
    whole = procedure("1.000001", "Cho thuê rừng sản xuất để trồng và phát triển cây dược liệu của hộ gia đình")
    short = procedure("1.000002", "Thuê đất trồng")
    more = ("Thuê nhà ở", "Giao đất ở", "Cấp phép xây dựng", "Trồng cây xanh", "Đăng ký kết hôn", "Cấp hộ chiếu", "Đăng ký tàu cá")
    others = [procedure(f"2.{number:06}", name) for number, name in enumerate(more)]
    assert found([short, whole, *others, *OTHERS], question)[0] == "1.000001"
