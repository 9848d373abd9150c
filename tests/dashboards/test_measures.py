"""Measures over HTTP and from the shell: which scope they are asked about, and what is refused."""

from datetime import date

import pytest
from click.testing import CliRunner

from analytics.catalog import MEASURES
from analytics.scope import Scope
from dashboards.cli import acquis
from dashboards.measures import scope_of
from lrs.errors import BadRequest
from lrs.store.duck import open_store


def test_every_part_of_a_scope_can_be_given() -> None:
    given = {
        "since": ["2026-03-01"],
        "until": ["2026-03-31"],
        "unit": ["Group > Water", "Group > Waste"],
        "programme": ["safety"],
        "modality": ["classroom"],
        "country": ["FR"],
        "language": [""],
        "zone": ["Pacific/Auckland"],
    }
    assert scope_of(given) == Scope(
        date(2026, 3, 1),
        date(2026, 3, 31),
        units=("Group > Water", "Group > Waste"),
        programmes=("safety",),
        modality="classroom",
        country="FR",
        zone="Pacific/Auckland",
    )


@pytest.mark.parametrize("given", [{"colour": ["red"]}, {"since": ["soon"]}, {"zone": ["Mars"]}, {"reader": ["x"]}])
def test_what_is_no_scope_is_refused(given: dict[str, list[str]]) -> None:
    with pytest.raises(BadRequest, match=next(iter(given))):
        scope_of(given)


def test_the_list_names_every_measure_with_its_family() -> None:
    told = CliRunner().invoke(acquis, ["measure", "--list", "--csv"])
    assert told.exit_code == 0
    rows = told.output.splitlines()
    assert rows[0] == "key,family,name,sentence,unit"
    assert len(rows) == len(MEASURES) + 1


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of an empty record."""
    folder = tmp_path_factory.mktemp("measured")
    open_store(folder).close()
    return str(folder)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["happiness"], "happiness"),
        (["rates", "--unit", "Atlantis"], "unit: 'Atlantis'"),
        (["rates", "--programme", "alchemy"], "programme: 'alchemy'"),
        (["rates", "--by", "star sign"], "by: 'star sign'"),
        (["rates", "--course", "https://example.org/c"], "course"),
    ],
)
def test_a_bad_question_is_refused_in_one_sentence(data: str, words: list[str], why: str) -> None:
    told = CliRunner().invoke(acquis, ["measure", *words, "--data", data])
    assert told.exit_code == 2
    assert why in told.output
    assert "Traceback" not in told.output


def test_a_measure_is_told_apart_from_the_shell(data: str) -> None:
    told = CliRunner().invoke(acquis, ["measure", "funnel", "--until", "2026-03-31", "--json", "--data", data])
    assert told.exit_code == 0
    assert '"reason":"no_assignment"' in told.output.replace(" ", "")
