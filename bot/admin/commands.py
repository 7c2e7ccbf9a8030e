"""`motcua knowledge …`: the content service on the command line."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.admin import replies, telling
from bot.admin.basis import write_basis
from bot.admin.content import Content
from bot.admin.errors import ContentError
from bot.admin.exporting import export
from bot.admin.prepare import content_service, current, knowledge_of, prepare
from bot.admin.prepare import folder_of as snapshot_of
from bot.db import Database
from bot.migrations import migrate
from bot.settings import Settings
from bot.terminal import fail, settings, write
from knowledge.importers.files import FileContent, ImportFileError, read_file
from knowledge.schema import Procedure
from knowledge.store import KnowledgeError, load_knowledge
from retriever.snapshots import is_whole, use_snapshot

SOUND = "Kho thủ tục đạt: không có lỗi."
UNSOUND = "Kho thủ tục có {errors} lỗi, {others} điều cần xem lại."
READING = "Đang đọc tệp"
COMPARING = "Đang so với nội dung đang có"
PUBLISHING = "Đang đăng"
CANNOT_REACH = "Chưa dùng được cơ sở dữ liệu: {reason}"
NOT_OFFICIAL = "{path} không phải tệp xuất của Cổng Dịch vụ công."
NO_USER = "người quản trị"

T = TypeVar("T")
Full = Annotated[bool, typer.Option("--full", help="In hết các danh sách dài")]
By = Annotated[str, typer.Option("--by", help="Người thực hiện; để trống thì lấy tên tài khoản trên máy")]

app = typer.Typer(help="Kho thủ tục: nhập, duyệt, đăng, quay lại, xem lịch sử.", no_args_is_help=True)


@app.command("check")
def check_folder_command() -> None:
    """Kiểm tra mọi tệp của kho thủ tục; mã kết thúc 1 nếu có lỗi."""
    from knowledge.checks import Severity, check_folder

    findings = check_folder(settings().knowledge_dir)
    for finding in findings:
        write(f"{finding.path}: {finding.severity}: {finding.message}")
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    write(UNSOUND.format(errors=errors, others=len(findings) - errors) if findings else SOUND)
    raise typer.Exit(1 if errors else 0)


@app.command("import")
def import_command(
    path: Annotated[Path, typer.Argument(help="Tệp của Cổng (JSON), danh sách Excel, YAML, bảng câu hỏi (xlsx, csv), hoặc thư mục YAML")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem sẽ đổi gì, không ghi")] = False,
    why: Annotated[str, typer.Option(help="Lý do, ghi vào lịch sử")] = "",
    by: By = "",
    then_publish: Annotated[bool, typer.Option("--publish", help="Nhập xong thì đăng luôn những mục vừa nhập")] = False,
    full: Full = False,
) -> None:
    """Nhập nội dung thành bản nháp; mã kết thúc 1 nếu không nhập được mục nào."""
    content = _read(path)

    async def work(service: Content) -> None:
        with _bar(COMPARING):
            report = await service.import_content(
                content, who=by or _user(), why=why or replies.IMPORT_REASON.format(name=path.name), origin=path.name, dry_run=dry_run
            )
        _say(telling.import_lines(report, dry_run=dry_run, full=full))
        entered = [*report.new, *(change.key for change in report.changed)]
        if then_publish and not dry_run and entered:
            await _publish(service, by, why, entered)
        if report.rejected and not (entered or report.unchanged):
            raise typer.Exit(1)

    _run(work, prepared=True)


@app.command("publish")
def publish_command(
    keys: Annotated[list[str] | None, typer.Argument(help="Mã thủ tục, mã câu hỏi; để trống là mọi bản nháp")] = None,
    why: Annotated[str, typer.Option(help="Lý do, ghi vào lịch sử")] = "",
    by: By = "",
) -> None:
    """Đăng các bản nháp: dịch vụ đang chạy tự nhận nội dung mới."""
    _run(lambda service: _publish(service, by, why, keys or None))


@app.command("rollback")
def rollback_command(
    number: Annotated[int, typer.Argument(help="Số của bản đăng muốn trở về")],
    why: Annotated[str, typer.Option(help="Lý do, ghi vào lịch sử")] = "",
    by: By = "",
) -> None:
    """Trở về một bản đăng cũ, bằng một bản đăng mới."""

    async def work(service: Content) -> None:
        reason = why or replies.ROLLBACK_REASON.format(number=number)
        with _bar(PUBLISHING) as progress:
            done = await service.rollback(number, who=by or _user(), why=reason, progress=progress)
        write(telling.publication_line(done))

    _run(work)


@app.command("diff")
def diff_command(
    before: Annotated[int | None, typer.Argument(help="Số bản đăng; để trống là so bản nháp với nội dung đang dùng")] = None,
    after: Annotated[int | None, typer.Argument(help="Số bản đăng thứ hai; để trống là bản đang dùng")] = None,
    full: Full = False,
) -> None:
    """Xem hai bản khác nhau ở đâu."""

    async def work(service: Content) -> None:
        nothing = telling.NOTHING_PENDING if before is None else telling.SAME
        _say(telling.difference_lines(await service.diff(before, after), nothing=nothing, full=full))

    _run(work)


@app.command("export")
def export_command(
    path: Annotated[Path, typer.Argument(help="Thư mục mới (YAML) hoặc tệp mới có đuôi .jsonl")],
    revision: Annotated[int | None, typer.Option(help="Số bản đăng; để trống là bản đang dùng")] = None,
) -> None:
    """Xuất nội dung đã đăng ra tệp."""

    async def work(service: Content) -> None:
        number, standing = await service.members(revision)
        count = await asyncio.to_thread(export, knowledge_of(standing, str(number)), path)
        write(telling.EXPORTED.format(count=count, path=path))

    _run(work)


@app.command("log")
def log_command() -> None:
    """Các lần đăng, mới nhất trước."""

    async def work(service: Content) -> None:
        _say(telling.log_lines(await service.log()))

    _run(work)


@app.command("history")
def history_command(key: Annotated[str, typer.Argument(help="Mã thủ tục hoặc mã câu hỏi")]) -> None:
    """Mọi phiên bản của một mục: ai, khi nào, vì sao, đổi gì."""

    async def work(service: Content) -> None:
        _say(telling.history_lines(await service.history(key)))

    _run(work)


@app.command("submit")
def submit_command(keys: Annotated[list[str], typer.Argument(help="Mã thủ tục, mã câu hỏi")]) -> None:
    """Gửi bản nháp đi duyệt."""

    async def work(service: Content) -> None:
        write(telling.SUBMITTED.format(keys=", ".join(await service.submit(keys))))

    _run(work)


@app.command("review")
def review_command(done: Annotated[str | None, typer.Option("--done", help="Mã đã xem xong")] = None) -> None:
    """Những nội dung cần người xem lại."""

    async def work(service: Content) -> None:
        if done is not None:
            write(telling.REVIEWED.format(key=done, count=await service.review_done(done)))
        else:
            _say(telling.review_lines(await service.to_review()))

    _run(work)


@app.command("basis")
def basis_command(path: Annotated[Path, typer.Argument(help="Tệp xuất của Cổng Dịch vụ công")], full: Full = False) -> None:
    """Ghi vào các tệp YAML dấu của bản ghi chính thức mà chúng được viết theo."""
    content, folder = _read(path), settings().knowledge_dir
    if content.layer != "official" or content.partial:
        fail(NOT_OFFICIAL.format(path=path))
    official = {entry.code: entry for entry in content.entries if isinstance(entry, Procedure)}
    try:
        ours = load_knowledge(folder)
        report = write_basis(folder, ours.files, ours.procedures, official)
    except (KnowledgeError, OSError) as error:
        fail(str(error))
    _say(telling.basis_lines(report, full=full))


def _read(path: Path) -> FileContent:
    with _progress() as bar:
        task = bar.add_task(READING, total=None)
        try:
            return read_file(path, progress=lambda done, total: bar.update(task, completed=done, total=total))
        except ImportFileError as error:
            bar.stop()
            fail(str(error))


async def _publish(service: Content, by: str, why: str, keys: list[str] | None) -> None:
    with _bar(PUBLISHING) as progress:
        done = await service.publish(who=by or _user(), why=why or replies.PUBLISH_REASON, only=keys, progress=progress)
    write(telling.publication_line(done))


def _run(work: Callable[[Content], Awaitable[T]], *, prepared: bool = False) -> T:
    """Do the work on a migrated database; with ``prepared`` an empty one first gets the built-in content."""
    own = settings()
    try:
        return asyncio.run(_with_service(own, work, prepared))
    except (ContentError, KnowledgeError) as error:
        fail(str(error))


async def _with_service(own: Settings, work: Callable[[Content], Awaitable[T]], prepared: bool) -> T:
    try:
        await asyncio.to_thread(migrate, own)
    except Exception as error:  # whatever the driver says, a person reads one sentence
        fail(CANNOT_REACH.format(reason=str(error).splitlines()[0]))
    database = Database(own.database_url)
    try:
        if prepared and await current(database) is None:
            with _bar(PUBLISHING) as progress:
                await prepare(own, progress)
        done = await work(content_service(own, database))
        await _use(own, database)
        return done
    finally:
        await database.close()


async def _use(own: Settings, database: Database) -> None:
    """What was published here is what this machine falls back on while the database is silent."""
    wanted = await current(database)
    if wanted is not None and is_whole(folder := snapshot_of(own, wanted.revision)):
        await asyncio.to_thread(use_snapshot, folder, wanted)


@contextmanager
def _bar(title: str) -> Iterator[Callable[[str], None]]:
    """A moving bar on standard error; gives a function that names the step."""
    with _progress() as bar:
        task = bar.add_task(title, total=None)
        yield lambda step: bar.update(task, description=step)


def _progress() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        write(line)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return NO_USER
