"""Early warning: who may not complete what they must, and why; and how often such a warning was right.

Only the rules of `analytics.rules`, each with its reason. A human decides what to do about it; no warning is used for
anything else.
"""

from typing import Any

import polars as pl

from analytics.estimates import COUNTED, COUNTED_TELLS, SHARE, share
from analytics.guard import Cells, as_usual, guarded, personal, without
from analytics.measure import ASSIGNED, RATE, Measure, Schema
from analytics.once import of_unit, once
from analytics.progress import as_of
from analytics.rules import RULES, Rule, raised
from analytics.scope import Scope
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

__all__ = ["AHEAD", "MEASURES", "RULES", "Rule", "at_risk", "risk_counts", "warning_validity"]

AHEAD = 7  # days before it is due at which a warning is judged

AT_RISK: Schema = {
    "person": pl.Int64,
    "key": pl.String,
    "name": pl.String,
    "unit": pl.String,
    "programme": pl.String,
    "title_en": pl.String,
    "title_fr": pl.String,
    "rule": pl.String,
    "since": pl.Date,
    "due": pl.Date,
    "value": pl.Float64,
    "limit": pl.Float64,
    "contacted": pl.Date,
}
COUNTS: Schema = {"rule": pl.String, **SHARE}
VALIDITY: Schema = {
    "rule": pl.String,
    "n": pl.Int64,
    "learners": pl.Int64,
    "missed": pl.Int64,
    "base_rate": pl.Float64,
    "base_rate_low": pl.Float64,
    "base_rate_high": pl.Float64,
    "flagged": pl.Int64,
    "right": pl.Int64,
    "precision": pl.Float64,
    "precision_low": pl.Float64,
    "precision_high": pl.Float64,
    "sensitivity": pl.Float64,
    "sensitivity_low": pl.Float64,
    "sensitivity_high": pl.Float64,
    "lift": pl.Float64,
    "contacted_n": pl.Int64,
    "contacted_share": pl.Float64,
    "contacted_share_low": pl.Float64,
    "contacted_share_high": pl.Float64,
    "reason": pl.String,
}


@personal
def at_risk(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell who may not complete, or keep up, what they were assigned, as of the last day of a scope, and why.

    Returns
    -------
    polars.DataFrame
        `AT_RISK`, a row for each learner, programme and rule that holds; `contacted` is when somebody last spoke to
        them about it.
    """
    told = raised(once(states_of, warehouse, scope))
    return told.sort("since", "key", "programme", "rule").select(list(AT_RISK)).cast(pl.Schema(AT_RISK))


def states_of(warehouse: Warehouse, scope: Scope, ahead: int | None = None) -> pl.DataFrame:
    """Return each assignment of a scope as it is judged on its last day, or so many days before it is due."""
    without(scope, "course", "device")
    asked = {"asof": as_of(scope), "ahead": ahead, "since": scope.since}
    return warehouse.ask("assignment_states", scope.parameters() | asked)


def risk_counts(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell for each rule how many of the people with an assignment it names (`COUNTS`), each counted once."""
    if scope.reader.sees_people:
        return _counts(once(states_of, warehouse, scope))
    return _counts_of(warehouse, scope)


@guarded(Cells("learners", ("rule",), COUNTED, COUNTED_TELLS))
def _counts_of(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    return _counts(of_unit(states_of, warehouse, scope))


def _counts(states: pl.DataFrame) -> pl.DataFrame:
    people = states["person"].unique().sort()
    held = raised(states)
    reason = "no_assignment" if states.is_empty() else None
    rows = []
    for name in RULES:
        named = held.filter(pl.col("rule") == name)["person"].unique()
        rows.append({"rule": name} | share(people.is_in(named.implode()), people, reason))
    return pl.DataFrame(rows, schema=COUNTS)


def warning_validity(warehouse: Warehouse, scope: Scope, *, ahead: int = AHEAD) -> pl.DataFrame:
    """Tell how right each rule was, of the assignments due in a scope that were still open some days before.

    A warning counts as right when it was not completed on the day it was due. People somebody spoke to between the
    assignment and that day are told apart: acting on a warning makes it wrong.

    Parameters
    ----------
    ahead
        How many days before it is due each assignment is judged, by what was known then.

    Returns
    -------
    polars.DataFrame
        `VALIDITY`, a row for each rule that can warn: precision is missed over flagged, sensitivity flagged over
        missed, lift precision over the base rate.
    """
    if not 0 <= ahead <= 365:
        raise BadRequest(f"ahead: expected 0 to 365 days, got {ahead}")
    as_usual(scope, ahead=(ahead, AHEAD))
    if scope.reader.sees_people:
        told = _validity(once(states_of, warehouse, scope, ahead=ahead))
    else:
        told = _validity_of(warehouse, scope, ahead=ahead)
    return told.select(list(VALIDITY))


_BASE, _PRECISION, _SENSITIVITY, _CONTACTED = (
    tuple(f"{name}{end}" for end in ("", "_low", "_high"))
    for name in ("base_rate", "precision", "sensitivity", "contacted_share")
)
_PEOPLE = [f"{one}_people" for one in ("missed", "flagged", "right", "contacted")]  # each may have several to do


@guarded(
    Cells(
        "learners",
        ("rule",),
        dict.fromkeys(("missed_people", "flagged_people", "contacted_people"), "learners")
        | {"right_people": "flagged_people"},
        {
            "missed_people": ("missed", *_BASE, "lift", *_SENSITIVITY),
            "right_people": ("right", *_PRECISION, "lift", "sensitivity"),
            "flagged_people": ("flagged", *_PRECISION, "lift"),
            "contacted_people": ("contacted_n", *_CONTACTED),
        },
        {
            "missed_people": ("missed", *_SENSITIVITY),
            "right_people": ("right",),
            "flagged_people": ("flagged", *_PRECISION, "lift"),
            "contacted_people": ("contacted_n", *_CONTACTED),
        },
    )
)
def _validity_of(warehouse: Warehouse, scope: Scope, *, ahead: int) -> pl.DataFrame:
    return _validity(of_unit(states_of, warehouse, scope, ahead=ahead))


def _validity(every: pl.DataFrame) -> pl.DataFrame:
    states = every.filter(pl.col("done").is_null())
    held = raised(states)
    reason = "no_assignment" if every.is_empty() else "no_data" if states.is_empty() else None
    rows = [_judged(name, states, held, reason) for name, rule in RULES.items() if rule.warns]
    return pl.DataFrame(rows, schema=VALIDITY | dict.fromkeys(_PEOPLE, pl.Int64))


def _judged(name: str, states: pl.DataFrame, held: pl.DataFrame, reason: str | None) -> dict[str, Any]:
    """Judge one rule by those nobody spoke to, and tell those somebody did apart."""
    told = held.filter(pl.col("rule") == name).select("person", "programme", is_flagged=pl.lit(value=True))
    each = states.join(told, on=["person", "programme"], how="left").with_columns(
        pl.col("is_flagged").fill_null(value=False)
    )
    left, spoken = (
        each.filter(pl.col("contacted").is_null()),
        each.filter("is_flagged", pl.col("contacted").is_not_null()),
    )
    flagged, missed = left.filter("is_flagged"), left.filter("is_missed")
    base = share(left["is_missed"], left["person"], reason)
    precision = share(flagged["is_missed"], flagged["person"], reason)
    contacted = share(spoken["is_missed"], spoken["person"], reason)
    sensitivity = share(missed["is_flagged"], missed["person"], reason)
    parts = {"missed": missed, "flagged": flagged, "right": flagged.filter("is_missed"), "contacted": spoken}
    can = precision["share"] is not None and base["share"]
    return {
        "rule": name,
        "n": left.height,
        "learners": base["learners"],
        "missed": missed.height,
        **{f"base_rate{end}": base[of] for end, of in _ENDS.items()},
        "flagged": flagged.height,
        "right": flagged["is_missed"].sum(),
        **{f"precision{end}": precision[of] for end, of in _ENDS.items()},
        **{f"sensitivity{end}": sensitivity[of] for end, of in _ENDS.items()},
        "lift": precision["share"] / base["share"] if can else None,
        **{f"{one}_people": part["person"].n_unique() for one, part in parts.items()},
        "contacted_n": spoken.height,
        **{f"contacted_share{end}": contacted[of] for end, of in _ENDS.items()},
        "reason": reason or precision["reason"] or sensitivity["reason"],
    }


_ENDS = {"": "share", "_low": "low", "_high": "high"}
_SOURCE = "the organisation's assignments and contacts; first instants of each step; days with a statement; tests"

MEASURES: tuple[Measure, ...] = (
    Measure(
        "at_risk",
        {"en": "At risk, person by person", "fr": "À risque, personne par personne"},
        {
            "en": "Who may not complete what they must, since when, and why.",
            "fr": "Qui risque de ne pas terminer ce qu'il doit faire, depuis quand, et pourquoi.",
        },
        "people",
        "seven rules, each with a threshold: not started, silent, disengaging, struggling, due soon, late, expiring",
        _SOURCE,
        ASSIGNED,
        AT_RISK,
        at_risk,
    ),
    Measure(
        "risk_counts",
        {"en": "At risk", "fr": "À risque"},
        {
            "en": "What share of the people with an assignment each rule of early warning names.",
            "fr": "Quelle part des personnes affectées chaque règle d'alerte désigne.",
        },
        "share of people",
        "people a rule names in at least one programme over people with an assignment, each once; Wilson interval",
        _SOURCE,
        "an assignment in the scope, and 20 people; with fewer, counts only",
        COUNTS,
        risk_counts,
    ),
    Measure(
        "warning_validity",
        {"en": "Are the warnings right?", "fr": "Les alertes sont-elles justes ?"},
        {
            "en": "Of those a rule named a week before the day, how many did not complete in time; "
            "beside the base rate.",
            "fr": "Parmi les personnes désignées une semaine avant l'échéance, combien n'ont pas terminé à temps ; "
            "à côté du taux de base.",
        },
        "share of warnings",
        "of assignments still open 7 days before they are due: precision = missed / flagged, sensitivity = flagged / "
        "missed, lift = precision / base rate; Wilson interval, clustered by learner; people contacted apart",
        _SOURCE,
        RATE,
        VALIDITY,
        warning_validity,
    ),
)
