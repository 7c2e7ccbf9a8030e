"""What can go wrong for a caller: each error has an HTTP status, a code for programs and a Vietnamese sentence for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class MotCuaError(Exception):
    """Base of the errors that a caller is told about. ``retry_after`` is in seconds."""

    status = 500
    code = "internal"
    message = "Hệ thống đang trục trặc nên mình chưa trả lời được. Anh/chị thử lại sau ít phút nhé."
    retry_after: int | None = None

    def __init__(self, message: str | None = None, *, retry_after: int | None = None) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message
        self.retry_after = retry_after if retry_after is not None else self.retry_after


class UnreadableError(MotCuaError):
    """The body is not JSON in UTF-8."""

    status = 400
    code = "unreadable"
    message = "Mình chưa đọc được nội dung gửi lên. Nội dung cần là JSON, mã hóa UTF-8."


class UnknownChoiceError(MotCuaError):
    """A link to a checklist names a question or an answer that its procedure does not have (any more)."""

    status = 400
    code = "unknown_choice"
    message = "Liên kết này không khớp với các câu hỏi hiện nay của thủ tục. Anh/chị hỏi lại Một Cửa để có danh sách mới nhé."


class UnknownHostError(MotCuaError):
    """The request names a host that this service does not answer for."""

    status = 400
    code = "unknown_host"
    message = "Địa chỉ này không thuộc dịch vụ. Anh/chị kiểm tra lại đường dẫn nhé."


class ForbiddenError(MotCuaError):
    """The caller did not prove who it is, or is not one that may ask."""

    status = 403
    code = "forbidden"
    message = "Yêu cầu này không được phép."


class NotFoundError(MotCuaError):
    """No such page or path."""

    status = 404
    code = "not_found"
    message = "Không tìm thấy trang này. Anh/chị kiểm tra lại đường dẫn, hoặc mở trang đầu để hỏi nhé."


class UnknownProcedureError(NotFoundError):
    """A link names a procedure that is not (or no longer) published."""

    code = "unknown_procedure"
    message = "Hiện chưa có thủ tục này trong danh mục đã công bố. Anh/chị hỏi lại Một Cửa để tìm đúng thủ tục nhé."


class UnknownConversationError(NotFoundError):
    """The web has no such conversation (any more)."""

    code = "unknown_conversation"
    message = "Không tìm thấy cuộc trò chuyện này, có thể nó đã được xóa. Anh/chị hỏi lại để bắt đầu cuộc mới nhé."


class ForeignOriginError(MotCuaError):
    """A page of another site calls, which is not among the allowed ones."""

    status = 403
    code = "foreign_origin"
    message = "Trang web này chưa được phép dùng khung trò chuyện Một Cửa. Anh/chị mở trang của Một Cửa để hỏi nhé."


class MethodNotAllowedError(MotCuaError):
    """The path exists but is not used this way."""

    status = 405
    code = "method_not_allowed"
    message = "Địa chỉ này không nhận cách gửi vừa dùng."


class BodyTooLargeError(MotCuaError):
    """More bytes than a message may have."""

    status = 413
    code = "too_large"
    message = "Tin nhắn dài quá nên mình không nhận được. Anh/chị rút gọn câu hỏi (dưới 4.000 ký tự) rồi gửi lại nhé."


class LongAnsweredError(MotCuaError):
    """The message was answered so long ago that its reply is no longer kept beside it."""

    status = 409
    code = "long_answered"
    message = "Tin nhắn này đã được trả lời từ trước. Anh/chị xem lại cuộc trò chuyện, hoặc gửi câu hỏi mới nhé."


class InvalidError(MotCuaError):
    """The body is JSON, but a field is missing or wrong."""

    status = 422
    code = "invalid"
    message = "Nội dung gửi lên chưa đúng. Anh/chị kiểm tra rồi gửi lại nhé."


class TooManyRequestsError(MotCuaError):
    """One address asks faster than the rate limit."""

    status = 429
    code = "too_many_requests"
    message = "Anh/chị gửi nhanh quá. Anh/chị đợi một chút rồi gửi lại nhé."


class UnavailableError(MotCuaError):
    """The service cannot answer right now; the same request may work soon."""

    status = 503
    code = "unavailable"
    message = "Hệ thống đang bận nên mình chưa trả lời được. Anh/chị thử lại sau ít giây nhé."
    retry_after = 5


class NotReadyError(UnavailableError):
    """The service is still starting."""

    code = "starting"
    message = "Trợ lý đang khởi động. Anh/chị đợi vài giây rồi thử lại nhé."


class StorageBusyError(UnavailableError):
    """The database stayed locked or out of reach after several tries."""

    code = "storage_busy"
    message = "Hệ thống đang bận lưu dữ liệu nên mình chưa trả lời được. Anh/chị gửi lại sau ít giây nhé."


class TooSlowError(UnavailableError):
    """An answer took longer than a person waits."""

    code = "too_slow"
    message = "Mình tra cứu lâu quá mà chưa xong. Anh/chị gửi lại sau ít giây nhé."


_STANDARD = (UnreadableError, NotFoundError, MethodNotAllowedError, BodyTooLargeError, InvalidError, UnavailableError)
_BY_STATUS: dict[int, type[MotCuaError]] = {error.status: error for error in _STANDARD}
_OTHER_REFUSAL = "Hệ thống không nhận yêu cầu này."

_FIELD_ERRORS = {
    "missing": "Thiếu trường “{field}”.",
    "extra_forbidden": "Trường “{field}” không được dùng ở đây.",
    "string_type": "Trường “{field}” cần là chuỗi ký tự.",
    "string_unicode": "Trường “{field}” có ký tự hỏng, không đọc được.",
    "string_too_long": "Trường “{field}” dài quá {max_length} ký tự.",
    "string_pattern_mismatch": "Trường “{field}” sai định dạng.",
    "model_attributes_type": "Nội dung gửi lên cần là một đối tượng JSON (Content-Type: application/json).",
    "model_type": "Nội dung gửi lên cần là một đối tượng JSON (Content-Type: application/json).",
}
_CONVERSATION_ID = "Mã cuộc trò chuyện (conversation_id) sai định dạng: cần 8 đến 64 chữ không dấu, số, gạch ngang, gạch dưới; hoặc null."


def from_status(status: int) -> MotCuaError:
    """The error for an HTTP status that a library raised."""
    if status >= 500 and status != UnavailableError.status:
        return MotCuaError()
    known = _BY_STATUS.get(status)
    if known is not None:
        return known()
    error = MotCuaError(_OTHER_REFUSAL)
    error.status, error.code = status, f"http_{status}"
    return error


def from_validation(problems: Sequence[Mapping[str, Any]]) -> MotCuaError:
    """The error for pydantic's list of problems, in Vietnamese and without the values that were sent."""
    if any(problem["type"] == "json_invalid" for problem in problems):
        return UnreadableError()
    return InvalidError(" ".join(dict.fromkeys(_sentence(problem) for problem in problems[:5])))


def _sentence(problem: Mapping[str, Any]) -> str:
    names = [str(part) for part in problem["loc"] if part not in ("body", "query", "path", "header")]
    field = ".".join(names)[:60]
    if not field:
        return _FIELD_ERRORS["model_type"]
    if field == "conversation_id" and problem["type"] == "string_pattern_mismatch":
        return _CONVERSATION_ID
    template = _FIELD_ERRORS.get(problem["type"], "Trường “{field}” chưa đúng.")
    return template.format_map({"max_length": "cho phép", **problem.get("ctx", {}), "field": field})
