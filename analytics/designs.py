"""By which design an effect is read: fixed by who got a programme when, and which months have figures. Pure.

No figure is known here, only that there is one: so nobody, the product included, can choose the design that tells the
story best. The first row of `CRITERIA` that holds is the design; what else can be computed stands beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analytics.statistics.impact import GROUPS

LADDER: Mapping[str, Mapping[str, str]] = {
    # what an effect may rest on, from the firmest rung to none
    "waitlist": {"en": "Drawn by lot: some units waited", "fr": "Tirage au sort : des entités ont attendu"},
    "difference": {"en": "Compared with units without it", "fr": "Comparée à des entités qui ne l'ont pas"},
    "series": {"en": "Against its own past, month by month", "fr": "Face à son propre passé, mois par mois"},
    "matched": {"en": "Compared with similar people", "fr": "Comparée à des personnes semblables"},
    "trend": {"en": "Against the line of the months before", "fr": "Face à la droite des mois d'avant"},
    "estimate": {"en": "An expert's estimate x confidence", "fr": "Estimation d'expert x confiance"},
    "none": {"en": "Nothing yet", "fr": "Rien encore"},
}
DECIDED: Mapping[str, Mapping[str, str]] = {
    "draw": {"en": "drawn by lot beforehand", "fr": "tirée au sort à l'avance"},
    "rule": {"en": "decided unit by unit", "fr": "décidée entité par entité"},
    "uptake": {
        "en": "seen in the record: units began when they chose",
        "fr": "vue dans les traces : chacune à son heure",
    },
    "live": {"en": "open to all on one day", "fr": "ouverte à tous le même jour"},
}
REASONS: Mapping[str, Mapping[str, str]] = {
    "no_figures": {
        "en": "Not enough data: no figures of this indicator.",
        "fr": "Pas assez de données : aucun chiffre pour cet indicateur.",
    },
    "no_start": {
        "en": "Not enough data: nobody knows when units got it; assign it to units, or tell when it opened.",
        "fr": "Pas assez de données : on ne sait quelle entité l'a eue quand ; affectez-la, ou dites son ouverture.",
    },
    "no_untreated": {
        "en": "Nothing to compare with: every unit with figures has it.",
        "fr": "Rien à quoi comparer : toutes les entités qui ont des chiffres l'ont.",
    },
    "few_before": {
        "en": "Not enough data: too few months before it began.",
        "fr": "Pas assez de données : trop peu de mois avant son début.",
    },
    "few_after": {
        "en": "Not enough data: too few months since it began.",
        "fr": "Pas assez de données : trop peu de mois depuis son début.",
    },
    "few_groups": {
        "en": "A comparison, not a test: fewer than 4 units with it, or fewer than 4 without.",
        "fr": "Une comparaison, pas un test : moins de 4 entités qui l'ont, ou moins de 4 qui ne l'ont pas.",
    },
    "not_decided": {
        "en": "A comparison, not a test: units began when they chose, and may differ for that reason.",
        "fr": "Une comparaison, pas un test : chacune a commencé à son heure, et peut différer pour cela.",
    },
}
LONGEST = 12  # months on either side that groups are compared over: each season once
_WHOLE = 0.75  # of the months of a side, those a group needs figures for
_SHORTEST = 3
BEFORE_SERIES, AFTER_SERIES = 12, 6
BEFORE_TREND = 6


@dataclass(frozen=True, slots=True)
class Group:
    """Units that got a programme together, or not.

    Attributes
    ----------
    key
        Of the unit, or of the unit and the site.
    starts
        The day they got it; None: not yet.
    months
        Those with a figure, counted from the year 0.
    """

    key: str
    starts: date | None
    months: frozenset[int]

    @property
    def last_before(self) -> int | None:
        """The last month without it."""
        return None if self.starts is None else number(self.starts) - 1

    @property
    def first_after(self) -> int | None:
        """The first whole month with it."""
        return None if self.starts is None else number(self.starts) + (self.starts.day > 1)


@dataclass(frozen=True, slots=True)
class Design:
    """One way to read an effect: the groups, and the months before and after.

    `treated` and `untreated` are keys of groups; months without a figure are left out of `before` and `after`.
    `reason` is a key of `REASONS`: why it cannot be computed, or is no test.
    """

    name: str
    decided: str | None
    starts: date | None = None
    treated: tuple[str, ...] = ()
    untreated: tuple[str, ...] = ()
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    reason: str | None = None
    chosen: bool = False

    @property
    def computable(self) -> bool:
        """Whether there is something to compute."""
        return bool(self.treated and self.before and self.after)

    @property
    def test(self) -> bool:
        """Whether what is found may be called an effect, rather than a comparison."""
        return self.computable and self.reason is None


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a design needs: how roll-out was decided, groups on either side, months before and after."""

    design: str
    decided: tuple[str, ...]
    groups: int
    before: int
    after: int
    headline: bool


_ANY = ("draw", "rule", "uptake", "live")
CRITERIA: tuple[Criterion, ...] = (
    Criterion("waitlist", ("draw",), GROUPS, _SHORTEST, _SHORTEST, headline=True),
    Criterion("difference", ("rule",), GROUPS, _SHORTEST, _SHORTEST, headline=True),
    Criterion("series", _ANY, 0, BEFORE_SERIES, AFTER_SERIES, headline=True),
    Criterion("waitlist", ("draw",), 1, _SHORTEST, _SHORTEST, headline=False),
    Criterion("difference", ("rule", "uptake"), 1, _SHORTEST, _SHORTEST, headline=False),
    Criterion("trend", _ANY, 0, BEFORE_TREND, _SHORTEST, headline=False),
)
"""In their order: the first that holds is the design."""


def number(day: date) -> int:
    """Return the number of a day's month."""
    return day.year * 12 + day.month - 1


def month(number: int) -> date:
    """Return the first day of a month by its number."""
    return date(number // 12, number % 12 + 1, 1)


def designs(decided: str | None, groups: Sequence[Group]) -> list[Design]:
    """Return every design of a programme and an indicator, the one the criteria fix marked `chosen`."""
    compared = "waitlist" if decided == "draw" else "difference"
    told = [_compared(compared, decided, groups), *_alone(decided, groups)]
    chosen = next((one for criterion in CRITERIA for one in told if _holds(criterion, one)), None)
    return [replace(one, chosen=one is chosen) for one in told]


def headline(design: Design) -> bool:
    """Tell whether a design's figure may stand big: the first criterion it holds says so."""
    return design.chosen and next((one.headline for one in CRITERIA if _holds(one, design)), False)


def _holds(criterion: Criterion, one: Design) -> bool:
    if one.name != criterion.design or one.decided not in criterion.decided or not one.computable:
        return False
    sides = min(len(one.treated), len(one.untreated))
    return sides >= criterion.groups and len(one.before) >= criterion.before and len(one.after) >= criterion.after


def _compared(name: str, decided: str | None, groups: Sequence[Group]) -> Design:
    """Return the most even comparison of groups that have it with groups that have it not yet."""
    first = [group.first_after for group in groups if group.first_after is not None]
    missing = _missing(groups, first)
    if missing is not None:
        return Design(name, decided, reason=missing)
    found = list(_windows(name, decided, groups, sorted(set(first))))
    both = [one for one in found if one.computable and one.untreated]
    if both:
        return max(both, key=_evenness)
    if any(one.computable for one in found):
        return Design(name, decided, reason="no_untreated")
    return Design(name, decided, reason="few_after" if _begun_late(groups, first) else "few_before")


def _missing(groups: Sequence[Group], first: Sequence[int]) -> str | None:
    if not any(group.months for group in groups):
        return "no_figures"
    return None if first else "no_start"


def _begun_late(groups: Sequence[Group], first: Sequence[int]) -> bool:
    return max(max(group.months, default=0) for group in groups) < min(first) + _SHORTEST - 1


def _evenness(one: Design) -> tuple[int, ...]:
    """Rank a comparison: a test before none, then longer, then more groups, then earlier."""
    sides = min(len(one.treated), len(one.untreated))
    return (min(sides, GROUPS), len(one.after), sides, -one.after[0])


def _windows(name: str, decided: str | None, groups: Sequence[Group], first: Sequence[int]) -> Iterator[Design]:
    """Give every comparison of who has it by a month with who has it not yet when the months after end.

    The months between the first start and that month are left out: some have it, some not.
    """
    last = max(max(group.months, default=0) for group in groups)
    earliest = min(group.last_before for group in groups if group.last_before is not None)
    before = range(earliest - LONGEST + 1, earliest + 1)
    for start in first:
        for end in range(start + _SHORTEST - 1, min(last, start + LONGEST - 1) + 1):
            after = range(start, end + 1)
            whole = [one for one in groups if all(_is_whole(one, side, groups) for side in (before, after))]
            treated = [one for one in whole if one.first_after is not None and one.first_after <= start]
            untreated = [one for one in whole if one.last_before is None or one.last_before >= end]
            yield _told(name, decided, (treated, untreated), (before, after))


def _is_whole(group: Group, months: range, groups: Sequence[Group]) -> bool:
    """Tell whether a group has a figure in most of the months that any has one in."""
    there = [one for one in months if any(one in other.months for other in groups)]
    return sum(one in group.months for one in there) >= _WHOLE * max(1, len(there))


def _told(
    name: str, decided: str | None, groups: tuple[Sequence[Group], Sequence[Group]], months: tuple[range, range]
) -> Design:
    treated, untreated = groups
    kept = tuple(tuple(one for one in side if _in_all((*treated, *untreated), one)) for side in months)
    reason = "few_groups" if min(len(treated), len(untreated)) < GROUPS else None
    if decided == "uptake":
        reason = "not_decided"
    starts = [group.starts for group in treated if group.starts is not None]
    sides = (tuple(one.key for one in treated), tuple(one.key for one in untreated))
    return Design(name, decided, min(starts, default=None), *sides, *_enough(*kept), reason=reason)


def _in_all(groups: Iterable[Group], one: int) -> bool:
    return all(one in group.months for group in groups)


def _enough(before: tuple[int, ...], after: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (before, after) if min(len(before), len(after)) >= _SHORTEST else ((), ())


def _alone(decided: str | None, groups: Sequence[Group]) -> list[Design]:
    """Return the designs that read one series: the groups that began together, those that are most."""
    told = ((criterion.design, criterion) for criterion in CRITERIA if not criterion.groups)
    return [_series(name, decided, groups, criterion) for name, criterion in told]


def _series(name: str, decided: str | None, groups: Sequence[Group], needed: Criterion) -> Design:
    first = [group.first_after for group in groups if group.first_after is not None and group.months]
    missing = _missing(groups, first)
    if missing is not None:
        return Design(name, decided, reason=missing)
    start = max(sorted(set(first)), key=first.count)
    treated = [group for group in groups if group.first_after == start and group.months]
    months = sorted(frozenset.intersection(*(group.months for group in treated)))
    before = tuple(one for one in months if all(one <= (group.last_before or 0) for group in treated))
    after = tuple(one for one in months if one >= start)
    starts = min(group.starts for group in treated if group.starts is not None)
    if len(before) < needed.before or len(after) < needed.after:
        reason = "few_before" if len(before) < needed.before else "few_after"
        return Design(name, decided, starts, (), (), before, after, reason)
    return Design(name, decided, starts, tuple(group.key for group in treated), (), before, after)
