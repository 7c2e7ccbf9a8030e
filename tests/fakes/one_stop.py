"""Two provinces' one-stop systems at one address, as ``docs/dossiers/tinh-a.yaml`` and ``tinh-b.yaml`` describe them.

A: OAuth2 client credentials, one GET a dossier, times as yyyyMMddHHmmss, states as numbers. B: an API key, a search by POST, times as ISO 8601
or dd/MM/yyyy HH:mm, states as words. By hand: ``python -m tests.fakes.one_stop --port 8083 --write FOLDER``.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import contextlib
import json
import re
import secrets
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from bot.dossiers.descriptions import describe_system
from bot.dossiers.mapping import HttpSystem
from bot.dossiers.model import Dossier, DossierState, Paper
from bot.numbers import dossier_key
from tests.fakes.serving import Clock, FakeServer, read_form

CLIENT_ID, CLIENT_SECRET, API_KEY = "motcua", "client-secret-test", "api-key-test"
SECRETS = {"tinh-a": CLIENT_SECRET, "tinh-b": API_KEY, "tinh-a-day": "push-secret-a-test", "tinh-b-day": "push-secret-b-test"}
"""By the names in the two files."""
TOKEN_PATH, PATH_A, PATH_B = "/oauth2/token", "/motcua/v1/hoso/", "/api/v2/dossiers/search"
DOCS = Path(__file__).resolve().parents[2] / "docs" / "dossiers"
BASE_URLS = {"tinh-a": "", "tinh-b": "/api"}
"""By the ids of the two systems: what stands between the server's address and the paths of their files."""
WORDS = (
    "Mới đăng ký", "Được tiếp nhận", "Không được tiếp nhận", "Đang xử lý", "Yêu cầu bổ sung giấy tờ",
    "Yêu cầu thực hiện nghĩa vụ tài chính", "Công dân yêu cầu rút hồ sơ", "Dừng xử lý", "Đã xử lý xong", "Đã trả kết quả",
)  # fmt: skip
WAYS = {"Nộp trực tiếp": "0", "Nộp trực tuyến": "1", "Nộp qua bưu chính": "2"}
_STATES = list(DossierState)
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

Spoil = Callable[[Any], Any]


class FakeOneStop(FakeServer):
    """``put`` and ``remove`` dossiers; ``spoil`` changes every answer of a look-up; ``instead`` sends another response for it."""

    def __init__(self, *, port: int = 0, clock: Clock | None = None, token_life_s: int = 3600) -> None:
        super().__init__(port=port, clock=clock)
        self.token_life_s = token_life_s
        self.spoil: Spoil | None = None
        self.instead: Callable[[], Response] | None = None
        self.token_body: dict[str, Any] = {}
        self.forms: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self._dossiers: dict[str, Dossier] = {}
        self._tokens: dict[str, datetime] = {}

    def put(self, dossier: Dossier) -> None:
        """A dossier is filed, or changed."""
        with self.lock:
            self._dossiers[dossier_key(dossier.code)] = dossier

    def remove(self, code: str) -> None:
        """There is no such dossier any more."""
        with self.lock:
            del self._dossiers[dossier_key(code)]

    def expire_tokens(self) -> None:
        """No token given so far is taken any more."""
        with self.lock:
            self._tokens.clear()

    @property
    def lookups(self) -> int:
        """Requests for dossiers, whatever became of them."""
        return sum(call.path.startswith((PATH_A, PATH_B)) for call in list(self.calls))

    @property
    def token_requests(self) -> int:
        """Requests for tokens, whatever became of them."""
        return sum(call.path == TOKEN_PATH for call in list(self.calls))

    async def answer(self, request: Request) -> Response:
        """Tokens, and the dossiers of both provinces."""
        path = request.url.path
        if path == TOKEN_PATH:
            return await self._give_token(request)
        with self.lock:
            self.headers.append(dict(request.headers))
        if path.startswith(PATH_A) and request.method == "GET":
            return self._of_a(request, path.removeprefix(PATH_A))
        if path == PATH_B and request.method == "POST":
            return self._of_b(request, json.loads(await request.body()))
        return JSONResponse({"message": "no such address"}, 404)

    async def _give_token(self, request: Request) -> Response:
        wanted = "Basic " + base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        form = dict((await read_form(request)).fields)
        with self.lock:
            self.forms.append(form)
        by_body = (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        if (request.headers.get("authorization") != wanted and not by_body) or form.get("grant_type") != "client_credentials":
            return JSONResponse({"error": "invalid_client"}, 401)
        token = secrets.token_hex(16)
        with self.lock:
            self._tokens[token] = self.clock.now() + timedelta(seconds=self.token_life_s)
        return JSONResponse({"access_token": token, "token_type": "Bearer", "expires_in": self.token_life_s} | self.token_body)

    def _of_a(self, request: Request, code: str) -> Response:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        with self.lock:
            if kind != "Bearer" or self._tokens.get(token, self.clock.now()) <= self.clock.now():
                return JSONResponse({"error_code": "401", "message": "Invalid token"}, 401)
        found = self._dossiers.get(dossier_key(code))
        return self._response({"error_code": "0", "message": "", "data": [shape_a(found)] if found else []})

    def _of_b(self, request: Request, asked: Any) -> Response:
        if request.headers.get("x-api-key") != API_KEY:
            return JSONResponse({"message": "Forbidden"}, 403)
        found = self._dossiers.get(dossier_key(asked["filter"]["code"]))
        if found is None and self.spoil is None and self.instead is None:
            return JSONResponse({"found": False}, 404)
        return self._response({"found": found is not None, "dossier": shape_b(found) if found else None})

    def _response(self, body: Any) -> Response:
        if self.instead is not None:
            return self.instead()
        return Response(json.dumps(self.spoil(body) if self.spoil is not None else body), media_type="application/json")


class Cut(Response):
    """Hangs up in the middle of its body."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body[: len(self.body) // 2], "more_body": True})
        await asyncio.sleep(0.05)
        send.__self__.transport.abort()  # type: ignore[attr-defined]


class Endless(Response):
    """Sends a chunk again and again, and pauses between: until the client has had enough, or the server ends."""

    def __init__(self, chunk: bytes, pause_s: float = 0.0, times: int = 400) -> None:
        super().__init__(b"", media_type="application/json")
        self.chunk, self.pause_s, self.times = chunk, pause_s, times
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        for _ in range(self.times):
            await send({"type": "http.response.body", "body": self.chunk, "more_body": True})
            await asyncio.sleep(self.pause_s)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def login_page() -> Response:
    """What a proxy sends in place of a system."""
    return Response("<!doctype html><title>Đăng nhập</title>", media_type="text/html")


def elsewhere() -> Response:
    """Sends the client to another host."""
    return RedirectResponse("https://khac.example.vn/", 302)


def shape_a(dossier: Dossier) -> dict[str, Any]:
    """A dossier as province A writes it."""
    return {
        "MaHoSo": dossier.code, "TrangThai": _STATES.index(dossier.state) + 1, "ChuHoSo": dossier.applicant_name,
        "SoDienThoai": dossier.phone, "SoDinhDanh": dossier.personal_id, "DiaChi": dossier.address or "",
        "TenThuTuc": dossier.procedure_name, "MaThuTuc": dossier.procedure_code, "TrichYeu": dossier.summary or "",
        "BuocXuLy": dossier.task, "DonViTiepNhan": dossier.office, "NgayTiepNhan": _compact(dossier.received_at),
        "NgayHenTra": _compact(dossier.appointment_at), "NgayXong": _compact(dossier.completed_at),
        "HanBoSung": _compact(dossier.supplement_due), "SoTienPhaiNop": dossier.fee, "LienKetThanhToan": dossier.payment_url,
        "LyDo": dossier.reason, "HinhThucNop": WAYS.get(dossier.filed_by or ""),
        "GiayToBoSung": "\n".join(f"{number}. {paper.name}" for number, paper in enumerate(dossier.supplements, 1)),
    }  # fmt: skip


def shape_b(dossier: Dossier) -> dict[str, Any]:
    """A dossier as province B writes it."""
    applicant = {"fullName": dossier.applicant_name, "identityNumber": dossier.personal_id, "address": dossier.address}
    shaped: dict[str, Any] = {
        "code": dossier.code,
        "status": {"name": WORDS[_STATES.index(dossier.state)].upper(), "reason": dossier.reason},
        "applicant": applicant | {"phones": [dossier.phone] if dossier.phone else []},
        "procedure": {"name": dossier.procedure_name, "code": dossier.procedure_code},
        "content": dossier.summary,
        "agency": {"name": dossier.office},
        "dates": {
            "accepted": _iso(dossier.received_at),
            "appointment": _slashes(dossier.appointment_at),
            "completed": _iso(dossier.completed_at),
        },
        "applyMethod": {"name": dossier.filed_by},
        "supplement": {"deadline": _slashes(dossier.supplement_due), "items": [_item(paper) for paper in dossier.supplements]},
    }
    if dossier.task is not None:
        shaped["currentTask"] = {"name": dossier.task}
    if dossier.fee is not None:
        shaped["payment"] = {"amount": dossier.fee, "url": dossier.payment_url}
    return shaped


def _item(paper: Paper) -> dict[str, Any]:
    return {"name": paper.name, "reason": paper.note}


def _compact(time: datetime | None) -> str | None:
    return time.astimezone(_ZONE).strftime("%Y%m%d%H%M%S") if time else None


def _slashes(time: datetime | None) -> str | None:
    return time.astimezone(_ZONE).strftime("%d/%m/%Y %H:%M") if time else None


def _iso(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


def described(system: str, url: str, **changes: Any) -> HttpSystem:
    """The system of the docs (``tinh-a`` or ``tinh-b``) at a fake's address, with changes as they would stand in the file: ``cache_s=0``."""
    content = yaml.safe_load((DOCS / f"{system}.yaml").read_text(encoding="utf-8"))
    found = describe_system(content | {"base_url": url + BASE_URLS[system]} | changes)
    assert isinstance(found, HttpSystem)
    return found


def write_descriptions(folder: Path, url: str) -> None:
    """The two files of the docs, with the address of a fake in place of the invented hosts."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rest in BASE_URLS.items():
        text = (DOCS / f"{name}.yaml").read_text(encoding="utf-8")
        (folder / f"{name}.yaml").write_text(re.sub(r"(?m)^base_url: .*$", f"base_url: {url}{rest}", text), encoding="utf-8")


def samples() -> list[Dossier]:
    """Invented dossiers of both provinces, one for each state; the phone ends in 1234, the personal number in 5678."""
    start = datetime(2026, 11, 16, 9, 15, tzinfo=_ZONE)
    return [
        Dossier(
            code=f"{unit}-261116-{number:04}", system="", state=state, applicant_name="Người Mẫu", phone="0900001234",
            personal_id="001099005678", procedure_name="Cấp bản sao Trích lục hộ tịch", office="Trung tâm Phục vụ hành chính công (mẫu)",
            received_at=start, appointment_at=start + timedelta(days=10), filed_by="Nộp trực tuyến",
            supplements=(Paper(name="Giấy khai sinh (bản sao)"),) if state is DossierState.SUPPLEMENT else (),
            fee=8000 if state is DossierState.PAYMENT else None,
        )
        for unit in ("H97.14", "H98.20")
        for number, state in enumerate(DossierState, start=1)
    ]  # fmt: skip


def main() -> None:
    """Runs the fake by hand, with the sample dossiers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8083)
    parser.add_argument("--write", type=Path, required=True, help="folder for the two YAML files")
    options = parser.parse_args()
    with FakeOneStop(port=options.port) as fake:
        for dossier in samples():
            fake.put(dossier)
            print(dossier.code, dossier.state.value)
        write_descriptions(options.write, fake.url)
        print(f"export MOTCUA_DOSSIER_SYSTEMS={options.write} MOTCUA_DOSSIER_SECRETS='{json.dumps(SECRETS)}'")
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
