"""What an estimate is, and when there is too little to make one.

A proportion needs 20 answers from 10 learners, a median survival time 10 people at risk where it is read; with less,
counts only are told ("7 of 9"). These are the product's own rules: below them a 95 % interval is wider than any
decision that could rest on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

LEVEL = 0.95
ANSWERS, LEARNERS, AT_RISK = 20, 10, 10

Numbers = Sequence[float] | NDArray[Any]
Labels = Sequence[Any] | NDArray[Any]
Vector = NDArray[np.floating[Any]]

REASONS: Mapping[str, Mapping[str, str]] = {
    "no_assignment": {
        "en": "Not enough data: no assignment.",
        "fr": "Pas assez de données : aucune affectation.",
    },
    "none_mandatory": {
        "en": "Not enough data: no mandatory assignment.",
        "fr": "Pas assez de données : aucune affectation obligatoire.",
    },
    "not_due": {
        "en": "Not enough data: nobody is due yet.",
        "fr": "Pas assez de données : personne n'est encore arrivé à échéance.",
    },
    "none_due": {
        "en": "Not enough data: nothing assigned was due in this period.",
        "fr": "Pas assez de données : rien de ce qui est affecté n'est arrivé à échéance sur cette période.",
    },
    "no_data": {
        "en": "Not enough data: nothing recorded yet.",
        "fr": "Pas assez de données : rien n'est encore enregistré.",
    },
    "not_finished": {
        "en": "Not told: no statement ever says that somebody finished it.",
        "fr": "Non renseigné : aucune trace ne dit jamais que quelqu'un l'a terminé.",
    },
    "few_answers": {
        "en": "Not enough data: fewer than 20 answers.",
        "fr": "Pas assez de données : moins de 20 réponses.",
    },
    "few_learners": {
        "en": "Not enough data: fewer than 10 learners.",
        "fr": "Pas assez de données : moins de 10 apprenants.",
    },
    "few_at_risk": {
        "en": "Not enough data: fewer than 10 people are followed that long.",
        "fr": "Pas assez de données : moins de 10 personnes sont suivies aussi longtemps.",
    },
    "not_crossed": {
        "en": "More than half have not had it happen within the time observed.",
        "fr": "Plus de la moitié ne l'ont pas vécu pendant la durée observée.",
    },
    "no_spread": {
        "en": "Not enough data: all values are the same.",
        "fr": "Pas assez de données : toutes les valeurs sont les mêmes.",
    },
    "short_record": {
        "en": "Not enough data: the record is too short to tell a pause from leaving.",
        "fr": "Pas assez de données : l'historique est trop court pour distinguer une pause d'un départ.",
    },
    "many_return": {
        "en": "Not enough data: after every silence seen, more than one person in ten comes back.",
        "fr": "Pas assez de données : après tous les silences observés, plus d'une personne sur dix revient.",
    },
    "one_group": {
        "en": "Nothing to compare: fewer than two groups, or it happened to nobody.",
        "fr": "Rien à comparer : moins de deux groupes, ou cela n'est arrivé à personne.",
    },
    "no_before": {
        "en": "Not enough data: the record does not reach back far enough to compare.",
        "fr": "Pas assez de données : l'historique ne remonte pas assez loin pour comparer.",
    },
    "not_tested_twice": {
        "en": "Not enough data: no competency tested twice.",
        "fr": "Pas assez de données : aucune compétence testée deux fois.",
    },
    "pass_mark_unknown": {
        "en": "Passed or failed, but at what mark is not known: nothing to compare.",
        "fr": "Réussi ou échoué, mais le seuil n'est pas connu : rien à comparer.",
    },
    "none_answered": {
        "en": "Not enough data: none of those due answered.",
        "fr": "Pas assez de données : aucune des personnes attendues n'a répondu.",
    },
    "tested_otherwise": {
        "en": "Not comparable: tested in other ways (questions, scores, supervised or not).",
        "fr": "Non comparable : testé autrement (questions, notes, sous surveillance ou non).",
    },
    "supervision_changed": {
        "en": "Not comparable: supervised on the day and not later, or the reverse. Test both times in the same way.",
        "fr": "Non comparable : surveillé le jour même et non plus tard, ou l'inverse. Testez de même les deux fois.",
    },
    "few_lags": {
        "en": "Not enough data: answers at too few lags after the training.",
        "fr": "Pas assez de données : des réponses à trop peu d'échéances après la formation.",
    },
    "beyond_lags": {
        "en": "Not estimable: it lies too far beyond the last test.",
        "fr": "Non estimable : trop loin au-delà du dernier test.",
    },
    "not_bounded": {
        "en": "Not estimable: the answers set no limit to it.",
        "fr": "Non estimable : les réponses ne lui fixent pas de limite.",
    },
    "low_response": {
        "en": "Not estimable: fewer than half of the people due answered.",
        "fr": "Non estimable : moins de la moitié des personnes attendues ont répondu.",
    },
    "no_cost": {
        "en": "Not told: the ledger has no cost for it.",
        "fr": "Non indiqué : le registre n'en a aucun coût.",
    },
    "none_kept": {
        "en": "No cost of each: nothing is kept.",
        "fr": "Pas de coût unitaire : rien n'est retenu.",
    },
    "none_gained": {
        "en": "No cost of each gained: nothing is gained.",
        "fr": "Pas de coût par compétence acquise : rien n'est acquis.",
    },
    "no_overlap": {
        "en": "Nothing to compare: no unit has learners in both.",
        "fr": "Rien à comparer : aucune entité n'a d'apprenants dans les deux.",
    },
    "hidden": {
        "en": "Hidden: it would show fewer people than the privacy setting allows.",
        "fr": "Masqué : cela montrerait moins de personnes que le réglage de confidentialité ne le permet.",
    },
}


class Interval(NamedTuple):
    """A confidence interval, in the unit of what is estimated."""

    low: float
    high: float

    def excludes(self, value: float) -> bool:
        """Whether a value lies outside."""
        return value < self.low or value > self.high


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval and what it rests on; or no value, and why.

    Attributes
    ----------
    value, low, high
        The estimate and the ends of its 95 % interval; None where there is not enough data, or where an end is open.
    n, learners
        How many answers (rows, spells) it rests on, from how many people.
    reason
        A key of `REASONS` when `value` is None.
    count
        Of a proportion, the answers counted: what is told ("7 of 9") when there are too few for a share.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    learners: int
    reason: str | None = None
    count: int | None = None


def not_enough(n_answers: int, n_learners: int) -> str | None:
    """Return why a proportion must not be told, a key of `REASONS`; None when there is enough."""
    if n_answers <= 0:
        return "no_data"
    if n_learners < LEARNERS:
        return "few_learners"
    return "few_answers" if n_answers < ANSWERS else None


def normal_quantile(level: float = LEVEL) -> float:
    """Return z such that a standard normal lies within -z and z with the probability `level`: 1.96 for 0.95."""
    if not 0 < level < 1:
        raise ValueError(f"level: {level} is not between 0 and 1")
    return float(ndtri((1 + level) / 2))


def t_quantile(freedom: float, level: float = LEVEL) -> float:
    """Return the same for Student's t with `freedom` degrees of freedom."""
    return float(stdtrit(freedom, (1 + level) / 2))


def vector(values: Numbers, name: str) -> Vector:
    """Return finite numbers as a vector.

    Raises
    ------
    ValueError
        When one is not a finite number, or they are not a single row of them.
    """
    given = np.asarray(values, dtype=np.float64)
    if given.ndim != 1 or not np.isfinite(given).all():
        raise ValueError(f"{name}: a row of finite numbers is needed")
    return given


def labels(values: Labels, length: int, name: str) -> NDArray[np.intp]:
    """Return for each label the number of its group, from 0.

    Raises
    ------
    ValueError
        When there are not `length` of them.
    """
    given = np.asarray(values)
    if given.shape != (length,):
        raise ValueError(f"{name}: {length} labels are needed, one for each value")
    return np.unique(given, return_inverse=True)[1]
