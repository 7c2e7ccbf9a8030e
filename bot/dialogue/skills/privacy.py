"""Erasing what a person said here ("xóa dữ liệu của tôi"): noticed by rule, asked back once, then done."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

from bot.dialogue import privacy_words as words
from bot.dialogue import replies
from bot.dialogue.safety import assess
from bot.dialogue.skills import guiding
from bot.dialogue.state import Act, State, Turn
from bot.dialogue.wording import END, Wording, plain
from bot.messages import MAX_TEXT, Button, ChannelName, Outcome, Outgoing
from retriever.text import fold, normalize

YES, NO = "erase:yes", "erase:no"
VALID = timedelta(minutes=10)
"""How long the question whether to erase can be answered."""
LONGEST_REPLY = 12
"""Words up to which a message may be a yes or a no."""

_OWN, _HERE_ONLY, _BARE = Wording(words.OWN), Wording(words.HERE_ONLY), Wording(words.BARE)
_HERE, _SOMEWHERE = Wording(words.HERE), Wording(words.SOMEWHERE)
_ELSEWHERE, _OTHERS = Wording(words.ELSEWHERE), Wording(words.OTHERS)
_NOT_ASKED, _ANEW = Wording(words.NOT_ASKED), Wording(words.ANEW)
_AGREED, _ERASING, _DECLINED = Wording(words.AGREED), Wording(words.ERASING), Wording(words.DECLINED)
_ENGLISH, _ENGLISH_ELSEWHERE = re.compile(words.ENGLISH), re.compile(words.ENGLISH_ELSEWHERE)


def _vocabulary(*blocks: str) -> frozenset[str]:
    listed = {word for block in blocks for word in block.split()}
    return frozenset(listed | {fold(word) for word in listed})


_COURTESY = _vocabulary(words.COURTESY)
_YES_WORDS, _NO_WORDS = _vocabulary(words.YES_WORDS), _vocabulary(words.NO_WORDS, words.COURTESY)


def heard(turn: Turn, channel: ChannelName) -> Act | None:
    """The act for a request to erase, or for the reply to the question back; None for any other message, and where danger is told."""
    if not turn.text or len(turn.text) > MAX_TEXT:
        return None
    answer = _reply(turn.text) if _is_open(turn.state, turn.at) else None
    if answer is None and not asks(turn.text):
        return None
    if assess(turn.text).alarms:
        return None
    return _ask(turn) if answer is None else _answered(turn, channel, yes=answer)


def tapped(turn: Turn, channel: ChannelName, value: str) -> Act | None:
    """The act of a button of the question back; None for other buttons.

    A yes counts while the question is open; later it is asked anew. A second tap, when all is erased, is told so.
    """
    if value not in (YES, NO):
        return None
    if value == YES and turn.state.turns and not _is_open(turn.state, turn.at):
        return _ask(turn)
    return _answered(turn, channel, yes=value == YES)


def asks(text: str) -> bool:
    """Whether a message asks to erase what was said here. Never raises, whatever the text."""
    return _asks(text) if len(text) <= MAX_TEXT else False


@lru_cache(maxsize=64)
def _asks(text: str) -> bool:
    said = plain(text)
    if _OWN.search(said) or _HERE_ONLY.search(said) or _BARE.search(said):
        return any(map(_asks_own, _clauses(said))) or _asks_here(said) or _asks_barely(said)
    written = normalize(text)
    return _ENGLISH.search(written) is not None and _ENGLISH_ELSEWHERE.search(written) is None


def _clauses(said: str) -> list[str]:
    return [f"{clause}{END} " for clause in said.split(f"{END} ") if clause]


def _asks_own(clause: str) -> bool:
    """Own data, and beside it neither a register nor a place that is not this assistant."""
    clause = _HERE.sub("", clause)
    found = _OWN.search(clause)
    if found is None or _ELSEWHERE.search(clause) or _is_excused(clause):
        return False
    return _SOMEWHERE.search(clause[found.start() :]) is None


def _asks_here(said: str) -> bool:
    return _HERE_ONLY.search(said) is not None and not _is_excused(said)


def _asks_barely(said: str) -> bool:
    """A request of few words: nothing is left of the message that could be a procedure."""
    if _ANEW.search(said) or _is_excused(said):
        return False
    rest = _BARE.sub("", _HERE.sub("", said))
    return rest != said and all(word in _COURTESY or word == END for word in rest.split())


def _is_excused(said: str) -> bool:
    return _OTHERS.search(said) is not None or _NOT_ASKED.search(said) is not None


def _is_open(state: State, at: datetime) -> bool:
    return state.erasing_at is not None and timedelta(0) <= at - state.erasing_at <= VALID


def _reply(text: str) -> bool | None:
    """Whether a message says yes or no and nothing else; None where it says something else."""
    if (sign := words.SIGNS.get(text.strip("\ufe0f 🏻🏼🏽🏾🏿"))) is not None:
        return sign
    said = plain(text)
    spoken = [word for word in said.split() if word != END]
    if not spoken or len(spoken) > LONGEST_REPLY:
        return None
    if _DECLINED.search(said):
        return False if all(word in _NO_WORDS for word in spoken) else None
    if "?" in text or not all(word in _YES_WORDS for word in spoken):
        return None
    agreed = _AGREED.search(said) is not None or (_ERASING.search(said) is not None and not asks(text))
    return True if agreed else None


def _ask(turn: Turn) -> Act:
    buttons = [Button(label=replies.ERASE_YES, value=YES), Button(label=replies.ERASE_NO, value=NO)]
    return Act([Outgoing(text=replies.ERASE_ASK, buttons=buttons)], Outcome.CLARIFY, remember={"erasing_at": turn.at})


def _answered(turn: Turn, channel: ChannelName, *, yes: bool) -> Act:
    if yes:
        done = replies.ERASED if turn.state.turns else replies.NOTHING_TO_ERASE
        return Act([Outgoing(text=f"{done} {replies.ERASE_COPY[channel]}")], Outcome.ERASED)
    return guiding.resumable(turn, Act([Outgoing(text=replies.NOT_ERASED)], Outcome.SMALLTALK))
