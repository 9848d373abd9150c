"""What units and periods are compared by: each answer there is, whose it is, what counts of it, of how much."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from analytics.measure import Schema
from analytics.progress import as_of
from analytics.scope import Scope
from analytics.up_to_date import HELD, due_on, standing
from analytics.warehouse import Warehouse

ANSWERS: Schema = {"what": pl.String, "person": pl.Int64, "part": pl.Float64, "whole": pl.Float64}
HOUR = 3600


@dataclass(frozen=True, slots=True)
class What:
    """One thing that is compared: its name and what it is, in both languages; whether it is a share or an amount."""

    name: Mapping[str, str]
    sentence: Mapping[str, str]
    share: bool = True
    yes: bool = True  # each answer is yes or no


WHATS: Mapping[str, What] = {
    "access": What(
        {"en": "Active learners", "fr": "Apprenants actifs"},
        {
            "en": "Of all learners employed in the period, those who learned something in it.",
            "fr": "Parmi tous les apprenants présents dans la période, ceux qui y ont appris quelque chose.",
        },
    ),
    "hours": What(
        {"en": "Hours per learner", "fr": "Heures par apprenant"},
        {
            "en": "Hours of learning in the period, over all learners employed, those without any too.",
            "fr": "Les heures d'apprentissage de la période, par apprenant présent, ceux qui n'en ont aucune compris.",
        },
        share=False,
        yes=False,
    ),
    "up_to_date": What(
        {"en": "Up to date", "fr": "À jour"},
        {
            "en": "Of those for whom something mandatory was due by the last day, those who then had all of it valid.",
            "fr": "Parmi ceux qui devaient une formation obligatoire au dernier jour, ceux qui avaient alors tout de "
            "valide.",
        },
    ),
    "completion": What(
        {"en": "Completion", "fr": "Complétion"},
        {
            "en": "Of what people entered in the period, leaving out what is not due yet: what was completed by its "
            "end.",
            "fr": "De ce que les gens ont entrepris dans la période, hors ce qui n'est pas encore dû : ce qui était "
            "achevé à la fin.",
        },
    ),
    "success": What(
        {"en": "Success in tests", "fr": "Réussite aux tests"},
        {
            "en": "Of the tests taken in the period, each once a person, those passed at one attempt or another.",
            "fr": "Parmi les tests de la période, comptés une fois par personne, ceux réussis à un essai ou un autre.",
        },
    ),
    "dropout": What(
        {"en": "Dropout", "fr": "Abandon"},
        {
            "en": "Of what people entered in the period and started, leaving out what is not due yet: what was "
            "dropped.",
            "fr": "De ce que les gens ont entrepris dans la période et commencé, hors ce qui n'est pas encore dû : ce "
            "qui est abandonné.",
        },
    ),
    "attendance": What(
        {"en": "Attendance", "fr": "Assiduité"},
        {
            "en": "Of the hours that people were expected at sessions, those they attended.",
            "fr": "Des heures où les gens étaient attendus en session, celles où ils étaient là.",
        },
        yes=False,
    ),
}


def answers(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Return every answer of a scope (`ANSWERS`), of all of `WHATS`.

    Of active learners, a row for each learner employed; of hours, the hours of each; of what must be kept up, a row for
    each person due.
    """
    asked = scope.parameters() | {"asof": as_of(scope), "since": scope.since}
    staff = warehouse.ask("headcount", asked)
    entered = warehouse.ask("enrolments", asked)
    started = entered.filter("started")
    hours = warehouse.ask("time_each", asked).group_by("person").agg(seconds=pl.col("seconds").sum())
    spent = staff.select("person").join(hours, on="person", how="left", maintain_order="left")
    told = {
        "access": (staff, pl.col("learned"), pl.lit(1)),
        "hours": (spent, pl.col("seconds").fill_null(0) / HOUR, pl.lit(1)),
        "up_to_date": (_due(warehouse, scope), pl.col("held"), pl.lit(1)),
        "completion": (entered, pl.col("completed"), pl.lit(1)),
        "success": (warehouse.ask("tests_taken", asked), pl.col("passed"), pl.lit(1)),
        "dropout": (started, pl.col("dropped"), pl.lit(1)),
        "attendance": (warehouse.ask("hours_attended", asked), pl.col("seconds"), pl.col("planned")),
    }
    return pl.concat(
        [
            frame.select(what=pl.lit(what), person="person", part=part, whole=whole).cast(pl.Schema(ANSWERS))
            for what, (frame, part, whole) in told.items()
        ]
    )


def _due(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    due = due_on(standing(warehouse, scope), as_of(scope))
    return due.group_by("person", maintain_order=True).agg(HELD.all())


def members(warehouse: Warehouse, units: list[str]) -> dict[str, pl.DataFrame]:
    """Return who is in each of some units or below it, a column `person`."""
    found = warehouse.ask("members_below", {"below": units})
    return {unit: found.filter(pl.col("unit") == unit).select("person") for unit in units}
