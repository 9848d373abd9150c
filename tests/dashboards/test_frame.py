"""What every figure has in common."""

import plotly.graph_objects as go
import pytest

from dashboards.figures.frame import Style, figure
from dashboards.theme import PALETTES

STYLE = Style(PALETTES["dark"], lambda text, **_: text, ", ")


def test_what_a_figure_asks_for_goes_before_the_house_and_titles_look_alike() -> None:
    drawn = figure(STYLE, go.Bar(x=[1], y=[2]), height=99, xaxis={"title": "EUR", "showgrid": True}, barmode="stack")
    told = drawn.to_dict()["layout"]
    assert (told["height"], told["barmode"], told["separators"]) == (99, "stack", ", ")
    assert told["xaxis"]["showgrid"]
    assert told["xaxis"]["title"] == {"text": "EUR", "font": {"size": 12, "color": STYLE.palette.muted}, "standoff": 8}
    assert told["yaxis"]["rangemode"] == "tozero"
    assert told["yaxis"]["gridcolor"] == STYLE.palette.grid
    assert len(drawn.data) == 1


@pytest.mark.parametrize(("sign", "written"), [("%", None), ("\u202f%", "20\u202f%")])
def test_marks_of_percentages_are_written_as_the_language_does(sign: str, written: str | None) -> None:
    style = Style(PALETTES["light"], lambda _, number="": f"{number}{sign}", ", ")
    told = figure(style, go.Bar(x=[0.2], y=[2]), xaxis={"tickformat": ".0%"}).to_dict()["layout"]
    assert told["xaxis"].get("labelalias", {}).get("20%") == written
    assert "labelalias" not in told["yaxis"]


def test_what_the_house_alone_says_is_not_said_twice() -> None:
    with pytest.raises(TypeError, match="separators"):
        figure(STYLE, separators="..")
