"""Reports about the content as Vietnamese lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.admin.basis import BasisReport
from bot.admin.report import Change, Difference, Flag, ImportReport, Publication, Remark, Revision, VersionNote
from bot.clock import VIETNAM

SHOWN = 20
"""Lines of one list; --full shows all."""

LAYERS = {"plain": "bản diễn giải", "official": "bản ghi chính thức"}
STATES = {"draft": "bản nháp", "in_review": "chờ duyệt", "published": "đã đăng", "archived": "đã cất"}
REVISION_STATES = {"building": "đang lập", "published": "đã đăng", "failed": "không thành"}
FACTS = {
    "fee": "phí, lệ phí",
    "time": "thời hạn",
    "documents": "giấy tờ",
    "decision": "quyết định công bố",
    "methods": "cách nộp",
    "steps": "các bước",
}
FIELDS = {
    **FACTS, "name": "tên", "aliases": "tên gọi khác", "field": "lĩnh vực", "audience": "đối tượng", "levels": "cấp thực hiện",
    "executing_agency": "cơ quan thực hiện", "receiving_place": "nơi nhận", "anywhere": "phi địa giới", "summary": "tóm tắt",
    "conditions": "điều kiện", "cases": "giấy tờ", "results": "kết quả", "legal_basis": "căn cứ pháp lý",
    "official_url": "trang chính thức", "online_url": "nơi nộp trực tuyến", "related": "thủ tục liên quan",
    "source": "nguồn", "sources": "nguồn", "checked": "ngày kiểm tra",
    "basis": "dấu bản gốc", "effective_from": "ngày có hiệu lực", "effective_to": "ngày hết hiệu lực", "question": "câu hỏi",
    "variants": "cách hỏi khác", "answer": "câu trả lời", "topic": "chủ đề", "procedures": "thủ tục nói đến", "link": "liên kết",
    "choices": "lựa chọn", "details": "cách hỏi chi tiết",
}  # fmt: skip
DOUBTS = {
    "changed": "nguồn chính thức vừa đổi {facts}; bản diễn giải cần xem lại",
    "dropped": "bản ghi mới không còn {facts}; giữ như cũ và cần xem lại",
}

IMPORTED = "Đã nhập {layer}: {new} mới, {changed} thay đổi, {unchanged} không đổi, {rejected} bị từ chối, {flagged} cần xem lại."
WOULD_IMPORT = (
    "Nhập thử {layer} (chưa ghi gì): {new} mới, {changed} thay đổi, {unchanged} không đổi, {rejected} bị từ chối, {flagged} cần xem lại."
)
DRAFTS_WAIT = "Nội dung nhập vào là bản nháp. Đăng lên bằng: motcua knowledge publish"
PUBLISHED = "Đã đăng bản số {number}: {entered} phiên bản mới, {left} phiên bản cũ được cất, tất cả {members} phiên bản."
SAME = "Hai bản giống nhau."
NOTHING_PENDING = "Không có bản nháp nào khác với nội dung đang dùng."
NO_LOG = "Chưa đăng lần nào."
NO_REVIEWS = "Không có nội dung nào chờ xem lại."
SUBMITTED = "Đã gửi duyệt: {keys}."
REVIEWED = "Đã ghi nhận xem xong {key} ({count} phiên bản)."
EXPORTED = "Đã xuất {count} mục ra {path}."
BASIS_DONE = "Dấu bản gốc: ghi {written} tệp, {right} tệp đã đúng, {missing} mã không có trong tệp xuất, {skipped} tệp không sửa được."
MORE = "  … và {count} mục nữa (thêm --full để xem hết)"


def import_lines(report: ImportReport, *, dry_run: bool, full: bool) -> Iterator[str]:
    """What an import did, or would do."""
    yield (WOULD_IMPORT if dry_run else IMPORTED).format(
        layer=LAYERS[report.layer], new=len(report.new), changed=len(report.changed), unchanged=len(report.unchanged),
        rejected=len(report.rejected), flagged=len(report.flagged),
    )  # fmt: skip
    yield from _listed("Mới:", report.new, full)
    yield from _listed("Thay đổi:", [_change(change) for change in report.changed], full)
    yield from _listed("Bị từ chối:", [_remark(remark) for remark in report.rejected], full)
    yield from _listed("Nên xem lại:", [_remark(remark) for remark in report.warnings], full)
    yield from _listed("Cần người xem:", [_flag(flag) for flag in report.flagged], full)
    if not dry_run and (report.new or report.changed):
        yield DRAFTS_WAIT


def publication_line(publication: Publication) -> str:
    """A new revision in one line."""
    return PUBLISHED.format(
        number=publication.number, entered=publication.entered, left=publication.left, members=publication.members
    )  # fmt: skip


def difference_lines(difference: Difference, *, nothing: str, full: bool) -> Iterator[str]:
    """How two states differ."""
    if not (difference.added or difference.removed or difference.changed):
        yield nothing
    yield from _listed("Thêm:", [_change(change) for change in difference.added], full)
    yield from _listed("Bỏ:", [_change(change) for change in difference.removed], full)
    yield from _listed("Thay đổi:", [_change(change) for change in difference.changed], full)


def log_lines(revisions: Sequence[Revision]) -> Iterator[str]:
    """The log of revisions, newest first."""
    if not revisions:
        yield NO_LOG
    for revision in revisions:
        back = f" (trở về bản {revision.rolled_back_to})" if revision.rolled_back_to else ""
        failure = f": {revision.failure}" if revision.failure else ""
        size = f", {revision.members} phiên bản" if revision.members else ""
        yield (
            f"{revision.number}  {_moment(revision.at)}  {REVISION_STATES[revision.state]}{failure}{size}  "
            f"{revision.by}: {revision.reason}{back}"
        )


def history_lines(notes: Sequence[VersionNote]) -> Iterator[str]:
    """All versions of one entry."""
    for note in notes:
        stood = f", trong các bản đăng {note.revisions[0]}–{note.revisions[1]}" if note.revisions else ""
        fields = f"; đổi {named(note.fields)}" if note.fields else ""
        look = f"; cần xem lại {named(note.review_facts)}".rstrip() if note.needs_review else ""
        yield (
            f"{LAYERS[note.layer]} {note.number}  {_moment(note.at)}  {STATES[note.state]}{stood}  "
            f"{note.by} ({note.origin}): {note.reason}{fields}{look}"
        )


def review_lines(notes: Sequence[VersionNote]) -> Iterator[str]:
    """What waits for a look."""
    if not notes:
        yield NO_REVIEWS
    for note in notes:
        facts = f": {named(note.review_facts)}" if note.review_facts else ""
        yield f"{note.key}  {LAYERS[note.layer]} {note.number}, {STATES[note.state]}{facts}  ({note.origin})"


def basis_lines(report: BasisReport, *, full: bool) -> Iterator[str]:
    """What was written into the YAML files."""
    counts = {name: len(codes) for name, codes in vars(report).items()}
    yield BASIS_DONE.format(**counts)
    yield from _listed("Không có trong tệp xuất:", report.missing, full)
    yield from _listed("Không sửa được:", report.skipped, full)


def named(fields: Sequence[str]) -> str:
    """Fields by their Vietnamese names."""
    return ", ".join(dict.fromkeys(FIELDS.get(name, name) for name in fields))


def _listed(title: str, lines: Sequence[str], full: bool) -> Iterator[str]:
    if lines:
        yield title
    shown = lines if full else lines[:SHOWN]
    yield from (f"  {line}" for line in shown)
    if len(lines) > len(shown):
        yield MORE.format(count=len(lines) - len(shown))


def _change(change: Change) -> str:
    return f"{change.key} ({LAYERS[change.layer]})" + (f": {named(change.fields)}" if change.fields else "")


def _remark(remark: Remark) -> str:
    place = f"dòng {remark.line}" if remark.line else ""
    return ", ".join(part for part in (place, remark.key) if part) + f": {remark.reason}"


def _flag(flag: Flag) -> str:
    return f"{flag.key}: {DOUBTS[flag.doubt].format(facts=named(flag.facts))}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
