"""By which design an effect is read: fixed by who got a programme when, and which months have figures. Pure.

No figure is known here, only that there is one: so nobody, the product included, can choose the design that tells the
story best. The first row of `CRITERIA` that holds is the design; what else can be computed stands beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analytics.panel import Followed, Group, Panel
from analytics.statistics.impact import GROUPS

LADDER: Mapping[str, Mapping[str, str]] = {
    # what an effect may rest on, from the firmest rung to none
    "waitlist": {"en": "Drawn by lot: some units waited", "fr": "Tirage au sort : des entités ont attendu"},
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
        "fr": "vue dans les traces : chacune à son heure",
    },
    "live": {"en": "open to all on one day", "fr": "ouverte à tous le même jour"},
}
ALONE: Mapping[str, Mapping[str, str]] = {
    # how that was decided, where one unit only is read
    "rule": {"en": "decided for one unit", "fr": "décidée pour une seule entité"},
    "uptake": {
        "en": "seen in the record: one unit began when it chose",
        "fr": "vue dans les traces : une seule entité, à son heure",
    },
}
REASONS: Mapping[str, Mapping[str, str]] = {
    "no_figures": {
        "en": "Not enough data: no figures of this indicator.",
        "fr": "Pas assez de données : aucun chiffre pour cet indicateur.",
    },
    "no_places": {
        "en": "No figures of the units where it was decided: import them unit by unit, as it was drawn or rolled out.",
        "fr": "Aucun chiffre des entités où cela s'est décidé : importez-les une à une, comme au déploiement.",
    },
    "few_people": {
        "en": "Its figures are of a few people each, and shown to those only who may see people.",
        "fr": "Ses chiffres portent chacun sur quelques personnes : seul qui peut voir les personnes les voit.",
    },
    "no_start": {
        "en": "Not enough data: nobody knows when units got it; assign it to units, or tell when it opened.",
        "fr": "Pas assez de données : on ne sait quelle entité l'a eue quand ; affectez-la, ou dites son ouverture.",
    },
    "no_untreated": {
        "en": "Nothing to compare with: every unit with figures has it.",
        "fr": "Rien à quoi comparer : toutes les entités qui ont des chiffres l'ont.",
    },
    "few_before": {
        "en": "Not enough data: too few months before it began.",
        "fr": "Pas assez de données : trop peu de mois avant son début.",
    },
    "few_after": {
        "en": "Not enough data: too few months since it began.",
        "fr": "Pas assez de données : trop peu de mois depuis son début.",
    },
    "places_left": {
        "en": "Not enough data: over a fifth of the places with it, or without it, stopped, began or skipped months.",
        "fr": "Pas assez de données : plus d'un cinquième des lieux d'un côté ont cessé, débuté ou sauté des mois.",
    },
    "few_groups": {
        "en": "A comparison, not a test: fewer than 4 units with it, or fewer than 4 without.",
        "fr": "Une comparaison, pas un test : moins de 4 entités qui l'ont, ou moins de 4 qui ne l'ont pas.",
    },
    "not_decided": {
        "en": "A comparison, not a test: units began when they chose, and may differ for that reason.",
        "fr": "Une comparaison, pas un test : chacune a commencé à son heure, et peut différer pour cela.",
    },
}
LONGEST = 12  # months on either side that groups are compared over: each season once
_SHORTEST = 3
BEFORE_SERIES, AFTER_SERIES = 12, 6
BEFORE_TREND = 6


@dataclass(frozen=True, slots=True)
class Design:
    """One way to read an effect: the groups, their places, and the months before and after.

    `treated` and `untreated` are keys of groups, `places` of those of their places that report in all the months of
    `before` and `after`, `left` of those that do not and are left out. `reason` is a key of `REASONS`: why it cannot be
    computed, or is no test.
    """

    name: str
    decided: str | None
    starts: date | None = None
    treated: tuple[str, ...] = ()
    untreated: tuple[str, ...] = ()
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
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


def designs(decided: str | None, groups: Sequence[Group]) -> list[Design]:
    """Return every design of a programme and an indicator, the one the criteria fix marked `chosen`."""
    compared = "waitlist" if decided == "draw" else "difference"
    panel = Panel(groups)
    told = [_compared(compared, decided, groups, panel), *_alone(decided, groups, panel)]
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


def _compared(name: str, decided: str | None, groups: Sequence[Group], panel: Panel) -> Design:
    """Return the most even comparison of groups that have it with groups that have it not yet."""
    first = [group.first_after for group in groups if group.first_after is not None]
    missing = _missing(groups, first)
    if missing is not None:
        return Design(name, decided, reason=missing)
    found = list(_windows(name, decided, groups, panel))
    both = [one for one in found if one.computable and one.untreated]
    if both:
        return _told(max(both, key=_evenness))
    if any(one.computable for one in found):
        return Design(name, decided, reason="no_untreated")
    return Design(name, decided, reason="few_after" if panel.last < min(first) + _SHORTEST - 1 else "few_before")


def _missing(groups: Sequence[Group], first: Sequence[int]) -> str | None:
    if not groups:
        return "no_places"
    if not any(group.reports for group in groups):
        return "no_figures"
    return None if first else "no_start"


def _evenness(one: Design) -> tuple[int, ...]:
    """Rank a comparison: one that may be read, a test before none, then longer, then more groups, then earlier."""
    sides = min(len(one.treated), len(one.untreated))
    read = one.reason != "places_left"
    return (read, min(sides, GROUPS), len(one.after), len(one.before), sides, -one.after[0])


def _windows(name: str, decided: str | None, groups: Sequence[Group], panel: Panel) -> Iterator[Design]:
    """Give every comparison of who has it by a month with who has it not yet when the months after end.

    The months between the first start and that month are left out: some have it, some not. The months before are as
    many as can be; fewer, from where a place begins to report, when too many places would be left out.
    """
    earliest = min(group.last_before for group in groups if group.last_before is not None)
    longest = earliest - LONGEST + 1
    for start in sorted({group.first_after for group in groups if group.first_after is not None}):
        had = [group.first_after is not None and group.first_after <= start for group in groups]
        for end in range(start + _SHORTEST - 1, min(panel.last, start + LONGEST - 1) + 1):
            waits = [group.last_before is None or group.last_before >= end for group in groups]
            either = [one or other for one, other in zip(had, waits, strict=True)]
            for begin in (longest, *panel.begins(either, longest + 1, earliest - _SHORTEST + 1)):
                followed = panel.follow((had, waits), range(begin, earliest + 1), range(start, end + 1))
                yield _design(name, decided, groups, followed)
                if followed.enough:
                    break


def _design(name: str, decided: str | None, groups: Sequence[Group], followed: Followed) -> Design:
    """Return what a comparison of who can be followed is."""
    treated, untreated = followed.sides
    before, after = followed.before, followed.after
    if min(len(before), len(after)) < _SHORTEST:
        before, after = (), ()
    reason = "few_groups" if min(len(treated), len(untreated)) < GROUPS else None
    if decided == "uptake":
        reason = "not_decided"
    if not followed.enough:
        reason = "places_left"
    starts = _starts(groups, treated)
    return Design(name, decided, starts, treated, untreated, before, after, followed.places, followed.left, reason)


def _starts(groups: Sequence[Group], keys: Sequence[str]) -> date | None:
    return min((one.starts for one in groups if one.key in keys and one.starts is not None), default=None)


def _told(one: Design) -> Design:
    """Return a design, without what would be computed where it may not be read."""
    if one.reason != "places_left":
        return one
    return replace(one, treated=(), untreated=(), places=())


def _alone(decided: str | None, groups: Sequence[Group], panel: Panel) -> list[Design]:
    """Return the designs that read one series: the groups that began together, those that are most."""
    told = ((criterion.design, criterion) for criterion in CRITERIA if not criterion.groups)
    return [_series(name, decided, groups, panel, criterion) for name, criterion in told]


def _series(name: str, decided: str | None, groups: Sequence[Group], panel: Panel, needed: Criterion) -> Design:
    first = [group.first_after for group in groups if group.first_after is not None and group.reports]
    missing = _missing(groups, first)
    if missing is not None:
        return Design(name, decided, reason=missing)
    start = max(sorted(set(first)), key=first.count)
    had = [group.first_after == start for group in groups]
    before = min(group.last_before or 0 for group, one in zip(groups, had, strict=True) if one)
    found = max(_spans(panel, had, before, start), key=lambda one: _length(one, needed))
    starts = _starts(groups, [group.key for group, one in zip(groups, had, strict=True) if one])
    told = Design(name, decided, starts, found.sides[0], (), found.before, found.after, found.places, found.left)
    for side, least in (("before", needed.before), ("after", needed.after)):
        if len(getattr(found, side)) < least:
            return replace(told, treated=(), places=(), reason=f"few_{side}")
    return told if found.enough else _told(replace(told, reason="places_left"))


def _spans(panel: Panel, had: Sequence[bool], before: int, start: int) -> Iterator[Followed]:
    """Give who can be followed over all months, and from where a place begins to report to where one ends."""
    for begin in (panel.first, *panel.begins(had, panel.first + 1, before)):
        for end in (panel.last, *panel.ends(had, start, panel.last - 1)):
            yield panel.follow((had,), range(begin, before + 1), range(start, end + 1))


def _length(one: Followed, needed: Criterion) -> tuple[int, ...]:
    """Rank the months of a series: as many as are needed first, then who can be followed, then more of them."""
    sides = len(one.before), len(one.after)
    whole = all(had >= least for had, least in zip(sides, (needed.before, needed.after), strict=True))
    return (whole and one.enough, whole, sum(sides))
