"""The report's drawings, made of frames: lines and bars that read in grey, sized for paper. No script in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, log10

import polars as pl

from dashboards.reports.model import Element, e
from dashboards.theme import FONT

WIDTH, HEIGHT = 360, 190
INK, QUIET, GRID, FIRST, SECOND = "#1B1F22", "#5A6268", "#D5DADD", "#0F6E6E", "#B25E00"
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 12, 26, 30
_SMALL = {"font_size": "9", "fill": QUIET}
Say = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Axis:
    """A way from values to places on paper."""

    first: float
    last: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return where a value stands."""
        share = (value - self.first) / (self.last - self.first or 1.0)
        return round(self.start + share * (self.end - self.start), 2)


def steps(last: float, most: int = 4) -> list[float]:
    """Return round values from 0 to a value, `most` above 0 at the most."""
    if last <= 0:
        return [0.0]
    power = 10 ** floor(log10(last / most))
    step = next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice * most >= last)
    return [step * at for at in range(int(last / step + 1e-9) + 1)]


def drawing(title: str, height: int, *shapes: Element) -> Element:
    """Return shapes as a drawing that says in words what it shows."""
    size = {"viewBox": f"0 0 {WIDTH} {height}", "width": str(WIDTH), "height": str(height)}
    drawn = e("svg", e("title", title), *shapes, role="img", font_family=FONT, aria_label=title)
    return Element("svg", drawn.children, {**drawn.attributes, **size})


def text(at: tuple[float, float], said: str, **attributes: object) -> Element:
    """Return a text at a place."""
    return e("text", said, **({"x": at[0], "y": at[1], "font_size": "10", "fill": INK} | attributes))


def bars(title: str, frame: pl.DataFrame, say: Say) -> Element:
    """Draw amounts under each other, from 0, each with its range.

    Parameters
    ----------
    frame
        `name`, `value`, `low`, `high`, `second` (whether it is of the other side: hatched by its outline).
    say
        How an amount is written.
    """
    rows = frame.to_dicts()
    most = max([abs(row[name] or 0) for row in rows for name in ("value", "high")] or [1.0]) or 1.0
    across, height = Axis(0, most, 0, WIDTH - 92), 34 * len(rows) + 4
    shapes: list[Element] = []
    for place, row in enumerate(rows):
        top = 34 * place
        shapes.append(text((0, top + 11), row["name"]))
        shapes += _bar(row, top + 15, across)
        shapes.append(
            text((across(max(row["value"], row["high"] or 0)) + 5, top + 26), say(row["value"]), font_weight="600")
        )
    return drawing(title, height, *shapes)


def _bar(row: dict[str, object], top: float, across: Axis) -> list[Element]:
    value = float(str(row["value"]))
    fill = {"fill": "#FFFFFF", "stroke": SECOND, "stroke_width": "1.5"} if row["second"] else {"fill": FIRST}
    shapes = [e("rect", x=0.75, y=top, width=max(across(value), 0.5), height=13, **fill)]
    if row["low"] is not None and row["low"] != row["high"]:
        low, high = (across(float(str(row[name]))) for name in ("low", "high"))
        line = {"stroke": INK, "stroke_width": "1.2"}
        shapes.append(e("line", x1=low, x2=high, y1=top + 6.5, y2=top + 6.5, **line))
        shapes += [e("line", x1=end, x2=end, y1=top + 3, y2=top + 10, **line) for end in (low, high)]
    return shapes


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands upright in a drawing of two costs: how many learners there were, and the break-even."""

    audience: int
    crossing: int | None
    names: tuple[str, str]
    words: tuple[str, str, str]  # of the audience, of the break-even, of the axis


def two_costs(title: str, frame: pl.DataFrame, marks: Marks, say: Say) -> Element:
    """Draw two total costs against the number of learners, the break-even marked.

    Parameters
    ----------
    frame
        `learners`, `own`, `other`, in order.
    """
    most = float(max(frame["own"].max() or 0, frame["other"].max() or 0))  # type: ignore[arg-type]  # polars types a column's maximum by all it may hold
    across = Axis(0, float(frame["learners"][-1]), _LEFT, WIDTH - _RIGHT)
    up = Axis(0, most * 1.04, HEIGHT - _BOTTOM, _TOP)
    shapes = [*_grid(most, up, say), *_ticks(across, marks.words[2])]
    shapes += _upright(marks.audience, across, marks.words[0], dash="2 3")
    if marks.crossing is not None:
        shapes += _upright(marks.crossing, across, marks.words[1], dash=None, below=12)
    styles = (
        {"stroke": FIRST, "stroke_width": "2"},
        {"stroke": SECOND, "stroke_width": "2", "stroke_dasharray": "6 3"},
    )
    for name, label, style in zip(("own", "other"), marks.names, styles, strict=True):
        at = [(across(float(n)), up(float(y))) for n, y in frame.select("learners", name).iter_rows()]
        shapes.append(e("polyline", points=" ".join(f"{x},{y}" for x, y in at), fill="none", **style))
        start = _LEFT if name == "own" else (WIDTH + _LEFT) / 2
        shapes.append(e("line", x1=start, x2=start + 22, y1=9, y2=9, **style))
        shapes.append(text((start + 27, 12), label, font_weight="600"))
    return drawing(title, HEIGHT, *shapes)


def _grid(most: float, up: Axis, say: Say) -> list[Element]:
    shapes: list[Element] = []
    for value in steps(most):
        y = up(value)
        shapes.append(e("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=y, y2=y, stroke=GRID, stroke_width="0.8"))
        shapes.append(text((_LEFT - 4, y + 3), say(value), text_anchor="end", **_SMALL))
    return shapes


def _ticks(across: Axis, axis: str) -> list[Element]:
    low = HEIGHT - _BOTTOM
    marks: Sequence[float] = steps(across.last)
    shapes = [text((across(n), low + 12), f"{n:g}", text_anchor="middle", **_SMALL) for n in marks]
    return [*shapes, text((WIDTH - _RIGHT, HEIGHT - 4), axis, text_anchor="end", **_SMALL)]


def _upright(n: int, across: Axis, said: str, dash: str | None, below: float = 0) -> list[Element]:
    """Return a line at a number of learners and what it is, beside it where there is room."""
    if not across.first <= n <= across.last:
        return []
    x = across(n)
    right = x < (WIDTH + _LEFT) / 2
    line = e("line", x1=x, x2=x, y1=_TOP, y2=HEIGHT - _BOTTOM, stroke=INK, stroke_width="1", stroke_dasharray=dash)
    anchor = "start" if right else "end"
    halo = {"stroke": "#FFFFFF", "stroke_width": "3", "paint_order": "stroke"}
    place = (x + (3 if right else -3), _TOP + 6 + below)
    return [line, text(place, said, text_anchor=anchor, font_size="9", **halo)]
