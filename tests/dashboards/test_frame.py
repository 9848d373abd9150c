"""What every figure has in common."""

import re
from pathlib import Path

import plotly.graph_objects as go
import pytest

from dashboards.figures.colours import mixed
from dashboards.figures.frame import Style, figure
from dashboards.theme import PALETTES

PAPER = Path(__file__).parents[2] / "dashboards" / "assets" / "paper.js"

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


def test_an_amount_that_is_not_nothing_is_not_written_as_nothing() -> None:
    style = Style(PALETTES["light"], lambda text, **_: text, ",\u202f")
    told = [style.amount(one) for one in (0, 0.02, 0.16, 0.6, 1234.4)]
    assert told == ["0", "&lt; 0,1", "&lt; 0,5", "1", "1\u202f234"]


def test_what_the_house_alone_says_is_not_said_twice() -> None:
    with pytest.raises(TypeError, match="separators"):
        figure(STYLE, separators="..")


def test_paper_turns_each_colour_of_the_dark_into_its_own_in_the_light() -> None:
    """What is mixed of two becomes the mixture of theirs."""
    rows = re.findall(r"^ {4}\[(.+)\],$", PAPER.read_text(encoding="utf-8"), re.MULTILINE)
    turn = [[float(one) for one in row.split(",")] for row in rows]
    dark, light = PALETTES["dark"], PALETTES["light"]
    pairs = [(getattr(dark, name), getattr(light, name)) for name in dark.__slots__]
    pairs.append((mixed(dark.accent, dark.surface, 0.3), mixed(light.accent, light.surface, 0.3)))
    for colour, wanted in pairs:
        parts, aims = ([int(one[place : place + 2], 16) for place in (1, 3, 5)] for one in (colour, wanted))
        told = [sum(by * part for by, part in zip(row, [*parts, 1], strict=True)) for row in turn]
        assert told == pytest.approx(aims, abs=12)  # of 255
