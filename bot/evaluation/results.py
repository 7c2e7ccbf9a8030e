"""What a run of conversations measured. The names of held-out conversations do not leave it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.evaluation.running import Played

Group = Literal["set", "kind", "accent", "channel"]
GROUPS: tuple[Group, ...] = ("set", "kind", "accent", "channel")


@dataclass(frozen=True)
class Share:
    """How many of some conversations were wholly right."""

    right: int
    count: int

    @property
    def share_right(self) -> float:
        """Between 0 and 1; 0 of nothing."""
        return self.right / self.count if self.count else 0.0

    def as_json(self) -> dict[str, float]:
        """The share, rounded to four digits, and the two numbers that it is made of."""
        return {"share_right": round(self.share_right, 4), "right": self.right, "count": self.count}


@dataclass(frozen=True)
class ConversationEvaluation:
    """One run over some conversations."""

    played: Sequence[Played]

    @property
    def total(self) -> Share:
        """Over all."""
        return _share(self.played)

    @property
    def turns_by_rules(self) -> int:
        """Messages that the rules understood because Rasa did not answer."""
        return sum(one.by_rules for one in self.played)

    @property
    def nlu(self) -> Literal["ok", "degraded"]:
        """``ok`` where Rasa understood every message."""
        return "degraded" if self.turns_by_rules else "ok"

    def by(self, group: Group) -> dict[str, Share]:
        """Shares by one property of the conversations, in alphabetical order."""
        names = sorted({getattr(one.conversation, group) for one in self.played})
        return {name: _share(one for one in self.played if getattr(one.conversation, group) == name) for name in names}

    def problems(self) -> dict[str, list[str]]:
        """What was wrong in the conversations of the work set, by name. Held-out ones stay unseen."""
        worked = [one for one in self.played if not one.conversation.set.endswith("held")]
        return {one.conversation.name: list(one.problems) for one in worked if not one.right}

    def as_json(self, *, show: bool = False) -> dict[str, Any]:
        """The keys that stand in the documentation; with ``show`` also ``problems``."""
        groups = {f"by_{group}": {name: share.as_json() for name, share in self.by(group).items()} for group in GROUPS}
        problems = self.problems()
        understood = {"nlu": self.nlu, "turns_by_rules": self.turns_by_rules}
        return {**self.total.as_json(), **groups, **understood, "failed": list(problems), **({"problems": problems} if show else {})}


def _share(played: Iterable[Played]) -> Share:
    rights = [one.right for one in played]
    return Share(sum(rights), len(rights))
