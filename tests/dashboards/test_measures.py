"""Measures over HTTP and from the shell: which scope they are asked about, and what is refused."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from analytics.catalog import MEASURES
from analytics.scope import Scope
from dashboards.cli import acquis
from dashboards.measures import scope_of, takes
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
        (["rates", "--with", "kind=rolling"], "--with kind: expected NAME=VALUE; rates takes"),
        (["cohorts", "--with", "kind"], "--with kind: expected NAME=VALUE; cohorts takes kind, grain"),
        (["cohorts", "--with", "kind=both"], "kind: 'both' is none of classic, rolling"),
        (["active_time_over", "--with", "grain=year"], "grain: 'year' is none of day, week, month"),
        (["dead_content", "--with", "days=soon"], "days: 'soon' is not a number"),
        (["learner_record"], "person: learner_record is told of one person"),
        (["learner_assignments"], "person: learner_assignments is told of one person"),
        (["learner_record", "--with", "person=x"], "person: nobody has the key 'x'"),
        (["learner_assignments", "--with", "person=x"], "person: nobody has the key 'x'"),
        (["rates", "--json", "--csv"], "--json, --csv: what is printed is one or the other"),
        (["--list", "--json", "--csv"], "--json, --csv: what is printed is one or the other"),
    ],
)
def test_a_bad_question_is_refused_in_one_sentence(data: str, words: list[str], why: str) -> None:
    told = CliRunner().invoke(acquis, ["measure", *words, "--data", data])
    assert told.exit_code == 2
    assert why in told.output
    assert "Traceback" not in told.output


def test_what_a_measure_takes_besides_reaches_it(data: str) -> None:
    for lag in ("J30", "J180"):
        told = CliRunner().invoke(acquis, ["measure", "retained", "--with", f"lag={lag}", "--json", "--data", data])
        assert {row["lag"] for row in json.loads(told.output)} == {lag}


def test_the_list_for_programs_defines_every_measure_in_both_languages() -> None:
    listed = json.loads(CliRunner().invoke(acquis, ["measure", "--list", "--json"]).output)
    assert [one["key"] for one in listed] == list(MEASURES)
    wanted = ("name", "name_fr", "sentence", "sentence_fr", "unit", "formula", "source", "enough", "columns")
    assert all(one[name] for one in listed for name in wanted)
    assert {one["key"]: one["takes"] for one in listed}["cohorts"] == ["kind", "grain"]
    assert {one["key"]: one["needs"] for one in listed}["learner_record"] == ["person"]


def test_what_must_be_named_is_something_a_measure_takes() -> None:
    assert [one.key for one in MEASURES.values() if not one.needs.keys() <= takes(one).keys()] == []


def test_a_measure_is_told_apart_from_the_shell(data: str) -> None:
    told = CliRunner().invoke(acquis, ["measure", "funnel", "--until", "2026-03-31", "--json", "--data", data])
    assert told.exit_code == 0
    assert '"reason":"no_assignment"' in told.output.replace(" ", "")
