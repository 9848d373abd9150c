from datetime import date
from typing import Any

import polars as pl
import pytest

from dashboards.figures import cohorts, learner, persistence, risk
from dashboards.figures.colours import OKABE_ITO, contrast, mixed, readable_on, rgba
from dashboards.figures.frame import plain
from dashboards.theme import Scheme
from tests.support.figures import style

SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def cell(month: int, period: int, returned: int | None, size: int = 40, share: float | None = None) -> dict[str, Any]:
    ends = {"low": None, "high": None} if share is None else {"low": share - 0.1, "high": share + 0.1}
    told = {"cohort": date(2026, month, 1), "size": size, "period": period, "returned": returned, "share": share}
    return {**told, **ends, "complete": returned is not None, "reason": None}


CELLS = pl.DataFrame([cell(1, 0, 40, share=1.0), cell(1, 1, 10, share=0.25), cell(2, 0, 3, 3), cell(2, 1, None, 3)])


def test_cohorts_have_their_numbers_and_hatch_what_is_not_over() -> None:
    bars = cohorts.cohorts(CELLS, ["January · 40", "February · 3"], "month", style()).data[0]
    assert list(bars.text) == ["100%", "25%", "3/3", ""]
    assert list(bars.marker.pattern.shape) == ["", "", "", "/"]
    assert "between 15 and 35 in 100" in bars.customdata[1][1]
    assert "not over yet" in bars.customdata[3][1]


def test_cohorts_hide_what_a_reader_of_totals_may_not_see() -> None:
    hidden = pl.DataFrame([cell(1, 0, 40, share=1.0), cell(1, 1, None) | {"complete": True}])
    bars = cohorts.cohorts(hidden, ["January"], "month", style()).data[0]
    assert bars.text[1] == ""
    assert "hidden" in bars.customdata[1][1]


def test_a_name_in_a_chart_keeps_its_spaces_and_no_sign_that_turns_it() -> None:
    assert plain("9\u202f412 personnes\u00a0: 45\u202f%") == "9\u202f412 personnes\u00a0: 45\u202f%"
    assert plain("a\u202eb\u2066c\u200bd\x00\n<b>&") == "abcd&lt;b&gt;&amp;"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_in_cells_can_be_read(scheme: Scheme) -> None:
    many = pl.DataFrame([cell(1, period, 4 * period, share=period / 10) for period in range(11)])
    bars = cohorts.cohorts(many, ["January"], "month", style(scheme)).data[0]
    for ground, ink in zip(bars.marker.color, bars.textfont.color, strict=True):
        assert contrast(ground, ink) >= 4.5


def test_many_cohorts_show_the_newest() -> None:
    months = [cell(1 + month % 12, 0, 40, share=1.0) | {"cohort": date(2024 + month // 12, 1 + month % 12, 1)}
              for month in range(30)]  # fmt: skip
    drawn = cohorts.cohorts(pl.DataFrame(months), [f"cohort {n}" for n in range(30)], "month", style())
    assert list(drawn.layout.yaxis.ticktext)[-1] == "cohort 29"
    assert len(drawn.layout.yaxis.ticktext) == cohorts.COHORTS


def test_growth_puts_those_lost_below_the_line_and_marks_both_ways() -> None:
    row = {"active": 120, "new": 20, "retained": 90, "returned": 10, "lost": 35, "complete": True}
    months = pl.DataFrame([{"starts": date(2026, 1, 1), **row}, {"starts": date(2026, 2, 1), **row, "complete": False}])
    drawn = persistence.growth(months, "month", style())
    lost = next(bar for bar in drawn.data if bar.name == "did not come back")
    assert list(lost.y) == [-35, -35]
    assert list(lost.marker.opacity) == [1.0, 0.4]
    assert list(drawn.layout.yaxis.tickvals) == [0, 50, 100]
    assert not any(text.startswith("-") for text in drawn.layout.yaxis.ticktext)


def curve(by: str | None, times: list[int], at_risk: list[int]) -> list[dict[str, Any]]:
    rows = []
    for place, (time, left) in enumerate(zip(times, at_risk, strict=True)):
        told = {"by": by, "time": time, "at_risk": left, "n": at_risk[0]}
        value = 1 - 0.1 * (place + 1) if left >= 10 else None
        ends = {"low": value and value - 0.05, "high": value and value + 0.05}
        rows.append({**told, "survival": value, **ends})
    return rows


def test_survival_ends_where_observation_does_and_counts_those_followed() -> None:
    frame = pl.DataFrame(curve(None, [10, 30, 60, 400], [50, 30, 12, 4]))
    drawn = persistence.survival(frame, {"": "All together"}, style())
    line = drawn.data[-1]
    assert list(line.x) == [0, 10, 30, 60]  # nothing is drawn of the four who were followed for 400 days
    assert line.line.shape == "hv"
    assert list(drawn.layout.xaxis.range) == [0, 60]
    followed = {note.x: note.text for note in drawn.layout.annotations if note.xref != "paper"}
    assert followed[0] == "50"
    assert followed[28] == "30"
    assert followed[56] == "12"


def test_survival_of_groups_differs_in_dash_as_in_colour() -> None:
    frame = pl.DataFrame([*curve("a", [10, 30], [50, 30]), *curve("b", [10, 30], [40, 20])])
    drawn = persistence.survival(frame, {"a": "Unit <A>", "b": "Unit B"}, style())
    lines = [trace for trace in drawn.data if trace.hoverinfo != "skip"]
    assert len({line.line.dash for line in lines}) == 2
    assert len({line.line.color for line in lines}) == 2
    assert lines[0].name == "Unit &lt;A&gt;"


def test_outcomes_tell_both_apart() -> None:
    rows = [{"kind": kind, "time": time, "incidence": time / 100, "low": time / 200, "high": time / 50}
            for kind in ("dropout", "completion") for time in (10, 20)]  # fmt: skip
    drawn = persistence.outcomes(pl.DataFrame(rows), style(language="fr"))
    assert {trace.name for trace in drawn.data if trace.name} == {"terminée", "abandonnée"}


def test_warnings_have_their_counts_beside_them() -> None:
    known = {"rule": "late", "count": 5, "n": 40, "share": 0.125, "low": 0.05, "high": 0.26}
    few = {"rule": "silent", "count": 2, "n": 7, "share": None, "low": None, "high": None}
    drawn = risk.warnings(pl.DataFrame([known, few]), {"late": "Late", "silent": "Silent"}, style())
    assert list(drawn.data[0].x) == [0.125]
    assert [note.text for note in drawn.layout.annotations] == ["5 of 40", "2 of 7"]
    assert max(drawn.layout.xaxis.tickvals) <= 1


def test_a_learners_days_and_tests() -> None:
    told = (
        (1, "experienced", "p", None, None),
        (2, "passed", "p", 0.8, True),
        (3, "failed", None, 0.2, False),
    )
    names = ("day", "verb", "programme", "scaled", "success")
    rows = [dict(zip(names, row, strict=True)) | {"name": "<b>Test</b>"} for row in told]
    frame = pl.DataFrame(rows).with_columns(happened=pl.datetime(2026, 3, "day"))
    days = learner.timeline(frame, {"p": "Programme", None: "in no programme"}, style()).data[0]
    assert sorted(days.marker.symbol) == ["circle", "circle", "diamond"]
    tests = learner.tests(frame, style()).data[0]
    assert list(tests.marker.symbol) == ["circle", "x"]
    assert tests.customdata[0] == "&lt;b&gt;Test&lt;/b&gt;"


def test_marks_of_a_learners_time_stand_evenly_whatever_days_something_was_done_on() -> None:
    days = [date(2024, 6, 1), date(2024, 6, 3), date(2024, 9, 1), date(2026, 9, 11)]
    frame = pl.DataFrame({"happened": days, "scaled": [0.5] * 4, "success": [True] * 4, "name": ["Test"] * 4})
    told = frame.with_columns(pl.col("happened").cast(pl.Datetime))
    axis = learner.tests(told, style()).layout.xaxis
    assert (axis.tickvals, axis.tickformat) == (None, "%b %Y")
    few = learner.tests(told.head(2), style()).layout.xaxis
    assert list(few.tickvals) == [date(2024, 6, day) for day in (1, 2, 3)]


def test_colours() -> None:
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"
    assert rgba("#0F6E6E", 0.14) == "rgba(15,110,110,0.14)"
    assert readable_on("#FFFFFF", "#1B1F22", "#FFFFFF") == "#1B1F22"
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert len(set(OKABE_ITO)) == persistence.GROUPS
