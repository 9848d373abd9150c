"""Who has acquired and still holds which competency, by unit, and how old the evidence is."""

from dataclasses import replace
from typing import Any

import polars as pl

from analytics.guard import EVERYONE, Cells, conceal, seeing, tree_of, without
from analytics.measure import Measure, Schema
from analytics.progress import as_of
from analytics.scope import Scope
from analytics.statistics import proportion
from analytics.warehouse import Warehouse

COMPETENCIES: Schema = {
    "unit": pl.String,
    "title_en": pl.String,
    "title_fr": pl.String,
    "competency": pl.String,
    "people": pl.Int64,
    "in_scope": pl.Int64,
    "acquired": pl.Int64,
    "held": pl.Int64,
    "expired": pl.Int64,
    "never_assessed": pl.Int64,
    "age_days": pl.Float64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "reason": pl.String,
}
_CELLS = Cells(
    "people",
    ("competency",),
    {"acquired": "people", "never_assessed": "people", "held": "acquired", "expired": "acquired"},
    {"held": ("share", "low", "high", "age_days")},
    {"held": ("age_days",)},
)


def competencies(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell who acquired and still holds each competency, in the unit asked about and those just below it.

    People in scope are those assigned a programme that is about it; where there are none, the people with evidence of
    any kind are counted, and no share is told; nor is one where nobody was ever assessed.

    Returns
    -------
    polars.DataFrame
        `COMPETENCIES`: without unit, everyone; `held` by the last evidence, whose median age is `age_days`.
    """
    without(scope, "course", "device")
    every = seeing(replace(scope, units=()))
    tree = tree_of(warehouse, every)
    each = warehouse.ask("competencies", every.parameters() | {"asof": as_of(scope)})
    each = each.filter(pl.col("unit").is_in([EVERYONE, *tree]))
    rows = [{"unit": unit, "competency": name} | _told(part) for (unit, name), part in _cells(each)]
    frame = pl.DataFrame(rows, schema={name: kind for name, kind in COMPETENCIES.items() if "title" not in name})
    if not scope.reader.sees_people:
        frame = conceal(frame, _CELLS, {"unit": tree})
    shown = pl.DataFrame({"unit": _shown(scope, tree)}, schema={"unit": pl.String})
    told = shown.join(frame, on="unit", maintain_order="left_right")
    titled = told.join(warehouse.ask("unit_titles"), on="unit", how="left", maintain_order="left")
    named = titled.with_columns(unit=pl.when(pl.col("unit") != EVERYONE).then("unit"))
    return named.select(list(COMPETENCIES)).cast(pl.Schema(COMPETENCIES))


def _cells(each: pl.DataFrame) -> Any:
    return each.group_by(["unit", "competency"], maintain_order=True)


def _told(part: pl.DataFrame) -> dict[str, Any]:
    asked = part.filter("required")
    some = not asked.is_empty()
    counted = asked if some else part
    held = counted.filter("held")
    assessed = not counted["never"].all()
    found = proportion(held.height, asked.height) if some and assessed else None
    return {
        "people": counted.height,
        "in_scope": asked.height if some else None,
        "acquired": int(counted["acquired"].sum()),
        "held": held.height,
        "expired": int(counted["expired"].sum()),
        "never_assessed": int(counted["never"].sum()),
        "age_days": held["age"].median(),
        "share": found.value if found else None,
        "low": found.low if found else None,
        "high": found.high if found else None,
        "reason": found.reason if found else "no_data" if some else "no_assignment",
    }


def _shown(scope: Scope, tree: dict[str, str]) -> list[str]:
    """Return the units asked about and those just below; of everyone in one unit, those below it too."""
    asked = list(scope.units) or [EVERYONE]
    below = [unit for unit, parent in tree.items() if parent in asked]
    if asked == [EVERYONE] and len(below) == 1:
        below += [unit for unit, parent in tree.items() if parent == below[0]]
    return [*asked, *below]


MEASURES: tuple[Measure, ...] = (
    Measure(
        "competencies",
        {"en": "Competencies by unit", "fr": "Compétences par entité"},
        {
            "en": "How many people of each unit acquired each competency, and still hold it by their last evidence.",
            "fr": "Combien de personnes de chaque entité ont acquis chaque compétence, "
            "et la détiennent encore d'après leur dernière preuve.",
        },
        "people",
        "people assigned a programme about it: acquired at any time; held if their last evidence is positive and has "
        "not expired; never assessed without evidence; share held over assigned with Wilson interval",
        "competency statements; tests and scored exercises about it, no single questions; "
        "the organisation's assignments",
        "an assignment in the scope, and 20 people in it; with fewer, counts only",
        COMPETENCIES,
        competencies,
    ),
)
