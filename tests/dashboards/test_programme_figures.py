from datetime import date
from typing import Any

import polars as pl
import pytest

from dashboards.figures import communities, content, investment, programmes
from dashboards.figures.programmes import Dot
from dashboards.theme import PALETTES
from tests.support.figures import HOSTILE, style, texts


def test_a_dot_without_interval_is_hollow_and_names_are_only_text() -> None:
    rows = [
        Dot(HOSTILE, 0.5, 0.4, 0.6, "20 of 40", "told", "safety"),
        Dot("Pumps", 0.75, None, None, "3 of 4", HOSTILE),
    ]
    drawn = programmes.dots(rows, "completed", style())
    span, points = drawn.data
    assert list(span.x) == [0.4, 0.6]
    assert points.marker.color[0] != points.marker.color[1] == PALETTES["light"].surface
    assert texts(drawn)[1:] == ["Pumps", "20 of 40", "3 of 4"]  # each name above its row: beside it a card cut it
    assert points.customdata[0][0] == "safety"  # what a click chooses
    assert "<img" not in str(drawn.to_dict())


def step(name: str, count: int | None, n: int, previous: int | None) -> dict[str, Any]:
    return {"step": name, "count": count, "n": n, "previous": previous}


def test_steps_say_how_many_came_and_how_many_were_lost() -> None:
    rows = [step("assigned", 1200, 1200, None), step("started", 900, 1200, 1200), step("passed", 0, 0, 0)]
    names = {"assigned": "Assigned", "started": "Started", "passed": "Passed"}
    drawn = programmes.steps(pl.DataFrame(rows), names, style())
    assert texts(drawn) == ["<b>1,200</b>", "<b>900</b>  −300"]  # noqa: RUF001  # a minus sign
    assert list(drawn.data[1].x) == [0, 300]
    assert list(drawn.layout.yaxis.ticktext) == ["Assigned", "Started"]  # nobody tells who passed: no bar of nought


def test_statuses_without_anyone_are_left_out() -> None:
    names = {kind: kind for kind in ("valid", "expires_90", "expires_60", "expires_30", "expired", "never", "exempt")}
    frame = pl.DataFrame([{"programme": "safety", **dict.fromkeys(names, 0), "valid": 7, "never": 2}])
    drawn = programmes.statuses(frame, ["Safety"], programmes.parts(style(), names), style())
    assert [bar.name for bar in drawn.data] == ["valid", "never"]
    assert texts(drawn) == ["Safety"]  # above its row: beside it a telephone had no room for the bar
    patterns = [bar.marker.pattern.shape for bar in drawn.data]
    assert patterns == ["", "/"]  # told apart without colour


def test_competencies_have_their_numbers_in_the_cells() -> None:
    cells = [
        {"place": 0, "competency": "Lockout", "share": 0.39, "text": "39%", "told": "all"},
        {"place": 1, "competency": "Lockout", "share": None, "text": "4/14", "told": HOSTILE},
    ]
    drawn = programmes.heat(pl.DataFrame(cells), ["Everyone", "Water"], style())
    assert texts(drawn) == ["39%", "4/14"]
    assert drawn.data[0].z[1][0] is None  # counts have no colour
    assert drawn.layout.xaxis.ticklabeloverflow == "allow"
    assert "<img" not in str(drawn.to_dict())


def part(start: int, viewers: int, lost: float | None) -> dict[str, Any]:
    ends = {"low": None, "high": None} if viewers < 20 else {"low": viewers / 50, "high": viewers / 30}
    return {"starts": float(start), "ends": start + 10.0, "learners": 40, "viewers": viewers, "lost": lost, **ends}


def test_the_worst_drop_of_a_video_is_marked_and_none_where_none_is() -> None:
    curve = [part(0, 40, None), part(10, 38, 0.05), part(20, 18, 0.5)]
    drawn = content.audience(pl.DataFrame(curve), style(language="fr"))
    assert texts(drawn) == ["−50\u202f% ici"]  # noqa: RUF001  # a minus sign
    assert drawn.layout.shapes[0].x0 == 20
    assert list(drawn.data[-1].y) == [1.0, 0.95, 0.45]
    assert len(drawn.data[0].x) == 2  # the band ends where there are too few
    assert texts(content.audience(pl.DataFrame(curve[:1]), style())) == []


@pytest.mark.parametrize(("seconds", "told"), [(0, "0:00"), (65.4, "1:05"), (3725, "1:02:05")])
def test_a_video_is_timed_as_players_do(seconds: float, told: str) -> None:
    assert content.clock(seconds) == told


def test_questions_something_speaks_against_are_named() -> None:
    rows = [
        {"difficulty": 0.6, "discrimination": 0.4, "flag": None, "label": HOSTILE, "mark": "Q1", "n": 80},
        {"difficulty": 0.3, "discrimination": -0.4, "flag": "wrong_key", "label": "What?", "mark": "Q2", "n": 80},
    ]
    drawn = content.questions(pl.DataFrame(rows), 0.2, style())
    fine, against = drawn.data
    assert (fine.text, list(against.text), against.marker.symbol) == (None, ["Q2"], "diamond")
    assert drawn.layout.yaxis.range[0] <= -0.5  # nothing falls out of the picture
    assert drawn.layout.shapes[0].y0 == 0.2
    assert "<img" not in str(drawn.to_dict())


def test_a_week_that_is_not_over_is_faded() -> None:
    weeks = [
        {"starts": date(2026, 3, day), "posts": 3, "replies": 2, "contributors": 4, "complete": day == 2}
        for day in (2, 9)
    ]
    drawn = communities.weeks(pl.DataFrame(weeks), style())
    assert list(drawn.data[0].marker.opacity) == [1.0, 0.4]
    assert [trace.name for trace in drawn.data] == ["posts", "replies", "people who wrote"]


def test_replies_are_drawn_over_what_was_observed_and_when_half_had_one() -> None:
    half = {"median_hours": 40.0, "median_low": 20.0, "median_high": 90.0}
    rows = [
        {"hours": hours, "answered": answered, "low": None, "high": None, "at_risk": 9, **half}
        for hours, answered in ((1, 0.1), (24, 0.4), (720, None))
    ]
    drawn = communities.replies(pl.DataFrame(rows), style())
    assert list(drawn.data[0].x) == [1, 24]
    told = drawn.data[-1]  # what the title says, beyond where the curve ends
    assert (told.x, told.y) == ((40,), (0.5,))
    assert (told.error_x.array, told.error_x.arrayminus) == ((50,), (20,))


def test_amounts_over_a_budget_are_written_whole() -> None:
    rows = pl.DataFrame({"by": ["a", "b"], "name": ["A", "B"], "variance": [7387.0, -5285.0]})
    assert investment.variance(rows, style(), "EUR").layout.xaxis.tickformat == ",.0f"
