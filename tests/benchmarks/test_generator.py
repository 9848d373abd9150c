import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest

from benchmarks import generator, schooling
from lrs.xapi.statement import read_statements
from lrs.xapi.version import Version

ROOT = Path(__file__).parents[2]
SOME = 400


def test_another_process_makes_the_very_same_statements() -> None:
    code = "import sys; from benchmarks import generator; sys.stdout.buffer.write(generator.batch(0, 50))"
    made = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True).stdout
    assert made == generator.batch(0, 50)


@pytest.mark.parametrize("version", Version)
def test_every_statement_is_accepted(version: Version) -> None:
    received = list(read_statements(generator.batch(0, SOME), version))
    assert [UUID(str(one.statement.id)) for one in received] == [UUID(generator.identifier(n)) for n in range(SOME)]


def test_ids_never_repeat() -> None:
    assert len({generator.identifier(number) for number in range(20_000)}) == 20_000


def test_one_in_a_hundred_is_about_an_earlier_statement() -> None:
    statements = [json.loads(generator.statement(number)) for number in range(1_000)]
    earlier = {it["id"]: number for number, it in enumerate(statements)}
    references = [
        (number, earlier[it["object"]["id"]])
        for number, it in enumerate(statements)
        if it["object"].get("objectType") == "StatementRef"
    ]
    assert len(references) == 10
    assert all(target < number for number, target in references)


def test_people_are_unequally_active_and_a_statement_is_about_1200_bytes() -> None:
    draws = [generator.draw(number) for number in range(5_000)]
    activity = Counter(it.agent for it in draws).most_common()
    assert activity[0][1] > 200
    assert activity[-1][1] == 1
    assert len(activity) > 1_000
    assert 1_100 < sum(len(generator.tell(it).encode()) for it in draws) / len(draws) < 1_400


def test_a_training_is_followed_by_tests_in_other_words() -> None:
    """Of one learner and one course: before, completed, on the day, and 7, 30 and 90 days later."""
    step, period = 31.5, 16 * 8
    told = {number: one for number in range(3, 300_000, 16) if (one := schooling.told(number, step))}
    lags = [0, 0, 0, 0, *(round(days * 86_400 / step / period) for days in (7, 30, 90, 90))]
    whole = [told.get(3 + 16 * at + period * (5 + lag)) for at, lag in enumerate(lags)]
    there = [one for one in whole if one]
    assert len(there) > 4
    assert len({(one.agent, one.course) for one in there}) == 1
    first, other = (schooling.questions(there[0].course)[2 * item : 2 * item + 2] for item in (0, 1))
    expected = [other[1], None, first[0], other[0], first[1], first[1], first[1], other[1]]
    assert [one.question for one in whole if one] == [
        question for question, one in zip(expected, whole, strict=True) if one
    ]
    late = [one.right for number, one in told.items() if (number - 3) // 16 % 8 == 6]
    day = [one.right for number, one in told.items() if (number - 3) // 16 % 8 == 2]
    assert sum(day) / len(day) > 0.8
    assert sum(late) / len(late) < 0.6


def test_a_schooled_statement_says_so() -> None:
    statements = [json.loads(generator.statement(number)) for number in range(3, 16_000, 16)]
    answers = [it for it in statements if it["verb"]["id"].endswith("/answered")]
    assert len(answers) > 300
    assert all({"success", "score"} <= it["result"].keys() for it in answers)
