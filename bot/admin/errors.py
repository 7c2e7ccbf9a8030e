"""What can go wrong with content, each with a Vietnamese sentence for editors. Nothing is half-written when one is raised."""

from __future__ import annotations

from bot.admin import replies
from bot.errors import MotCuaError


class ContentError(MotCuaError):
    """The content could not be changed as asked."""

    status = 409
    code = "content"


class ContentBusyError(ContentError):
    """The database is locked or out of reach, or somebody else publishes."""

    status = 503
    code = "content_busy"
    message = replies.BUSY
    retry_after = 10


class NothingToPublishError(ContentError):
    """The published content is already what it would become."""

    code = "nothing_to_publish"
    message = replies.NOTHING


class UnknownContentError(ContentError):
    """No such key or revision."""

    status = 404
    code = "unknown_content"


class NotBuiltError(ContentError):
    """The new revision could not be built; the old one stays. ``reason`` says why."""

    status = 500
    code = "not_built"

    def __init__(self, reason: str) -> None:
        super().__init__(replies.NOT_BUILT.format(reason=reason))
        self.reason = reason
