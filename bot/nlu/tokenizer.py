"""Rasa component: Vietnamese words by underthesea, with offsets into the text as it was typed.

Runs in the NLU environment (Python 3.10).
"""

from __future__ import annotations

import logging
import unicodedata
from typing import Any, Dict, List, Tuple

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from underthesea import word_tokenize

from retriever.text import clean, fold, place_tones

logger = logging.getLogger(__name__)


class _Token(Token):  # type: ignore[misc]
    """A token without further data, whose fingerprint Rasa's training asks for a million times."""

    def fingerprint(self) -> str:
        """A stable hash of the token."""
        return f"{self.start} {self.end} {self.text} {self.lemma}" if not self.data else str(super().fingerprint())


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class VietnameseTokenizer(Tokenizer):  # type: ignore[misc]
    """Words of several syllables (``khai sinh``) as one token each; any text has at least one token unless it is blank.

    The segmenter may change the spelling of a word, so offsets are found by counting letters rather than by searching the
    text for the word. Token texts are lower case, NFC, with one convention of tone marks.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The options that every Rasa tokenizer has, and ``segment``: without it tokens are syllables, three times as fast."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
            "segment": True,
        }

    @staticmethod
    def required_packages() -> List[str]:
        """Packages beyond Rasa's own."""
        return ["underthesea"]

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        """The words of one attribute of a message."""
        text = message.get(attribute)
        spans = word_spans(text, _segment(clean(text))) if self._config["segment"] else _split_at_spaces(text, 0)
        tokens = [_Token(_spelling(text[start:end]), start, end) for start, end in spans]
        return list(self._apply_token_pattern(tokens))


def _segment(cleaned: str) -> List[str]:
    """Words by underthesea; plain syllables if it fails, so that no message goes unanswered."""
    try:
        return [str(word) for word in word_tokenize(cleaned)]
    except Exception:
        logger.exception("underthesea failed on a text of %d characters", len(cleaned))
        return cleaned.split()


def word_spans(text: str, words: List[str]) -> List[Tuple[int, int]]:
    """Start and end in ``text`` of each word, which may differ from it in marks, case, spaces and invisible characters.

    Letters are matched one by one, marks set aside. If the words stop matching, the rest of the text is split at spaces.
    """
    letters = [(at, letter) for at, character in enumerate(text) for letter in _letters(character)]
    spans: List[Tuple[int, int]] = []
    position = 0
    for word in words:
        wanted = _letters(word)
        taken = letters[position : position + len(wanted)]
        if not wanted:
            continue
        if [letter for _, letter in taken] != wanted:
            break
        spans.append((taken[0][0], taken[-1][0] + 1))
        position += len(wanted)
    rest = letters[position][0] if position < len(letters) else len(text)
    return [*_with_marks(text, spans), *_split_at_spaces(text, rest)]


def _letters(text: str) -> List[str]:
    """Base letters in lower case, without marks, spaces, or characters that ``clean`` removes."""
    return [c for c in fold(clean(text)).lower() if not c.isspace() and not unicodedata.combining(c)]


def _with_marks(text: str, spans: List[Tuple[int, int]]) -> List[Tuple[int, int]]:
    """Each span with the combining marks that follow its last letter (text in NFD)."""
    widened = []
    for start, end in spans:
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        widened.append((start, end))
    return widened


def _split_at_spaces(text: str, start: int) -> List[Tuple[int, int]]:
    spans = []
    for word in text[start:].split():
        at = text.index(word, start)
        start = at + len(word)
        spans.append((at, start))
    return spans


def _spelling(word: str) -> str:
    """The word for counting: cleaned, lower case, one convention of tone marks; never empty."""
    return place_tones(clean(word).lower()) or word
