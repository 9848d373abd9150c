"""What the page Decision knows for one period, and how it says money."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from analytics.decision_reasons import ALIKE, COLUMNS, REASONS
from analytics.designs import LADDER
from analytics.returns import EVIDENCE
from analytics.statistics import REASONS as MISSING
from dashboards.components import workings
from dashboards.filters import today_in
from dashboards.money import between, told
from dashboards.pages.asked import Asked

Row = dict[str, Any]
PAGE = "decision"
SIGNS = {"pays": "▲", "does_not_pay": "▼", "not_proven": "◇", "not_measurable": "○"}


class Facts(Asked):
    """Where each programme stands, what was spent, and who is up to date."""

    @cached_property
    def verdicts(self) -> pl.DataFrame:
        """A row for each programme; what is too small for its reader stands among what cannot be told."""
        found = self.ask("decision")
        return found.with_columns(pl.col("column").fill_null("not_measurable"))

    @cached_property
    def spend(self) -> Row:
        """Budget, commitment and actual."""
        return self.ask("spend").row(0, named=True)

    @cached_property
    def up_to_date(self) -> Row:
        """The share that is up to date today in all they must keep up."""
        scope = replace(self.scope, since=None, until=None)
        return self.site.ask("up_to_date", scope).row(0, named=True)

    @property
    def currency(self) -> str | None:
        """The currency of every amount."""
        known = [self.spend["currency"], *self.verdicts["currency"].drop_nulls()[:1]]
        return next((one for one in known if one), None)

    def of(self, column: str) -> list[Row]:
        """Return the programmes of a column, most at stake first; those that are hidden last."""
        rows = self.verdicts.filter(pl.col("column") == column).to_dicts()
        return sorted(rows, key=lambda row: (row["at_stake"] is None, -(row["at_stake"] or 0)))

    def money(self, value: Decimal | float | None) -> str:
        """Write an amount."""
        return told(self.words, value, self.currency)

    def range(self, row: Row, name: str) -> str:
        """Write an amount's range; nothing where it has none."""
        low, high = row[f"{name}_low"], row[f"{name}_high"]
        return "" if low is None or low == high else between(self.words, low, high, self.currency)

    def column_name(self, column: str) -> str:
        """Return the name of one of the four columns."""
        return self.words.of(COLUMNS[column])

    def why(self, row: Row) -> str:
        """Say in a sentence why a programme stands where it does."""
        texts = REASONS.get(row["reason"]) or MISSING[row["reason"]]
        return self.words.of(texts)

    def alike(self, row: Row) -> str:
        """Say why what is remembered of a programme did not decide."""
        return self.words.of(ALIKE[row["alike"]])

    def rung(self, row: Row) -> str:
        """Say what a programme's benefits stand on; of measured ones, how they were."""
        texts = EVIDENCE[row["rung"]]
        rung = self.words.of(texts)
        design = LADDER.get(row["design"] or "")
        if design is None:
            return rung
        told = self.words.of(design)
        return f"{rung}, {told[0].lower()}{told[1:]}"

    def opens(self, what: str, text: str, label: str, programme: str = "") -> Any:
        """Return an amount that opens into its working."""
        return workings.amount(PAGE, what, text, label, programme)

    def months_gone(self) -> tuple[int, int] | None:
        """Return how many months of the period have begun, and how many it has, while it runs."""
        since, until, today = self.scope.since, self.scope.until, today_in(self.scope.zone)
        if since is None or until is None or not since <= today <= until:
            return None
        return _months(since, today), _months(since, until)


def _months(since: date, until: date) -> int:
    return (until.year - since.year) * 12 + until.month - since.month + 1
