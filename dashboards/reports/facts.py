"""What a report tells, asked once: every figure from a measure, within what whoever asks may see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from analytics import statistics
from analytics.decision_reasons import REASONS
from analytics.scope import Scope
from dashboards.i18n import Words
from dashboards.money import told as amount
from lrs.errors import Forbidden

Ask = Callable[..., pl.DataFrame]
Row = dict[str, Any]

NONE = "\u2013"  # where there is no figure
TITLE = 90  # signs of a title: two pages hold them whoever wrote them
SAYS = {
    "no_alternative": "Not enough data: the ledger says nothing of what the alternative would cost. Import it with "
    "`acquis import costs` (alternative: yes).",
    "no_range": "No line of the ledger has a low and a high: nothing to simulate. Import them with the lines.",
    "never_cheaper": "Each learner costs as much as with the alternative, or more: it never becomes cheaper.",
    "not_within_bound": "However many learners (up to those looked at), it costs more than the alternative.",
    "cheaper_below": "It is cheaper for few learners only.",
    "no_measure": "Not enough data: nothing was measured yet.",
    "few_followed": "Not enough data: nobody has been followed for 90 days yet.",
}
MESSAGES = tuple(SAYS.values())


@dataclass(frozen=True)
class Facts:
    """The figures of one report.

    Attributes
    ----------
    ask
        From a measure's key, or its function, and a scope to its frame, for whoever asks.
    words
        The report's language.
    scope
        What it is about.
    made
        When it is made.
    """

    ask: Ask
    words: Words
    scope: Scope
    made: datetime

    def told(self, measure: Any, **options: Any) -> pl.DataFrame | None:
        """Return a measure's frame; None where it is not for whoever asks."""
        try:
            return self.ask(measure, self.scope, **options)
        except Forbidden:
            return None

    @cached_property
    def whole(self) -> Row:
        """Everything in the scope together: the measure `returns`."""
        return self.ask("returns", self.scope).row(0, named=True)

    @cached_property
    def programmes(self) -> list[Row]:
        """Where each programme stands, those at the front first: the measure `decision`."""
        return self.ask("decision", self.scope).to_dicts()

    @cached_property
    def one(self) -> Row | None:
        """The only programme the report is about."""
        return self.programmes[0] if len(self.programmes) == 1 else None

    @cached_property
    def even(self) -> list[Row]:
        """The break-even of each programme that has an alternative."""
        return self.ask("break_even", self.scope).to_dicts()

    def sites(self, row: Row) -> tuple[int, ...] | None:
        """Return how many learners a programme has at each site; None for readers of totals."""
        return None if self._audience is None else tuple(n for _, n in self.named_sites(row)) or (1,)

    def named_sites(self, row: Row) -> list[tuple[str | None, int]]:
        """Return the sites of a programme's learners, the largest first, each with how many work there."""
        if self._audience is None:
            return []
        told = self._audience.filter(pl.col("programme") == row["programme"])
        return list(told.select("site", "learners").iter_rows())

    @cached_property
    def _audience(self) -> pl.DataFrame | None:
        return self.told("audience")

    @cached_property
    def simulated(self) -> Mapping[str, Row]:
        """What may come out: of the return (`roi`), and of the saving."""
        return {row["what"]: row for row in self.ask("simulated", self.scope).to_dicts()}

    @cached_property
    def lines(self) -> pl.DataFrame | None:
        """The lines of the ledger the amounts are made of; None for readers of totals."""
        return self.told("counted_lines")

    @cached_property
    def changes(self) -> pl.DataFrame | None:
        """What was changed in the ledger, by whom and when, new lines left out; None for readers of totals."""
        found = self.told("line_changes")
        return None if found is None else found.filter(pl.col("changed").is_not_null())

    @cached_property
    def benefits(self) -> list[Row]:
        """The benefits, line by line."""
        return self.ask("benefits", self.scope).to_dicts()

    @property
    def about(self) -> str:
        """What the report is about: a programme's title, or the portfolio."""
        return self.words("The portfolio") if self.one is None else self.title(self.one)

    def title(self, row: Row) -> str:
        """Return a programme's title in the report's language, else its key."""
        found = row.get(f"title_{self.words.language}") or row.get("title_en") or row["programme"]
        return str(found) if len(str(found)) <= TITLE else f"{str(found)[: TITLE - 1]}…"

    def money(self, value: Decimal | float | None, digits: int = 2) -> str:
        """Write an amount in the organisation's own currency, as pages do."""
        return NONE if value is None else amount(self.words, value, self.whole["currency"], digits).strip()

    def number(self, value: Decimal | float | None, digits: int = 0) -> str:
        """Write a number, or a dash."""
        return NONE if value is None else self.words.number(value, digits).replace("-", "\u2212", 1)  # type: ignore[arg-type]  # a Decimal is written as exactly

    def percent(self, value: float | None, digits: int = 0) -> str:
        """Write a number of percent, or a dash."""
        return NONE if value is None else self.words("{number}%", number=self.number(value, digits))

    def why(self, reason: str | None) -> str:
        """Say why a figure is not there."""
        for table in (REASONS, statistics.REASONS):
            if reason is not None and reason in table:
                return self.words.of(table[reason])
        return self.words(SAYS[reason if reason in SAYS else "no_measure"])

    def period(self) -> str:
        """Say which days it is about."""
        words, scope = self.words, self.scope
        if scope.since and scope.until:
            return words("between {since} and {until}", since=words.day(scope.since), until=words.day(scope.until))
        if scope.since:
            return words("since {day}", day=words.day(scope.since))
        return words("up to {day}", day=words.day(scope.until)) if scope.until else words("at any time")


def now() -> datetime:
    """Return when a report is made."""
    return datetime.now(UTC)
