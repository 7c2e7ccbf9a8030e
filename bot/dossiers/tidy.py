"""What systems write, made fit to be shown: no control characters, no links, nothing personal, not too long; names masked."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from bot.dossiers import replies
from bot.dossiers.model import Dossier
from bot.numbers import PERSONAL_ID_MASK, PHONE_MASK, masked

STATE_DOMAIN = ".gov.vn"
CUT = "…"
MOST_STARS, MOST_WORDS, LONGEST_WORD = 3, 8, 20
SHORTEST_ADDRESS = 8
"""Characters; "Hà Nội" alone is no address to hide."""

_AFTER_LINK = ".,;:)”\"'"
_READ = 3
"""How many times the limit is read of a long text; a number torn at that end would escape the masks."""
_NUMBER_AT_END = re.compile(r"[\d\s.,+()-]{1,40}$")
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MOST_MARKS = 2
"""Vietnamese letters carry two; more is a picture made of marks."""
_ENDINGS = (
    "com|net|org|vn|info|biz|xyz|top|site|online|shop|club|vip|win|app|dev|link|click|live|icu|pro|fun|store|space|website|tech|cloud|"
    "io|cc|me|ly|gl|gg|tk|ml|ga|cf|gq|ru|cn|us|uk|to|ws|pw"
)
_LINK = re.compile(
    rf"[a-z][a-z0-9+.-]{{1,20}}:/{{1,3}}\S+|www\.\S+|(?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,6}}(?:{_ENDINGS})(?![\w-]|\.\w)(?:[:/?#]\S*)?",
    re.IGNORECASE,
)


def tidy(text: str | None, limit: int) -> str | None:
    """One line of plain text of at most ``limit`` characters, without links; None where nothing is left."""
    return _cut(_unlinked(_one_line(text or "")), limit) or None


def shown(text: str | None, dossier: Dossier, limit: int) -> str | None:
    """A text of the dossier's system, tidied and without what is personal in the dossier: names, numbers, the address."""
    line = _unlinked(_one_line(text or ""))
    if len(line) > _READ * limit:
        line = _NUMBER_AT_END.sub("", line[: _READ * limit])
    return _cut(masked(_without_own(line, dossier)), limit) or None


def masked_name(name: str | None) -> str | None:
    """``Nguyễn Văn An`` as ``N*** V** An``; a name of one word as ``A***``. None where it holds no word of letters."""
    words = [word for word in _one_line(name or "").split() if word.replace("-", "").isalpha()][:MOST_WORDS]
    if len(words) < 2:
        return f"{words[0][0]}***" if words else None
    return " ".join([*(_starred(word) for word in words[:-1]), words[-1][:LONGEST_WORD]])


def safe_url(url: str | None) -> tuple[str, str] | None:
    """The address and its host in ASCII, where it is an https address without user, odd port or odd characters."""
    if not url or not url.isascii() or not url.isprintable() or re.search(r"[\s<>\"'\\]", url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    plain = parts.scheme == "https" and "@" not in parts.netloc and port in (None, 443)
    return (url, host) if plain and re.fullmatch(r"(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}", host) else None


def of_the_state(host: str) -> bool:
    """Whether a host lies under gov.vn."""
    return host.lower().endswith(STATE_DOMAIN)


def _one_line(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(" " if category in ("Cc", "Zl", "Zp") else "" if category in _UNSHOWN else character)
    return " ".join("".join(kept).split())


def _unlinked(line: str) -> str:
    return _LINK.sub(_told_link, line)


def _told_link(match: re.Match[str]) -> str:
    """The bare host of a state's site, for it is worth knowing; any other address is hidden."""
    address = match.group().rstrip(_AFTER_LINK)
    rest = match.group()[len(address) :]
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        host = ""
    return (host if of_the_state(host) and host.isascii() else replies.HIDDEN_LINK) + rest


def _without_own(line: str, dossier: Dossier) -> str:
    name, address = _one_line(dossier.applicant_name or ""), _one_line(dossier.address or "")
    own = [(address, replies.HIDDEN_ADDRESS)] if len(address) >= SHORTEST_ADDRESS else []
    own += [(name, masked_name(name) or "")] if " " in name else []
    own += [(number, mask) for number, mask in ((dossier.phone, PHONE_MASK), (dossier.personal_id, PERSONAL_ID_MASK)) if number]
    for secret, instead in own:
        line = _replaced(line, secret, instead)
    return line


def _replaced(line: str, secret: str, instead: str) -> str:
    """Every standing of the secret replaced, in capitals and without diacritics too."""
    found = re.finditer(rf"(?<!\w){re.escape(folded(secret))}(?!\w)", folded(line))
    for match in reversed(list(found)):
        line = line[: match.start()] + instead + line[match.end() :]
    return line


def folded(line: str) -> str:
    """Small letters without diacritics, one for each character, so that offsets stay."""
    return "".join("d" if c in "đĐ" else (unicodedata.normalize("NFD", c)[0].lower() or c)[0] for c in line)


def _cut(line: str, limit: int) -> str:
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    return (head.rpartition(" ")[0] if " " in head[limit // 2 :] else head) + CUT


def _starred(word: str) -> str:
    return word[0] + "*" * max(1, min(MOST_STARS, len(word) - 1))
