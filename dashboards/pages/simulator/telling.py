"""What a case comes to, told: the answer in sentences, its numbers, its charts, its tables. For pages and for links."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analytics.measure import Schema
from analytics.returns import EVIDENCE, KINDS
from analytics.weighing import Weighed, curves, weigh
from analytics.working import Result
from dashboards import money
from dashboards.cases.draft import Draft
from dashboards.figures import breakeven as figures
from dashboards.figures import investment
from dashboards.figures.frame import Style
from dashboards.i18n import Words
from dashboards.pages.simulator import speaking

_CURVES: Schema = {
    "learners": pl.Int64,
    "classroom": pl.Decimal(18, 2),
    "mix": pl.Decimal(18, 2),
}
_BARS: Schema = {"name": pl.String, "low": pl.Float64, "high": pl.Float64}


@dataclass(frozen=True, slots=True)
class Number:
    """One number: its name, value, what it is a part of; how it was worked out."""

    name: str
    value: str
    part: str
    result: Result


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: the title says what is seen; its table is a frame whose columns have these headings."""

    key: str
    title: str
    figure: go.Figure
    frame: pl.DataFrame
    headings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A case, told."""

    draft: Draft
    weighed: Weighed
    words: Words

    # The answer -----------------------------------------------------------------------------------------------------

    def answer(self) -> list[list[Any]]:
        """Return the answer, a sentence each: what it costs against the classroom, from when on, what would turn it."""
        found = [self._verdict(), self._crossing(), self._turning()]
        return [one for one in found if one]

    def money(self, value: Decimal | float | None, digits: int = 0) -> str:
        """Write an amount of the case."""
        return money.told(self.words, value, self.draft.currency, digits)

    def _verdict(self) -> list[Any]:
        words, weighed = self.words, self.weighed
        told = {
            "n": words.many("{n} learner", "{n} learners", weighed.learners),
            "years": words.many("{n} year", "{n} years", int(self.draft.years)),
            "mix": self.money(weighed.mix.value),
            "classroom": self.money(weighed.classroom.value),
            "saving": self.money(abs(weighed.saving)),
            "range": self.range(),
        }
        if weighed.saving > 0:
            return words.rich(
                "For {n} over {years}, what is planned costs {mix}: **{saving} less** than the classroom ({range}).",
                **told,
            )
        if weighed.saving < 0:
            return words.rich(
                "For {n} over {years}, **the classroom is cheaper**: it costs {classroom}, and what is planned "
                "**{saving} more** ({range}).",
                **told,
            )
        return words.rich("For {n} over {years}, both cost **the same**: {mix} ({range}).", **told)

    def range(self) -> str:
        """Say between what the saving lies in 90 of 100 simulations, in words of more and less."""
        words, low, high = self.words, self.weighed.simulated.p5, self.weighed.simulated.p95
        ends = {"low": self.money(abs(low)), "high": self.money(abs(high))}
        if low >= 0:
            return words("between {low} and {high} less in 90 of 100 simulations", **ends)
        if high <= 0:
            swapped = {"low": ends["high"], "high": ends["low"]}
            return words("between {low} and {high} more in 90 of 100 simulations", **swapped)
        return words("from {low} more to {high} less in 90 of 100 simulations", **ends)

    def _crossing(self) -> list[Any]:
        words, weighed = self.words, self.weighed
        bound, found = words.number(weighed.bound), weighed.exact.value
        if found is None:
            return words.rich(
                "It is **never cheaper for good**: looked for up to {bound} learners.",
                bound=bound,
            )
        if found <= 1:
            return words.rich(
                "It is no dearer **whatever the number of learners**, up to {bound}.",
                bound=bound,
            )
        return words.rich(
            "It is no dearer from **{n} {n:learner|learners}** on, and stays so: looked for up to {bound}.",
            n=words.number(int(found)),
            bound=bound,
        )

    def _turning(self) -> list[Any]:
        words, turns = self.words, self.weighed.turns
        if not turns:
            return words.rich("No figure, alone and within its range, would turn this.")
        now = self.weighed.plan.figure(turns[0].name)
        told = {
            "name": speaking.named(words, turns[0].name),
            "value": speaking.plain(words, turns[0].value),
            "now": speaking.plain(words, now),
        }
        return words.rich(
            "One figure alone would turn this, at **{value}** instead of {now}: {name}.",
            **told,
        )

    # Numbers --------------------------------------------------------------------------------------------------------

    def numbers(self) -> list[Number]:
        """Return the four numbers of the case."""
        last = self._roi() if self.weighed.returns else self._each()
        return [self._saving(), self._breakeven(), self._ratio(), last]

    def _saving(self) -> Number:
        words, weighed = self.words, self.weighed
        name = words("Saved against the classroom") if weighed.saving >= 0 else words("Dearer than the classroom")
        share = words.share(weighed.simulated.share_positive, 1)
        part = words("saves in {share} of simulations", share=share)
        return Number(name, self.money(abs(weighed.saving)), part, weighed.mix)

    def _breakeven(self) -> Number:
        words, weighed = self.words, self.weighed
        found, line = weighed.exact.value, weighed.linear.value
        value = words("never") if found is None else words.number(int(found))
        crossing = words("never") if line is None else words.number(float(line), 1)
        part = words("learners; as straight lines: {n}", n=crossing)
        return Number(words("No dearer from"), value, part, weighed.linear)

    def _ratio(self) -> Number:
        words, ratio = self.words, self.weighed.ratio
        value = words.share(float(ratio.value or 0), 1)
        part = words("of what the classroom leaves must be remembered, to cost the same per competency kept")
        return Number(words("Break-even retention"), value, part, ratio)

    def _each(self) -> Number:
        words, weighed = self.words, self.weighed
        classroom, mix = (self.money((one.value or 0) / weighed.learners) for one in (weighed.classroom, weighed.mix))
        return Number(
            words("For each learner"),
            mix,
            words("classroom: {amount}", amount=classroom),
            weighed.classroom,
        )

    def _roi(self) -> Number:
        words, told = self.words, self.weighed.returns
        assert told is not None  # noqa: S101  # asked only where there is one
        value = words("{number}%", number=words.number(float(told.roi.value or 0)))
        rung = words.of(EVIDENCE[told.evidence])
        kind = words.of(KINDS[told.kind])
        part = words("{kind}; rests on: {rung}", kind=kind, rung=rung)
        return Number(words("Return on investment"), value, part, told.roi)

    # Charts ---------------------------------------------------------------------------------------------------------

    def charts(self, style: Style) -> list[Chart]:
        """Return both totals against the number of learners, and what moves the saving most."""
        return [self._curves(style), *self._tornado(style)]

    def _curves(self, style: Style) -> Chart:
        words, weighed, currency = self.words, self.weighed, self.draft.currency
        frame = pl.DataFrame(curves(weighed), schema=_CURVES, orient="row")
        found = weighed.exact.value
        crossing = None if found is None else int(found)
        title = words("The more learn, the more each way costs: they never cross for good")
        if crossing is not None:
            title = words("What both ways cost as more people learn, and where they cross")
        drawn = figures.curves(frame, weighed.learners, crossing, style, currency)
        headings = (
            ("learners", words("Learners")),
            ("classroom", words("Classroom, {currency}", currency=currency)),
            ("mix", words("What is planned, {currency}", currency=currency)),
        )
        return Chart("case-curves", title, drawn, frame, headings)

    def _tornado(self, style: Style) -> list[Chart]:
        words, weighed = self.words, self.weighed
        if not weighed.bars:
            return []
        rows = [(speaking.short(words, bar.name), float(bar.low), float(bar.high)) for bar in weighed.bars]
        frame = pl.DataFrame(rows, schema=_BARS, orient="row")
        axis = words("saved against the classroom, {currency}", currency=self.draft.currency)
        drawn = investment.tornado(frame, float(weighed.saving), style, axis).update_xaxes(range=_with_room(frame))
        title = words("What matters most: {name}", name=rows[0][0])
        headings = (
            ("name", words("Figure")),
            ("low", words("Saved at its low end")),
            ("high", words("Saved at its high end")),
        )
        return [Chart("case-tornado", title, drawn, frame, headings)]


def _with_room(frame: pl.DataFrame) -> list[float]:
    """Return the ends of an axis that leaves room for the values beside the longest bar."""
    ends = frame.select(low=pl.min_horizontal("low", "high").min(), high=pl.max_horizontal("low", "high").max()).row(0)
    room = (ends[1] - ends[0]) / 3
    return [ends[0] - room, ends[1] + room]


def tell(draft: Draft, words: Words) -> Told:
    """Weigh a case and tell it."""
    return Told(draft, weigh(draft.plan(), draft.ranges(), draft.benefit()), words)
