"""Whom each way of learning side by side counts, of every unit at once (see `analytics.apart`)."""

from dataclasses import replace

import polars as pl

from analytics.apart import apart, members_apart, of_its_unit
from analytics.guard import EVERYONE, UNIT, seeing, tree_of
from analytics.knowledge_gained import cases_of
from analytics.modalities_footings import answered_on, each_followed, shared
from analytics.once import once
from analytics.progress import as_of
from analytics.recall import Recall, enough, given, recall, recall_apart, results
from analytics.scope import Scope
from analytics.warehouse import Warehouse

NAMES = ["programme", "competency"]
_WAY = [UNIT, "competency", "modality"]
_PEOPLE = ("people", "completion_n", "passed_n", "learners", "gained_learners", "hot_n", "cold_n", "timed")
_QUESTIONS = ("enrolments", "headcount", "evaluations", "modality_learners")


def of_competencies(warehouse: Warehouse, scope: Scope, competency: str | None) -> pl.DataFrame:
    """Return programme, modality and competency: of one, or of those learned in several ways."""
    taught = warehouse.ask("programmes_taught", seeing(scope).parameters()).sort("competency", "modality", "programme")
    if competency is not None:
        return taught.filter(pl.col("competency") == competency)
    return taught.filter(pl.col("modality").n_unique().over("competency") > 1)


def asked_of_all(warehouse: Warehouse, scope: Scope) -> list[pl.DataFrame]:
    """Return who entered, who is employed, what was said and what was spent, of everyone the reader may count."""
    return once(_asked, warehouse, replace(seeing(scope), units=()))


def _asked(warehouse: Warehouse, scope: Scope) -> list[pl.DataFrame]:
    own_scope = scope.parameters()
    asked = own_scope | {"asof": as_of(scope), "since": scope.since, "anyhow": own_scope["scope"]}
    return [warehouse.ask(question, asked) for question in _QUESTIONS]


def kinds(cases: pl.DataFrame, taught: pl.DataFrame, groups: list[str]) -> pl.DataFrame:
    """Return for each competency the kind of tests (`supervised`, `basis`) that gains of most ways are on."""
    told = cases.filter(pl.col("after").is_not_null()).join(taught, on=NAMES)
    counted = told.group_by(*groups, "supervised", "basis").agg(pl.col("modality").n_unique(), pl.len())
    best = counted.sort("modality", "len", "basis", "supervised", descending=[True, True, False, True])
    return best.unique(groups, keep="first", maintain_order=True).select(*groups, "supervised", "basis")


def _counted(warehouse: Warehouse, scope: Scope, *, competency: str | None) -> pl.DataFrame:
    taught = of_competencies(warehouse, scope, competency)
    units = pl.DataFrame({UNIT: [EVERYONE, *tree_of(warehouse, scope)]})
    ways = units.join(taught.select("competency", "modality").unique(), how="cross")
    for name, people in _each(warehouse, scope, taught).items():
        told = people.select(*_WAY, "person").unique().group_by(_WAY).agg(pl.len().alias(name))
        ways = ways.join(told, on=_WAY, how="left")
    return ways.select(*_WAY, *(pl.col(name).fill_null(0).cast(pl.Int64) for name in _PEOPLE)).sort(_WAY)


side_counts = of_its_unit(_counted)
"""Whom `analytics.modalities` counts in a scope, by the names of its rows."""


def _each(warehouse: Warehouse, scope: Scope, taught: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return, for each column of people, rows of the unit, way and person it counts."""
    members = members_apart(warehouse, scope)

    def met(*frames: pl.DataFrame) -> pl.DataFrame:
        """Each person of a way once, before they are told apart by all the units they are in."""
        return apart(pl.concat([frame.select(*_WAY[1:], "person") for frame in frames]).unique(), members)

    entered, said, spent = (
        frame.join(taught, on="programme") for frame in asked_of_all(warehouse, scope) if "programme" in frame.columns
    )
    whole, known = recall(warehouse, scope), recall_apart(warehouse, scope)
    found = shared(answered_on(known), taught, [UNIT, "competency"], "modality")
    due = [told.due.join(part, on=[UNIT, "competency"], how="semi") for _, told, part in each_followed(known, found)]
    kept = pl.concat(due, how="diagonal") if due else known.answers.clear()
    return {
        "people": met(entered, given(whole).join(taught, on=NAMES), said, spent),
        "completion_n": met(entered),
        "passed_n": met(results(whole).join(taught, on=NAMES)),
        "learners": kept.filter(pl.col("score").is_not_null()).join(taught, on=NAMES),
        "gained_learners": _gained(whole, members, taught),
        "hot_n": met(said.filter(pl.col("stage") == "hot")),
        "cold_n": met(said.filter(pl.col("stage") == "cold")),
        "timed": met(spent.filter("completed", pl.col("hours") > 0)),
    }


def _gained(known: Recall, members: pl.DataFrame, taught: pl.DataFrame) -> pl.DataFrame:
    """Return who answered at 90 days on the kind of tests gains are told on: before as well, where enough did."""
    cases = apart(cases_of(known), members)
    groups = [UNIT, "competency"]
    kind = kinds(cases, taught, groups)
    told = cases.join(kind, on=[*groups, "supervised", "basis"], how="semi").filter(pl.col("after").is_not_null())
    told = told.join(taught, on=NAMES)
    both = pl.col("before").is_not_null()
    net = enough(pl.col("after_n").filter(both).sum(), pl.col("person").filter(both).n_unique())
    return told.filter(both | ~net.over(_WAY))
