"""What is true of the example organisation, and normally nobody knows: hazards, forgetting, response, unit effects.

Everything the example tells is drawn from these numbers, so that what is estimated from its record can be compared with
what is true. The laws are simple on purpose:

- Who has a programme to do, or wants to, begins it with the chance `begins` of its modality, times the unit's `zeal`.
- Once begun, a self-paced programme is completed or dropped with constant hazards a day, whichever is first: `finishes`
  and `drops`, the latter times the unit's `fatigue`. Until then nobody is silent for `LONGEST_GAP` days; who
  dropped never comes back. Who is still at it on the last day is censored there.
- A question of an equivalent form, right on the day of the training, is right again after d days with the chance
  S(d) = exp(-ln 2 * (d / half_life) ** shape) of the programme, else of its modality; one that was wrong, with `LUCK`.
  A share `ALIKE` of a learner's questions has one fate: answers of one learner are alike, the mean does not change.
- Before the training a question is right with the chance `knew`; who knew it then knows it on the day. Those who are
  asked before answer with the chance `PRETESTED`.
- Delayed tests are answered with the chance `answers`, the same whatever is remembered; they teach nothing again.
- A live session is attended with the chance `attends` of its modality.

`--break` breaks one of these laws at a time: see `BREAKS`.

What programmes change in the business stands in `business.toml`.

What a programme costs and brings belongs here too: a table beside `HABITS`, by modality, with exceptions in
`PROGRAMMES`. `PUMP-02` is where the digital way loses: it takes less time than its twin `PUMP-01`, and is forgotten
much sooner.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

LONGEST_GAP = 12
LAGS = (7, 30, 90, 180)  # days after which what is known may be tested again
LUCK = 0.15
PRETESTED = 0.85
ALIKE = 0.3
LAST_MINUTE = 0.3  # the share of those who have something to do who begin in the last quarter of the time they have
RENEWS = 0.96  # the chance that who has to renew does
ASKS = 0.6  # the share of threads in the community that ask something
REPLIED, REACTED = 0.78, 0.35  # the chances that somebody replies to what is asked, and to the rest
REPLY_HOURS = 6.0  # the median time to the first answer, of those answered; log-normal
REPLY_SPREAD = 1.4
HOT, COLD = 0.46, 0.28  # the chances that an evaluation is filled in

BREAKS: Mapping[str, str] = {
    "dropout": "whole teams drop a programme together: people are no longer independent of each other",
    "units": "units choose their modality: those that drop out most take the digital twin, the others the classroom",
    "forgetters": "who forgot answers delayed tests half as often",
    "silence": "the tools of one unit stop sending for four months",
    "retests": "delayed tests teach again: who sat one forgets half as fast from then on",
    "shock": "how many people learn in a week drifts, and so do the indicators: a shock fades over months",
}
RETAUGHT = 0.5  # what a test in between leaves of the hazard of forgetting
SILENT_UNIT, SILENT_FROM, SILENT_FOR = "EB", 300, 120  # days before the last day
SHOCK_MEMORY, SHOCK_SIZE = 0.9, 0.5  # an AR(1) on the log of the weekly rate


@dataclass(frozen=True, slots=True)
class Habit:
    """How people fare with a modality; hazards are a day's, `half_life` is in days."""

    begins: float = 0.96
    finishes: float = 0.03
    drops: float = 0.006
    attends: float = 0.88
    knew: float = 0.3
    grasp: float = 0.82
    half_life: float = 120.0
    shape: float = 0.6
    answers: tuple[float, ...] = (0.8, 0.72, 0.6, 0.57)  # at each of `LAGS`


HABITS: Mapping[str, Habit] = {
    "classroom": Habit(grasp=0.84, half_life=75.0, shape=0.6, answers=(0.74, 0.66, 0.52, 0.46)),
    "virtual-class": Habit(attends=0.81, grasp=0.8, half_life=70.0),
    "webinar": Habit(attends=0.7),
    "replay": Habit(finishes=0.2, drops=0.06),
    "blended": Habit(finishes=0.03, drops=0.003, grasp=0.86, half_life=190.0),
    "e-learning": Habit(finishes=0.06, drops=0.005, grasp=0.8, half_life=95.0),
    "mooc": Habit(finishes=0.012, drops=0.018, grasp=0.78, half_life=110.0),
    "spoc": Habit(finishes=0.034, drops=0.008, grasp=0.83, half_life=150.0),
    "cooc": Habit(finishes=0.045, drops=0.011, grasp=0.79, half_life=110.0),
    "video": Habit(finishes=0.06, drops=0.014, grasp=0.74, half_life=45.0),
    "serious-game": Habit(finishes=0.05, drops=0.008, grasp=0.81, half_life=165.0),
    "simulation": Habit(finishes=0.09, drops=0.004, grasp=0.85, half_life=180.0),
    "reverse-mentoring": Habit(attends=0.9),
    "barcamp": Habit(attends=0.78),
    "learning-expedition": Habit(attends=0.95),
    "hackathon": Habit(attends=0.9),
}

PROGRAMMES: Mapping[str, Mapping[str, Any]] = {
    "PUMP-01": {"half_life": 160.0},
    "PUMP-02": {"half_life": 24.0, "grasp": 0.72},
    "SAFE-01": {"finishes": 0.1, "drops": 0.003},
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What is particular to a unit: factors on beginning, on the hazard of dropping, on answering."""

    zeal: float = 1.0
    fatigue: float = 1.0
    answers: float = 1.0


EFFECTS: Mapping[str, Effect] = {
    "WF": Effect(),
    "WI": Effect(fatigue=0.8, answers=1.1),
    "WG": Effect(zeal=0.97, fatigue=1.1),
    "EB": Effect(zeal=1.04, fatigue=0.7),
    "WM": Effect(zeal=0.86, fatigue=1.8, answers=0.85),
    "DC": Effect(zeal=1.02, fatigue=0.9),
}


def habit(programme: str, modality: str) -> Habit:
    """Return how people fare with a programme."""
    return replace(HABITS.get(modality, Habit()), **PROGRAMMES.get(programme, {}))


def happened(of: Habit, unit: str, days: float) -> dict[str, float]:
    """Return the chances to have dropped, or completed, by then: what `outcomes` estimates, and `survival` one less."""
    drops = of.drops * EFFECTS[unit].fatigue
    either = drops + of.finishes
    some = (1 - math.exp(-either * days)) / either
    return {"dropout": drops * some, "completion": of.finishes * some}


def kept(of: Habit, days: float) -> float:
    """Return the chance that what was known on the day is known then."""
    return math.exp(-math.log(2) * (days / of.half_life) ** of.shape)


def gained(of: Habit, days: float) -> float:
    """Return how much more is right then than was before the training."""
    return of.grasp * kept(of, days) + (1 - of.grasp) * LUCK - of.knew


def answers(of: Habit, unit: str, lag: int) -> float:
    """Return the chance that a delayed test is answered, at one of `LAGS`."""
    return min(1.0, of.answers[LAGS.index(lag)] * EFFECTS[unit].answers)


def begins(of: Habit, unit: str) -> float:
    """Return the chance that who has a programme to do begins it."""
    return min(1.0, of.begins * EFFECTS[unit].zeal)


def values(programmes: Iterable[tuple[str, str]], days: Iterable[int] = LAGS) -> list[dict[str, Any]]:
    """Return the true values, a row for each programme, unit and day.

    Parameters
    ----------
    programmes
        Keys and modalities, as `dashboards.demo.catalogue` has them.

    Returns
    -------
    list
        Rows of programme, modality, unit, days, dropout, completion, kept, gained, begins, attends; and answers where
        the day is one of `LAGS`.
    """
    rows = []
    for key, modality in programmes:
        of = habit(key, modality)
        for unit in EFFECTS:
            for day in days:
                row = {"programme": key, "modality": modality, "unit": unit, "days": day}
                row |= {**happened(of, unit, day), "kept": kept(of, day), "gained": gained(of, day)}
                row |= {"begins": begins(of, unit), "attends": of.attends}
                rows.append(row | ({"answers": answers(of, unit, day)} if day in LAGS else {}))
    return rows
