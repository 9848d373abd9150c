"""Where a warning begins: numbers an organisation, or one of its units, may choose for itself.

A choice is kept as a value of kind "threshold" under the name of the threshold, for everyone, or under the name, a
space and the key of a unit, for that unit and what is below it; the nearest upwards holds. The warehouse follows them
(`organise_thresholds`), each person is judged by those of their own unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.scope import Scope
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

DAYS = "days"


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number that may be chosen.

    Attributes
    ----------
    default
        What holds where nobody chose; None: what the record itself says.
    unit
        What it counts.
    low, high
        The least and the most it may be.
    name, sentence
        In English and French: what it is called, and what it does in one plain sentence.
    """

    default: float | None
    unit: str
    low: float
    high: float
    name: Mapping[str, str]
    sentence: Mapping[str, str]


THRESHOLDS: Mapping[str, Threshold] = {
    "not_started": Threshold(
        7,
        DAYS,
        1,
        365,
        {"en": "Not started", "fr": "Pas commencé"},
        {
            "en": "Warn when nothing was begun so many days after the assignment.",
            "fr": "Alerter quand rien n'est commencé tant de jours après l'affectation.",
        },
    ),
    "silent": Threshold(
        14,
        DAYS,
        1,
        365,
        {"en": "Silent", "fr": "Silencieux"},
        {
            "en": "Warn when someone who began has done nothing for so many days.",
            "fr": "Alerter quand une personne qui a commencé n'a rien fait depuis tant de jours.",
        },
    ),
    "disengaging": Threshold(
        0.5,
        "share",
        0.1,
        0.9,
        {"en": "Disengaging", "fr": "En retrait"},
        {
            "en": "Warn when the active days of the last two weeks are at most this share of those of the two before.",
            "fr": "Alerter quand les jours actifs des deux dernières semaines sont au plus cette part "
            "de ceux des deux précédentes.",
        },
    ),
    "struggling": Threshold(
        2,
        "failures",
        1,
        20,
        {"en": "Struggling", "fr": "En difficulté"},
        {
            "en": "Warn after so many failed tests of a programme not passed since.",
            "fr": "Alerter après tant de tests échoués d'une formation, non réussie depuis.",
        },
    ),
    "due_soon": Threshold(
        7,
        DAYS,
        1,
        90,
        {"en": "Due soon", "fr": "Échéance proche"},
        {
            "en": "Warn so many days before it is due when it is not half done.",
            "fr": "Alerter tant de jours avant l'échéance quand la moitié n'est pas faite.",
        },
    ),
    "late": Threshold(
        0,
        DAYS,
        0,
        365,
        {"en": "Late", "fr": "En retard"},
        {
            "en": "Warn when it is more than so many days past due, or expired for as long.",
            "fr": "Alerter quand l'échéance est dépassée de plus de tant de jours, ou la validité expirée d'autant.",
        },
    ),
    "expiring": Threshold(
        30,
        DAYS,
        1,
        365,
        {"en": "Expiring", "fr": "Bientôt expirée"},
        {
            "en": "Warn so many days before what was done is no longer valid.",
            "fr": "Alerter tant de jours avant que ce qui a été fait ne soit plus valide.",
        },
    ),
    "silence": Threshold(
        None,
        DAYS,
        0,
        365,
        {"en": "Silence taken for leaving", "fr": "Silence tenu pour un abandon"},
        {
            "en": "After so many silent days a learner is taken to have left; by default what the record says, "
            "and 0 to count only those who said so.",
            "fr": "Après tant de jours de silence, une personne est tenue pour partie ; par défaut, ce que dit "
            "l'historique, et 0 pour ne compter que celles qui l'ont dit.",
        },
    ),
}


def chosen(warehouse: Warehouse, scope: Scope) -> dict[str, float]:
    """Return the thresholds somebody chose that hold for a scope: those of its unit, when it asks about one."""
    unit = scope.units[0] if len(scope.units) == 1 else ""
    told = warehouse.ask("thresholds", {"unit": unit})
    return {name: value for name, value in told.iter_rows() if name in THRESHOLDS}


def thresholds(warehouse: Warehouse, scope: Scope) -> dict[str, float]:
    """Return every threshold that holds for a scope: chosen, else its default; one without either is left out."""
    defaults = {name: one.default for name, one in THRESHOLDS.items() if one.default is not None}
    return defaults | chosen(warehouse, scope)


def check(name: str, value: float) -> float:
    """Return a value somebody wants to choose.

    Raises
    ------
    BadRequest
        When there is no such threshold, or the value is outside its limits.
    """
    if name not in THRESHOLDS:
        raise BadRequest(f"threshold: {name[:40]!r} is none of {', '.join(THRESHOLDS)}")
    told = THRESHOLDS[name]
    if not told.low <= value <= told.high:
        raise BadRequest(f"{name}: expected {told.low:g} to {told.high:g} {told.unit}, got {value:g}")
    return value
