"""Building whole snapshots of a tiny base: what comes out, when the model is trained anew, and what a broken build leaves."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.store import KnowledgeError
from retriever import build
from retriever.build import Asked, BuildError, build_index, held_out, out_of_scope_questions
from retriever.calibration import Calibration
from retriever.documents import SearchDocument
from retriever.questions import OwnQuestion
from retriever.search import Searcher
from tests.retriever.plain import procedure

ACTS = ("Cấp", "Cấp lại", "Gia hạn", "Thu hồi", "Đăng ký")
THINGS = ("giấy phép lái xe", "hộ chiếu", "khai sinh", "kết hôn", "thường trú", "giấy phép xây dựng", "phiếu lý lịch tư pháp", "biển số xe")
DOCUMENTS = [
    procedure(f"1.{i:06}", f"{act} {thing}", f"tôi muốn {act.lower()} {thing}", body=f"đơn đề nghị {act.lower()} {thing} và bản sao")
    for i, (act, thing) in enumerate(itertools.product(ACTS, THINGS))
]
LEXICON = "- say: [sổ bay quốc tế]\n  means: hộ chiếu\n"
OUTSIDE = ("Hôm nay Hà Nội có mưa không", "kể chuyện cười đi", "gia vang hom nay", "nên mua cổ phiếu nào")
TRAINS = "Đang huấn luyện mô hình nhúng câu"
Build = Callable[..., bool]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short training, and a few of our own questions instead of all."""
    asked = [OwnQuestion(f"cho hỏi {d.names[0].lower()} ở đâu", frozenset({d.id}), "tune") for d in DOCUMENTS[::4]]
    asked += [OwnQuestion(question, frozenset(), "tune", "weather") for question in OUTSIDE]
    monkeypatch.setattr(build, "own_questions", lambda: tuple(asked))
    monkeypatch.setattr("retriever.train.PAIRS_PER_DOCUMENT", 40)


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    path = tmp_path / "lexicon.yaml"
    path.write_text(LEXICON, encoding="utf-8")
    return path


@pytest.fixture
def made(tmp_path: Path, lexicon: Path) -> Build:
    """Builds a snapshot into tmp_path/index/NAME and says whether a model was trained for it."""

    def make(name: str, documents: Sequence[SearchDocument], models: Path | None = tmp_path / "models") -> bool:
        told: list[str] = []
        build_index(documents, name, tmp_path / "index" / name, None, OUTSIDE, lexicon, told.append, models)
        return any(line.startswith(TRAINS) for line in told)

    return make


def weights(folder: Path) -> bytes:
    return (folder / "embedding" / "model.safetensors").read_bytes()


def test_a_snapshot_answers_from_its_folder_alone(tmp_path: Path, made: Build, lexicon: Path) -> None:
    assert made("r1", DOCUMENTS)
    lexicon.unlink()
    searcher = Searcher.load(tmp_path / "index" / "r1")
    assert searcher.revision == "r1"
    for document in DOCUMENTS[::7]:
        assert searcher.search(document.names[0], 1)[0].id == document.id
    assert searcher.search("cap lai so bay quoc te", 1)[0].name == "Cấp lại hộ chiếu"
    sure, unsure = searcher.search("thu hồi giấy phép xây dựng", 1)[0], searcher.search("kể chuyện cười đi", 1)[0]
    assert sure.probability > searcher.calibration.thresholds.answer > unsure.probability


def test_the_same_base_gives_the_same_snapshot(tmp_path: Path, made: Build) -> None:
    made("r1", DOCUMENTS, None)
    made("r2", DOCUMENTS, None)
    first, second = (Searcher.load(tmp_path / "index" / name) for name in ("r1", "r2"))
    assert weights(tmp_path / "index" / "r1") == weights(tmp_path / "index" / "r2")
    assert first.calibration == second.calibration
    assert first.search("gia han ho chieu", 5) == second.search("gia han ho chieu", 5)


def test_nearly_the_same_documents_use_the_model_again(tmp_path: Path, made: Build) -> None:
    assert made("r1", DOCUMENTS)
    changed = [*DOCUMENTS[:-1], replace(DOCUMENTS[-1], body=("một nội dung mới",))]
    assert not made("r2", changed)
    assert weights(tmp_path / "index" / "r1") == weights(tmp_path / "index" / "r2")
    assert Searcher.load(tmp_path / "index" / "r2").search("cấp hộ chiếu", 1)[0].name == "Cấp hộ chiếu"


def test_very_different_documents_train_anew_and_replace_the_model(tmp_path: Path, made: Build) -> None:
    assert made("r1", DOCUMENTS)
    assert made("r2", DOCUMENTS[:30])
    assert weights(tmp_path / "index" / "r1") != weights(tmp_path / "index" / "r2")
    assert not made("r3", DOCUMENTS[:30])
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["embedding"]


def test_another_lexicon_trains_anew(made: Build, lexicon: Path) -> None:
    assert made("r1", DOCUMENTS)
    lexicon.write_text(LEXICON + "- say: [lấy vợ]\n  means: kết hôn\n", encoding="utf-8")
    assert made("r2", DOCUMENTS)


def test_without_a_place_for_models_each_build_trains(made: Build) -> None:
    assert made("r1", DOCUMENTS, None)
    assert made("r2", DOCUMENTS, None)


def test_documents_of_one_text_do_not_hide_a_model_that_fits(made: Build) -> None:
    twins = [replace(document, id=f"2.{i:06}", agency="Bộ Công an") for i, document in enumerate(DOCUMENTS[:20])]
    assert made("r1", [*DOCUMENTS, *twins])
    assert not made("r2", [*DOCUMENTS, *twins])


def test_a_damaged_model_is_trained_anew(tmp_path: Path, made: Build) -> None:
    made("r1", DOCUMENTS)
    (tmp_path / "models" / "embedding" / "seen.json").write_text("{half", encoding="utf-8")
    assert made("r2", DOCUMENTS)
    assert not made("r3", DOCUMENTS)


@pytest.mark.parametrize("documents", [[], [DOCUMENTS[0], DOCUMENTS[0]]])
def test_a_base_that_cannot_be_indexed_leaves_nothing(tmp_path: Path, made: Build, documents: list[SearchDocument]) -> None:
    with pytest.raises(BuildError, match="r1"):
        made("r1", documents, None)
    assert list((tmp_path / "index").iterdir()) == []


def test_a_broken_lexicon_leaves_nothing(tmp_path: Path, made: Build, lexicon: Path) -> None:
    lexicon.write_text("- {say: [", encoding="utf-8")
    with pytest.raises(KnowledgeError):
        made("r1", DOCUMENTS)
    assert list((tmp_path / "index").iterdir()) == []
    assert not (tmp_path / "models").exists()


def test_a_disk_that_fails_late_leaves_nothing_and_keeps_the_old(tmp_path: Path, made: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    made("r1", DOCUMENTS)

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Calibration, "save", full)
    with pytest.raises(BuildError, match="no space left"):
        made("r2", DOCUMENTS)
    assert [path.name for path in (tmp_path / "index").iterdir()] == ["r1"]
    assert Searcher.load(tmp_path / "index" / "r1").search("cấp hộ chiếu", 1)


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path, made: Build) -> None:
    (tmp_path / "index" / "r1").mkdir(parents=True)
    (tmp_path / "index" / "r1" / "mark").touch()
    made("r1", DOCUMENTS[:10], None)
    assert [path.name for path in (tmp_path / "index").iterdir()] == ["r1"]
    assert [path.name for path in (tmp_path / "index" / "r1").iterdir()] == ["mark"]


@pytest.mark.slow
def test_a_large_base_is_built_by_several_processes_alike(tmp_path: Path, made: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    made("alone", DOCUMENTS, None)
    monkeypatch.setattr(build, "LARGE", 1)
    made("together", DOCUMENTS, None)
    alone, together = tmp_path / "index" / "alone", tmp_path / "index" / "together"
    assert weights(alone) == weights(together)
    first, second = (Searcher.load(folder).search("thu hoi ho chieu", 5) for folder in (alone, together))
    assert first == second
    assert {path.name for path in alone.iterdir()} == {path.name for path in together.iterdir()}


def test_the_official_name_is_never_kept_from_training() -> None:
    names = [f"cách nói {i}" for i in range(500)]
    kept = held_out(names)
    assert 0 not in kept and kept == held_out(names)
    assert 0.1 < len(kept) / len(names) < 0.3


def test_examples_out_of_scope_are_read_from_all_their_files(tmp_path: Path) -> None:
    block = 'version: "3.1"\nnlu:\n- intent: {0}\n  examples: |\n    - {0} một\n    - {0} hai\n'
    for name in ("oos_b", "oos_a", "khac"):
        (tmp_path / f"{name}.yml").write_text(block.format(name), encoding="utf-8")
    assert out_of_scope_questions(tmp_path) == ["oos_a một", "oos_a hai", "oos_b một", "oos_b hai"]


FOR_A_FLIGHT = DOCUMENTS[1].id
MESSAGES = [f"mai bay qua {place} thăm con mà chưa có cuốn gì cầm tay" for place in ("Úc", "Mỹ", "Nhật", "Đức", "Hàn", "Pháp", "Nga")]
FOR_A_WALL = DOCUMENTS[5].id
WALLS = [f"tính xây {what} sau nhà, gạch chở tới rồi" for what in ("bức tường", "cái bếp", "cái kho", "chuồng heo", "bậc thềm", "hàng rào")]


def asked_for(tmp_path: Path, lexicon: Path, asked: Asked | None) -> Searcher:
    """A search over a base whose documents are asked for in these messages."""
    build_index(DOCUMENTS, "asked", tmp_path / "index" / "asked", None, OUTSIDE, lexicon, lambda _: None, tmp_path / "models", asked)
    return Searcher.load(tmp_path / "index" / "asked")


def test_messages_tell_what_a_question_without_its_name_is_for(tmp_path: Path, lexicon: Path) -> None:
    known = Asked({FOR_A_FLIGHT: MESSAGES, FOR_A_WALL: WALLS}, {FOR_A_WALL: ["móng sâu mấy mét"]})
    hits = asked_for(tmp_path, lexicon, known).search("tuần sau bay qua Ý thăm con mà tay không cầm cuốn nào", 3)
    likest = [hit for hit in hits if hit.is_likest]
    assert [hit.id for hit in likest] == [FOR_A_FLIGHT] and len(hits) <= 4
    assert all(hit.behind == pytest.approx(likest[0].asked - hit.asked) for hit in hits)
    assert all(one.score >= other.score for one, other in itertools.pairwise(hits[:3]))


def test_what_is_asked_by_the_likest_messages_is_found_unless_it_is_left_out(tmp_path: Path, lexicon: Path) -> None:
    found = asked_for(tmp_path, lexicon, Asked({FOR_A_FLIGHT: MESSAGES, FOR_A_WALL: WALLS}, {}))
    ask = "thường trú, mai bay qua Ý thăm con mà chưa có cuốn gì cầm tay"
    assert FOR_A_FLIGHT in {hit.id for hit in found.search_merged(ask, 1)}
    assert FOR_A_FLIGHT not in {hit.id for hit in found.search_merged(ask, 1, {FOR_A_FLIGHT})}


def test_without_messages_nothing_is_likest(tmp_path: Path, lexicon: Path) -> None:
    hits = asked_for(tmp_path, lexicon, None).search("cấp hộ chiếu", 5)
    assert len(hits) == 5 and not any(hit.is_likest or hit.asked for hit in hits)
