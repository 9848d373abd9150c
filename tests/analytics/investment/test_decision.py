"""Which programmes pay: the rule case by case, and the frame that Decision draws."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.decision import Facts, Kept, Range, Remembered, judge
from analytics.decision_reasons import ALIKE, COLUMNS, REASONS
from analytics.investment import benefits, decision
from analytics.modalities import HEADING
from analytics.scope import Scope
from tests.support.scene import Scene, several

YEAR = Scope(date(2025, 1, 1), date(2025, 12, 31))
COST, WIDE = Range(1_000, 900, 1_200), Range(1_500, 1_100, 2_000)


def beside(
    own: tuple[float, float, float], other: tuple[float, float, float], within: tuple[float, float] | None = None
) -> Remembered:
    return Remembered(Kept(*own), Kept(*other), within)


def sure(cents: int) -> Range:
    return Range(cents, cents, cents)


@pytest.mark.parametrize(
    ("known", "column", "reason", "at_stake"),
    [
        ({"proven": sure(1_500), "claimed": sure(1_500)}, "pays", "benefit_exceeds", 500),
        ({"proven": WIDE, "claimed": WIDE}, "not_proven", "range_includes_zero", 1_000),
        ({"claimed": sure(1_500)}, "not_proven", "weak_evidence", 1_000),
        ({"claimed": sure(800)}, "does_not_pay", "cost_exceeds_benefit", 200),
        ({"claimed": sure(1_000)}, "not_proven", "range_includes_zero", 1_000),
        ({"alternative": sure(1_300)}, "pays", "saves", 300),
        ({"alternative": sure(1_100)}, "not_proven", "range_of_alternative", 1_000),
        ({"alternative": sure(600)}, "does_not_pay", "alternative_cheaper", 400),
        (
            {"alternative": sure(600), "proven": sure(9_000), "claimed": sure(9_000)},
            "does_not_pay",
            "alternative_cheaper",
            400,
        ),
        ({"other": True}, "not_proven", "not_cashable", 1_000),
        ({}, "not_measurable", "no_benefit", 1_000),
        ({"cost": None, "claimed": sure(1)}, "not_measurable", "no_cost", 0),
        ({"learners": 0, "claimed": sure(1)}, "not_measurable", "no_learners", 1_000),
        ({"untold": True, "claimed": sure(9_000)}, "not_measurable", "missing_rate", 1_000),
        ({"proven": sure(9_000), "claimed": sure(9_000), "unpriced": True}, "not_proven", "unpriced_hours", 1_000),
        ({"alternative": sure(9_000), "unpriced": True}, "not_proven", "unpriced_hours", 1_000),
        ({"claimed": sure(800), "unpriced": True}, "does_not_pay", "cost_exceeds_benefit", 200),
        ({"pending": "comparison"}, "not_proven", "comparison", 1_000),
        ({"pending": "not_measured"}, "not_measurable", "not_measured", 1_000),
        ({"pending": "comparison", "other": True}, "not_proven", "not_cashable", 1_000),
        ({"pending": "comparison", "claimed": sure(800)}, "does_not_pay", "cost_exceeds_benefit", 200),
        # remembered alike, as far as can be told: what both cost decides
        ({"alternative": sure(1_300), "remembered": beside((0.5, 0.7, 0.8), (0.4, 0.5, 0.6))}, "pays", "saves", 300),
        # half as well, at most two thirds: for as many kept the alternative costs 1,300 x 0.3 / 0.45 = 867 at most
        (
            {"alternative": sure(1_300), "remembered": beside((0.2, 0.25, 0.3), (0.45, 0.5, 0.55), (-0.3, -0.2))},
            "does_not_pay",
            "alternative_kept",
            133,
        ),
        # twice as well: the alternative is cheaper, but not by competency kept; 600 x 0.82 / 0.37 = 1,330 at least
        (
            {"alternative": sure(600), "remembered": beside((0.78, 0.8, 0.82), (0.29, 0.3, 0.31), (0.45, 0.55))},
            "pays",
            "saves_kept",
            330,
        ),
        # twice as well all together, hardly better among like people: 600 x 0.82 / 0.72 = 683 is less than it costs
        (
            {"alternative": sure(600), "remembered": beside((0.78, 0.8, 0.82), (0.29, 0.3, 0.31), (0.1, 0.55))},
            "not_proven",
            "range_of_kept",
            1_000,
        ),
        (
            {"alternative": sure(600), "remembered": beside((0.7, 0.8, 0.9), (0.3, 0.4, 0.5), (0.2, 0.6))},
            "not_proven",
            "range_of_kept",
            1_000,
        ),
        # nothing kept by the other way: no verdict against it; among like people 600 x 0.7 / 0.2 = 2,100 at least
        (
            {"alternative": sure(600), "remembered": beside((0.5, 0.6, 0.7), (0.0, 0.0, 0.0), (0.5, 0.7))},
            "pays",
            "saves_kept",
            1_100,
        ),
        # and nothing to divide by: no sum at all
        (
            {"alternative": sure(600), "remembered": beside((0.5, 0.6, 0.7), (0.0, 0.0, 0.0), (0.7, 0.8))},
            "pays",
            "saves_kept",
            0,
        ),
        # no unit has people taught in both ways, or like people do not differ for sure: what both cost decides
        (
            {"alternative": sure(600), "remembered": beside((0.78, 0.8, 0.82), (0.29, 0.3, 0.31))},
            "does_not_pay",
            "alternative_cheaper",
            400,
        ),
        (
            {"alternative": sure(600), "remembered": beside((0.78, 0.8, 0.82), (0.29, 0.3, 0.31), (-0.1, 0.4))},
            "does_not_pay",
            "alternative_cheaper",
            400,
        ),
        # a reversal: dearer and, among like people, less well remembered; or cheaper, and then it cannot be told
        (
            {"alternative": sure(600), "remembered": beside((0.78, 0.8, 0.82), (0.29, 0.3, 0.31), (-0.3, -0.1))},
            "does_not_pay",
            "alternative_cheaper",
            400,
        ),
        (
            {"alternative": sure(1_300), "remembered": beside((0.78, 0.8, 0.82), (0.29, 0.3, 0.31), (-0.3, -0.1))},
            "not_proven",
            "reversed",
            1_000,
        ),
        # like people remember it surely better though all together do not differ: cheaper, it pays; dearer, by how much
        (
            {"alternative": sure(1_300), "remembered": beside((0.5, 0.7, 0.8), (0.4, 0.5, 0.6), (0.1, 0.2))},
            "pays",
            "saves",
            300,
        ),
        (
            {"alternative": sure(850), "remembered": beside((0.5, 0.7, 0.8), (0.4, 0.5, 0.6), (0.1, 0.2))},
            "not_proven",
            "range_of_kept",
            1_000,
        ),
    ],
)
def test_a_programme_stands_in_one_of_four_columns(
    known: dict[str, object], column: str, reason: str, at_stake: int
) -> None:
    told = judge(replace(Facts(30, COST), **known))
    assert (told.column, told.reason, told.at_stake) == (column, reason, at_stake)


@pytest.mark.parametrize(
    ("within", "alike"),
    [(None, "no_overlap"), ((-0.3, -0.1), "reversed"), ((-0.1, 0.4), "unclear"), ((0.45, 0.55), None)],
)
def test_why_what_is_remembered_decides_nothing_is_said(within: tuple[float, float] | None, alike: str | None) -> None:
    told = judge(
        Facts(30, COST, alternative=sure(600), remembered=beside((0.78, 0.8, 0.82), (0.29, 0.3, 0.31), within))
    )
    assert (told.alike, told.reason == "saves_kept") == (alike, alike is None)


def test_whatever_kept_shares_decide_is_headed_by_what_it_is_not() -> None:
    for reason in ("saves_kept", "alternative_kept", "range_of_kept", "reversed"):
        assert all(REASONS[reason][language].endswith(f"{HEADING[language]}.") for language in ("en", "fr"))


RANGES = st.none() | st.lists(st.integers(0, 3_000), min_size=3, max_size=3).map(
    lambda three: Range(sorted(three)[1], min(three), max(three))
)
ENDS = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted).map(lambda ends: Kept(*ends))
WITHIN = st.none() | st.lists(st.floats(-1, 1), min_size=2, max_size=2).map(sorted).map(tuple)
KEPT = st.none() | st.builds(Remembered, ENDS.filter(lambda kept: kept.high > 0), ENDS, WITHIN)
FACTS = st.builds(
    Facts, st.integers(0, 3), *[RANGES] * 3, st.booleans(), RANGES, st.booleans(), st.booleans(), st.none(), KEPT
).filter(lambda facts: facts.claimed is not None or facts.proven is None)


@given(FACTS)
def test_a_verdict_is_never_against_the_figures(facts: Facts) -> None:
    told = judge(facts)
    assert told.column in COLUMNS
    assert told.reason in REASONS
    assert told.at_stake >= 0
    if told.reason in ("saves_kept", "alternative_kept"):
        assert facts.remembered is not None
        assert facts.remembered.better  # never by all units together alone
        assert not facts.remembered.reversed
    elif told.column == "pays":
        gain = facts.alternative if told.reason == "saves" else facts.proven
        assert facts.cost is not None
        assert gain is not None
        assert gain.low > facts.cost.high
        assert not facts.unpriced
    elif told.column == "does_not_pay":
        gain = facts.alternative if told.reason == "alternative_cheaper" else facts.claimed
        assert facts.cost is not None
        assert gain is not None
        assert gain.high < facts.cost.low


@pytest.fixture
def firm(scene: Scene) -> Iterator[Scene]:
    scene.put("person", several(10))
    names = ("wins", "loses", "claims", "silent", "unpaid")
    scene.put("programme", [{"programme": name, "modality": "e-learning"} for name in names])
    for name in names:
        scene.put("rollup", several(10, quarter="2025-03-02 08:00", programme=name))
    yield scene
    with scene.star.cursor() as cursor:
        for table in ("cost", "benefit", "exchange"):
            cursor.execute(f"DELETE FROM warehouse.{table}")  # noqa: S608  # our own names


def line(name: str, programme: str, amount: int, **row: object) -> dict[str, object]:
    return {"line": name, "programme": programme, "amount": amount, "valid_from": "2025-01-01"} | row


def test_every_programme_has_its_row_most_at_stake_first(firm: Scene) -> None:
    paid = [line(f"C-{name}", name, 1_000, low=900, high=1_100) for name in ("wins", "loses", "claims", "silent")]
    other = {"nature": "estimate", "alternative": True}
    firm.star.add("cost", [*paid, line("X", "loses", 400, **other), line("E", "unpaid", 50, nature="estimate")])
    gain = {"valid_to": "2025-12-31"}
    firm.star.add(
        "benefit",
        [
            line("B1", "wins", 4_000, share="0.5", confidence="0.9", **gain),
            line("B2", "claims", 9_000, evidence="claim", **gain),
            line("B3", "claims", 77, kind="time", **gain),
            line("B4", "claims", 0, kind="intangible", evidence=None, **gain) | {"amount": None, "currency": None},
        ],
    )
    rows = decision(firm.star, YEAR).to_dicts()
    assert [(row["programme"], row["column"], row["reason"], row["at_stake"]) for row in rows] == [
        ("wins", "pays", "benefit_exceeds", 800),
        ("loses", "does_not_pay", "alternative_cheaper", 600),
        ("claims", "not_proven", "weak_evidence", 1_000),
        ("silent", "not_measurable", "no_benefit", 1_000),
        ("unpaid", "not_measurable", "no_benefit", 50),
    ]
    wins, loses, claims, _, unpaid = rows
    assert [wins[name] for name in ("cost", "cost_low", "cost_high", "benefit", "proven", "rung")] == [
        *(1_000, 900, 1_100, 1_800, 1_800),
        "controlled",
    ]
    assert (wins["roi"], wins["bcr"], wins["payback_months"]) == (80.0, 1.8, pytest.approx(12 / 1.8))
    assert (loses["saving"], loses["break_even_ratio"]) == (-600, 2.5)
    assert (claims["proven"], claims["other_benefit"], claims["rung"]) == (None, 77, "claim")
    assert (unpaid["estimated"], unpaid["cost"]) == (True, 50)
    told = {row["line"]: (row["counted"], row["reason"]) for row in benefits(firm.star, YEAR).to_dicts()}
    assert told == {"B1": (1_800, None), "B2": (9_000, None), "B3": (77, None), "B4": (None, "intangible")}


def test_a_benefit_counts_for_the_months_it_is_brought(firm: Scene) -> None:
    firm.star.add(
        "benefit", [line("B1", "wins", 1_200, valid_from="2025-07-01", valid_to="2027-06-30", low=600, high=1_800)]
    )
    row = benefits(firm.star, YEAR).row(0, named=True)
    assert (row["amount"], row["counted"], row["low"], row["high"]) == (1_200, 600, 300, 900)
    assert benefits(firm.star, replace(YEAR, until=date(2025, 6, 30))).is_empty()


def test_an_amount_without_a_rate_is_said(firm: Scene) -> None:
    firm.star.add("exchange", [{"currency": "USD", "rate": "0.5", "valid_from": "2025-06-01"}])
    firm.star.add("benefit", [line("B1", "wins", 1_200, currency="USD", valid_to="2025-12-31")])
    assert benefits(firm.star, YEAR)["reason"].to_list() == ["missing_rate"]
    assert decision(firm.star, replace(YEAR, programmes=("wins",)))["reason"].to_list() == ["missing_rate"]


def test_every_reason_and_column_is_told_in_both_languages() -> None:
    for table in (COLUMNS, REASONS, ALIKE):
        for texts in table.values():
            assert set(texts) == {"en", "fr"}
    assert list(COLUMNS) == ["pays", "does_not_pay", "not_proven", "not_measurable"]
