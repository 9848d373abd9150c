import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.catalog import MEASURES
from benchmarks import answers
from benchmarks.__main__ import PARTS
from benchmarks.corpus import Corpus
from benchmarks.report import at_least, at_most

ROOT = Path(__file__).parents[2]
ROW = {"part", "name", "value", "judged_by", "ratio", "target", "met", "measured", "baseline"}
FIGURES = {"p50_ms", "p95_ms", "p99_ms", "per_second", "server_cpu", "client_cpu", "statements_per_commit"}
NOTHING = Corpus("", 0, 0, "", {}, {}, {})


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", *arguments]
    environment = os.environ | {"ACQUIS_DASHBOARDS": "false"}  # the record alone starts sooner
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)


def test_a_tiny_run_prints_what_it_promises(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    parts = "post_one,get_by_id,size,follow"  # of an organisation, pages_data takes minutes and measures half of one
    tiny = ("--rows", "200", "--seconds", "0.2", "--only", parts, "--port", "8138")
    ran = bench(*tiny, "--kept", str(tmp_path), "-o", str(report))
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told == json.loads(report.read_text())
    assert told["statements"] == 200
    assert [row["part"] for row in told["rows"]] == ["size", "get_by_id", "post_one", "post_one", "follow"]
    assert all(row.keys() == ROW for row in told["rows"])
    posted = told["rows"][2]
    assert posted["measured"].keys() >= FIGURES
    assert posted["measured"]["failures"] == posted["baseline"]["failures"] == 0
    assert posted["ratio"] == pytest.approx(posted["value"] / posted["judged_by"], rel=0.01)
    assert told["met"] is all(row["met"] for row in told["rows"])
    assert told["rows"][4]["measured"]["statements"] == 200 + 1 + 200


def test_every_measure_is_asked(tmp_path: Path) -> None:
    (row,) = answers.measures(tmp_path, NOTHING)
    assert row.measured.keys() == MEASURES.keys()
    assert row.value == max(row.measured.values()) > 0


def test_an_unknown_part_is_refused_in_one_sentence() -> None:
    ran = bench("--only", "everything")
    assert ran.returncode == 2
    assert "everything: no such part" in ran.stderr
    assert all(part in ran.stderr for part in PARTS)


def test_a_target_judges_on_both_sides() -> None:
    floor, ceiling = at_least(0.2, "of it"), at_most(2, "times")
    assert floor.row("a", "a", 2, 10).met
    assert not floor.row("a", "a", 1.9, 10).met
    assert ceiling.row("a", "a", 4, 2).met
    assert not ceiling.row("a", "a", 4.1, 2).met
