"""Every measure: its name, what it says in one plain sentence, its unit, its formula and where that comes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from analytics import engagement
from analytics.engagement import Schema
from analytics.scope import Scope
from analytics.warehouse import Warehouse
from lrs.errors import NotFound


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the catalog. `name` and `sentence` are in English and French; `enough` is what it needs to answer."""

    key: str
    name: Mapping[str, str]
    sentence: Mapping[str, str]
    unit: str
    formula: str
    source: str
    enough: str
    schema: Schema
    ask: Callable[[Warehouse, Scope], pl.DataFrame]


_ACTIVE_SOURCE = "statements a learner initiated; launched, satisfied, waived, abandoned, imported, voided left out"
_ANY = "one statement in the scope"

MEASURES: Mapping[str, Measure] = {
    measure.key: measure
    for measure in (
        Measure(
            "active_per_day",
            {"en": "Active people per day", "fr": "Personnes actives par jour"},
            {
                "en": "How many different people learned something each day.",
                "fr": "Combien de personnes différentes ont appris quelque chose chaque jour.",
            },
            "people",
            "distinct people with at least one statement that day, in the zone",
            _ACTIVE_SOURCE,
            _ANY,
            engagement.ACTIVE,
            engagement.active_per_day,
        ),
        Measure(
            "active_per_week",
            {"en": "Active people per week", "fr": "Personnes actives par semaine"},
            {
                "en": "How many different people learned something each week, from Monday to Sunday.",
                "fr": "Combien de personnes différentes ont appris quelque chose chaque semaine, du lundi au dimanche.",
            },
            "people",
            "distinct people with at least one statement that week, in the zone",
            _ACTIVE_SOURCE,
            _ANY,
            engagement.ACTIVE,
            engagement.active_per_week,
        ),
        Measure(
            "active_per_month",
            {"en": "Active people per month", "fr": "Personnes actives par mois"},
            {
                "en": "How many different people learned something each month.",
                "fr": "Combien de personnes différentes ont appris quelque chose chaque mois.",
            },
            "people",
            "distinct people with at least one statement that month, in the zone",
            _ACTIVE_SOURCE,
            _ANY,
            engagement.ACTIVE,
            engagement.active_per_month,
        ),
        Measure(
            "active_days",
            {"en": "Active days per person", "fr": "Jours actifs par personne"},
            {
                "en": "On how many different days each person learned something.",
                "fr": "Pendant combien de jours différents chaque personne a appris quelque chose.",
            },
            "people",
            "people by their number of distinct days with at least one statement",
            _ACTIVE_SOURCE,
            _ANY,
            engagement.ACTIVE_DAYS,
            engagement.active_days,
        ),
        Measure(
            "activities",
            {"en": "Most used activities", "fr": "Activités les plus utilisées"},
            {
                "en": "Which activities most people used.",
                "fr": "Quelles activités le plus de personnes ont utilisées.",
            },
            "people",
            "distinct people, statements and clicks per activity; courses themselves left out",
            _ACTIVE_SOURCE,
            _ANY,
            engagement.ACTIVITIES,
            engagement.activities,
        ),
        Measure(
            "weekly_clicks",
            {"en": "Clicks per week", "fr": "Clics par semaine"},
            {
                "en": "How much the people who clicked in a week clicked, and on how many days.",
                "fr": "Combien ont cliqué, chaque semaine, les personnes qui ont cliqué, et pendant combien de jours.",
            },
            "clicks",
            "weeks of seven days from the first day of the period; "
            "median and 75th percentile (linear) of each person's sum",
            "result extension https://w3id.org/xapi/acquis/ext/clicks",
            "one statement with a click count in the scope",
            engagement.WEEKLY,
            engagement.weekly,
        ),
        Measure(
            "summary",
            {"en": "Active people", "fr": "Personnes actives"},
            {
                "en": "How many different people learned something in the period.",
                "fr": "Combien de personnes différentes ont appris quelque chose pendant la période.",
            },
            "people",
            "distinct people, statements and activities; first and last active day",
            _ACTIVE_SOURCE,
            _ANY,
            engagement.SUMMARY,
            engagement.summary,
        ),
    )
}


def measure(key: str) -> Measure:
    """Return a measure by its key.

    Raises
    ------
    NotFound
        Listing the keys there are.
    """
    if key not in MEASURES:
        raise NotFound(f"measure {key[:40]!r}: there is none; there are {', '.join(MEASURES)}")
    return MEASURES[key]
