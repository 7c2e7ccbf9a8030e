"""Reading conversations: what is taken, and the Vietnamese sentence for what is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.commands import DEFAULT_FOLDER
from bot.evaluation.conversations import ConversationError, load_conversations
from tests.bot.evaluation.conversation_files import data, write


def test_conversations_are_read_in_the_order_of_their_files(tmp_path: Path) -> None:
    write(tmp_path, data(name="c"), name="b.yaml")
    write(tmp_path, data(name="b"), data(name="a"), name="a.yaml")
    assert [one.name for one in load_conversations(tmp_path)] == ["b", "a", "c"]


def test_what_is_left_out_has_its_usual_value(tmp_path: Path) -> None:
    (found,) = load_conversations(write(tmp_path, data()))
    assert (found.channel, found.today, found.turns[0].repeat) == ("web", None, 1)


def test_a_channel_and_a_day_are_read(tmp_path: Path) -> None:
    (found,) = load_conversations(write(tmp_path, data(channel="zalo", today=date(2026, 12, 31))))
    assert (found.channel, found.today) == ("zalo", date(2026, 12, 31))


def test_one_value_may_stand_without_its_list(tmp_path: Path) -> None:
    (found,) = load_conversations(write(tmp_path, data(turns=[_turn(outcome="answered", procedure="1.001193", aspect="fee")])))
    assert (found.turns[0].expect.procedure, found.turns[0].expect.aspect) == (["1.001193"], ["fee"])


def test_a_repeated_message_is_as_long_as_it_says(tmp_path: Path) -> None:
    (found,) = load_conversations(write(tmp_path, data(turns=[{"say": "à ", "repeat": 3, "expect": {"outcome": "clarify"}}])))
    assert found.turns[0].text == "à à à "


def _turn(**expect: Any) -> dict[str, Any]:
    return {"say": "chào", "expect": expect}


BAD_ENTRIES = [
    (data(kind=None), "«kind» còn thiếu"),
    (data(chanel="web"), "«chanel» là trường lạ"),
    (data(channel="fax"), "«channel» phải là một trong: 'web', 'telegram', 'zalo'"),
    (
        data(set="mine"),
        "«set» phải là một trong: 'work', 'indirect', 'held', 'fresh', 'fresh_held', 'talks', 'talks_held', 'daily', 'daily_held'",
    ),
    (data(name="Chào"), "«name» không đúng dạng"),
    (data(today="mai"), "«today» phải là ngày dạng năm-tháng-ngày"),
    (data(turns=[]), "«turns» không được để trống"),
    (data(turns="chào"), "«turns» phải là một danh sách"),
    (data(turns=[{"say": 12, "expect": {"outcome": "smalltalk"}}]), "«turns.0.say» phải là chữ"),
    (data(turns=[{"say": "à", "repeat": 0, "expect": {"outcome": "clarify"}}]), "«turns.0.repeat» phải từ 1 trở lên"),
    (data(turns=[_turn(outcome="happy")]), "«turns.0.expect.outcome.0» phải là một trong: 'answered', 'clarify'"),
    (data(turns=[{"expect": {"outcome": "smalltalk"}}]), "đúng một trong hai: «say» hoặc «tap»"),
    (data(turns=[{"say": "à", "tap": "b", "expect": {"outcome": "smalltalk"}}]), "đúng một trong hai: «say» hoặc «tap»"),
    (data(turns=[_turn(outcome="answered", offers=["1.001193"])]), "«clarify»"),
    (data(turns=[_turn(outcome="unknown", procedure="1.001193")]), "chỉ dùng khi outcome có «answered»"),
    (data(accent="none"), "accent «none» nhưng có câu gõ dấu"),
    (data(accent="mixed", turns=[{"say": "chao", "expect": {"outcome": "smalltalk"}}]), "accent «mixed» nhưng không có câu nào gõ dấu"),
    ("chào", "phải gồm các trường có tên"),
]


@pytest.mark.parametrize(("entry", "reason"), BAD_ENTRIES, ids=[reason for _, reason in BAD_ENTRIES])
def test_a_wrong_conversation_is_named_with_its_field(entry: Any, reason: str, tmp_path: Path) -> None:
    folder = write(tmp_path, data(name="tot"), entry)
    with pytest.raises(ConversationError) as caught:
        load_conversations(folder)
    assert str(caught.value).startswith("a.yaml, hội thoại 2")
    assert reason in str(caught.value)


def test_a_name_used_twice_is_an_error_across_files(tmp_path: Path) -> None:
    write(tmp_path, data(), name="a.yaml")
    write(tmp_path, data(), name="b.yaml")
    with pytest.raises(ConversationError, match=r"b\.yaml: tên hội thoại «chao» đã được dùng"):
        load_conversations(tmp_path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"- name: [", "không đọc được tệp YAML"),
        (b"- name: a\n  name: b\n", "«name» viết hai lần"),
        ("- name: chào".encode("utf-16"), "không đọc được tệp YAML"),
        (b"", "tệp cần là một danh sách"),
        (b"name: chao\n", "tệp cần là một danh sách"),
        (b"[" * 5000, "không đọc được tệp YAML"),
    ],
)
def test_a_file_that_holds_no_list_of_conversations_is_named(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "hong.yaml").write_bytes(content)
    with pytest.raises(ConversationError, match=r"hong\.yaml") as caught:
        load_conversations(tmp_path)
    assert reason in str(caught.value)


def test_a_missing_and_an_empty_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ConversationError, match="Không có thư mục"):
        load_conversations(tmp_path / "none")
    with pytest.raises(ConversationError, match="không có hội thoại nào"):
        load_conversations(tmp_path)


def test_the_projects_own_conversations_are_many_and_a_third_is_held_out() -> None:
    own = load_conversations(DEFAULT_FOLDER)
    assert len(own) >= 150
    for worked, held, most in (
        ("work", "held", 0.37),
        ("fresh", "fresh_held", 0.6),
        ("talks", "talks_held", 0.5),
        ("daily", "daily_held", 0.37),
    ):
        sets = [one.set for one in own if one.set in (worked, held)]
        assert 0.3 < sets.count(held) / len(sets) < most
