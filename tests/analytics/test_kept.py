import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl
import pytest

from analytics.kept import Kept, weight

KB = 1 << 10


def counting(answer: object) -> tuple[list[int], Callable[[], object]]:
    asked: list[int] = []

    def ask() -> object:
        asked.append(1)
        return answer

    return asked, ask


def test_an_answer_is_worked_out_once_until_the_mark_moves() -> None:
    kept = Kept(KB * KB)
    asked, ask = counting("so")
    assert [kept.answer(1, "key", ask) for _ in range(3)] == ["so"] * 3
    assert len(asked) == 1
    kept.answer(2, "key", ask)
    assert len(asked) == 2
    kept.answer(2, "other", ask)
    assert len(asked) == 3
    kept.forget()
    kept.answer(2, "key", ask)
    assert len(asked) == 4


def test_what_is_raised_is_not_kept() -> None:
    kept = Kept(KB * KB)

    def fail() -> object:
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            kept.answer(1, "key", fail)
    assert kept.answer(1, "key", lambda: "yes") == "yes"


def test_who_asks_while_another_works_it_out_waits_for_that() -> None:
    kept = Kept(KB * KB)
    begun, go_on = threading.Event(), threading.Event()
    asked: list[int] = []

    def slow() -> str:
        asked.append(1)
        begun.set()
        go_on.wait()
        return "so"

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(kept.answer, 1, "key", slow)
        begun.wait()
        second = threads.submit(kept.answer, 1, "key", slow)
        assert kept.answer(1, "other", lambda: "meanwhile") == "meanwhile"
        go_on.set()
        assert [first.result(), second.result()] == ["so", "so"]
    assert len(asked) == 1


def test_what_was_not_asked_for_the_longest_makes_room() -> None:
    kept = Kept(3 * KB)
    asked = {
        key: counting(pl.DataFrame({"a": list(range(125))})) for key in "abcd"
    }  # a thousand bytes: counted as 1 KB
    for key in "abcabd":  # c is the one not asked for the longest
        kept.answer(1, key, asked[key][1])
    for key in "abdc":
        kept.answer(1, key, asked[key][1])
    assert {key: len(times) for key, (times, _) in asked.items()} == {"a": 1, "b": 1, "c": 2, "d": 1}


def test_a_light_answer_makes_no_room() -> None:
    kept = Kept(2000 * KB)
    light, heavy = counting("so"), counting(pl.DataFrame({"a": list(range(200_000))}))
    kept.answer(1, "light", light[1])
    for key in range(3):
        kept.answer(1, key, heavy[1])
    kept.answer(1, "light", light[1])
    assert (len(light[0]), len(kept._answers)) == (1, 2)


def test_an_answer_too_large_to_keep_is_given_all_the_same() -> None:
    kept = Kept(KB)
    asked, ask = counting(pl.DataFrame({"a": list(range(1000))}))
    assert kept.answer(1, "key", ask) is kept.answer(1, "key", ask)
    assert len(asked) == 2


def test_the_weight_is_that_of_the_frames_within() -> None:
    @dataclass
    class Pair:
        first: pl.DataFrame
        rest: tuple[object, ...]

    frame = pl.DataFrame({"a": list(range(1000))})
    assert weight(frame) == 8000
    assert weight(Pair(frame, (frame, "text", 3))) == 16000


def test_what_is_asked_in_vain_makes_room_too() -> None:
    kept = Kept(3 * KB)

    def fail() -> object:
        raise ValueError("no")

    for key in range(20):
        with pytest.raises(ValueError, match="no"):
            kept.answer(1, key, fail)
    asked, ask = counting("so")
    assert [kept.answer(1, "key", ask) for _ in range(2)] == ["so", "so"]
    assert len(asked) == 1
    assert len(kept._answers) == 3
