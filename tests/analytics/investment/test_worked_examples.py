"""The published examples that judge the calculations, each to the digits its authority prints."""

from decimal import Decimal

import numpy as np
import pytest

from analytics.breakeven import Case, Side, cost, crossings, exact, linear, sessions
from analytics.returns import (
    bcr,
    controlled_effect,
    eac,
    irr,
    isolated,
    npv,
    payback,
    payback_cash,
    roi,
)
from analytics.simulation import Pert, Triangular, drawn
from analytics.working import Result
from tests.support.oracles import stats

D = Decimal


def value(result: Result) -> D:
    assert result.value is not None
    return result.value


def test_e1_phillips_350_000_on_200_000() -> None:
    benefit, spent = D(350_000), D(200_000)
    assert (value(bcr(benefit, spent)), value(roi(benefit, spent))) == (D("1.75"), D(75))
    assert round(value(payback(benefit, spent)), 3) == D("6.857")


FUTURE = Case(
    classroom=Side(D(2_000), per_learner=D(10), hours=D(4), per_session=D(500), attendance=D(20)),
    digital=Side(development=D(180) * 120, hours=D(1)),
    wage=D("62.50"),
)


def test_e2_future_learning_a_thousand_employees() -> None:
    assert sessions(1000, FUTURE.classroom) == 50
    assert cost(1000, FUTURE.classroom, FUTURE) == D(287_000)
    assert cost(1000, FUTURE.digital, FUTURE) == D(84_100)
    assert cost(1000, FUTURE.digital, FUTURE) / 1000 == D("84.10")
    assert cost(1000, FUTURE.classroom, FUTURE) - cost(1000, FUTURE.digital, FUTURE) == D(202_900)


def test_e2_break_even_on_the_line_and_on_the_staircase() -> None:
    assert round(value(linear(FUTURE)), 2) == D("88.09")
    assert value(exact(FUTURE)) == 87
    assert cost(87, FUTURE.digital, FUTURE) == D("27037.5")
    assert cost(87, FUTURE.classroom, FUTURE) == D(27_120)
    assert cost(86, FUTURE.digital, FUTURE) > cost(86, FUTURE.classroom, FUTURE)


def test_e3_docstoc_prints_260_where_the_first_cheaper_is_261() -> None:
    case = Case(Side(D(59_560), D(1_284)), Side(D(350_000), D(168)))
    assert round(value(linear(case)), 4) == D("260.2509")
    assert int(value(linear(case))) == 260
    assert value(exact(case)) == 261


def test_e4_roi_learning_ten_classes_of_twenty() -> None:
    in_class = Side(D(32_000), D(100 + 500 + 140 + 60), hours=D(24), per_session=D(2_000 + 400), attendance=D(20))
    case = Case(in_class, Side(D(80_000), D(100), hours=D(12)), wage=D(25))
    assert cost(200, in_class, case) == D(336_000)
    assert value(exact(case)) == 41  # printed: at the second class, of twenty
    assert cost(1_000, in_class, case) - cost(1_000, case.digital, case) > 1_000_000  # printed: over five years


def test_e5_expertsmind_confidence() -> None:
    kept = isolated(D(336_000), D(1), D("0.70"))
    assert (kept, kept / 20) == (D(235_200), D(11_760))


def test_e6_nations_hotel() -> None:
    benefit, spent = D(1_861_158), D(579_800)
    assert (round(value(bcr(benefit, spent)), 2), round(value(roi(benefit, spent)))) == (D("3.21"), 221)


def test_e7_retail_merchandise_control_group() -> None:
    effect = controlled_effect(D(12_075), D(0), D(10_449), D(0))
    assert effect == 1_626
    assert round(effect * D("0.02"), 1) == D("32.5")
    weekly = D("32.50") * 46
    benefit = weekly * 48
    assert (weekly, benefit) == (1_495, 71_760)
    assert round(value(bcr(benefit, D(32_984))), 2) == D("2.18")
    assert round(value(roi(benefit, D(32_984))), 1) == D("117.6")


@pytest.mark.parametrize(
    ("benefit", "spent", "ratio", "percent"),
    [(321_600, 38_233, "8.41", 741), (662_000, 67_400, "9.82", 882), (3_200_908, 277_987, "11.51", 1_051)],
    ids=["Magnavox", "Metro Transit", "Healthcare Inc"],
)
def test_e8_phillips_cases(benefit: int, spent: int, ratio: str, percent: int) -> None:
    assert round(value(bcr(D(benefit), D(spent))), 2) == D(ratio)
    assert round(value(roi(D(benefit), D(spent)))) == percent


def test_e9_the_business_of_training() -> None:
    assert round(value(roi(D(350_000), D(195_000))), 2) == D("79.49")


def test_e10_numpy_financial() -> None:
    flows = [D(one) for one in (-100, 39, 59, 55, 20)]
    assert round(value(npv(D("0.281"), flows)), 8) == D("-0.00847859")
    assert round(value(irr(flows)), 8) == D("0.28094842")
    other = [D(one) for one in (-40_000, 5_000, 8_000, 12_000, 30_000)]
    assert round(value(npv(D("0.08"), other)), 10) == D("3065.2226681795")
    assert round(value(eac(D(30_000), D("0.08"), 3)), 3) == D("11641.005")


def test_e11_pert_and_triangular() -> None:
    pert, triangular = Pert(10, 15, 30), Triangular(10, 15, 30)
    assert pert.shape() == (2, 4)
    grid = (np.arange(200_000) + 0.5) / 200_000  # every quantile: the means to 1e-4, no chance in it
    assert pert.drawn(grid).mean() == pytest.approx(50 / 3, abs=1e-4)
    assert triangular.drawn(grid).mean() == pytest.approx(55 / 3, abs=1e-4)
    assert triangular.drawn(grid).var() == pytest.approx(18.0556, abs=1e-3)
    some = grid[::997]
    assert pert.drawn(some) == pytest.approx(stats.beta.ppf(some, 2, 4, loc=10, scale=20), abs=20 * 2e-5)
    assert triangular.drawn(some) == pytest.approx(stats.triang.ppf(some, 0.25, loc=10, scale=20), abs=1e-9)
    assert (
        drawn({"wage": pert}, 5, 1)["wage"].tolist() == drawn({"fee": triangular, "wage": pert}, 5, 1)["wage"].tolist()
    )


def test_both_paybacks_are_told_apart() -> None:
    assert value(payback(D(12_000), D(6_000))) == 6
    late = [D(0)] * 6 + [D(2_000)] * 6
    assert value(payback_cash(D(6_000), late, [D(100)] * 12)) == 10
    assert payback_cash(D(60_000), late, [D(0)] * 12).reason == "not_within_horizon"
    assert value(payback_cash(D(0), [], [])) == 0


def test_a_staircase_may_cross_and_cross_back() -> None:
    """One session more is dearer at once, then thins out: only the last crossing is a break-even."""
    case = Case(Side(D(0), D(1), per_session=D(100), attendance=D(10)), Side(D(150), D(7)))
    assert crossings(case, 100)[:3] == [21, 26, 31]
    first = value(exact(case, 200))
    ever = [n for n in range(1, 201) if cost(n, case.digital, case) > cost(n, case.classroom, case)]
    assert first == ever[-1] + 1 > crossings(case, 100)[0]
