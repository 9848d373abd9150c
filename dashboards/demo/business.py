"""What the units of the example are judged by, month by month, with a known effect: rows of `business.toml`.

LEAK-01 was rolled out to the teams of three units and not to those of the others, so its effect can be tested;
SORT-01 to one team, where nothing but a comparison can be made; SAFE-01 to everyone on one day.
"""

import math
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from dashboards.demo import truth
from dashboards.demo.catalogue import Programme, programmes
from dashboards.demo.lives import opens
from dashboards.demo.organisation import UNITS, Unit, Wish, months_after

Row = list[object]
INDICATOR = (
    "Indicator", "Unit", "Month", "Numerator", "Denominator", "Better", "Value of one", "Currency",
    "Source of the value", "Programmes",
)  # fmt: skip
ROLLOUT = ("Programme", "Unit", "Starts", "Source")


@cache
def told() -> Mapping[str, Mapping[str, Any]]:
    """Return what is true of each indicator."""
    return tomllib.loads(files("dashboards.demo").joinpath("business.toml").read_text("utf-8"))


def rollouts(wish: Wish) -> Iterator[Row]:
    """Tell which teams got a programme when, where some did not."""
    for one in told().values():
        programme = _programme(one["programme"])
        if not programme.assigned:
            for unit, team in _teams():
                if _has(one, programme, unit, team):
                    yield [programme.key, f"{unit.key} > {team}", opens(wish, programme), "Steering committee"]


def indicators(wish: Wish) -> Iterator[Row]:
    """Tell the figures of every team, until the month before the last day's."""
    for name, one in told().items():
        programme = _programme(one["programme"])
        for unit, team in _teams():
            key = f"{unit.key} > {team}"
            for month, count, size in _months(wish, name, (unit, team), programme):
                worth = [one["better"], one["value"], "EUR", one["source"], programme.key]
                yield [name, key, f"{month:%Y-%m}", count, size, *worth]


def _months(
    wish: Wish, name: str, where: tuple[Unit, str], programme: Programme
) -> Iterator[tuple[date, float, float]]:
    """Give each month of a team: what was counted, out of how much."""
    one, (unit, team) = told()[name], where
    chance = wish.chance("business", name, unit.key, team)
    level, shock = one["base"] + chance.gauss(0, one["spread"]), 0.0
    memory = truth.SHOCK_MEMORY if "shock" in wish.broken else one["memory"]
    size = round(one["size"] * max(10.0, wish.people * unit.share / len(unit.teams)), 2)
    opened = opens(wish, programme)
    after = months_after(opened.replace(day=1), 1 if opened.day > 1 else 0)
    month = months_after(opened.replace(day=1), -one["months"])
    while months_after(month, 1) <= wish.last:
        shock = memory * shock + chance.gauss(0, one["shock"] * math.sqrt(1 - memory**2))
        season = one["season"] * math.sin(2 * math.pi * month.month / 12)
        moved = one["effect"] if month >= after and _has(one, programme, unit, team) else 0.0
        yield month, round(max(0.0, level + season + shock + moved) * size, 3), size
        month = months_after(month, 1)


def _programme(key: str) -> Programme:
    return next(one for one in programmes() if one.key == key)


def _teams() -> Iterator[tuple[Unit, str]]:
    for unit in UNITS:
        for team, _ in unit.teams:
            yield unit, team


def _has(one: Mapping[str, Any], programme: Programme, unit: Unit, team: str) -> bool:
    """Tell whether a team got the programme."""
    return (not programme.units or unit.code in programme.units) and team in one.get("teams", (team,))
