"""The `motcua` command."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, redirect_stdout
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import httpx
import typer
from rich.console import Console

from bot.accounts.commands import accounts_app
from bot.admin.commands import app as knowledge_app
from bot.admin.offices import app as offices_app
from bot.channels.delivery_commands import delivery_app
from bot.channels.telegram_commands import telegram_app
from bot.channels.zalo_commands import zalo_app
from bot.dossiers.commands import dossiers_app
from bot.dossiers.descriptions import SystemsError, load_systems
from bot.errors import MotCuaError
from bot.messages import Outgoing, Reply, SourceNote
from bot.settings import Settings
from bot.terminal import complain, fail, write
from bot.terminal import settings as own_settings

if TYPE_CHECKING:
    from retriever.evaluate import Evaluation

MESSAGES = "/api/v1/messages"
ASK_LIMIT_S = 30.0

PREPARING = "Đang chuẩn bị kho thủ tục…"
CANNOT_PREPARE = "Trợ lý chưa trả lời được: {reason}"
NO_ANSWER = "Trợ lý chưa trả lời được. Anh/chị thử lại sau ít phút nhé."
CHAT_OPEN = "Anh/chị hỏi bằng tiếng Việt, gõ không dấu cũng được. Gõ số để chọn; gõ “thoát” để kết thúc."
CHAT_ASK = "Anh/chị: "
CHAT_CLOSE = "Tạm biệt anh/chị."
LEAVE = {"thoát", "thoat", "exit", "quit"}
TRAINING = "Đang huấn luyện mô hình hiểu ngôn ngữ…"
INDEXING = "Đang lập chỉ mục tìm kiếm…"
TRAINED = "Mô hình hiểu ngôn ngữ: {path}"
NOT_TRAINED = "Không huấn luyện được mô hình hiểu ngôn ngữ. Cần môi trường .venv-nlu (make setup); chi tiết ở {log}."
MEASURING = "Đang đo khả năng hiểu ý…"
HONESTY = "Câu hỏi để riêng (trả lời từ {answer:.2f}, hỏi lại từ {ask:.2f}):"
RELIABILITY = "Xác suất trung bình, tỉ lệ đúng, số câu:"
INDEXED = "Chỉ mục tìm kiếm: {path}"
NOT_INDEXED = "Không lập được chỉ mục tìm kiếm: {reason}"
SWAPPED = "Máy chủ hiểu ngôn ngữ đang chạy đã nhận mô hình mới."

app = typer.Typer(
    name="motcua", help="Một Cửa: trợ lý dịch vụ công.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(offices_app, name="offices")
app.add_typer(delivery_app, name="delivery")
app.add_typer(dossiers_app, name="dossiers")
app.add_typer(telegram_app, name="telegram")
app.add_typer(zalo_app, name="zalo")
app.add_typer(accounts_app, name="accounts")
evaluate_app = typer.Typer(help="Đo chất lượng.", no_args_is_help=True)
app.add_typer(evaluate_app, name="evaluate")


@app.command()
def serve() -> None:
    """Chạy trợ lý và phần hiểu ngôn ngữ; Ctrl-C để dừng."""
    from bot.supervisor import serve as run

    settings = own_settings()
    try:
        if settings.dossier_systems is not None:
            load_systems(settings.dossier_systems, settings.dossier_secrets)
    except SystemsError as error:
        fail(str(error))
    raise typer.Exit(run(settings))


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="Câu hỏi, ví dụ: làm lại căn cước cần giấy tờ gì")],
    as_json: Annotated[bool, typer.Option("--json", help="In đúng một đối tượng JSON")] = False,
    conversation: Annotated[str | None, typer.Option(help="Mã cuộc trò chuyện để hỏi tiếp")] = None,
) -> None:
    """Hỏi một câu: nhờ dịch vụ đang chạy, nếu không có thì tự tra cứu."""
    reply = asyncio.run(_ask_once(own_settings(), text, conversation))
    write(reply.model_dump_json() if as_json else readable(reply))


@app.command()
def chat() -> None:
    """Trò chuyện ngay trong cửa sổ dòng lệnh."""
    settings = own_settings()
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            client = runner.run(_enter(stack, settings))
            _converse(runner, client)
        finally:
            runner.run(stack.aclose())


@app.command()
def train() -> None:
    """Huấn luyện mô hình hiểu ngôn ngữ và lập chỉ mục tìm kiếm, nếu dữ liệu đã đổi."""
    settings = own_settings()
    indexed, trained = _index(settings), _train(settings)
    raise typer.Exit(0 if indexed and trained else 1)


@app.command()
def version() -> None:
    """In phiên bản."""
    from bot.app import version as installed

    write(f"Một Cửa {installed()}")


@evaluate_app.command("retrieval")
def evaluate_retrieval(
    formalities: Annotated[Path, typer.Option(help="Tệp thủ tục của Cổng (JSON, JSON lines, gzip)")],
    questions: Annotated[Path, typer.Option(help="Câu hỏi có đáp án, mỗi dòng một JSON với question và codes")],
    undiacritised: Annotated[bool, typer.Option("--undiacritised", help="Bỏ dấu mọi câu hỏi trước khi đo")] = False,
    baselines: Annotated[bool, typer.Option("--baselines", help="Đo cả BM25 thường trong cùng lần chạy")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In đúng một đối tượng JSON")] = False,
) -> None:
    """Đo chất lượng tìm kiếm trên một tệp thủ tục và các câu hỏi có đáp án."""
    from retriever.evaluate import evaluate_portal

    try:
        with Console(stderr=True).status(INDEXING) as status:
            found = evaluate_portal(formalities, questions, undiacritised=undiacritised, baselines=baselines, progress=status.update)
    except (OSError, ValueError, RuntimeError) as error:
        fail(NOT_INDEXED.format(reason=error))
    write(json.dumps(_as_json(found)) if as_json else _as_table(found))


@evaluate_app.command("nlu")
def evaluate_nlu(
    folds: Annotated[int, typer.Option(min=2, help="Số phần của kiểm định chéo")] = 5,
    compare: Annotated[bool, typer.Option("--compare", help="So sánh các mô hình, có cả DIET (nhiều phút)")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In đúng một đối tượng JSON")] = False,
) -> None:
    """Đo khả năng hiểu ý: kiểm định chéo trên dữ liệu huấn luyện, sạch và có nhiễu."""
    from bot.nlu import commands
    from bot.supervisor import NLU_PYTHON, ROOT

    models = own_settings().data_dir / "models" / "embedding"
    try:
        with Console(stderr=True).status(MEASURING) as status:
            text = commands.evaluate(NLU_PYTHON, ROOT, models, folds, compare=compare, as_json=as_json, progress=status.update)
    except (OSError, RuntimeError) as error:
        fail(str(error))
    write(text)


@evaluate_app.command("conversations")
def evaluate_conversations(
    chosen: Annotated[
        str,
        typer.Option("--set", metavar="work|indirect|fresh|talks|daily|…|all", help="Bộ hội thoại; held, …_held là bộ để riêng"),
    ] = "all",
    folder: Annotated[Path | None, typer.Option(help="Thư mục hội thoại (.yaml); để trống thì dùng bộ kèm mã nguồn")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In đúng một đối tượng JSON")] = False,
    show: Annotated[bool, typer.Option("--show", help="Nói rõ điều chưa đúng trong từng hội thoại của bộ work")] = False,
) -> None:
    """Đo cả cuộc trò chuyện: tỉ lệ hội thoại đúng trọn vẹn, theo bộ, loại, cách gõ dấu và kênh."""
    from bot.evaluation import commands
    from bot.evaluation.conversations import ConversationError

    try:
        text = commands.evaluate(own_settings(), folder, chosen, as_json=as_json, show=show)
    except ConversationError as error:
        fail(str(error))
    write(text)


def _as_json(found: Evaluation) -> dict[str, object]:
    baseline = {"bm25": found.bm25} if found.bm25 else {}
    return {**found.search, **baseline, "honesty": asdict(found.honesty)}


def _as_table(found: Evaluation) -> str:
    honesty = found.honesty
    rows = [("search", found.search)] + ([("bm25", found.bm25)] if found.bm25 else [])
    fates = [("in scope", honesty.inside), ("out of scope", honesty.outside)]
    return "\n".join(
        [
            *(_row(name, figures) for name, figures in rows),
            "",
            HONESTY.format(answer=honesty.thresholds.answer, ask=honesty.thresholds.ask),
            *(_row(name, shares) for name, shares in fates),
            "",
            RELIABILITY,
            *(f"  {mean:.2f}  {share:.2f}  {count}" for mean, share, count in honesty.table),
        ]
    )


def _row(name: str, figures: dict[str, float]) -> str:
    return f"{name}: " + "  ".join(f"{key} {value}" for key, value in figures.items())


# Asking


async def _ask_once(settings: Settings, text: str, conversation: str | None) -> Reply:
    async with AsyncExitStack() as stack:
        client = await _enter(stack, settings)
        return await _post(client, text, conversation)


async def _enter(stack: AsyncExitStack, settings: Settings) -> httpx.AsyncClient:
    """A client of the running service, or of one started inside this process. What libraries print goes to standard error."""
    if await _is_serving(settings.local_url):
        return await stack.enter_async_context(httpx.AsyncClient(base_url=settings.local_url, timeout=ASK_LIMIT_S, trust_env=False))
    with redirect_stdout(sys.stderr), Console(stderr=True).status(PREPARING):
        return await stack.enter_async_context(_own_service(settings))


@asynccontextmanager
async def _own_service(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    from bot.app import create_app

    try:
        service = create_app(
            settings.model_copy(update={"rate_limit": "off", "allowed_hosts": [], "trusted_proxies": [], "log_level": "ERROR"})
        )
    except SystemsError as error:
        fail(CANNOT_PREPARE.format(reason=error))
    async with service.router.lifespan_context(service):
        try:
            await service.state.runtime.settled()
        except Exception as error:  # whatever stands in the way, a person reads one sentence
            fail(CANNOT_PREPARE.format(reason=error.message if isinstance(error, MotCuaError) else error))
        transport = httpx.ASGITransport(app=service)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=ASK_LIMIT_S) as client:
            yield client


async def _is_serving(url: str) -> bool:
    try:
        async with httpx.AsyncClient(base_url=url, timeout=1.0, trust_env=False) as client:
            health = (await client.get("/healthz")).json()
    except (httpx.HTTPError, ValueError):
        return False
    return isinstance(health, dict) and health.get("service") == "motcua"


async def _post(client: httpx.AsyncClient, text: str, conversation: str | None) -> Reply:
    readable_text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    body = {"conversation_id": conversation, "text": readable_text, "button": None}
    try:
        with redirect_stdout(sys.stderr):
            response = await client.post(MESSAGES, json=body)
        if response.is_success:
            return Reply.model_validate_json(response.content)
        fail(str(response.json()["error"]["message"]))
    except (httpx.HTTPError, ValueError, LookupError, TypeError):
        fail(NO_ANSWER)


def _converse(runner: asyncio.Runner, client: httpx.AsyncClient) -> None:
    write(CHAT_OPEN)
    conversation: str | None = None
    while (text := _line()) is not None:
        if not text.strip():
            continue
        with contextlib.suppress(typer.Exit):  # one unanswered question does not end the conversation
            reply = runner.run(_post(client, text, conversation))
            conversation = reply.conversation_id
            write(f"\n{readable(reply)}\n")
    write(CHAT_CLOSE)


def _line() -> str | None:
    try:
        text = input(CHAT_ASK)
    except (EOFError, KeyboardInterrupt):
        write("")
        return None
    return None if text.strip().lower() in LEAVE else text


# Training


def _index(settings: Settings) -> bool:
    from bot.admin.prepare import prepare

    with Console(stderr=True).status(INDEXING) as status:
        try:
            prepared = asyncio.run(prepare(settings, status.update))
        except Exception as error:  # whatever stands in the way, a person reads one sentence
            complain(NOT_INDEXED.format(reason=error))
            return False
    write(INDEXED.format(path=prepared.folder))
    if prepared.failure:
        complain(NOT_INDEXED.format(reason=prepared.failure))
    return prepared.failure is None


def _train(settings: Settings) -> bool:
    from bot.nlu.train import LOG_FILE, ensure_model
    from bot.supervisor import NLU_PYTHON, ROOT

    out = settings.data_dir / "models" / "nlu"
    with Console(stderr=True).status(TRAINING):
        model = ensure_model(python=NLU_PYTHON, root=ROOT, out=out)
    if model is None:
        complain(NOT_TRAINED.format(log=out / LOG_FILE))
        return False
    write(TRAINED.format(path=model))
    if settings.nlu_enabled and _swap(settings.nlu_url, str(model.resolve())):
        write(SWAPPED)
    return True


def _swap(nlu_url: str, model: str) -> bool:
    """Give a running Rasa the new model; False where none runs or it refuses."""
    try:
        return httpx.put(f"{nlu_url}/model", json={"model_file": model}, timeout=60, trust_env=False).is_success
    except httpx.HTTPError:
        return False


# Saying


def readable(reply: Reply) -> str:
    """The replies as plain text for a terminal."""
    return "\n\n".join("\n".join(_lines(said)) for said in reply.replies)


def _lines(said: Outgoing) -> list[str]:
    lines = [said.text]
    if said.card is not None:
        lines += [f"→ {' – '.join(part for part in (said.card.title, said.card.url) if part)}"]
    lines += [f"  [{number}] {button.label}" for number, button in enumerate(said.buttons, start=1)]
    return lines + [f"Nguồn: {_source(note)}" for note in said.sources]


def _source(note: SourceNote) -> str:
    parts = [note.title, note.code and f"mã {note.code}", note.decision, note.url, note.checked and f"kiểm tra ngày {_day(note.checked)}"]
    return " · ".join(part for part in parts if part)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


if __name__ == "__main__":
    app()
