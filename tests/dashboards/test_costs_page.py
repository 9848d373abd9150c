"""The pages Costs and Decision as their readers use them: what is written into the ledger, what every amount says."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from plotly.utils import PlotlyJSONEncoder

from analytics.warehouse import Warehouse
from dashboards.components.workings import opened
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.money import NAMES, ROUNDED, between, remaining, told
from dashboards.pages import costs, costs_grid, costs_ledger, decision
from dashboards.pages.costs_facts import Facts as CostFacts
from dashboards.pages.decision_facts import Facts as DecisionFacts
from dashboards.pages.page import Site as Pages
from lrs.errors import Forbidden
from lrs.organisation import accounts
from lrs.organisation.bring import Manner, bring
from lrs.organisation.cells import chosen
from schemas.imports import KINDS
from tests.dashboards.conftest import Site, served

ALL = Filters(period="all")
COSTS = (
    "Line,Programme,Component,Nature,Amount,Currency,Date,To,Unit,Allocation key,Alternative\n"
    "W1,DIG,design,actual,5000,EUR,2026-01-01,2026-06-30,Water,,\n"
    "W2,DIG,trainer,estimate,1000,EUR,2026-01-01,2026-06-30,Water,,yes\n"
    "E1,DIG,trainer,actual,700,EUR,2026-02-01,,Energy,,\n"
    "S1,,platform,actual,90.5,EUR,2026-03-01,,,learners,\n"
    "B1,DIG,design,budget,4000,EUR,2026-01-01,2026-12-31,Water,,\n"
)
PROGRAMMES = "Programme,Title,French title,Modality,Owner unit\nDIG,Digital way,Voie numérique,e-learning,Water\n"


@pytest.fixture(scope="module")
def brought(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of two units and what they share: to be copied."""
    folder = tmp_path_factory.mktemp("ledger")
    with served(furnished, folder) as site:
        for kind, text in (("programmes", PROGRAMMES), ("costs", COSTS)):
            done = bring(kind, text.encode(), site.store, "finance", manner=Manner(f"{kind}.csv"))
            assert done.applied, [one.sentence() for one in done.problems]
        follow(site)
    return folder


@pytest.fixture
def kept(brought: Path, tmp_path: Path) -> Iterator[Site]:
    with served(brought, tmp_path) as site:
        yield site


def follow(site: Site) -> None:
    assert site.visitor().post("/api/rebuild", headers=site.admin()).status_code == 200


def pages(site: Site, role: str, language: str = "en") -> Pages:
    """The door to data of one role, as the server makes it."""
    account = accounts.account(site.store, f"{role}@example.org")
    assert account is not None
    service = site.app.extensions["acquis"]
    return Pages(Warehouse(site.store), lambda: Words(language), lambda: "x", lambda: account, service)


def by_line(rows: list[costs_ledger.Line]) -> dict[str, costs_ledger.Line]:
    return {row["line"]: row for row in rows}


def test_a_manager_edits_the_lines_of_their_units_only(kept: Site) -> None:
    own, everyone = pages(kept, "manager"), pages(kept, "admin")
    assert set(by_line(costs_ledger.lines(own, ALL))) == {"W1", "W2", "B1"}
    assert set(by_line(costs_ledger.lines(everyone, ALL))) == {"W1", "W2", "E1", "S1", "B1"}
    assert costs_ledger.choices(own)["unit"] == ["Water"]
    spring = Filters(period="2026-03")
    assert set(by_line(costs_ledger.lines(everyone, spring))) == {"W1", "W2", "S1", "B1"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_written_is_kept_with_its_file_and_row(kept: Site, language: str) -> None:
    site = pages(kept, "manager", language)
    rows = costs_ledger.lines(site, ALL)
    by_line(rows)["W1"]["amount"] = "1 250,5"
    found = costs_ledger.keep(site, rows)
    assert (found.changed, found.problems) == (1, ())
    row = next(row for row in kept.store.organisation.rows("cost") if row["line"] == "W1")
    assert (str(row["amount"]), row["component"], row["position"]) == ("1250.5000", "design", 2)
    assert row["file"].endswith("manager@example.org.csv")
    assert costs_ledger.keep(site, costs_ledger.lines(site, ALL)).changed == 0
    assert [row["key"] for row in kept.store.organisation.rows("kept", kind="import")][-1] == "costs"


def test_a_new_line_is_added_and_a_bad_one_stops_all(kept: Site) -> None:
    site = pages(kept, "manager")
    rows = [costs_ledger.fresh(site, 1), *costs_ledger.lines(site, ALL)]
    rows[0] |= {"line": "W9", "component": "Travel", "amount": "-3", "programme": "DIG"}
    by_line(rows)["W1"]["currency"] = "XXX"
    found = costs_ledger.keep(site, rows)
    assert found.changed == 0
    assert dict(found.problems)["W1"] == "Currency: 'XXX' is not a currency of ISO 4217 such as EUR"
    by_line(rows)["W1"]["currency"] = "EUR"
    assert dict(costs_ledger.keep(site, rows).problems)["W9"].startswith("Amount: is below 0")
    rows[0]["amount"] = "3"
    assert costs_ledger.keep(site, rows).changed == 1
    assert "W9" in by_line(costs_ledger.lines(site, ALL))


def test_a_line_of_another_unit_is_refused(kept: Site) -> None:
    site = pages(kept, "manager")
    rows = costs_ledger.lines(site, ALL)
    for unit in ("Energy", ""):
        by_line(rows)["W1"]["unit"] = unit
        assert costs_ledger.keep(site, rows).changed == 0
    foreign = by_line(costs_ledger.lines(pages(kept, "admin"), ALL))["E1"] | {"amount": "1", "unit": "Water"}
    (name, why), *_ = costs_ledger.keep(site, [foreign]).problems
    assert (name, "Energy" in why) == ("E1", False)
    assert next(row for row in kept.store.organisation.rows("cost") if row["line"] == "E1")["amount"] == 700


def test_what_somebody_else_changed_meanwhile_is_left_alone(kept: Site) -> None:
    site = pages(kept, "manager")
    mine, theirs = costs_ledger.lines(site, ALL), costs_ledger.lines(site, ALL)
    by_line(theirs)["W1"]["amount"] = "1"
    by_line(mine)["W1"]["amount"] = "2"
    assert costs_ledger.keep(site, theirs).changed == 1
    assert "by somebody meanwhile" in costs_ledger.keep(site, mine).problems[0][1]


def test_the_grid_says_what_became_of_it(kept: Site) -> None:
    site = pages(kept, "manager", "fr")
    columns, rows, _ = costs_grid.filled(site, "?period=all")
    assert columns[0]["headerName"] == "Ligne"
    assert "Rien n'a changé" in str(costs_grid.kept(site, rows, "?period=all")[1])
    rows[0]["nature"] = "nonsense"
    assert "Rien n'a été enregistré" in str(costs_grid.kept(site, rows, "?period=all")[1])
    assert columns[-1]["editable"] is False


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_the_grid_offers_is_what_an_import_reads(language: str) -> None:
    words = Words(language)
    for column in KINDS["costs"].columns:
        for value in set(column.choices.values()):
            assert chosen(column.choices, words(NAMES[value])) == value


def test_money_is_written_as_the_language_does() -> None:
    assert told(Words("en"), 1234.5, "EUR", 2) == "€1,234.50"
    assert told(Words("fr"), 1234.5, "EUR", 2) == "1\u202f234,50\u202f€"
    assert told(Words("fr"), -5, "MAD") == "\u22125\u202fMAD"
    assert told(Words("en"), -0.2, "EUR") == "€0"
    assert told(Words("en"), None, "EUR") == "—"
    assert between(Words("en"), 5, 1200, "EUR") == "5 to €1,200"


def story(site: Site, role: str, language: str = "en") -> str:
    return str(decision.tell(pages(site, role, language), "?period=2026-01", "light"))


def test_what_is_missing_is_an_answer(kept: Site) -> None:
    for role in ("admin", "manager", "executive"):
        told_of = story(kept, role)
        assert "it cannot be told yet" in told_of
        assert "Missing: somebody who learned" in told_of or role == "executive"
        assert "Digital way" in told_of


def test_an_executive_has_no_way_to_what_is_not_theirs(kept: Site) -> None:
    assert "/programmes/DIG" in story(kept, "manager")
    mine = story(kept, "executive", "fr")
    assert all(text in mine for text in ("Non mesurable", "Rentable", "Voie numérique", "Dépensé"))
    assert "/programmes" not in mine
    assert "/setup" not in mine
    assert "your role sees totals only" in str(
        decision.tell(pages(kept, "executive"), "?since=2026-01-05&until=2026-01-09", "light")
    )


def test_readers_of_totals_are_told_that_amounts_are_rounded(kept: Site) -> None:
    assert ROUNDED in story(kept, "executive")
    assert ROUNDED not in story(kept, "admin")


def test_an_amount_opens_into_lines_that_add_up(kept: Site) -> None:
    site = pages(kept, "admin")
    shown = str(opened(site, Filters(period="2026-06"), "cash", "DIG"))
    assert "costs.csv:2" in shown
    assert "€833.3" in shown
    both = str(opened(site, ALL, "cost benefit alternative", "DIG"))
    assert "What it costs" in both
    assert "What the alternative would cost" in both
    assert "What it brings in cash" not in both
    assert opened(site, ALL, "nonsense", "") == []


def test_the_page_of_costs_tells_budget_and_spending_and_who_has_none(kept: Site) -> None:
    site = pages(kept, "admin")
    whole = str(costs.story(CostFacts(site, Filters(period="2026"), Words("en"), "light")))
    assert "€5,791" in whole
    assert "€4,000" in whole
    assert "over" in whole
    assert "Avoidable cash" in whole
    nothing = str(costs.story(CostFacts(site, Filters(period="2019"), Words("en"), "light")))
    assert "the ledger has nothing in this choice" in nothing


def test_the_year_of_decision_has_a_whole_quarter(kept: Site) -> None:
    site = pages(kept, "executive")
    usual = decision.read(site, "")
    assert usual.period == usual.usual
    assert len(usual.period) == 4
    assert decision.timed(site, "", "2025-Q4")[0] == "?period=2025-Q4"
    assert decision.read(site, "?period=2025-Q4").period == "2025-Q4"
    facts = DecisionFacts(site, usual, Words("en"), "light")
    assert facts.address("decision") == f"/measures/decision?period={usual.period}"


def test_a_line_is_withdrawn_in_the_grid_said_who_did_and_brought_back(kept: Site) -> None:
    site = pages(kept, "manager")
    rows = costs_ledger.lines(site, ALL)
    assert "finance, " in by_line(rows)["W1"]["told"]
    by_line(rows)["W1"]["withdrawn"] = "yes"
    assert costs_ledger.keep(site, rows).changed == 1
    line = by_line(costs_ledger.lines(site, ALL))["W1"]
    assert (line["withdrawn"], line["told"].startswith("manager@example.org, ")) == ("yes", True)
    follow(kept)
    facts = CostFacts(pages(kept, "manager"), ALL, Words("en"), "light")
    assert facts.spend["actual"] == 0
    told = str(costs.story(facts))
    assert "Who changed which line, and when" in told
    assert "'what': 'Withdrawn', 'was': 'no', 'now': 'yes'" in told
    assert "'who': 'manager@example.org'" in told
    assert "W1" not in str(opened(site, ALL, "actual", ""))
    again = costs_ledger.lines(site, ALL)
    by_line(again)["W1"]["withdrawn"] = "no"
    assert costs_ledger.keep(site, again).changed == 1
    follow(kept)
    back = str(opened(pages(kept, "manager"), ALL, "actual", ""))
    assert "€5,000.00" in back
    assert "manager@example.org, " in back


def test_changes_of_other_units_are_not_told(kept: Site) -> None:
    everyone = pages(kept, "admin")
    rows = costs_ledger.lines(everyone, ALL)
    for name in ("W1", "E1", "S1"):
        by_line(rows)[name]["amount"] = "1"
    assert costs_ledger.keep(everyone, rows).changed == 3
    follow(kept)
    seen = {role: pages(kept, role).ask("line_changes", ALL.scope()) for role in ("admin", "manager")}
    changed = {role: set(frame.drop_nulls("changed")["line"]) for role, frame in seen.items()}
    assert changed == {"admin": {"W1", "E1", "S1"}, "manager": {"W1", "S1"}}
    row = seen["manager"].filter(seen["manager"]["line"] == "W1").row(0, named=True)
    assert (row["was"], row["now"], row["who"]) == ("5000.0000", "1.0000", "admin@example.org")
    with pytest.raises(Forbidden):
        pages(kept, "executive").ask("line_changes", ALL.scope())


def test_what_is_left_of_a_budget_adds_up_as_it_is_written() -> None:
    budget, ordered, spent = Decimal("217328.40"), Decimal("3239.60"), Decimal("221098.20")
    assert budget - ordered - spent == Decimal("-7009.40")
    assert remaining(budget, ordered, spent) == 217_328 - 3_240 - 221_098 == -7_010


def test_where_no_heads_are_seen_every_amount_has_its_name(kept: Site) -> None:
    site = pages(kept, "admin", "fr")
    story_of = costs.story(CostFacts(site, Filters(period="2026"), Words("fr"), "light"))
    told_of = json.dumps(story_of, cls=PlotlyJSONEncoder, ensure_ascii=False)
    assert '"data-title": "Par heure achevée"' in told_of
    assert '"data-title": "Montant"' in json.dumps(opened(site, ALL, "cash", ""), cls=PlotlyJSONEncoder)
