"""motcua dossiers, as operators run it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.db import Database
from bot.dossiers.tables import SystemRow
from bot.settings import Settings, load_settings

Motcua = Callable[..., Result]
HEADER = "Mã hồ sơ;Chủ hồ sơ;SĐT;Số định danh;Địa chỉ;Trích yếu;Trạng thái"
ONE = "H99.14-261112-0001;Người Mẫu Một;0900001001;001200002001;Số 1 đường Kín;Việc riêng;4"
TWO = "H99.14-261112-0002;Người Mẫu Hai;0900001002;001200002002;Số 2 đường Kín;Việc riêng;9"
PERSONAL = ("Người Mẫu", "0900001", "00120000", "đường Kín", "Việc riêng")


@pytest.fixture
def motcua(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> Iterator[Motcua]:
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("MOTCUA_KNOWLEDGE_DIR", str(root / "knowledge"))
    for name in ("DATABASE_URL", "DOSSIER_SYSTEMS", "DOSSIER_SECRETS"):
        monkeypatch.delenv(f"MOTCUA_{name}", raising=False)

    def run(*arguments: str) -> Result:
        load_settings.cache_clear()
        return CliRunner().invoke(app, ["dossiers", *arguments])

    yield run
    load_settings.cache_clear()


@pytest.fixture
def systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that describes one system whose dossiers stand in the table."""
    folder = tmp_path / "he-thong"
    folder.mkdir()
    (folder / "mau.yaml").write_text('id: mau\nname: Tỉnh Mẫu\nkind: sql\nprefixes: ["H99.14"]\n', encoding="utf-8")
    monkeypatch.setenv("MOTCUA_DOSSIER_SYSTEMS", str(folder))
    return folder


def csv(tmp_path: Path, *rows: str) -> str:
    path = tmp_path / "hs.csv"
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return str(path)


def test_a_table_goes_in_once_and_is_shown_masked_with_every_look_in_the_trail(motcua: Motcua, tmp_path: Path) -> None:
    path = csv(tmp_path, ONE, TWO)
    assert "Nhập thử (chưa ghi gì): 2 hồ sơ mới" in motcua("import", path, "--dry-run").stdout
    assert "Chưa có hệ thống nào phụ trách" in motcua("show", "H99.14-261112-0001").stderr
    assert "Đã nhập: 2 hồ sơ mới" in motcua("import", path).stdout
    assert "0 hồ sơ mới, 0 thay đổi, 2 không đổi" in motcua("import", path).stdout
    shown = motcua("show", "h99.14 – 261112 – 0001")
    assert shown.exit_code == 0
    assert "Trạng thái: Đang xử lý" in shown.stdout and "N*** M** Một" in shown.stdout and "*******001" in shown.stdout
    assert not any(secret in shown.output for secret in PERSONAL)
    trail = motcua("audit", "H99.14-261112-0001").stdout
    assert "dossier.lookup" in trail and "operator:" in trail and "found" in trail
    assert "0002" not in trail
    assert motcua("audit").stdout.count("dossier.import") == 2


def test_show_hides_what_a_system_says_of_the_citizen_again_and_what_a_terminal_would_obey(motcua: Motcua, tmp_path: Path) -> None:
    told = "Mời NGUOI MAU MOT, \x1b[31m\u202e0900 001 001, số 1 đường Kín, xem http://xau.example/x"
    row = f"{ONE.removesuffix('4')}5;{told};{told};{told};{told}"
    path = tmp_path / "hs.csv"
    path.write_text(f"{HEADER};Giấy tờ cần bổ sung;Bước xử lý;Cơ quan;Tên thủ tục\n{row}", encoding="utf-8")
    assert motcua("import", str(path)).exit_code == 0
    shown = motcua("show", "H99.14-261112-0001").stdout
    assert shown.count("Mời N*** M** Một") == 4
    assert not any(secret in shown for secret in ("NGUOI MAU", "001 001", "đường Kín", "xau.example", "\x1b", "\u202e"))


def test_what_is_refused_is_told_with_its_line_and_without_anything_personal(motcua: Motcua, tmp_path: Path) -> None:
    done = motcua(
        "import", csv(tmp_path, ONE, ONE.replace("0001;", "0003;").replace(";4", ";Đường Kín"), TWO.replace("H99.14-261112-0002", ""))
    )
    assert done.exit_code == 0
    assert "1 hồ sơ mới" in done.stdout and "2 dòng bị từ chối" in done.stdout
    assert "dòng 3 (H99.14-261112-0003): cột «Trạng thái»: trạng thái lạ" in done.stdout
    assert "dòng 4: thiếu mã hồ sơ" in done.stdout
    assert not any(secret in done.output for secret in (*PERSONAL, "Đường Kín"))


def test_a_file_with_nothing_right_ends_with_status_1(motcua: Motcua, tmp_path: Path) -> None:
    assert motcua("import", csv(tmp_path, ONE.replace(";4", ";?"))).exit_code == 1
    for content, said in (("xin chào", "dòng tiêu đề"), (HEADER, "không có hồ sơ nào")):
        (tmp_path / "khac.csv").write_text(content, encoding="utf-8")
        refused = motcua("import", str(tmp_path / "khac.csv"))
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert said in refused.stderr
    assert "Không tìm thấy tệp" in motcua("import", str(tmp_path / "mất.csv")).stderr


def test_replace_takes_nothing_away_until_somebody_says_yes(motcua: Motcua, tmp_path: Path) -> None:
    motcua("import", csv(tmp_path, ONE, TWO))
    path = csv(tmp_path, ONE)
    asked = motcua("import", path, "--replace")
    assert (asked.exit_code, "bỏ 1 hồ sơ" in asked.stderr) == (1, True)
    assert "1 bỏ" in motcua("import", path, "--replace", "--dry-run").stdout
    assert motcua("show", "H99.14-261112-0002").exit_code == 0
    broken = motcua("import", csv(tmp_path, ONE, "mã hỏng;;;;;;4"), "--replace", "--yes").stdout
    assert "0 bỏ" in broken and "chưa bỏ hồ sơ cũ nào" in broken
    assert "1 bỏ" in motcua("import", csv(tmp_path, ONE), "--replace", "--yes").stdout
    assert "Hệ thống không có hồ sơ này" in motcua("show", "H99.14-261112-0002").stderr


def test_systems_are_listed_and_an_import_names_one_of_them(motcua: Motcua, systems: Path, tmp_path: Path) -> None:
    stray = "H98.14-261112-0009;;;;;;4"
    done = motcua("import", csv(tmp_path, ONE, stray), "--system", "mau").stdout
    assert "1 hồ sơ thuộc đơn vị mà hệ thống «mau» không phụ trách" in done and "H98.14-261112-0009" in done
    unknown = motcua("import", csv(tmp_path, ONE), "--system", "nao")
    assert (unknown.exit_code, "mau, local" in unknown.stderr) == (1, True)
    listed = motcua("list-systems").stdout
    assert "mau  Tỉnh Mẫu" in listed and "đơn vị: H99.14" in listed and "chưa có lần hỏi nào" in listed
    assert "Trạng thái: Đang xử lý" in motcua("show", "H99.14-261112-0001").stdout


def test_a_system_that_failed_is_listed_with_the_reason(motcua: Motcua, systems: Path, tmp_path: Path) -> None:
    motcua("list-systems")
    asyncio.run(_fail(f"sqlite:///{tmp_path / 'var' / 'motcua.db'}"))
    listed = motcua("list-systems").stdout
    assert "không trả lời 3 lần liền" in listed and "lúc 15:00 22/11/2026" in listed and "HTML instead of JSON" in listed


async def _fail(url: str) -> None:
    at = datetime(2026, 11, 22, 8, tzinfo=UTC)
    database = Database(Settings(database_url=url).database_url)
    async with database.write() as session:
        session.add(SystemRow(system="mau", failures=3, next_at=at, error="HTML instead of JSON", changed_at=at))
    await database.close()


def test_check_names_the_file_and_the_field_that_is_wrong(motcua: Motcua, systems: Path) -> None:
    sound = motcua("check")
    assert (sound.exit_code, "2 hệ thống" in sound.stdout) == (0, True)
    (systems / "hong.yaml").write_text("id: hong\nname: Hỏng\nkind: sql\nmau_sac: xanh\n", encoding="utf-8")
    for command in ("check", "list-systems"):
        refused = motcua(command)
        assert refused.exit_code == 1
        assert "hong.yaml" in refused.stderr and "mau_sac" in refused.stderr


def test_without_a_folder_only_the_table_is_in_use(motcua: Motcua) -> None:
    assert "chỉ dùng bảng hồ sơ" in motcua("check").stdout
    assert "local" in motcua("list-systems").stdout
    assert "Chưa có lần tra cứu nào" in motcua("audit").stdout


@pytest.mark.parametrize("code", ["1.001193", "xin chào", "H99.14-261112-0001 và H99.14-261112-0002"])
def test_only_a_code_is_looked_up(motcua: Motcua, code: str) -> None:
    assert "không phải mã hồ sơ" in motcua("show", code).stderr


def test_a_database_out_of_reach_is_one_sentence(motcua: Motcua, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "postgresql://nobody:bi-mat@127.0.0.1:1/none")
    refused = motcua("list-systems")
    assert refused.exit_code == 1 and "Chưa dùng được cơ sở dữ liệu" in refused.stderr
    assert "bi-mat" not in refused.output and len(refused.stderr.strip().splitlines()) == 1
