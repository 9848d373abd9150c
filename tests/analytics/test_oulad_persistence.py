"""Who stays in the Open University's course AAA 2013J: told by its recipe, imported, measured, equal to lifelines.

Data of Kuzilek, Hlosta and Zdrahal (2015), doi 10.24432/C5KK69, CC BY 4.0.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from analytics.persistence import outcomes, survival
from analytics.scope import Scope
from analytics.warehouse import Warehouse
from lrs.store.duck import open_store
from tests.support.oracles import lifelines
from tests.support.server import acquis

DATA = Path(__file__).parents[3] / "shared" / "data" / "oulad"
OPENS, LAST = date(2013, 10, 1), 268
COURSE = "https://analyse.kmi.open.ac.uk/open_dataset/AAA/2013J"
SCOPE = Scope(until=OPENS + timedelta(days=LAST))
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the Open University data is not beside the project")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The course imported as anyone would; of the clicks only the last days, to spare time."""
    folder, data = tmp_path_factory.mktemp("oulad"), tmp_path_factory.mktemp("acquis") / "data"
    for file in DATA.glob("*.csv"):
        (folder / file.name).write_bytes(file.read_bytes())
    head, *rows = (DATA / "studentVle.csv").read_text().splitlines(keepends=True)
    (folder / "studentVle.csv").write_text(head + "".join(row for row in rows if int(row.split(",")[4]) >= LAST))
    programmes = folder / "programmes.csv"
    programmes.write_text(
        f"Programme,Title,Modality,Live,Activities\nAAA,AAA 2013J,e-learning,{OPENS},{COURSE} | {COURSE}/*\n"
    )
    for words in (("programmes", str(programmes)), ("table", str(folder), "--recipe", "oulad")):
        done = acquis("import", *words, "--data", str(data), timeout=300)
        assert done.returncode == 0, done.stderr
    store = open_store(data)
    warehouse = Warehouse(store)
    warehouse.catch_up()
    yield warehouse
    store.close()


@pytest.fixture(scope="module")
def known() -> tuple[list[int], list[int]]:
    """Days and withdrawals as the files have them: those gone by day 0 left out, everyone else followed to day 268."""
    with (DATA / "studentRegistration.csv").open() as file:
        left = [row["date_unregistration"] for row in csv.DictReader(file)]
    days = [int(day) if day not in {"", "?"} else None for day in left]
    stayed = [day for day in days if day is None or day > 0]
    return [LAST if day is None else min(day, LAST) for day in stayed], [int(day is not None) for day in stayed]


def test_kaplan_meier_of_withdrawal_is_what_methods_say(course: Warehouse) -> None:
    told = survival(course, SCOPE, silence=0, clock="opening")
    assert told["n"].unique().to_list() == [376]
    assert told["events"].sum() == 53
    for day, share in ((30, 0.9814), (90, 0.9521), (180, 0.8883), (268, 0.8590)):
        assert told.filter(pl.col("time") <= day)["survival"][-1] == pytest.approx(share, abs=5e-5)


def test_it_equals_lifelines_day_by_day(course: Warehouse, known: tuple[list[int], list[int]]) -> None:
    told = survival(course, SCOPE, silence=0, clock="opening")
    fitted = lifelines.KaplanMeierFitter().fit(*known)
    table = fitted.event_table.iloc[1:]  # the first row is the entrance
    assert told["time"].to_list() == table.index.astype(int).to_list()
    assert told["at_risk"].to_list() == table["at_risk"].to_list()
    assert told["events"].to_list() == table["observed"].to_list()
    assert told["survival"].to_list() == pytest.approx(fitted.survival_function_["KM_estimate"].iloc[1:].to_list())
    assert told["low"].to_list() == pytest.approx(fitted.confidence_interval_.iloc[1:, 0].to_list())
    assert told["high"].to_list() == pytest.approx(fitted.confidence_interval_.iloc[1:, 1].to_list())
    assert told["median"].null_count() == told.height  # more than half stayed


def test_nobody_completed_so_dropping_out_is_one_less_staying(course: Warehouse) -> None:
    told = outcomes(course, SCOPE, silence=0, clock="opening")
    stays = survival(course, SCOPE, silence=0, clock="opening")
    assert told["kind"].unique().to_list() == ["dropout"]
    assert told["incidence"].to_list() == pytest.approx((1 - stays["survival"]).to_list())


def test_who_registered_late_is_followed_from_then(course: Warehouse) -> None:
    told = survival(course, SCOPE, silence=0, clock="entered")
    assert told["n"][0] == 376
    assert told["at_risk"][-1] < survival(course, SCOPE, silence=0, clock="opening")["at_risk"][-1]
