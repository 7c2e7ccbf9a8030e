"""motcua offices, as operators run it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import load_settings

Motcua = Callable[..., Result]
HEADER = "Tên cơ quan;Địa chỉ;Xã, phường;Tỉnh;Nguồn;Ngày kiểm tra"


@pytest.fixture
def motcua(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> Iterator[Motcua]:
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("MOTCUA_KNOWLEDGE_DIR", str(root / "knowledge"))
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "")

    def run(*arguments: str) -> Result:
        load_settings.cache_clear()
        return CliRunner().invoke(app, ["offices", *arguments])

    yield run
    load_settings.cache_clear()


def csv(tmp_path: Path, *rows: str) -> str:
    path = tmp_path / "noi.csv"
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return str(path)


def test_samples_go_in_out_and_in_again(motcua: Motcua, tmp_path: Path, root: Path) -> None:
    samples = str(root / "knowledge" / "places" / "offices-mau.csv")
    assert "Nhập thử (chưa ghi gì): 5 nơi mới" in motcua("import", samples, "--dry-run").stdout
    assert "Chưa có nơi tiếp nhận" in motcua("check").stdout
    assert "Đã nhập: 5 nơi mới" in motcua("import", samples).stdout
    for name in ("a.csv", "a.xlsx"):
        assert "Đã ghi 5 nơi" in motcua("export", str(tmp_path / name)).stdout
        assert "0 nơi mới, 0 thay đổi, 5 không đổi" in motcua("import", str(tmp_path / name), "--replace").stdout
    assert "đã có" in motcua("export", str(tmp_path / "a.csv")).stderr
    checked = motcua("check")
    assert (checked.exit_code, checked.stdout.count("dữ liệu mẫu")) == (0, 5)


def test_names_become_official_and_old_ones_are_refused_with_the_new(motcua: Motcua, tmp_path: Path) -> None:
    file = csv(
        tmp_path,
        "A;1 X;phuong tuy hoa;dak lak;n;01/11/2026",
        "B;1 X;Phường 7, thành phố Tuy Hòa;Đắk Lắk;n;01/11/2026",
        "C;1 X;;Phú Yên;n;01/11/2026",
        "D;1 X;Xã Không Có Đâu;Đắk Lắk;n;01/11/2026",
    )
    done = motcua("import", file)
    assert "2 nơi mới" in done.stdout
    assert "dòng 3 (b-phuong-7-thanh-pho-tuy-hoa-dak-lak): «Phường 7, thành phố Tuy Hòa» là tên cũ; nay là Phường Tuy Hòa" in done.stdout
    assert "dòng 4 (c-phu-yen): không có tỉnh, thành phố nào tên «Phú Yên»" in done.stdout
    assert "không thấy «Xã Không Có Đâu» trong danh mục xã, phường của Tỉnh Đắk Lắk" in done.stdout
    motcua("export", str(tmp_path / "ra.csv"))
    assert "Phường Tuy Hòa,Tỉnh Đắk Lắk" in (tmp_path / "ra.csv").read_text(encoding="utf-8-sig")


def test_services_that_no_procedure_belongs_to_are_pointed_out_and_still_imported(motcua: Motcua, tmp_path: Path) -> None:
    path = tmp_path / "noi.csv"
    path.write_text(
        f"{HEADER};Lĩnh vực tiếp nhận\nA;1 X;Phường Tuy Hòa;Đắk Lắk;n;01/11/2026;hộ tịch; \nB;1 Y;;Huế;n;01/11/2026;hộ tihc", "utf-8"
    )
    done = motcua("import", str(path))
    assert "2 nơi mới" in done.stdout
    assert "dòng 3 (b-hue): lĩnh vực «hộ tihc» chưa khớp" in done.stdout
    assert "«hộ tịch»" not in done.stdout
    assert "b-hue: lĩnh vực «hộ tihc» chưa khớp" in motcua("check").stdout


def test_a_file_with_nothing_right_ends_with_status_1_and_writes_nothing(motcua: Motcua, tmp_path: Path) -> None:
    file = csv(tmp_path, "A;;Phường Tuy Hòa;Đắk Lắk;n;")
    assert motcua("import", file).exit_code == 1
    assert motcua("check", file).exit_code == 1
    other = tmp_path / "khac.txt"
    other.write_text("xin chào", encoding="utf-8")
    refused = motcua("import", str(other))
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "dòng tiêu đề" in refused.stderr
    assert "Chưa có nơi tiếp nhận" in motcua("check").stdout
