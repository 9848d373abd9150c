"""Gained and retained: what is known at 90 days less what was known before, and what each competency gained costs.

Most of what people know after a training some of them knew before it. Without a pre-test, or with too few, that part is
not known, and what is told is gross: it says so. Questions, the very same questions asked again and whole tests are
told apart, as in `retained`: who remembers a question need not have gained what it asks for.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from analytics.costs import costs
from analytics.follow_ups import phased
from analytics.gain import row_of
from analytics.guard import Cells, guarded
from analytics.measure import Schema
from analytics.once import once
from analytics.pairing import CASE, LAG, LAGS
from analytics.recall import Recall, asked_about, closing, recall
from analytics.scope import Scope
from analytics.spending import money
from analytics.warehouse import Warehouse

GAINED: Schema = {
    "supervised": pl.Boolean,
    "basis": pl.String,
    "gross": pl.Boolean,
    "people": pl.Int64,
    "due": pl.Int64,
    "answered": pl.Int64,
    "response": pl.Float64,
    "n": pl.Int64,
    "learners": pl.Int64,
    "before": pl.Float64,
    "before_n": pl.Int64,
    "after": pl.Float64,
    "after_low": pl.Float64,
    "after_high": pl.Float64,
    "after_bound": pl.Float64,
    "gained": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "bound_low": pl.Float64,
    "bound_high": pl.Float64,
    "bounds_first": pl.Boolean,
    "silent": pl.Int64,
    "drawn": pl.Int64,
    "heard": pl.Int64,
    "estimated": pl.Boolean,
    "follow_up": pl.String,
    "competencies": pl.Int64,
    "completions": pl.Int64,
    "kept": pl.Float64,
    "kept_gained": pl.Float64,
    **money(("cost", "cost_per_kept", "cost_per_kept_high", "cost_per_gained", "cost_per_gained_high")),
    "currency": pl.String,
    "cost_reason": pl.String,
    "reason": pl.String,
}
BASES = ("items", "tests", "same_items")  # the best first; keys of `analytics.pairing.BASES`
_PRICED = (
    *("completions", "kept", "kept_gained", "cost", "cost_per_kept", "cost_per_kept_high"),
    *("cost_per_gained", "cost_per_gained_high", "currency", "cost_reason"),
)
SHARES: Schema = {name: kind for name, kind in GAINED.items() if name not in _PRICED} | {"least": pl.Float64}
_TOLD = (
    *("answered", "response", "n", "before", "before_n", "after", "after_low", "after_high"),
    *("after_bound", "gained", "low", "high"),
    *("bound_low", "bound_high", "bounds_first", "least"),
    *("silent", "drawn", "heard", "estimated", "follow_up"),
)
_OF_ANSWERS = ("answered", "n", "before", "before_n", "after", "after_low", "after_high", "gained", "low", "high")


def gained(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell what is known at 90 days, less what was known before, and what each competency kept cost.

    Returns
    -------
    polars.DataFrame
        `GAINED`, a row for each basis of supervised tests and of others, whichever there are: those with enough answers
        first, of these the best basis; never to be added up. `after` is the share right at 90 days, whether right on
        the day or not; `gained` the mean difference of the same learners' shares; `gross` where too few were tested
        both before and after to tell it. The bounds are what it would be had all who
        did not answer forgotten, or known, everything. `kept` is how many competencies are still known, of all who
        completed, `cost` what their programmes cost fully loaded; `cost_per_kept_high`, `cost_per_gained_high` are
        at the lower bounds (`after_bound`, `bound_low`): null where that is nothing. Where a random follow-up is
        answered well enough (`estimated`), all of it is told of everyone due, by double sampling: the bounds, and the
        costs at them, suppose it of those alone who did not answer that either, and the costs leave room for chance.
    """
    told = _gained(warehouse, scope)
    paid = paid_of(warehouse, scope)
    bills = [paid.of(row["programmes"]) for row in told.iter_rows(named=True)]
    rows = [row | priced(row, bill) for row, bill in zip(told.iter_rows(named=True), bills, strict=True)]
    return pl.DataFrame([{name: row[name] for name in GAINED} for row in rows], schema=GAINED)


@guarded(
    Cells(
        "people",
        ("supervised", "basis"),
        {"learners": "people"},
        {"learners": _TOLD},
        {"learners": _OF_ANSWERS},
        kept=("competencies", "programmes"),
    )
)
def _gained(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    known = recall(warehouse, scope)
    rows = told_of(known, cases_of(known))
    return pl.DataFrame(rows, schema={**SHARES, "programmes": pl.List(pl.String)})


def told_of(known: Recall, cases: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of some cases: by supervision and basis, the one to tell first; one that says why none is due."""
    rows = [
        row_of(part) | {"supervised": supervised, "basis": basis}
        for (supervised, basis), part in cases.group_by("supervised", "basis", maintain_order=True)
    ]
    none = row_of(cases.clear()) | {"supervised": False, "basis": BASES[0]}
    reason = "not_due" if known.later.height else "not_tested_twice"
    return sorted(rows, key=_place) or [none | {"reason": reason}]


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    """Order rows: those with enough answers by their basis, the others by how many they have."""
    enough, place = row["after"] is not None, BASES.index(row["basis"])
    return not enough, place if enough else 0, -row["n"], place, row["supervised"]


def cases_of(known: Recall) -> pl.DataFrame:
    """Return the first training of each learner in each competency whose window at 90 days has closed.

    With `before` and `after`, the shares right, `supervised` and `basis`: once for each kind of test the competency of
    the programme was followed up by; and what became of it in a random follow-up (`analytics.follow_ups.phased`).
    """
    ends = pl.col("trained") + timedelta(days=LAGS[LAG][1])
    day = known.answers.filter(pl.col("lag") == "J0", ~pl.col("retaught"))
    trained = day.group_by(CASE).agg(pl.col("left_on").first(), pl.col("again").first()).sort(CASE)
    first = trained.unique(["person", "competency"], keep="first", maintain_order=True)
    still = pl.col("left_on").is_null() | (pl.col("left_on").cast(pl.Datetime("us")) > ends)
    kept = [pl.col("again").is_null() | (pl.col("again") > ends), still, *closing(known, LAG)]
    earlier = known.answers.filter("before")
    again = known.answers.filter(pl.col("lag") == LAG, ~pl.col("retaught"))
    asked = ["person", "iri"]
    seen = pl.concat([earlier.select(asked), day.select(asked)]).join(again, on=asked, how="semi").unique()
    later = _shares(again, CASE, "after", seen.with_columns(asked=True))
    kinds = later.group_by("programme", "competency", *_KIND).agg(pl.col("happened").min().alias("since"))
    due = first.filter(*kept).join(kinds, on=["programme", "competency"]).filter(ends >= pl.col("since"))
    due = due.join(later.rename({"happened": "heard"}), on=[*CASE, *_KIND], how="left", maintain_order="left")
    due = due.join(asked_about(known, LAG), on=CASE, how="left", maintain_order="left")
    due = phased(due.with_columns(answered=pl.col("after").is_not_null()), known.rules, LAG)
    before = _shares(earlier, ("person", "competency"), "before", seen.clear().with_columns(asked=True))
    told = before.drop("happened").rename({"basis": "like"})
    like = due.with_columns(like=pl.col("basis").str.replace("same_items", "items"))
    return like.join(told, on=["person", "competency", "supervised", "like"], how="left", maintain_order="left").drop(
        "like"
    )


_KIND = ("supervised", "basis")


def _shares(answers: pl.DataFrame, case: tuple[str, ...], name: str, seen: pl.DataFrame) -> pl.DataFrame:
    """Return the share right of each case: of questions, of those `seen` before, of whole tests; each first asked."""
    told = answers.join(seen, on=["person", "iri"], how="left", maintain_order="left")
    question = pl.when(pl.col("asked")).then(pl.lit("same_items")).otherwise(pl.lit("items"))
    each = told.with_columns(basis=pl.when("question").then(question).otherwise(pl.lit("tests")))
    first = each.sort("happened", "seq").group_by(*case, *_KIND, "iri", maintain_order=True)
    given = first.agg(pl.col("score").first(), pl.col("happened").first()).filter(pl.col("score").is_not_null())
    return given.group_by(*case, *_KIND, maintain_order=True).agg(
        pl.col("score").mean().alias(name), pl.len().alias(f"{name}_n"), pl.col("happened").min()
    )


@dataclass(frozen=True)
class Bill:
    """What some programmes cost fully loaded, and for how many completions, of how many competencies in all."""

    cost: Decimal | None
    currency: str | None
    completions: int
    reached: int


@dataclass(frozen=True)
class Paid:
    """What each programme cost, its completions and how many competencies it teaches."""

    programmes: pl.DataFrame

    def of(self, programmes: list[str] | None) -> Bill:
        """Return the bill of some programmes, for all they teach."""
        own = self.programmes.filter(pl.col("programme").is_in(programmes or []))
        cost = sum(own["loaded"].drop_nulls().to_list(), Decimal(0))
        if not cost:
            return Bill(None, None, 0, 0)
        reached = int((own["completions"] * own["taught"]).sum())
        return Bill(cost, own["currency"][0], int(own["completions"].sum()), reached)


def paid_of(warehouse: Warehouse, scope: Scope) -> Paid:
    """Return what the ledger says; nothing where it cannot be narrowed as asked."""
    taught = warehouse.ask("programmes_taught", scope.parameters()).group_by("programme").agg(pl.len().alias("taught"))
    if scope.group or scope.country or scope.language:
        return Paid(
            taught.clear().with_columns(loaded=pl.lit(None, pl.Decimal(18, 2)), completions=0, currency=pl.lit(""))
        )
    told = (
        once(costs, warehouse, scope)
        .drop_nulls(["loaded", "completions"])
        .select("programme", "loaded", "completions", "currency")
    )
    return Paid(told.join(taught, on="programme", how="inner"))


def priced(row: dict[str, Any], bill: Bill) -> dict[str, Any]:
    """Return how many competencies are kept, and what each cost, from the shares of a row."""
    if bill.cost is None:
        return dict.fromkeys(_PRICED) | {"cost_reason": "no_cost"}
    after, gain, least = row["after"], row["gained"], row["least"]
    return {
        "completions": bill.completions,
        "kept": None if after is None else after * bill.reached,
        "kept_gained": None if gain is None else gain * bill.reached,
        "cost": bill.cost,
        "currency": bill.currency,
        "cost_per_kept": per(bill.cost, after, bill.reached),
        "cost_per_kept_high": None if after is None else per(bill.cost, row["after_bound"], bill.reached),
        "cost_per_gained": per(bill.cost, gain, bill.reached),
        "cost_per_gained_high": per(bill.cost, least, bill.reached),
        "cost_reason": _unpriced(row, bill),
    }


def _unpriced(row: dict[str, Any], bill: Bill) -> str | None:
    """Return why a cost of each competency is not told, kept or gained."""
    if not bill.reached:
        return "no_data"
    if row["after"] is None:
        return row["reason"] or "few_answers"
    if row["after"] <= 0:
        return "none_kept"
    return "none_gained" if row["gained"] is not None and row["gained"] <= 0 else None


def per(cost: Decimal, share: float | None, reached: int) -> Decimal | None:
    """Return what each competency cost; None where none is kept."""
    if share is None or share <= 0 or not reached:
        return None
    return (cost / (Decimal(repr(share)) * reached)).quantize(Decimal("0.01"), ROUND_HALF_UP)
