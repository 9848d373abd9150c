"""The Open University's course AAA 2013J, told by its recipe, imported through the running server, measured.

The weekly figures were computed by another project (FollowingJCABIC/learning-analytics-oulad); data of Kuzilek, Hlosta
and Zdrahal (2015), doi 10.24432/C5KK69, CC BY 4.0.
"""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from analytics.catalog import MEASURES
from analytics.scope import Scope
from analytics.statistics import REASONS
from analytics.warehouse import Warehouse
from lrs.store.duck import open_store
from tests.support.server import Server, acquis

DATA = Path(__file__).parents[3] / "shared" / "data" / "oulad"
LAST_DAY = 90  # of week 12, the last week the other project published
COURSE = "https://analyse.kmi.open.ac.uk/open_dataset/AAA/2013J"
FIRST_WEEKS = Scope(since=date(2013, 10, 1), until=date(2013, 12, 30), course=COURSE)
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the Open University data is not beside the project")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course's files, clicks after the last published week left out to spare time."""
    folder = tmp_path_factory.mktemp("oulad")
    for file in DATA.glob("*.csv"):
        (folder / file.name).write_bytes(file.read_bytes())
    head, *rows = (DATA / "studentVle.csv").read_text().splitlines(keepends=True)
    (folder / "studentVle.csv").write_text(head + "".join(row for row in rows if int(row.split(",")[4]) <= LAST_DAY))
    return folder


def test_weekly_engagement_is_what_another_project_computed(course: Path, tmp_path: Path) -> None:
    """And of what is kept there is nothing to tell: no competency was tested twice."""
    data = tmp_path / "data"
    with Server(data):
        done = acquis("import", "table", str(course), "--recipe", "oulad", "--data", str(data), "--json", timeout=400)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["refused"] == 0
    store = open_store(data)
    warehouse = Warehouse(store)
    warehouse.catch_up()
    weeks = MEASURES["weekly_clicks"].ask(warehouse, FIRST_WEEKS)
    kept = [MEASURES[key].ask(warehouse, Scope()) for key in ("retained", "retention_curve", "gained")]
    store.close()
    assert {reason for one in kept for reason in one["reason"]} == {"not_tested_twice"}
    assert REASONS["not_tested_twice"]["en"] == "Not enough data: no competency tested twice."
    with (DATA / "expected_weekly_engagement.csv").open() as file:
        expected = list(csv.DictReader(file))
    assert [
        (
            str(row["week"]),
            str(row["active"]),
            row["median_clicks"],
            row["p75_clicks"],
            f"{row['mean_active_days']:.2f}",
        )
        for row in weeks.to_dicts()
    ] == [
        (
            row["course_week"],
            row["active_student_attempts"],
            float(row["median_clicks"]),
            float(row["p75_clicks"]),
            row["mean_active_days"],
        )
        for row in expected
    ]
