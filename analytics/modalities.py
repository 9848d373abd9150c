"""Ways of learning the same thing, side by side: whom they reach, what they leave, what they cost.

Not a randomised comparison: who learned in which way was not drawn by lot. The claim to test is "too condensed, too
passive", not "classroom": so the days it spanned, the hours a day and how much was practised stand beside each.
"""

from typing import Any

import polars as pl

from analytics.estimates import share
from analytics.guard import Cells, guarded, without
from analytics.knowledge_gained import Bill, cases_of, paid_of, priced, told_of
from analytics.measure import Measure, Schema
from analytics.modalities_compared import COMPARED, HEADING, modalities_compared
from analytics.modalities_footings import answered_on, shared
from analytics.modalities_people import NAMES, asked_of_all, kinds, of_competencies, side_counts
from analytics.once import people_of
from analytics.pairing import LAG
from analytics.recall import Footing, Recall, given, recall, results, within
from analytics.retention import at
from analytics.scope import Scope
from analytics.spending import money
from analytics.statistics import LEARNERS, mean
from analytics.warehouse import Warehouse

__all__ = ["HEADING", "MEASURES", "modalities", "modalities_compared"]

_SHARES = ("completion", "reach", "passed", "retained", "gained", "hot", "cold")
MODALITIES: Schema = {
    "competency": pl.String,
    "modality": pl.String,
    "programmes": pl.Int64,
    "people": pl.Int64,
    **dict.fromkeys(("employed", "completion_n", "passed_n", "due", "answered", "learners"), pl.Int64),
    **dict.fromkeys(("hot_n", "cold_n", "timed"), pl.Int64),
    **{f"{name}{end}": pl.Float64 for name in _SHARES for end in ("", "_low", "_high")},
    **dict.fromkeys(("response", "bound_low", "bound_high"), pl.Float64),
    "bounds_first": pl.Boolean,
    "estimated": pl.Boolean,
    "gross": pl.Boolean,
    **dict.fromkeys(("gained_due", "gained_answered", "gained_learners"), pl.Int64),
    **dict.fromkeys(("gained_bound_low", "gained_bound_high"), pl.Float64),
    "gained_bounds_first": pl.Boolean,
    "gained_estimated": pl.Boolean,
    "gained_reason": pl.String,
    **dict.fromkeys(("hours", "days", "hours_per_day", "items_per_hour"), pl.Float64),
    **money(("cost_per_kept", "cost_per_kept_high", "cost_per_gained", "cost_per_gained_high")),
    "currency": pl.String,
    "cost_reason": pl.String,
    "reason": pl.String,
}


def _ends(name: str) -> tuple[str, str, str]:
    return name, f"{name}_low", f"{name}_high"


_PARTS = {
    "completion_n": _ends("completion"),
    "passed_n": _ends("passed"),
    "learners": (
        *(*_ends("retained"), "answered", "response"),
        *("bound_low", "bound_high", "bounds_first", "estimated"),
    ),
    "gained_learners": (
        *(*_ends("gained"), "gained_due", "gained_answered", "gained_bound_low", "gained_bound_high"),
        *("gained_bounds_first", "gained_reason", "after", "after_bound", "least", "gained_estimated"),
    ),
    "hot_n": _ends("hot"),
    "cold_n": _ends("cold"),
    "timed": ("hours", "days", "hours_per_day", "items_per_hour"),
}


def modalities(warehouse: Warehouse, scope: Scope, *, competency: str | None = None) -> pl.DataFrame:
    """Tell the ways of learning one competency side by side; left out, each competency learned in two ways or more.

    Returns
    -------
    polars.DataFrame
        `MODALITIES`: shares with their intervals; `reach` is of the learners employed, `hot` and `cold` are means of
        evaluations as shares of their scales; `hours` and `days` (from the first day to the last) are medians of who
        completed, `items_per_hour` questions and exercises over hours, of them too. `gained`, its bounds and the costs
        are those of `analytics.knowledge_gained.GAINED`. Always to be shown under `HEADING`.
    """
    without(scope, "course", "device")
    told = _side_by_side(warehouse, scope, competency=competency)
    if told.is_empty():
        return pl.DataFrame(schema=MODALITIES)
    paid = paid_of(warehouse, scope)
    rows = [row | _priced(row, paid.of(row["taught_by"])) for row in told.iter_rows(named=True)]
    return pl.DataFrame([{name: row[name] for name in MODALITIES} for row in rows], schema=MODALITIES)


def _priced(row: dict[str, Any], bill: Bill) -> dict[str, Any]:
    """Return what each competency cost, from what is gained: the bounds of a row are those of what is kept."""
    return priced(row | {"reason": row["gained_reason"]}, bill)


_UNPRICED: Schema = {name: kind for name, kind in MODALITIES.items() if not name.startswith(("cost_", "currency"))}


@guarded(
    Cells(
        "people",
        ("competency", "modality"),
        dict.fromkeys(_PARTS, "people"),
        _PARTS,
        _PARTS | {"employed": _ends("reach")},
        kept=("programmes", "taught_by"),
        counts=side_counts,
    )
)
def _side_by_side(warehouse: Warehouse, scope: Scope, *, competency: str | None) -> pl.DataFrame:
    schema = {
        **_UNPRICED,
        **dict.fromkeys(("after", "after_bound", "least"), pl.Float64),
        "taught_by": pl.List(pl.String),
    }
    taught = of_competencies(warehouse, scope, competency)
    if taught.is_empty():
        return pl.DataFrame(schema=schema)
    sight = _Sight(warehouse, scope, taught)
    groups = taught.group_by("competency", "modality", maintain_order=True).agg("programme")
    return pl.DataFrame([sight.row(*group) for group in groups.iter_rows()], schema=schema)


class _Sight:
    """What all ways are judged by, asked once."""

    def __init__(self, warehouse: Warehouse, scope: Scope, taught: pl.DataFrame) -> None:
        self.known: Recall = recall(warehouse, scope)
        self.answered = answered_on(self.known)
        found = shared(self.answered, taught, ["competency"], "modality")
        self.footings: dict[str, Footing] = {name: (one, basis, mark) for name, one, basis, mark in found.iter_rows()}
        self.cases = cases_of(self.known)
        each = kinds(self.cases, taught, ["competency"])
        self.kinds: dict[str, tuple[bool, str]] = {name: (one, basis) for name, one, basis in each.iter_rows()}
        frames = asked_of_all(warehouse, scope)
        if scope.units:
            people = people_of(warehouse, scope.units)
            frames = [frame.join(people, on="person", how="semi", maintain_order="left") for frame in frames]
        self.entered, self.employed, self.said, self.spent = frames
        self._of: dict[str, Recall] = {}

    def row(self, competency: str, modality: str, programmes: list[str]) -> dict[str, Any]:
        """Return one way of learning one competency."""
        own = pl.col("programme").is_in(programmes)
        known = within(self._known_of(competency), own)
        entered, spent, said = self.entered.filter(own), self.spent.filter(own, "completed"), self.said.filter(own)
        tests = results(known)
        met = [frame["person"] for frame in (entered, given(known), said, self.spent.filter(own))]
        row = {"competency": competency, "modality": modality, "programmes": len(programmes), "taught_by": programmes}
        row |= {"people": pl.concat(met).n_unique(), "employed": self.employed.height}
        row |= _told("completion", share(entered["completed"], entered["person"])) | {"completion_n": _people(entered)}
        row |= _told("passed", share(tests["success"], tests["person"])) | {"passed_n": _people(tests)}
        row |= _reached(self.employed["person"], entered["person"]) | _spent(spent)
        row |= _said(said, "hot") | _said(said, "cold")
        row |= self._kept(known, self.footings.get(competency))
        return row | self._gained(known, self.kinds.get(competency))

    def _known_of(self, competency: str) -> Recall:
        """Return what is known of a competency: found once for all the ways it is learned."""
        if competency not in self._of:
            self._of = {competency: within(self.known, pl.col("competency") == competency)}
        return self._of[competency]

    def _kept(self, known: Recall, footing: Footing | None) -> dict[str, Any]:
        if footing is None:
            return {"due": 0, "answered": 0, "learners": 0, "reason": "not_tested_twice"}
        told = at(known, footing, LAG)
        if not told["n"] and self.answered.join(_names(known), on=NAMES, how="semi")["n"].sum():
            told["reason"] = "tested_otherwise"
        same = (
            "due",
            "answered",
            "learners",
            "response",
            "bound_low",
            "bound_high",
            "bounds_first",
            "estimated",
            "reason",
        )
        return _told("retained", told) | {name: told[name] for name in same}

    def _gained(self, known: Recall, kind: tuple[bool, str] | None) -> dict[str, Any]:
        rows = told_of(known, self.cases.join(_names(known), on=NAMES, how="semi"))
        told = next((row for row in rows if (row["supervised"], row["basis"]) == kind), None)
        if told is None:
            otherwise = {"reason": "tested_otherwise"} if rows[0]["answered"] else {}
            told = rows[0] | dict.fromkeys(_OF_GAIN) | _NOBODY | otherwise
        named = {"gained": told["gained"], "gained_low": told["low"], "gained_high": told["high"]}
        own = ("due", "answered", "learners", "bound_low", "bound_high", "bounds_first", "estimated", "reason")
        named |= {f"gained_{name}": told.get(name) for name in own}
        return named | {name: told[name] for name in ("gross", "after", "after_bound", "least")}


_OF_GAIN = ("gained", "low", "high", "bound_low", "bound_high", "after", "after_bound", "least")
_NOBODY = dict.fromkeys(("due", "answered", "learners"), 0)


def _names(known: Recall) -> pl.DataFrame:
    return known.answers.select(NAMES).unique()


def _people(frame: pl.DataFrame) -> int:
    return frame["person"].n_unique()


def _told(name: str, row: dict[str, Any]) -> dict[str, Any]:
    return {name: row["share"], f"{name}_low": row["low"], f"{name}_high": row["high"]}


def _reached(employed: pl.Series, entered: pl.Series) -> dict[str, Any]:
    return _told("reach", share(employed.is_in(entered.implode()), employed))


def _spent(spent: pl.DataFrame) -> dict[str, Any]:
    """Return hours, days and practice of who completed, from 10 people."""
    timed = spent.filter(pl.col("hours") > 0)
    if _people(timed) < LEARNERS:
        return {"timed": _people(timed)}
    return {
        "timed": _people(timed),
        "hours": timed["hours"].median(),
        "days": timed["days"].median(),
        "hours_per_day": (timed["hours"] / timed["days"]).median(),
        "items_per_hour": float(timed["items"].sum()) / float(timed["hours"].sum()),
    }


def _said(said: pl.DataFrame, stage: str) -> dict[str, Any]:
    """Return the mean of an evaluation, as a share of its scale: of each learner's answers first."""
    own = said.filter(pl.col("stage") == stage).group_by("person").agg(pl.col("score").mean()).sort("person")
    found = mean(own["score"].to_numpy())
    low, high = (None if end is None else min(1.0, max(0.0, end)) for end in (found.low, found.high))
    return {stage: found.value, f"{stage}_low": low, f"{stage}_high": high, f"{stage}_n": own.height}


_SOURCE = "answers to questions and results of tests about a competency; first instants of each step; active time; "
_SOURCE += "evaluations; the ledger"

MEASURES: tuple[Measure, ...] = (
    Measure(
        "modalities",
        {"en": "Ways of learning, side by side", "fr": "Modalités côte à côte"},
        {
            "en": "For the same competency, what each way of learning reaches, leaves and costs. "
            "Not a randomised comparison.",
            "fr": "Pour une même compétence, ce que chaque modalité atteint, laisse et coûte. "
            "Comparaison non randomisée.",
        },
        "shares; hours; days; money",
        "as the measures rates, retained, gained and evaluations, of the programmes of each modality about the "
        "competency; hours, days from first to last and hours a day are medians of who completed; practice = questions "
        "answered and exercises scored / hours",
        _SOURCE,
        "a competency taught in two modalities; 20 answers from 10 learners for each share",
        MODALITIES,
        modalities,
    ),
    Measure(
        "modalities_compared",
        {"en": "Ways of learning, compared within units", "fr": "Modalités comparées au sein des entités"},
        {
            "en": "How many points more one way of learning leaves than another, among people of the same units. "
            "Not a randomised comparison.",
            "fr": "De combien de points une modalité laisse plus qu'une autre, entre personnes des mêmes entités. "
            "Comparaison non randomisée.",
        },
        "points",
        "Mantel-Haenszel risk difference over units, interval of Sato, counts at their effective size; bounds: the "
        "same had all who did not answer on one side forgotten and all on the other kept, and the reverse; of a side "
        "with a random follow-up, as in retained, those drawn weigh for the silent; a reversal "
        "is named only where the crude and the adjusted interval both exclude zero with opposite signs at either "
        "bound; who learned in both ways is left out",
        _SOURCE,
        "20 answers from 10 learners on each side, and a unit with learners on both",
        COMPARED,
        modalities_compared,
    ),
)
