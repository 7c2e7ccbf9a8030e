"""An evaluation of the understanding as text for a terminal. Every word that it prints stands here."""

from __future__ import annotations

from collections.abc import Mapping

from bot.nlu.evaluate import NluEvaluation

TITLE = "{examples} câu mẫu, {intents} ý định; macro-F1 {macro_f1:.4f}"
INTENTS = "Ý định: precision, recall, F1, số câu"
CONFUSED = "Nhầm lẫn nhiều nhất (đúng → bị hiểu là, số câu, ví dụ)"
ROBUST = "Độ bền theo loại nhiễu: macro-F1, mất so với chính các câu ấy khi gõ sạch, số câu"
CALIBRATED = "Độ tin cậy (ECE {ece:.4f}): xác suất trung bình, tỉ lệ đúng, số câu"
COST = (
    "Mỗi lần: huấn luyện {train_s:.0f} s, mô hình {model_mb:.1f} MB, bộ nhớ {memory_mb:.0f} MB, "
    "phân tích p50 {parse_ms_p50:.1f} / p95 {parse_ms_p95:.1f} ms"
)
COMPARED = "| pipeline | folds | macro-F1 | không dấu | hai lỗi gõ | huấn luyện, s | p50, ms | mô hình, MB | bộ nhớ, MB |"


def table(found: NluEvaluation) -> str:
    """The whole evaluation, one part after the other."""
    costs = COST.format(**vars(found.costs))
    head = TITLE.format(examples=found.examples, intents=len(found.per_intent), macro_f1=found.macro_f1)
    return "\n".join(
        [head, costs, "", INTENTS, *_intents(found), "", CONFUSED, *_confused(found), "", ROBUST, *_robust(found), "", *_calibrated(found)]
    )


def _intents(found: NluEvaluation) -> list[str]:
    return [
        f"  {name:24} {score.precision:.3f}  {score.recall:.3f}  {score.f1:.3f}  {score.examples}"
        for name, score in sorted(found.per_intent.items(), key=lambda item: item[1].f1)
    ]


def _confused(found: NluEvaluation) -> list[str]:
    return [f"  {pair.intent} → {pair.guessed}  {pair.count}  “{'”, “'.join(pair.examples)}”" for pair in found.confusions]


def _robust(found: NluEvaluation) -> list[str]:
    return [f"  {kind:15} {noise.macro_f1:.4f}  {noise.lost:+.4f}  {noise.count}" for kind, noise in found.robustness.items()]


def _calibrated(found: NluEvaluation) -> list[str]:
    bins = [f"  {found.confidence:.2f}  {found.right:.2f}  {found.count}" for found in found.calibration]
    return [CALIBRATED.format(ece=found.ece), *bins]


def comparison(found: Mapping[str, tuple[int, NluEvaluation]]) -> str:
    """A Markdown table, one row for each pipeline, with the number of folds run."""
    return "\n".join([COMPARED, "|---" * COMPARED.count("|", 1) + "|", *(_row(name, folds, one) for name, (folds, one) in found.items())])


def _row(name: str, folds: int, found: NluEvaluation) -> str:
    noise, costs = found.robustness, found.costs
    f1 = [found.macro_f1, noise["undiacritised"].macro_f1, noise["two_typos"].macro_f1]
    price = [f"{costs.train_s:.0f}", f"{costs.parse_ms_p50:.1f}", f"{costs.model_mb:.1f}", f"{costs.memory_mb:.0f}"]
    return f"| {' | '.join([name, str(folds), *(f'{value:.4f}' for value in f1), *price])} |"
