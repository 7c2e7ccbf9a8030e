"""The file that describes one one-stop system (YAML): how it is asked, and what its answer means. A new province needs no code.

Docs: ``docs/dossiers/README.md``. Secrets never stand in it, only their names in ``MOTCUA_DOSSIER_SECRETS``.
"""

from __future__ import annotations

import ipaddress
import json
import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from bot.dossiers import mapping_words as words
from bot.dossiers.model import DossierState
from bot.dossiers.paths import Path, parse_path
from retriever.text import clean, fold

LOCAL = "local"
"""The id of the table of this service itself."""
TOLD = "told"
"""The type of the errors of this file, which already are Vietnamese sentences."""
CODE = "{code}"
ISO, EPOCH_S, EPOCH_MS = "iso", "epoch_s", "epoch_ms"

_PREFIX = re.compile(r"(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(?:\.\d{2,3})*")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}")
_OUR_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "host", "content-length", "content-type", "transfer-encoding"})


def told(sentence: str, **values: str) -> PydanticCustomError:
    """A problem of a file, as a Vietnamese sentence."""
    return PydanticCustomError(TOLD, "{said}", {"said": sentence.format(**values) if values else sentence})


def compared(value: object) -> str:
    """A value for comparing: texts without accents, capitals and spaces, numbers as texts; ``null`` is like nothing else."""
    match value:
        case None:
            return "\x00"
        case bool():
            return str(value).lower()
        case _:
            return "".join(fold(clean(str(value))).casefold().split())


def _path(value: object) -> Path:
    if isinstance(value, str):
        try:
            return parse_path(value.strip())
        except ValueError:
            pass
    raise told(words.NOT_A_PATH)


def _one_or_more(value: object) -> object:
    return tuple(value) if isinstance(value, list) else (value,)


def _unit(value: str) -> str:
    if not _PREFIX.fullmatch(value):
        raise told(words.PREFIX_FORM, prefix=value)
    return value


def _address(value: str) -> str:
    """Only https, but for a server on this machine; nothing secret or changing inside."""
    parts = urlsplit(value)
    clear = not (parts.username or parts.password or parts.query or parts.fragment)
    if not parts.hostname or not clear or not (parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(parts.hostname))):
        raise told(words.HTTPS)
    return value.rstrip("/")


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _header(value: str) -> str:
    if not _HEADER.fullmatch(value):
        raise told(words.WRONG_FORM)
    return value


def _plain_headers(value: dict[str, str]) -> dict[str, str]:
    for name in value:
        if _header(name).lower() in _OUR_HEADERS:
            raise told(words.SECRET_HEADER, name=name)
    return value


def _date_form(value: str) -> str:
    """A form from which the day can be read without doubt."""
    if value in (ISO, EPOCH_S, EPOCH_MS):
        return value
    try:
        whole = all(part in value for part in ("%Y", "%m", "%d"))
        probe = datetime(2026, 11, 23, tzinfo=UTC)
        if whole and datetime.strptime(probe.strftime(value), value).date() == probe.date():
            return value
    except ValueError:
        pass
    raise told(words.BAD_DATE_FORM, form=value)


def _states(value: object) -> object:
    """Keys as they are compared; YAML reads ``1:`` as a number."""
    if not isinstance(value, dict):
        return value
    found: dict[str, object] = {}
    for word, state in value.items():
        if found.setdefault(compared(word), state) != state:
            raise told(words.TWO_STATES, word=str(word))
    return found


def _ways(value: object) -> object:
    return {compared(word): meaning for word, meaning in value.items()} if isinstance(value, dict) else value


Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Texts = Annotated[dict[str, str], Field(max_length=30)]
SecretName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.\-]{1,60}$")]
Address = Annotated[Text, AfterValidator(_address)]
UrlPath = Annotated[Text, StringConstraints(pattern=r"^/[^\s?#]*$")]
JsonPath = Annotated[Path, BeforeValidator(_path)]
Paths = Annotated[tuple[JsonPath, ...], BeforeValidator(_one_or_more), Field(min_length=1, max_length=10)]
Prefixes = Annotated[tuple[Annotated[str, AfterValidator(_unit)], ...], Field(strict=False, max_length=500)]
Scalar = str | int | bool | None
States = Annotated[dict[str, Annotated[DossierState, Field(strict=False)]], BeforeValidator(_states), Field(min_length=1)]
Ways = Annotated[dict[str, str], BeforeValidator(_ways)]
DateForms = Annotated[tuple[Annotated[Text, AfterValidator(_date_form)], ...], Field(strict=False, min_length=1, max_length=10)]
Seconds = Annotated[float, Field(ge=0.05, le=60)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class NoAuth(_Part):
    """Nothing is asked for: only inside a closed network."""

    kind: Literal["none"] = "none"


class ApiKey(_Part):
    """A key in a header, or in the query where a system wants it there. The header's whole value is the secret."""

    kind: Literal["api_key"]
    header: Annotated[str, AfterValidator(_header)] | None = None
    query: Text | None = None
    secret: SecretName

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.header is None) == (self.query is None):
            raise told(words.ONE_KEY_PLACE)
        return self


class ClientCredentials(_Part):
    """OAuth2 client credentials (RFC 6749, 4.4), as the sharing platforms (LGSP, NDXP) use them."""

    kind: Literal["client_credentials"]
    token_path: UrlPath | None = None
    token_url: Address | None = None
    client_id: Text
    secret: SecretName
    scope: Text | None = None
    send: Literal["basic", "body"] = "basic"
    """Where id and secret go: in the header Authorization, or among the form's fields."""

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if (self.token_path is None) == (self.token_url is None):
            raise told(words.ONE_TOKEN_ADDRESS)
        return self


class LookUp(_Part):
    """The request that asks for one dossier. ``{code}`` stands for the code in ``path``, ``query`` and ``json``."""

    method: Literal["GET", "POST"] = "GET"
    path: UrlPath
    query: Texts = {}
    headers: Annotated[Texts, AfterValidator(_plain_headers)] = {}
    body: Annotated[dict[str, JsonValue] | None, Field(alias="json")] = None
    code_form: Literal["official", "no_dots", "lower"] = "official"
    repeat: bool | None = None
    """Whether asking twice does no harm; None: yes for GET, no for POST."""

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if self.body is not None and self.method != "POST":
            raise told(words.NO_BODY)
        if CODE not in json.dumps([self.path, self.query, self.body], ensure_ascii=False):
            raise told(words.NO_CODE)
        return self

    @property
    def may_repeat(self) -> bool:
        """Whether a request may be sent again when nobody knows whether it arrived."""
        return self.method == "GET" if self.repeat is None else self.repeat


class Timeouts(_Part):
    """In seconds: for a connection, for silence, and for the whole look-up with its retries."""

    connect_s: Seconds = 2.0
    read_s: Seconds = 4.0
    total_s: Seconds = 8.0

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.total_s < max(self.connect_s, self.read_s):
            raise told(words.TIMES)
        return self


class Rest(_Part):
    """After so many look-ups that failed in a row, the system is left alone for ``pause_s``; then one look-up tries."""

    failures: int = Field(default=5, ge=1, le=100)
    pause_s: float = Field(default=20.0, ge=0.05, le=3600)


class Absence(_Part):
    """What says that there is no such dossier. Anything else that is not the dossier counts as "not answering"."""

    statuses: Annotated[tuple[Annotated[int, Field(ge=200, le=499)], ...], Field(strict=False)] = ()
    empty: bool = False
    """The record's place holds ``null``, ``[]`` or ``{}``."""
    path: JsonPath | None = None
    values: Annotated[tuple[Scalar, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.path is None) != (not self.values):
            raise told(words.PATH_AND_VALUES)
        return self


class Fields(_Part):
    """Where our fields lie inside the record; of several paths the first that holds something counts. Left out: not told by this system."""

    code: Paths
    state: Paths
    applicant_name: Paths = ()
    phone: Paths = ()
    personal_id: Paths = ()
    address: Paths = ()
    procedure_name: Paths = ()
    procedure_code: Paths = ()
    summary: Paths = ()
    task: Paths = ()
    office: Paths = ()
    received_at: Paths = ()
    appointment_at: Paths = ()
    completed_at: Paths = ()
    supplement_due: Paths = ()
    fee: Paths = ()
    payment_url: Paths = ()
    reason: Paths = ()
    filed_by: Paths = ()


class Supplements(_Part):
    """The papers to hand in later: a list of texts, a list of objects (``name``, ``note``), or one text to ``split``."""

    path: JsonPath
    name: JsonPath | None = None
    note: JsonPath | None = None
    split: Literal["lines", "semicolons"] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.split is not None and (self.name is not None or self.note is not None):
            raise told(words.NAME_OR_SPLIT)
        return self


class Response(_Part):
    """What the answer means. ``record``: where the dossier lies, or a list in which it is found by its code."""

    record: JsonPath = ()
    not_found: Absence = Absence()
    fields: Fields
    states: States
    dates: DateForms = (ISO,)
    ways: Ways = {}
    """What the values of ``filed_by`` mean; empty: they are words already."""
    supplements: Supplements | None = None


class _System(_Part):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9\-]{0,39}$")]
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    prefixes: Prefixes = ()
    push_secret: SecretName | None = None
    """The name of the secret with which the system signs what it pushes."""

    @property
    def secret_names(self) -> dict[str, str]:
        """By field: the names of the secrets that the file asks for."""
        return {"push_secret": self.push_secret} if self.push_secret is not None else {}


class SqlSystem(_System):
    """A system whose dossiers stand in our table: imported, pushed, or written there by another program."""

    kind: Literal["sql"]

    @model_validator(mode="after")
    def _has_units(self) -> Self:
        if not self.prefixes and self.id != LOCAL:
            raise told(words.NO_PREFIX)
        return self


class HttpSystem(_System):
    """A system that is asked over HTTP."""

    kind: Literal["http"]
    base_url: Address
    auth: Annotated[NoAuth | ApiKey | ClientCredentials, Field(discriminator="kind")]
    lookup: LookUp
    response: Response
    timeouts: Timeouts = Timeouts()
    attempts: int = Field(default=3, ge=1, le=5)
    breaker: Rest = Rest()
    cache_s: float = Field(default=60.0, ge=0, le=300)
    """How long an answer is told again without asking; 0: not at all."""

    @model_validator(mode="after")
    def _has_units(self) -> Self:
        if self.id == LOCAL:
            raise told(words.LOCAL_IS_SQL)
        if not self.prefixes:
            raise told(words.NO_PREFIX)
        return self

    @property
    def secret_names(self) -> dict[str, str]:
        """By field: the names of the secrets that the file asks for."""
        own = {} if isinstance(self.auth, NoAuth) else {"auth.secret": self.auth.secret}
        return super().secret_names | own


System = HttpSystem | SqlSystem
MODELS: dict[Any, type[HttpSystem] | type[SqlSystem]] = {"http": HttpSystem, "sql": SqlSystem}
