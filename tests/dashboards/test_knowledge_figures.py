from typing import Any

import polars as pl
import pytest

from dashboards.figures import knowledge, modalities
from dashboards.figures.knowledge import Seen, Share
from dashboards.figures.modalities import Difference
from dashboards.theme import PALETTES
from tests.support.figures import HOSTILE, style, texts


def test_a_share_is_drawn_with_its_interval_and_with_what_the_silent_could_make_of_it() -> None:
    rows = [
        Share("30 days", 0.7, 0.6, 0.8, 0.5, 0.9, "40 of 50", "told", "a"),
        Share("90 days", 0.5, 0.4, 0.6, 0.1, 0.9, "10 of 50", HOSTILE, wide=True),
        Share("180 days", None, n="2 of 50"),
    ]
    drawn = knowledge.shares(rows, "still known", style())
    bounds, spans, points = drawn.data[:2], drawn.data[2:4], drawn.data[-1]
    assert [(min(x for x in one.x if x is not None), max(x for x in one.x if x is not None)) for one in bounds] == [
        (0.5, 0.9),
        (0.1, 0.9),
    ]
    assert [list(one.x) for one in spans] == [[0.6, 0.8], [0.4, 0.6]]
    assert list(points.x) == [0.7, 0.5]  # nothing is drawn where nothing is known
    ink = PALETTES["light"]
    assert list(points.marker.color) == [ink.accent, ink.surface]  # hollow: its bounds are the answer
    assert [one.line.color for one in bounds] == [ink.quiet, ink.text]
    assert texts(drawn) == ["40 of 50", "10 of 50", "2 of 50"]
    assert "<img" not in str(drawn.to_dict())


def test_long_names_stand_above_their_rows() -> None:
    long = "Le titre perdu : recherche de fuites"  # beside the axis a telephone would have room for a third of it
    drawn = knowledge.shares([Share("Feedback", 0.7, n="4 of 5"), Share(long, 0.5, n="1 of 5")], "kept", style())
    assert texts(drawn) == ["Feedback", long, "4 of 5", "1 of 5"]
    assert not drawn.layout.yaxis.showticklabels


def curve(**columns: Any) -> pl.DataFrame:
    days = [25.0, 60.0, 105.0]
    told = {"days": days, "retained": [0.7, 0.6, 0.5], "low": [0.6, 0.5, 0.4], "high": [0.8, 0.7, 0.6]}
    return pl.DataFrame(told | {"power": [None] * 3, "exponential": [None] * 3} | columns)


def test_a_curve_is_drawn_over_observed_lags_only() -> None:
    seen = [Seen(30, 0.7, 0.6, 0.8, 1200), Seen(90, 0.5, 0.4, 0.6, 800)]
    drawn = knowledge.curve(curve(), seen, style(language="fr"))
    for trace in drawn.data:
        assert min(trace.x) >= 25
        assert max(trace.x) <= 105
    assert drawn.layout.xaxis.range[1] < 110
    assert drawn.data[-1].error_y.color == PALETTES["light"].text  # and not the colour of what it stands on
    assert "1\u202f200" in texts(drawn)
    assert len([one for one in drawn.data if one.showlegend is not False]) == 2  # no other law was fitted


def test_other_laws_are_grey_and_for_comparison() -> None:
    drawn = knowledge.curve(curve(power=[0.72, 0.6, 0.5], exponential=[0.7, 0.61, 0.5]), [], style())
    named = {one.name: one for one in drawn.data if one.name}
    others = [named["power curve, for comparison"], named["exponential curve, for comparison"]]
    assert {one.line.color for one in others} == {PALETTES["light"].muted}
    assert others[0].line.dash != others[1].line.dash  # told apart without colour


@pytest.mark.parametrize(("points", "low", "high"), [(12.0, 4.0, 20.0), (-12.0, -20.0, -4.0)])
def test_either_side_may_have_more(points: float, low: float, high: float) -> None:
    row = Difference("Classroom", HOSTILE, points, low, high, -points, "told", (low - 10, high + 10))
    drawn = modalities.differences([row], style())
    whatever, span, crude, adjusted = drawn.data
    assert list(whatever.x) == [low - 10, high + 10]
    assert whatever.line.width < span.line.width
    assert list(span.x) == [low, high]
    assert (crude.x[0], adjusted.x[0]) == (-points, points)
    left, right = drawn.layout.xaxis.range
    assert left == -right  # nought in the middle, no side is the better one
    assert set(drawn.layout.xaxis.ticktext) == {"0", "10", "20", "30"}
    assert texts(drawn)[0] == "← Classroom"
    assert "<img" not in str(drawn.to_dict())
