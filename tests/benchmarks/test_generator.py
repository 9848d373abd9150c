import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest

from benchmarks import generator
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
    received = read_statements(generator.batch(0, SOME), version)
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
