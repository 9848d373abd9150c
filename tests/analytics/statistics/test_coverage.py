"""The worlds of `python -m benchmarks.coverage`, with fewer seeds: 150 can tell 95 % from 85 %."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import coverage

SEEDS = 150
SLACK = 3.5 * (0.95 * 0.05 / SEEDS) ** 0.5


@pytest.mark.parametrize("world", coverage.HOLDS, ids=lambda world: world.__name__)
def test_where_assumptions_hold_ninety_five_in_a_hundred_hold_the_truth(world: "coverage.Holding") -> None:
    told = [world(np.random.default_rng([seed, 3])) for seed in range(SEEDS)]
    assert None not in told
    assert 0.95 - SLACK <= sum(map(bool, told)) / SEEDS <= 0.95 + SLACK


@pytest.mark.parametrize("world", coverage.BREAKS, ids=lambda world: world.__name__)
def test_where_they_break_the_product_widens_bounds_or_refuses(world: "coverage.Breaking") -> None:
    told = [world(np.random.default_rng([seed, 4])) for seed in range(SEEDS)]
    assert sum(one.naive for one in told) / SEEDS < 0.9, (
        "the naive interval is wrong too often: the world does break it"
    )
    answered = [one.product for one in told if one.product is not None]
    assert not answered or sum(answered) / len(answered) >= 0.95 - SLACK


def test_the_command_prints_json() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.coverage", "--seeds", "2"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    rows = json.loads(done.stdout)
    assert [row["world"] for row in rows] == [world.__name__ for world in (*coverage.HOLDS, *coverage.BREAKS)]
    assert done.returncode == (0 if all(row["ok"] for row in rows) else 1)
