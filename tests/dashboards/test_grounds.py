"""Every figure of every page has its working one tap away: definition, period, n, interval, freshness (issue 3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

import pytest

from analytics.catalog import MEASURES
from analytics.statistics import REASONS, wilson
from dashboards.i18n import Words
from dashboards.pages import grounds
from dashboards.pages.page import Page
from dashboards.site import pages_of
from lrs.store.promise import Put
from tests.dashboards.conftest import ROLES, Site, account, served
from tests.dashboards.test_walk import Callback, addresses, call, callbacks, components, filled, page_of
from tests.support.demo import made
from tests.support.drawn import Node, below, classes, text, told
from tests.support.once import own

READERS = (("admin", "en"), ("manager", "fr"), ("executive", "fr"))
PARTS = ("SAFE-01", "SAFE-01/up-to-date", "SAFE-01/questions", "SAFE-01/effect", "COMM-01/community")
PARTS += ("SORT-01/content", "SAFE-02/sessions", "LEAD-01/evaluation")  # each of a programme that has it
UNIT = "Ondrelle > Water France"
WORK = ("/report", "/setup")  # the report has its own workings; Setup tells of files and settings, but for its ledger
LEDGER = "/setup/quality"
ASKED = {"/people/who": "a cell is needed", "/tools/statements": "a search is", "/tools/connect": "it tells how"}
ROWS = ("Counted as", "Period", "Rests on", "Interval", "Data up to")
ITS_OWN = "/simulator"
NO_FIGURE = {"method"}  # what research says
ALONE = ("The lines of the ledger", "All that was received about this person")  # n stands where it is opened


@dataclass(frozen=True)
class Figure:
    """A tile, a card, an answer: where it is, what it is, and what its ⓘ opens."""

    where: str
    node: Node
    workings: tuple[dict[str, str], ...]

    @property
    def said(self) -> str:
        """What is read of it without opening anything."""
        return text(self.node, but=("Popover", "Code"))

    def __str__(self) -> str:
        return f"{self.where}: {' '.join(self.said.split())[:90]}"


class Drawn(NamedTuple):
    """What a role sees: the figures of all its pages, and the pages without one."""

    words: Words
    found: list[Figure]
    silent: set[str]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(own(tmp_path_factory, "demo", made), tmp_path_factory.mktemp("grounds")) as site:
        accounts = [Put("account", [account(role) for role in ROLES])]
        managed = Put("account_unit", [{"email": "manager@example.org", "unit": UNIT}])
        site.store.organisation.change([*accounts, managed])
        yield site


@pytest.fixture(scope="module", params=READERS, ids=" ".join)
def drawn(example: Site, request: pytest.FixtureRequest) -> Drawn:
    """All the figures there are on the pages of a role."""
    role, language = request.param
    told = [(path, list(figures(path, story))) for path, story in stories(example, role, language)]
    silent = {path for path, found in told if not found}
    return Drawn(Words(language), [one for _, found in told for one in found], silent)


def stories(site: Site, role: str, language: str) -> Iterator[tuple[str, Any]]:
    """What each page of a role tells of all the time there is."""
    reader, known = site.reader(role), components()
    pages = {page.path for page in pages_of(role) if page.path == LEDGER or not page.path.startswith(WORK)}
    every = callbacks(site)
    for one in every:
        page = None if one.patterned or not told_by(one) else page_of(one, known)
        for path in places(site, page) if page and page.path in pages else ():
            body = filled(one, path, "?period=all", known)
            answer = call(reader, begun(reader, body, every) if path == ITS_OWN else body, language)
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
            yield path, answer.get_json()["response"]


def told_by(one: Callback) -> bool:
    return one.output.endswith("-story.children")


def places(site: Site, page: Page) -> tuple[str, ...]:
    if page.path == "/people" and page.below:
        people = site.store.organisation.rows("person")
        return tuple(f"/people/{one['key']}" for one in people[3:4])
    return tuple(f"/programmes/{part}" for part in PARTS) if page.below else addresses(page)


def begun(reader: Any, body: dict[str, Any], every: list[Callback]) -> dict[str, Any]:
    """A new case of the simulator, as whoever may only read it gets it."""
    form = next(one for one in every if "simulator-base.data" in one.output)
    told = call(reader, filled(form, ITS_OWN, "", components()), "en").get_json()["response"]
    if told["simulator-base"]["data"] is None:
        return body
    base = {"draft": told["simulator-base"]["data"]["draft"], "form": False}
    given = [
        one | {"value": base} if isinstance(one, dict) and one["id"] == "simulator-base" else one
        for one in body["inputs"]
    ]
    return body | {"inputs": given}


def figures(path: str, story: Any) -> Iterator[Figure]:
    """The tiles, cards and answers of a story that tell a number."""
    for node in below(story, but="Popover"):
        if (node["type"] == "Section" and {"tile", "card"} & classes(node)) or "answer" in classes(node):
            opened = [told(one) for one in below(node) if one["type"] == "Popover"]
            one = Figure(path, node, tuple(opened))
            if (re.search(r"\d", one.said) or grids(node)) and not NO_FIGURE & classes(node):
                yield one


def grids(node: Node) -> list[set[str]]:
    """The fields of each table in a card."""
    found = [one["props"]["columnDefs"] for one in below(node, but="Popover") if one["type"] == "AgGrid"]
    return [{column["field"] for column in columns} for columns in found]


def test_every_figure_has_its_working(drawn: Drawn) -> None:
    words, found, _ = drawn
    assert len(found) > 12
    wanted = [words(row) for row in ROWS]
    lacking = [
        f"{one}: {[row for row in wanted if not any(opened.get(row) for opened in one.workings)] or 'no i'}"
        for one in found
        if not one.workings or not all(opened.get(row) for opened in one.workings for row in wanted)
    ]
    assert lacking == []


@pytest.mark.parametrize("drawn", READERS[:1], indirect=True, ids=" ".join)
def test_every_page_has_figures(drawn: Drawn) -> None:
    """A page that drew none, for who sees everything, would pass for one whose figures all have their working."""
    assert drawn.silent <= ASKED.keys()


def test_the_n_of_a_tile_is_a_number(drawn: Drawn) -> None:
    """Or its lines open, or it is of one person, or there is no value."""
    words, found, _ = drawn
    alone = {words(one) for one in ALONE}
    tiles = [one for one in found if "tile" in classes(one.node)]
    bare = [
        f"{one}: {rests}"
        for one in tiles
        for rests in [one.workings[0][words("Rests on")]]
        if not re.search(r"\d", rests) and rests not in alone and "—" not in one.said
    ]
    assert bare == []


def test_what_is_said_to_stand_beside_each_figure_stands_there(drawn: Drawn) -> None:
    words, found, _ = drawn
    said = words(grounds.EACH[1])
    lacking = [
        str(one)
        for one in found
        if "card" in classes(one.node) and any(opened.get(words("Interval")) == said for opened in one.workings)
        if not beside(one, words)
    ]
    assert lacking == []


def beside(one: Figure, words: Words) -> bool:
    """Whether a table of a card has columns of intervals, or a list says them, or that there are too few for any."""
    columns = {field for fields in grids(one.node) for field in fields}
    if any(field in ("low", "high") or field.endswith(("_low", "_high")) for field in columns):
        return True
    few = any("spanned" in classes(node) for node in below(one.node, but="Popover"))
    few = few or any(words.of(reason) in one.said for reason in REASONS.values())
    between = words("between {low} and {high}", low="", high="").split()[0]
    return (
        few
        or between in one.said
        or re.search(words("{low} to {high}%", low=r"\d+", high=r"\d+"), one.said) is not None
    )


def test_the_walk_would_notice_a_figure_without() -> None:
    """A tile, and a card with a table, of which nothing can be opened."""
    tile = {
        "type": "Section",
        "props": {"className": "tile", "children": ["Active people", {"type": "P", "props": {"children": "41"}}]},
    }
    grid = {"type": "AgGrid", "props": {"columnDefs": [{"field": "low"}]}}
    card = {"type": "Section", "props": {"className": "card", "children": [grid]}}
    lines = {"type": "Still", "props": {"tree": {"type": "Ul", "props": {"children": ["12 people"]}}}}
    still = {"type": "Section", "props": {"className": "card", "children": [lines]}}
    found = list(figures("/", [tile, card, still]))
    assert [one.workings for one in found] == [(), (), ()]
    assert grids(card) == [{"low"}]


def test_a_share_of_people_has_the_interval_it_has_elsewhere() -> None:
    words, low, high = Words("en"), *(round(100 * end) for end in wilson(773, 922))
    told = grounds.of_people(words, "today", 773, 922)
    assert (told.on, told.interval.partition(",")[0]) == ("922 people", f"between {low} and {high}%")
    assert grounds.of_people(words, "today", 7, 9).interval == "None. Not enough data: fewer than 10 learners."
    assert grounds.of_people(words, "today", 0, 0).interval == "None. Not enough data: nothing recorded yet."


def test_several_answers_of_one_person_are_taken_together() -> None:
    """Forty people with ten each, all done or none: as wide as forty answers are, not as four hundred."""
    words = Words("en")
    told = grounds.of_several(words, "today", [10] * 20 + [0] * 20, [10] * 40)
    assert told.on == "400 answers of 40 people"
    low, high = (int(end) for end in re.findall(r"\d+", told.interval)[:2])
    assert high - low > 100 * (wilson(20, 40).high - wilson(20, 40).low) - 1
    assert grounds.of_several(words, "today", [], []).interval == "None. Not enough data: nothing recorded yet."


def test_every_measure_says_what_its_figures_rest_on() -> None:
    for key, language in product(MEASURES, ("en", "fr")):
        assert all(grounds.usual(key, Words(language))), key
    assert grounds.usual("cohorts", Words("en"))[1] == grounds.EACH[1]
    assert grounds.usual("spend_months", Words("en"))[0] == "The lines of the ledger"
