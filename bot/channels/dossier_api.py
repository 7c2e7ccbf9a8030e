"""Dossiers for the programs of staff: ``GET /api/v1/dossiers/{code}``, by token, within its units, all of it in the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.accounts.service import Accounts, Role, Staff
from bot.channels.limits import PerAddress, RateLimit
from bot.channels.web import ErrorBody
from bot.clock import VIETNAM
from bot.dossiers.service import Dossier, DossierService, NotConnected, NotFound, Unavailable, official_codes
from bot.errors import ForbiddenError, InvalidError, MotCuaError, NotFoundError, UnavailableError
from bot.metrics import Metrics
from bot.middleware import error_response

WRONG_TOKENS = "30/minute"
"""From one address; beyond that it is told to wait."""
PER_TOKEN = "120/minute"  # noqa: S105
RETRY_S = 30
SHOWN_DIGITS = 3
MASK = "•"


class UnauthorizedError(MotCuaError):
    """No token, or one that opens nothing."""

    status = 401
    code = "unauthorized"
    message = "Cần mã truy cập còn hiệu lực (Authorization: Bearer …). Anh/chị liên hệ người quản trị để được cấp."


class BeyondScopeError(ForbiddenError):
    """The dossier's unit, by its code, is not one of the token's."""

    code = "beyond_scope"
    message = "Mã truy cập này không được xem hồ sơ của đơn vị ghi trong mã hồ sơ."


class UnknownDossierError(NotFoundError):
    """The unit's system has no such dossier."""

    code = "unknown_dossier"
    message = "Không có hồ sơ mang mã này."


class NotConnectedError(NotFoundError):
    """No system has the dossiers of that unit."""

    code = "not_connected"
    message = "Chưa kết nối hệ thống một cửa của đơn vị ghi trong mã hồ sơ."


class AmbiguousCodeError(MotCuaError):
    """The code can be read in several ways, which the sentence names."""

    status = 409
    code = "ambiguous_code"
    message = "Mã hồ sơ có thể đọc theo nhiều cách: {codes}. Anh/chị gửi lại mã đầy đủ dấu chấm, gạch nối."

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(self.message.format(codes=", ".join(codes)))


class ImpossibleCodeError(InvalidError):
    """No dossier can have that code."""

    code = "impossible_code"
    message = "Đây không phải mã hồ sơ. Mã có dạng H56.14-240823-0001: đơn vị, ngày tiếp nhận (năm, tháng, ngày), số thứ tự."


class SystemAwayError(UnavailableError):
    """The one-stop system does not answer, or says what cannot be trusted."""

    code = "system_away"
    message = "Hệ thống một cửa của đơn vị chưa trả lời. Anh/chị thử lại sau ít phút."
    retry_after = RETRY_S


_EXAMPLE = {
    "code": "H56.14-240823-0001", "system": "tinh-a", "state": "supplement", "applicant_name": "Người Mẫu", "phone": "•••••••678",
    "personal_id": "•••••••••234", "address": None, "procedure_name": "Đăng ký khai sinh", "procedure_code": "1.001193", "summary": None,
    "task": "Chờ công dân bổ sung", "office": "Trung tâm Phục vụ hành chính công (mẫu)", "received_at": "2024-08-23T08:30:00+07:00",
    "appointment_at": "2024-08-26T17:00:00+07:00", "completed_at": None, "supplement_due": "2024-09-06T17:00:00+07:00",
    "supplements": [{"name": "Giấy chứng sinh", "note": "Bản chụp bị mờ"}], "fee": None, "payment_url": None, "reason": None,
    "filed_by": "Trực tuyến",
}  # fmt: skip
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The dossier. For role `agent` phone and personal number are masked but for their last three digits.",
        "content": {"application/json": {"example": _EXAMPLE}},
    },
    401: {"model": ErrorBody, "description": "No token, or one that is wrong, ended or revoked."},
    403: {"model": ErrorBody, "description": "The code's unit is beyond the token's scope, whether or not there is such a dossier."},
    404: {"model": ErrorBody, "description": "No such dossier, or no system connected for its unit."},
    409: {"model": ErrorBody, "description": "The code can be read in several ways, which the message names."},
    422: {"model": ErrorBody, "description": "No dossier can have that code."},
    429: {
        "model": ErrorBody,
        "description": "Too many wrong tokens from one address, or calls with one token.",
        "headers": _RETRY,
    },
    503: {"model": ErrorBody, "description": "The one-stop system does not answer.", "headers": _RETRY},
}
_BEARER = HTTPBearer(auto_error=False, scheme_name="StaffToken", description="A token of `motcua accounts token create`.")
_CODE = Path(
    min_length=1,
    max_length=120,
    description="The dossier's code, also written loosely: `h56.14 240823 0001`.",
    examples=["H56.14-240823-0001"],
)


def dossier_router(dossiers: DossierService, accounts: Accounts, metrics: Metrics) -> APIRouter:
    """The door of staff to dossiers."""
    router = APIRouter(prefix="/api/v1", tags=["staff"])
    door = _Door(accounts, metrics)

    @router.get("/dossiers/{code:path}", responses=_RESPONSES, response_model=Dossier, summary="One dossier, for staff")
    async def dossier(
        code: Annotated[str, _CODE],
        request: Request,
        response: Response,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
    ) -> Dossier | Response:
        """The dossier of a code within the scope of the token. The call is in the audit trail, whatever its answer."""
        staff = await door.let_in(request, credentials)
        if staff is None:
            return error_response(UnauthorizedError(), {"WWW-Authenticate": "Bearer"})
        response.headers["Cache-Control"] = "no-store"
        return shown(await _find(dossiers, _official(code), staff), staff.role)

    return router


class _Door:
    """Lets in whoever shows a valid token, not too often."""

    def __init__(self, accounts: Accounts, metrics: Metrics) -> None:
        self._accounts = accounts
        self._wrong, self._per_token = PerAddress(WRONG_TOKENS, metrics, "staff"), RateLimit(PER_TOKEN)

    async def let_in(self, request: Request, credentials: HTTPAuthorizationCredentials | None) -> Staff | None:
        """Whose token it is; None for no valid one. Raises TooManyRequestsError."""
        staff = await self._accounts.authenticate(credentials.credentials) if credentials else None
        if staff is None:
            await self._wrong.count(request)
        else:
            await self._per_token.hit(staff.actor)
        return staff


def _official(text: str) -> str:
    """The one official writing of a code. Raises ImpossibleCodeError, AmbiguousCodeError."""
    codes = official_codes(text, datetime.now(VIETNAM).date())
    if not codes:
        raise ImpossibleCodeError
    if len(codes) > 1:
        raise AmbiguousCodeError(codes)
    return codes[0]


async def _find(dossiers: DossierService, code: str, staff: Staff) -> Dossier:
    """The dossier. Raises BeyondScopeError before anybody is asked, UnknownDossierError, NotConnectedError, SystemAwayError."""
    if not staff.may_see(code):
        if await dossiers.deny_staff(code, staff.actor) is not None:
            raise SystemAwayError
        raise BeyondScopeError
    match await dossiers.for_staff(code, staff.actor):
        case Dossier() as found:
            return found
        case NotFound():
            raise UnknownDossierError
        case NotConnected():
            raise NotConnectedError
        case Unavailable():
            raise SystemAwayError


def shown(dossier: Dossier, role: Role) -> Dossier:
    """The dossier as a role may see it."""
    if role is not Role.AGENT:
        return dossier
    return dossier.model_copy(update={"phone": _masked(dossier.phone), "personal_id": _masked(dossier.personal_id)})


def _masked(number: str | None) -> str | None:
    """All but the last three digits hidden; a number of six digits or fewer altogether, for little would be left to hide."""
    if number is None:
        return None
    kept = SHOWN_DIGITS if len(number) > 2 * SHOWN_DIGITS else 0
    return MASK * (len(number) - kept) + number[len(number) - kept :]
