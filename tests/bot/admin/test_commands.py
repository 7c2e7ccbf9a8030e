"""`motcua knowledge …` as an editor uses it; training and indexing are left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import load_settings
from knowledge.schema import Procedure
from knowledge.store import load_knowledge
from tests.bot.admin.conftest import BIRTH, MARRIAGE, Folder, birth, fee, marriage

Motcua = Callable[..., Result]


@pytest.fixture
def motcua(tmp_path: Path, folder: Folder, quick_index: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Motcua]:
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("MOTCUA_KNOWLEDGE_DIR", str(folder.path))
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "")

    def run(*arguments: str) -> Result:
        load_settings.cache_clear()
        return CliRunner().invoke(app, ["knowledge", *arguments])

    yield run
    load_settings.cache_clear()


def yaml_of(tmp_path: Path, *entries: Procedure) -> str:
    """A YAML file (JSON is YAML) with these procedures."""
    path = tmp_path / "tep.yaml"
    path.write_text(
        json.dumps([entry.model_dump(mode="json", exclude_unset=True) for entry in entries], ensure_ascii=False), encoding="utf-8"
    )
    return str(path)


def test_from_import_to_rollback(motcua: Motcua, tmp_path: Path) -> None:
    file = yaml_of(tmp_path, birth(summary="Mới"), marriage())
    dry = motcua("import", file, "--dry-run")
    assert "Nhập thử bản diễn giải (chưa ghi gì): 1 mới, 1 thay đổi, 0 không đổi, 0 bị từ chối, 0 cần xem lại." in dry.stdout
    assert "Không có bản nháp" in motcua("diff").stdout

    done = motcua("import", file, "--why", "bổ sung", "--by", "Lan")
    assert done.exit_code == 0
    assert f"  {BIRTH} (bản diễn giải): tóm tắt" in done.stdout
    assert "motcua knowledge publish" in done.stdout
    assert f"  {MARRIAGE}" in motcua("diff").stdout
    assert f"Đã gửi duyệt: {MARRIAGE}." in motcua("submit", MARRIAGE).stdout

    assert "Đã đăng bản số 2: 2 phiên bản mới, 1 phiên bản cũ được cất, tất cả 3 phiên bản." in motcua("publish", "--by", "Lan").stdout
    again = motcua("publish")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "Không có gì mới để đăng" in again.stderr

    history = motcua("history", BIRTH).stdout.splitlines()
    assert ("hệ thống" in history[0], "Lan (tep.yaml): bổ sung; đổi tóm tắt" in history[1]) == (True, True)
    assert "Đã đăng bản số 3" in motcua("rollback", "1").stdout
    log = motcua("log").stdout.splitlines()
    assert [line.split()[0] for line in log] == ["3", "2", "1"]
    assert "Trở về bản đăng số 1 (trở về bản 1)" in log[0]
    assert "Hai bản giống nhau." in motcua("diff", "1", "3").stdout


def test_import_and_publish_in_one_go_publishes_only_that_file(motcua: Motcua, tmp_path: Path) -> None:
    motcua("import", yaml_of(tmp_path, birth(summary="Chưa đăng")))
    done = motcua("import", yaml_of(tmp_path, marriage()), "--publish")
    assert "Đã đăng bản số 2" in done.stdout
    assert BIRTH in motcua("diff").stdout


def test_what_cannot_be_read_is_one_vietnamese_sentence(motcua: Motcua, tmp_path: Path) -> None:
    for name in ("khong-co.json", "."):
        done = motcua("import", str(tmp_path / "nowhere" / name))
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.strip() and "Traceback" not in done.stderr
    refused = motcua("import", yaml_of(tmp_path, marriage(official_url="https://example.com/x")))
    assert refused.exit_code == 1
    assert f"{MARRIAGE}: «official_url» liên kết không thuộc cơ quan nhà nước" in refused.stdout


@pytest.mark.parametrize(("arguments", "said"), [(["rollback", "9"], "Không có bản đăng số 9"), (["history", "x"], "Chưa có phiên bản nào của x"),
    (["publish", "x"], "Không có bản nháp nào của: x"), (["export", "/dev/null"], "đã có"), (["review", "--done", "x"], "không có gì đang chờ")])  # fmt: skip
def test_what_cannot_be_done_is_one_vietnamese_sentence(motcua: Motcua, tmp_path: Path, arguments: list[str], said: str) -> None:
    motcua("import", yaml_of(tmp_path, birth()))
    done = motcua(*arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr


def test_export_gives_a_folder_that_can_be_imported_again(motcua: Motcua, tmp_path: Path) -> None:
    motcua("import", yaml_of(tmp_path, marriage()), "--publish")
    assert "Đã xuất 3 mục" in motcua("export", str(tmp_path / "ra")).stdout
    assert set(load_knowledge(tmp_path / "ra").procedures) == {BIRTH, MARRIAGE}
    assert "Đã xuất 2 mục" in motcua("export", str(tmp_path / "cu.jsonl"), "--revision", "1").stdout
    assert "0 mới, 0 thay đổi, 3 không đổi" in motcua("import", str(tmp_path / "ra")).stdout


def test_a_broken_build_is_told_and_the_log_keeps_it(motcua: Motcua, tmp_path: Path, quick_index: list[str]) -> None:
    motcua("import", yaml_of(tmp_path, marriage()))
    quick_index.append("breaks")
    done = motcua("publish")
    assert done.exit_code == 1
    assert "Chưa đăng được, nội dung cũ vẫn đang dùng: hết chỗ trên đĩa" in done.stderr
    assert "không thành: hết chỗ trên đĩa" in motcua("log").stdout


def test_what_an_official_record_changed_waits_for_a_look(motcua: Motcua, tmp_path: Path, folder: Folder) -> None:
    folder.put(birth(**fee(50_000)))
    record = {
        "id": "019d2bfd-3fe0-70ac-b9d6-5e9e20d6eef7", "code": BIRTH, "name": "Đăng ký khai sinh",
        "executionMethods": [{"submissionMethod": "DIRECT", "fees": [{"value": 70000, "currencyId": "VND", "description": "70.000 đồng"}]}],
    }  # fmt: skip
    path = tmp_path / "cong.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    done = motcua("import", str(path), "--publish")
    assert f"{BIRTH}: nguồn chính thức vừa đổi phí, lệ phí; bản diễn giải cần xem lại" in done.stdout
    assert f"{BIRTH}  bản ghi chính thức 1, đã đăng: phí, lệ phí" in motcua("review").stdout
    assert "Đã ghi nhận xem xong" in motcua("review", "--done", BIRTH).stdout
    assert "Không có nội dung nào chờ xem lại." in motcua("review").stdout

    assert "ghi 1 tệp, 0 tệp đã đúng" in motcua("basis", str(path)).stdout
    assert "ghi 0 tệp, 1 tệp đã đúng" in motcua("basis", str(path)).stdout
    assert load_knowledge(folder.path).procedures[BIRTH].basis is not None
