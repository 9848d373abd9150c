"""Every measure: its name, what it says in one plain sentence, its unit, its formula and where that comes from.

Each family of measures keeps its own rows, beside the functions that answer them; here they are gathered.
"""

from collections.abc import Mapping

from analytics import (
    active_people,
    active_time,
    asking_again,
    behind,
    cases,
    cells,
    changes,
    cohorts,
    communities,
    competencies,
    content,
    cost_lines,
    costs,
    counted,
    effectiveness,
    engagement,
    evaluations,
    even,
    habits,
    helping,
    impact,
    indicators,
    investment,
    items,
    knowledge,
    lead_time,
    learners,
    levels,
    line_changes,
    modalities,
    persistence,
    programme_facts,
    progress,
    quality,
    risk,
    simulated,
    units,
    up_to_date,
    who,
    whole_case,
)
from analytics.measure import Measure
from lrs.errors import NotFound

__all__ = ["FAMILIES", "MEASURES", "Measure", "measure"]

_REPORTED = (*whole_case.MEASURES, *even.MEASURES, *simulated.MEASURES, *counted.MEASURES, *line_changes.MEASURES)

FAMILIES: Mapping[str, tuple[Measure, ...]] = {
    "engagement": (*engagement.MEASURES, *active_people.MEASURES, *active_time.MEASURES, *habits.MEASURES),
    "progress": (*progress.MEASURES, *up_to_date.MEASURES, *who.MEASURES, *competencies.MEASURES, *lead_time.MEASURES),
    "programmes": programme_facts.MEASURES,
    "content": (*content.MEASURES, *items.MEASURES),
    "communities": (*communities.MEASURES, *helping.MEASURES),
    "evaluation": evaluations.MEASURES,
    "time": (*cohorts.MEASURES, *cells.MEASURES, *persistence.MEASURES),
    "risk": (*risk.MEASURES, *learners.MEASURES, *behind.MEASURES),
    "group": (*units.MEASURES, *changes.MEASURES),
    "investment": (*costs.MEASURES, *cost_lines.MEASURES, *investment.MEASURES, *cases.MEASURES, *_REPORTED),
    "knowledge": (*knowledge.MEASURES, *asking_again.MEASURES, *modalities.MEASURES, *effectiveness.MEASURES),
    "impact": (*impact.MEASURES, *indicators.MEASURES, *levels.MEASURES),
    "quality": quality.MEASURES,
}

MEASURES: Mapping[str, Measure] = {one.key: one for family in FAMILIES.values() for one in family}


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
