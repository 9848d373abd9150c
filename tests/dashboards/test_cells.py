"""A workbook is read by people: no cell of a closed list is a bare key, whatever the measure, in either language."""

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from analytics.answers import WHATS
from analytics.catalog import MEASURES
from analytics.pairing import BASES, LAGS
from analytics.progress import STEPS
from analytics.scope import Scope
from dashboards.cells import in_words, names_of, told
from dashboards.headings import heading, headings
from dashboards.i18n import Words
from lrs.errors import Refusal
from tests.support.demo import Made

KEYED = ("(key)", "(code)", "(identifier)")  # so headed, a column is joined by, and keeps what it holds
FREE = {
    # what people and tools wrote, and what is a name or a number of its own
    *("at_stake", "competencies", "competency", "en", "file", "form", "fr", "indicator", "iri", "job_family", "key"),
    *("left_places", "name", "now", "seed", "site", "source", "stem_en", "stem_fr", "title", "title_en", "title_fr"),
    *("unit_title", "owner_unit_title", "programme_title", "versions", "was", "who", "by", "changed", "verb", "type"),
}


def asked(demo: Made, key: str) -> pl.DataFrame | None:
    try:
        return MEASURES[key].ask(demo.warehouse, Scope())
    except (Refusal, TypeError):  # one learner's, and what else has to be named
        return None


def seen(demo: Made, language: str) -> Any:
    """A site that sees everything, as far as names are looked up."""
    return SimpleNamespace(words=lambda: Words(language), ask=lambda what, scope: what(demo.warehouse, scope))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_cell_of_a_closed_list_is_a_bare_key(demo: Made, language: str) -> None:
    words, names, looked_at, strange = Words(language), names_of(seen(demo, language)), 0, set()
    for key in MEASURES:
        frame = asked(demo, key)
        for column, kind in frame.schema.items() if frame is not None else ():
            head = heading(column, Words("en"), key)
            if frame is None or kind != pl.String or column in FREE or head.endswith(KEYED):
                continue
            known = told(column, words, names, key)
            values = {one for cell in frame[column].drop_nulls() for one in parts(column, cell)}
            looked_at += len(values)
            strange |= {(key, column, one) for one in values if one not in known and " per " not in one}
    assert strange == set()  # nobody says what these are
    assert looked_at > 150


def parts(column: str, cell: str) -> list[str]:
    return cell.split() if column in ("rules", "modalities") else [cell]


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_a_key_that_stays_is_headed_as_one_and_has_its_title_beside_it(demo: Made, key: str) -> None:
    frame = asked(demo, key)
    if frame is None:
        pytest.skip("asks for more than a scope")
    said = in_words(frame, Words("fr"), names_of(seen(demo, "fr")), key)
    heads = headings(said.columns, Words("fr"), key)
    assert len(set(heads)) == said.width
    assert said.height == frame.height
    for column in {"unit", "owner_unit", "programme"} & set(frame.columns):
        if heading(column, Words("en"), key).endswith("(key)"):
            assert said[column].to_list() == frame[column].to_list()
            assert f"{column}_title" in said.columns or "title_fr" in said.columns


def test_units_and_programmes_are_called_by_their_titles(demo: Made) -> None:
    frame = pl.DataFrame({"unit": ["Ondrelle > Water France", None, "gone"], "programme": ["SAFE-01", None, "gone"]})
    said = in_words(frame, Words("fr"), names_of(seen(demo, "fr")))
    assert said.columns == ["unit", "unit_title", "programme", "programme_title"]
    assert said["unit_title"].to_list() == ["Eau France", None, "gone"]
    assert said["programme_title"][0] == "Sécurité sur site : les dix règles"


@pytest.mark.parametrize(
    ("column", "keys"),
    [("step", STEPS), ("lag", LAGS), ("basis", BASES), ("what", WHATS)],
)
def test_every_key_there_may_be_has_its_word(column: str, keys: Any) -> None:
    """And not only those the example happens to hold."""
    assert set(keys) <= set(told(column, Words("fr"), {}))


def test_what_is_counted_in_money_is_said_with_its_currency() -> None:
    frame = pl.DataFrame({"unit": ["EUR per hour", "hours per hour"]})
    assert in_words(frame, Words("fr"), {}, "assumptions")["unit"].to_list() == ["EUR par heure", "heures par heure"]


def test_a_few_words(demo: Made) -> None:
    frame = pl.DataFrame(
        {"step": ["p25", None], "modalities": ["e-learning classroom", ""], "kind": ["late arrival", "x"]}
    )
    said = in_words(frame, Words("fr"), names_of(seen(demo, "fr")))
    assert said.rows() == [("Un quart fait", "E-learning, Présentiel", "Arrivée en retard"), (None, "", "x")]
