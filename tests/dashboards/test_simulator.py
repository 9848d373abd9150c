"""The Simulator: a form read as a case, a case told, saved with its versions, seen by whom it is for."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from analytics.cases import ASSUMPTIONS
from analytics.catalog import measure
from analytics.defaults import DEFAULTS
from analytics.scope import Reader
from dashboards.cases import draft as drafts
from dashboards.cases import keeping
from dashboards.cases.draft import Draft
from dashboards.cases.filling import Amiss, fill, form_of
from dashboards.figures.frame import Style
from dashboards.i18n import Words
from dashboards.pages.simulator import about, index, speaking, tables
from dashboards.pages.simulator.telling import tell
from dashboards.roles import reader_of
from dashboards.theme import PALETTES
from lrs.errors import Conflict, NotFound
from lrs.organisation.accounts import Account
from lrs.organisation.keeping import keep, now
from lrs.store.duck import open_store
from lrs.store.promise import Put
from tests.dashboards.conftest import Site, unit

D = Decimal
EN, FR = Words("en"), Words("fr")


def rows(**own: Any) -> list[dict[str, Any]]:
    """The measure's rows as a new organisation has them; `own` replaces the default of a figure."""
    told = []
    for key, one in DEFAULTS.items():
        first = one.unit.partition(" ")[0]
        row = {name: getattr(one, name) for name in ("key", "value", "low", "high", "unit", "source", "year")}
        row |= {"currency": first if first in ("EUR", "USD") else None, "kind": "default", "n": None}
        told.append(row | own.get(key, {}))
    return told


BASE = drafts.fresh(rows(), [("Lyon", 60), ("Paris", 40)], ("Water",))


def filled(**changes: Any) -> Draft:
    return fill({**form_of(BASE), "title": "Safety", **changes}, BASE)


# The form -----------------------------------------------------------------------------------------------------------


def test_a_new_case_begins_with_cited_defaults_in_one_currency() -> None:
    assert (BASE.currency, BASE.plan().learners, BASE.units) == ("EUR", 100, ("Water",))
    assert {one.key for one in BASE.foreign()} == {"room_day", "material"}
    assert speaking.foreign(EN, BASE).startswith(
        "What a room costs for a day, what a learner's printed material costs: "
    )
    assert "published in USD, and no exchange rate into EUR is known. They are left out" in speaking.foreign(EN, BASE)
    assert drafts.again(json.loads(json.dumps(BASE.told()))) == BASE


def test_a_form_says_what_its_case_says() -> None:
    assert fill(form_of(BASE), BASE) == BASE
    gain = {"gain amount": 5000, "gain kind": "cashable", "gain evidence": "trend", "gain share": 50}
    assert fill(form_of(filled(**gain)), BASE) == filled(**gain)


def test_a_moved_figure_says_so_and_its_range_moves_along() -> None:
    moved = next(one for one in filled(**{"figure wage": 125}).figures if one.key == "wage")
    assert (moved.value, moved.low, moved.high, moved.is_moved) == (125, D("83.34"), D("166.66"), True)
    assert speaking.origin(EN, moved, BASE).startswith(
        "assumed; it was 62.5 (a supplier's sample calculation, undated, no survey: futurelearning.nl"
    )
    assert not filled(**{"figure material": 90, "figure room_day": 150}).foreign()


def test_what_no_rate_tells_in_the_cases_currency_counts_for_nothing() -> None:
    """A room of 200 and material of 100 are dollars: in euros the classroom costs as if both cost nothing."""
    nothing = filled(**{"figure material": 0, "figure room_day": 0})
    left, told = tell(BASE, EN), tell(nothing, EN)
    assert (left.weighed.classroom.value, left.weighed.saving) == (told.weighed.classroom.value, told.weighed.saving)
    assert "room_day" not in {bar.name for bar in left.weighed.bars}
    shown = {row[0]: row for row in tables.assumptions(left)}[speaking.named(EN, "room_day")]
    assert shown[1] == "200 USD per day"
    assert shown[3].startswith(
        "left out, no exchange rate into EUR; a supplier's sample calculation, undated, no survey: roi-learning.com"
    )
    assert form_of(BASE)["figure room_day"] == ""
    own = next(one for one in filled(**{"figure room_day": 200}).figures if one.key == "room_day")
    assert (own.currency, own.is_moved, speaking.unit(EN, own, "EUR")) == ("EUR", True, "EUR per day")
    assert "room_day" not in {one.key for one in filled(**{"figure room_day": 200}).foreign()}


def test_what_would_favour_the_plan_is_not_left_out() -> None:
    """With a room in the mix too, leaving its price out would make the plan cheaper: nothing is told without it."""
    blended = {"during 2 way": "classroom", "during 2 hours": 2}
    with pytest.raises(Amiss) as refused:
        filled(**blended)
    assert refused.value.sentence(EN).endswith(
        "published in USD, and no exchange rate into EUR is known. Write your own figure, or have a rate imported."
    )
    assert "sans taux de change connu vers EUR" in refused.value.sentence(FR)
    assert tell(filled(**blended, **{"figure room_day": 150, "figure material": 20}), EN).weighed.saving


def test_where_a_figure_came_from_is_told() -> None:
    own = {"kind": "measure", "source": "costs", "n": 12, "year": None}
    case = drafts.fresh(rows(wage=own), [("", 1)], ())
    figures = {one.key: one for one in case.figures}
    assert speaking.origin(EN, figures["wage"], case) == "your own, from your ledger, n = 12"
    assert "default of 2010: Chapman Alliance" in speaking.origin(EN, figures["hours_to_make_elearning"], case)
    assert "sans date" in speaking.origin(FR, figures["travel"], case)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sites": "Lyon"}, "Learners at each site: line 1 says 'Lyon'"),
        ({"sites": "Lyon 20\nParis many"}, "Learners at each site: line 2 says 'Paris many'"),
        ({"sites": ""}, "Learners at each site: write at least one learner."),
        ({"sites": "Lyon 20\nParis -5"}, "Learners at each site: line 2 says 'Paris -5'"),
        ({"sites": "Paris \N{MINUS SIGN}5"}, "Learners at each site: line 1 says"),
        ({"sites": "-5"}, "Learners at each site: line 1 says '-5'"),
        ({"sites": "Paris 5.5"}, "Learners at each site: line 1 says 'Paris 5.5'"),
        ({"sites": "Paris 1,200"}, "Learners at each site: line 1 says 'Paris 1,200'"),
        ({"sites": "Lyon 0"}, "Learners at each site: write at least one learner."),
        ({"sites": "Lyon 60000"}, "Learners at each site: at most 60 sites and 50,000 learners."),
        ({"hours": ""}, "Hours of the classroom course: write a number from 0.5 to 1,000."),
        ({"hours": "NaN"}, "Hours of the classroom course: write a number"),
        ({"years": 0}, "Years it is used: write a number from 1 to 20."),
        ({"travelling": 101}, "Learners who travel to a session, %: write a number from 0 to 100."),
        ({"figure wage": -1}, f"{DEFAULTS['wage'].en}: write a number from 0 to"),
        ({"figure attendance": 0}, f"{DEFAULTS['attendance'].en}: write a number from 1 to"),
        ({"before 1 way": None}, "Before, 1: choose the way of learning that takes these hours."),
        ({"before 1 hours": ""}, "Before, 1: write a number from 0.1 to 1,000."),
        ({"before 1 way": "magic"}, "Before, 1: choose one of the list."),
        ({"gain amount": 100}, "What this rests on: choose what the benefit rests on"),
        ({"gain amount": 100, "gain evidence": "claim", "gain kind": "intangible"}, "Of what kind: choose one"),
        (
            {"gain amount": 100, "gain low": 200, "gain evidence": "claim", "gain kind": "time"},
            "At least: write a range with the amount within it.",
        ),
        ({"title": "x" * 121}, "Name of the case: at most 120 characters."),
    ],
)
def test_what_cannot_be_is_one_sentence_that_names_the_field(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Amiss) as problem:
        filled(**changes)
    assert problem.value.sentence(EN).startswith(said)
    assert problem.value.sentence(FR) != problem.value.sentence(EN)


def test_no_way_of_learning_at_all_is_refused() -> None:
    empty = {name: None for name in form_of(BASE) if name.endswith((" way", " hours"))}
    with pytest.raises(Amiss, match="at least one way"):
        filled(**empty)


@pytest.mark.parametrize("text", ["Lyon 30", "Lyon; 30", "Lyon\t30", "Lyon: 30", " Lyon , 30 "])
def test_a_site_is_read_however_it_was_pasted(text: str) -> None:
    assert filled(sites=text).sites == (("Lyon", 30),)


# What is told -------------------------------------------------------------------------------------------------------


def text(children: Any) -> str:
    return "".join(piece if isinstance(piece, str) else str(piece.children) for piece in children)


def answer(draft: Draft, words: Words = EN) -> str:
    return " ".join(text(sentence) for sentence in tell(draft, words).answer())


def test_the_answer_says_by_how_much_and_from_how_many_learners() -> None:
    told = answer(filled(sites="Lyon 300"))
    assert told.startswith("For 300 learners over 3 years, what is planned costs €")
    assert "less than the classroom (between €" in told
    assert "learners on, and stays so: looked for up to 10,000." in told
    assert "300 apprenants sur 3 ans" in answer(filled(sites="Lyon 300"), FR)


def test_the_answer_says_when_the_classroom_is_cheaper() -> None:
    told = answer(filled(sites="Lyon 5"))
    assert "the classroom is cheaper: it costs €" in told
    assert "more (between €" in told
    rich = filled(sites="Lyon 20", **{"during 1 way": "simulation", "during 1 hours": 900})
    assert "never cheaper for good: looked for up to 10,000 learners." in answer(rich)


def test_what_would_turn_it_is_said() -> None:
    assert "One figure alone would turn this, at " in answer(filled())
    assert "No figure, alone and within its range, would turn this." in answer(filled(sites="Lyon 3000"))


def test_the_tables_say_how_it_was_simulated_and_add_up() -> None:
    told = tell(filled(**{"gain amount": 9000, "gain kind": "cashable", "gain evidence": "estimate"}), EN)
    chances = dict(tables.chances(told))
    assert "10,000 draws" in chances["Simulated with"]
    assert "seed 20260101; python " in chances["Simulated with"]
    assert "Share of simulations with ROI > 0" in chances
    assert told.numbers()[3].part == "cashable; rests on: expert estimate and confidence"
    pieces = {name: cells for name, *cells in tables.pieces(told)}
    assert pieces["Altogether"][1] == written(told.weighed.mix.value)
    assert len(tables.assumptions(told)) == len({row[0] for row in tables.assumptions(told)})


def written(value: Decimal | None) -> str:
    return f"€{value:,.2f}"


def test_moving_an_assumption_moves_everything_at_once() -> None:
    first, second = (tell(one, EN) for one in (filled(), filled(**{"figure wage": 200})))
    assert (first.weighed.exact.value or 0) > (second.weighed.exact.value or 0)
    for before, after in zip(first.numbers(), second.numbers(), strict=True):
        assert (before.value, before.part) != (after.value, after.part)


def test_the_curves_show_steps_audience_and_crossing() -> None:
    told = tell(filled(), EN)
    curves, tornado = told.charts(Style(PALETTES["light"], EN, ".,"))
    drawn = curves.figure
    assert [trace.line.shape for trace in drawn.data if trace.mode == "lines"] == ["hv", "hv"]
    assert drawn.layout.shapes[0].x0 == 100
    said = [note.text for note in drawn.layout.annotations]
    assert said == ["your 100 learners", f"from {int(told.weighed.exact.value or 0)} learners on"]
    assert tornado.frame.height == len(told.weighed.bars)
    names = [note.text for note in tornado.figure.layout.annotations]  # above the bars: beside them is no room
    assert names[0] == tornado.frame["name"][0]
    assert tornado.figure.layout.xaxis.tickformat == ",.0f", "50 000, not 50k"
    assert tornado.figure.layout.yaxis.showticklabels is False


def test_every_formula_is_said_in_both_languages() -> None:
    told = tell(filled(**{"gain amount": 9000, "gain kind": "cashable", "gain evidence": "estimate"}), EN)
    for one in (*told.numbers(), tell(filled(), EN).numbers()[3]):
        assert one.result.working.formula in about.FORMULAS
        for given in one.result.working.inputs:
            assert given.name in about._INPUTS


# Kept ---------------------------------------------------------------------------------------------------------------


@dataclass
class Desk:
    """What the page works with, for one account."""

    store: Any
    email: str
    role: str
    units: tuple[str, ...] = ()

    @property
    def service(self) -> Any:
        return self

    def words(self) -> Words:
        return EN

    def account(self) -> Account:
        return Account(self.email, "", self.role, None, None, now(), self.units)

    def reader(self) -> Reader:
        return reader_of(self.account())

    def ask(self, key: str, _scope: Any) -> Any:
        assert measure(key).schema == ASSUMPTIONS
        return pl.DataFrame([row | {"en": "", "fr": ""} for row in rows()], schema_overrides=ASSUMPTIONS, strict=False)


@pytest.fixture
def desk(tmp_path: Any) -> Iterator[Callable[..., Any]]:
    store = open_store(tmp_path)
    tree = [unit("Group", None), unit("Water", "Group"), unit("North", "Water"), unit("Energy", "Group")]
    store.organisation.change([Put("unit", tree)])
    yield lambda email, role, *units: Desk(store, email, role, units)
    store.close()


FORM = {**form_of(BASE), "title": "Safety"}


def saved(desk: Any, search: str = "", deed: str = "save new", **changes: Any) -> str:
    said, address = index.done(desk, deed, {**FORM, **changes}, None, search)
    assert "done" in said.className, said
    return str(address)


def test_a_case_is_saved_with_its_author_and_every_version_stays(desk: Any) -> None:
    ada, bob = desk("ada@example.org", "manager", "Water"), desk("bob@example.org", "group")
    first = saved(ada)
    key = first.partition("case=")[2].partition("&")[0]
    second = saved(bob, first, "save", **{"figure wage": 80, "sites": "Lyon 10"})
    assert second == f"?case={key}&version=2"
    one = keeping.case(ada, key)
    assert [(version.who, version.draft.plan().learners) for version in one.versions] == [
        ("ada@example.org", 100),
        ("bob@example.org", 10),
    ]
    told = {(change.name, change.version.who): (change.before, change.after) for change in keeping.changes(one)}
    assert told["figure wage", "bob@example.org"] == (D("62.5"), D(80))
    shown = str(index.kept(ada, second))
    assert "bob@example.org" in shown
    assert DEFAULTS["wage"].en in shown
    assert one.version(1).draft.plan().learners == 100
    with pytest.raises(NotFound):
        one.version(3)


def test_nothing_is_overwritten_unseen(desk: Any) -> None:
    ada = desk("ada@example.org", "manager", "Water")
    key = saved(ada).partition("case=")[2].partition("&")[0]
    drafted = keeping.case(ada, key).newest.draft
    keeping.save(ada, drafted, key, 1)
    with pytest.raises(Conflict):
        keeping.save(ada, drafted, key, 1)


def test_a_case_needs_a_name_and_provenance_is_not_taken_from_the_browser(desk: Any) -> None:
    ada = desk("ada@example.org", "manager", "Water")
    said, address = index.done(ada, "save new", {**FORM, "title": " "}, None, "")
    assert "Name of the case: give the case a name." in str(said)
    assert not isinstance(address, str)
    key = saved(ada, **{"figure wage": 10}).partition("case=")[2].partition("&")[0]
    figure = next(one for one in keeping.case(ada, key).newest.draft.figures if one.key == "wage")
    assert (figure.value, figure.given, figure.kind) == (10, D("62.5"), "default")


@pytest.mark.parametrize(
    ("email", "role", "units", "sees"),
    [
        ("ada@example.org", "manager", ("Water",), True),
        ("up@example.org", "manager", ("Group",), True),
        ("down@example.org", "manager", ("North",), False),
        ("other@example.org", "manager", ("Energy",), False),
        ("admin@example.org", "admin", (), True),
        ("all@example.org", "executive", (), True),
        ("exec@example.org", "executive", ("Water",), True),
        ("exec2@example.org", "executive", ("Energy",), False),
    ],
)
def test_a_case_is_seen_by_who_answers_for_its_units(
    desk: Any, email: str, role: str, units: tuple[str, ...], *, sees: bool
) -> None:
    address = saved(desk("ada@example.org", "manager", "Water"))
    reader = desk(email, role, *units)
    assert ("Safety" in str(index.kept(reader, ""))) is sees
    form, base = index.opened(reader, address)
    assert (base or {}).get("refused", False) is not sees
    assert (form is not None) is (sees and role != "executive")
    if not sees:
        assert "it is not yours to see" in str(index.story(reader, base, {}, "light"))
        assert "Safety" not in str(index.kept(reader, address))
        assert "problem" in index.done(reader, "save", FORM, None, address)[0].className


def test_who_answers_for_all_keeps_cases_from_managers(desk: Any) -> None:
    address = saved(desk("bob@example.org", "group"))
    assert index.opened(desk("ada@example.org", "manager", "Water"), address)[1] == {"refused": True}


def test_an_executive_reads_and_changes_nothing(desk: Any) -> None:
    address = saved(desk("ada@example.org", "manager", "Water"))
    chief = desk("chief@example.org", "executive")
    assert index.opened(chief, "") == (None, None)
    assert "Choose a saved case" in str(index.story(chief, None, {}, "light"))
    other = desk("exec2@example.org", "executive", "Energy")
    assert "No case is saved yet" in str(index.story(other, None, {}, "light"))
    shown = str(index.story(chief, index.opened(chief, address)[1], {}, "light"))
    assert "than the classroom" in shown
    assert "Safety" in shown  # which case it is, and what it plans: there is no form to tell
    assert "What is planned'" in shown
    assert "Hours of the classroom course" in shown
    for deed in ("save", "save new", "share", "revoke x"):
        said, turned = index.done(chief, deed, FORM, "7", address if deed != "save new" else "")
        assert "problem" in said.className
        assert not isinstance(turned, str)
    assert not [row for row in chief.store.organisation.rows("kept") if row["who"] == "chief@example.org"]


def test_two_cases_stand_side_by_side(desk: Any) -> None:
    ada = desk("ada@example.org", "manager", "Water")
    first = saved(ada)
    second = saved(ada, title="Safety, all at once", sites="Lyon 500").partition("case=")[2].partition("&")[0]
    shown = str(index.kept(ada, f"{first}&against={second}"))
    assert "Which of the two?" in shown
    assert "Lyon 500" in shown
    assert "Safety, all at once (version 1)" in shown
    assert "Which of the two?" not in str(index.kept(ada, first))


def test_an_address_that_names_no_case_is_told_so(desk: Any) -> None:
    ada = desk("ada@example.org", "manager", "Water")
    for search in ("?case=nothing", "?case=", "?case=%00&version=x"):
        base = index.opened(ada, search)[1]
        assert base.get("refused") or base["form"]


# Files --------------------------------------------------------------------------------------------------------------


def test_a_saved_case_is_taken_away_by_who_may_see_it(site: Site) -> None:
    hostile = replace(BASE, title='=cmd|" /C calc"!A0', sites=(("<script>", 100),))
    keep(site.store, keeping.KIND, "k1", hostile.told(), "manager@example.org")
    manager = site.reader("manager")
    csv = manager.get("/cases/k1.csv", headers={"Accept-Language": "fr"})
    assert csv.status_code == 200
    assert DEFAULTS["wage"].fr in csv.text
    assert "valeur par défaut de 2010" in csv.text
    assert manager.get("/cases/k1.xlsx").data[:2] == b"PK"
    assert manager.get("/cases/k1.pdf").status_code == 404
    assert manager.get("/cases/nothing.csv").status_code == 404
    assert site.visitor().get("/cases/k1.csv").status_code == 303


def test_what_nobody_said_is_no_part_of_what_is_planned() -> None:
    what = "What people are to be able to do"
    assert what not in dict(tables.setting(tell(BASE, EN)))
    assert dict(tables.setting(tell(filled(objective="Work at height"), EN)))[what] == "Work at height"
