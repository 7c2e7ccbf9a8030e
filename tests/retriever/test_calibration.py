"""Probabilities that mean shares, and thresholds that keep their two promises."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retriever.calibration import FEATURES, LEAST_RIGHT, Array, Calibration, Signals, Thresholds, Truths, features, reliability


def asked(count: int, seed: int, apart: float = 1.5) -> tuple[Array, Truths, Truths, Truths]:
    """Questions, a third of them without an answer: features, whether the hit was right, whether any could be, whether none is for us."""
    rng = np.random.default_rng(seed)
    answerable = rng.random(count) < 2 / 3
    right = answerable & (rng.random(count) < 0.95)
    table = rng.normal(size=(count, len(FEATURES)))
    table[:, :3] += apart * np.where(right, 1.0, -1.0)[:, None]
    return table.astype(np.float32), right, answerable, ~answerable & (rng.random(count) < 0.8)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_few_questions_without_an_answer_pass_and_most_of_the_others_are_heard(seed: int) -> None:
    fitted = Calibration.fit(*asked(15_000, seed, 0.8))
    table, _, answerable, outside = asked(15_000, seed + 100, 0.8)
    judged = fitted.of(table)
    assert np.mean(judged[outside] >= fitted.thresholds.answer) <= 0.05
    assert np.mean(judged[answerable] >= fitted.thresholds.ask) >= 0.90
    assert 0 < fitted.thresholds.ask < fitted.thresholds.answer < 1


def test_harder_questions_raise_the_threshold_of_answering() -> None:
    easy, hard = (Calibration.fit(*asked(1500, 4, apart)).thresholds for apart in (1.5, 0.4))
    assert easy.answer < hard.answer


def test_probabilities_mean_shares() -> None:
    fitted = Calibration.fit(*asked(4000, 7, 0.6))
    table, right, *_ = asked(4000, 8, 0.6)
    for mean, share, count in reliability(fitted.of(table), right):
        assert count < 100 or abs(mean - share) < 0.1


def test_the_reliability_table_counts_every_question_once() -> None:
    fitted = Calibration.fit(*asked(700, 9))
    assert sum(count for _, _, count in fitted.table) == 700
    assert all(0 <= mean <= 1 and 0 <= share <= 1 for mean, share, _ in fitted.table)
    assert [mean for mean, _, _ in fitted.table] == sorted(mean for mean, _, _ in fitted.table)


def test_reliability_by_hand() -> None:
    assert reliability([0.05, 0.15, 0.15, 1.0], [False, True, False, True]) == [(0.05, 0.0, 1), (0.15, 0.5, 2), (1.0, 1.0, 1)]


def test_without_questions_of_one_kind_the_usual_threshold_holds() -> None:
    table, right, *_ = asked(300, 5)
    none, every = np.zeros(300, dtype=bool), np.ones(300, dtype=bool)
    assert Calibration.fit(table, right, every, none).thresholds.answer == Thresholds.answer
    assert Calibration.fit(table, right, none, every).thresholds.ask == Thresholds.ask


def test_one_right_hit_among_many_is_enough_to_fit() -> None:
    table, right, answerable, outside = asked(40, 6)
    right[:] = False
    right[3] = True
    fitted = Calibration.fit(table, right, answerable, outside)
    assert np.isfinite(fitted.of(table)).all()


def test_a_calibration_is_the_same_after_save_and_load(tmp_path: Path) -> None:
    fitted = Calibration.fit(*asked(300, 3))
    fitted.save(tmp_path / "calibration.json")
    assert Calibration.load(tmp_path / "calibration.json") == fitted


def test_the_lead_is_over_the_best_document_that_is_no_twin() -> None:
    nothing = np.zeros(4, dtype=np.float32)
    signals = Signals(np.array([0.9, 0.1, 0.2, 0.3], dtype=np.float32), nothing, nothing, nothing, nothing, nothing)
    rows, scores = np.array([2, 0, 1]), np.array([8.0, 7.5, 6.0], dtype=np.float32)
    lead = FEATURES.index("lead")
    assert features(scores, signals, rows)[:, lead].tolist() == [0.5, -0.5, -2.0]
    assert features(scores, signals, rows, np.array([5, 6, 5, 7]))[:, lead].tolist() == [2.0, 1.5, -2.0]
    assert features(scores, signals, rows)[:, 0].tolist() == pytest.approx([0.2, 0.9, 0.1])
    assert features(scores[:1], signals, rows[:1])[0, lead] == 3.0


def test_a_topic_beside_it_takes_no_lead_from_a_document_but_the_other_way_round() -> None:
    nothing = np.zeros(3, dtype=np.float32)
    signals = Signals(*[nothing] * 6)
    rows, scores = np.array([0, 1, 2]), np.array([8.0, 7.5, 6.0], dtype=np.float32)
    topics = np.array([False, True, False])
    assert features(scores, signals, rows, None, topics)[:, FEATURES.index("lead")].tolist() == [2.0, -0.5, -2.0]
    assert features(scores[:2], signals, rows[:2], None, topics)[0, FEATURES.index("lead")] == 3.0


# Given that there is an answer


def mixed(count: int, seed: int) -> tuple[Array, Truths, Truths, Truths]:
    """Questions of which a third has no answer though their hits look as good as many others."""
    table, _, answerable, outside = asked(count, seed, 0.0)
    rng = np.random.default_rng(seed + 1)
    right = answerable & (rng.random(count) < 0.8)
    table[:, :3] += 0.7 * np.where(right, 1.0, -1.0)[:, None]
    return table, right, answerable, outside


def test_probabilities_inside_mean_shares_of_the_questions_with_an_answer() -> None:
    fitted = Calibration.fit(*mixed(4000, 21))
    table, right, answerable, _ = mixed(4000, 22)
    for mean, share, count in reliability(fitted.of_inside(table[answerable]), right[answerable]):
        assert count < 100 or abs(mean - share) < 0.1


def test_knowing_that_there_is_an_answer_makes_a_hit_likelier() -> None:
    fitted = Calibration.fit(*mixed(4000, 23))
    table, right, answerable, _ = mixed(1000, 24)
    assert abs(np.mean(fitted.of_inside(table[answerable])) - np.mean(right[answerable])) < 0.05
    assert abs(np.mean(fitted.of(table)) - np.mean(right)) < 0.05
    assert np.mean(fitted.of_inside(table) >= fitted.of(table)) > 0.99


def test_answers_given_inside_are_right_often_enough() -> None:
    fitted = Calibration.fit(*mixed(8000, 25))
    table, right, answerable, _ = mixed(8000, 26)
    answered = answerable & (fitted.of_inside(table) >= fitted.thresholds.answer_inside)
    assert np.mean(right[answered]) >= LEAST_RIGHT - 0.03
    assert 0.5 <= fitted.thresholds.answer_inside <= 0.9


def test_the_threshold_inside_rises_where_hits_are_oftener_wrong() -> None:
    table, right, answerable, outside = mixed(4000, 27)
    rng = np.random.default_rng(28)
    worse = right & (rng.random(len(right)) < 0.5)
    thresholds = [Calibration.fit(table, told, answerable, outside).thresholds.answer_inside for told in (right, worse)]
    assert thresholds[0] < thresholds[1]


@pytest.mark.parametrize("wrong", [True, False])
def test_where_all_questions_with_an_answer_went_one_way_one_model_serves_both(wrong: bool) -> None:
    table, right, answerable, outside = mixed(400, 29)
    right = np.zeros_like(right) if wrong else answerable.copy()
    if wrong:
        right[np.flatnonzero(~answerable)[:20]] = True
    fitted = Calibration.fit(table, right, answerable, outside)
    assert (fitted.inside, fitted.inside_bias) == (fitted.weights, fitted.bias)
    assert fitted.thresholds.answer_inside == fitted.thresholds.answer


def test_both_probabilities_are_told_for_each_ranked_row() -> None:
    fitted = Calibration.fit(*mixed(1000, 30))
    ramp = np.linspace(0, 1, 4, dtype=np.float32)
    rows, scores = np.array([2, 0]), np.array([30.0, 10.0], dtype=np.float32)
    told = fitted.probabilities(scores, Signals(ramp, ramp, ramp, ramp, ramp, ramp), rows)
    table = features(scores, Signals(ramp, ramp, ramp, ramp, ramp, ramp), rows)
    assert len(told) == 2
    assert [p for p, _ in told] == pytest.approx(fitted.of(table).tolist())
    assert [inside for _, inside in told] == pytest.approx(fitted.of_inside(table).tolist())


# The hits behind the top ones

NEAR_TOP, FAR_BEHIND = {"cosine": 0.9, "lead": 4.0, "score": 2.0}, {"cosine": 0.6, "lead": -2.5, "score": 1.2}


def hits(count: int, seed: int, around: dict[str, float]) -> Array:
    """Hits with features about these."""
    table = np.random.default_rng(seed).normal(scale=0.3, size=(count, len(FEATURES)))
    for name, value in around.items():
        table[:, FEATURES.index(name)] += value
    return table.astype(np.float32)


def nearly_always_right(count: int = 2000) -> tuple[Array, Truths, Truths, Truths]:
    """Questions for us with a top hit that is nearly always right, whatever it looks like, and a third that nobody could answer."""
    rng = np.random.default_rng(41)
    answerable = np.arange(count) % 3 > 0
    table = np.where(answerable[:, None], hits(count, 42, NEAR_TOP), hits(count, 43, {"cosine": 0.1, "lead": 0.5}))
    return table, answerable & (rng.random(count) < 0.96), answerable, ~answerable


def behind(count: int = 2000, each: int = 2) -> tuple[Array, Truths]:
    """Hits far behind the top ones, hardly ever right."""
    table = hits(count * each, 44, FAR_BEHIND).reshape(count, each, len(FEATURES))
    return table, np.random.default_rng(45).random((count, each)) < 0.02


def test_the_hits_behind_teach_that_a_far_second_is_not_meant() -> None:
    told = nearly_always_right()
    alone, taught = Calibration.fit(*told), Calibration.fit(*told, behind())
    second, first = hits(500, 46, FAR_BEHIND), hits(500, 47, NEAR_TOP)
    assert np.mean(alone.of_inside(second)) > 0.5
    assert np.mean(taught.of_inside(second)) < 0.2
    assert np.mean(taught.of_inside(first)) > 0.9


def test_the_hits_behind_leave_the_other_probability_as_it_is() -> None:
    told = nearly_always_right()
    alone, taught = Calibration.fit(*told), Calibration.fit(*told, behind())
    assert (alone.weights, alone.bias, alone.table) == (taught.weights, taught.bias, taught.table)
    assert (alone.thresholds.answer, alone.thresholds.ask) == (taught.thresholds.answer, taught.thresholds.ask)


def test_the_hits_behind_of_questions_without_an_answer_do_not_count() -> None:
    told = nearly_always_right()
    table, right = behind()
    elsewhere = right.copy()
    elsewhere[~told[2]] = True
    assert Calibration.fit(*told, (table, right)) == Calibration.fit(*told, (table, elsewhere))


def test_hits_behind_that_are_right_are_believed() -> None:
    told = nearly_always_right()
    table, right = behind()
    wrong, twins = (Calibration.fit(*told, (table, truths)) for truths in (right, np.ones_like(right)))
    second = hits(500, 48, FAR_BEHIND)
    assert np.mean(wrong.of_inside(second)) + 0.5 < np.mean(twins.of_inside(second))


def test_without_hits_behind_fitting_is_what_it_was() -> None:
    told = nearly_always_right()
    none = np.zeros((len(told[0]), 0, len(FEATURES)), dtype=np.float32), np.zeros((len(told[0]), 0), dtype=bool)
    assert Calibration.fit(*told) == Calibration.fit(*told, None) == Calibration.fit(*told, none)
