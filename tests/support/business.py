"""A small organisation with a ledger, told by hand: one programme that pays, one that loses, one that nobody priced."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from analytics import catalog
from analytics.scope import Reader, Scope
from dashboards.i18n import Words
from dashboards.reports.facts import Facts
from tests.support.scene import Scene, several

YEAR = Scope(date(2024, 1, 1), date(2024, 12, 31))
MADE = datetime(2025, 2, 1, 8, 0, tzinfo=UTC)
HOSTILE = "</title><script>alert(1)</script>\" onload='x'"
_OTHER: dict[str, Any] = {"alternative": True, "nature": "estimate"}
_LEARNER, _SESSION = {"basis": "learner"}, {"basis": "session"}
_SITES = ("Lyon", "Lille")  # 25 people at the first, 15 at the other
_GAIN = {"valid_to": "2024-12-31"}


def line(name: str, programme: str | None, amount: object, **row: object) -> dict[str, object]:
    """Return a line of the ledger that begins with the year."""
    return {"line": name, "programme": programme, "amount": amount, "valid_from": "2024-01-01"} | row


def business() -> Scene:
    """Return the organisation: forty people of two units."""
    scene = Scene()
    people = several(40, job_family="welder")
    scene.put("unit", [{"unit": "a"}, {"unit": "b"}])
    sites = [{"unit": "a" if one["person"] % 2 else "b", "site": _SITES[one["person"] % 8 > 4]} for one in people]
    scene.put("person", [one | site for one, site in zip(people, sites, strict=True)])
    titles = {"wins": "Winning on screen", "loses": "Losing on screen", "rooms": HOSTILE, "only": "Only for a"}
    told = [{"programme": key, "title_en": title, "title_fr": title} for key, title in titles.items()]
    scene.put("programme", [one | {"modality": "e-learning", "owner_unit": "a"} for one in told])
    for name in titles:
        who = [one for one in several(40) if name != "only" or one["person"] % 2]
        scene.put("rollup", [one | {"quarter": "2024-03-04 08:00", "programme": name} for one in who])
        spent = {"starts": "2024-03-04 08:00", "seconds": 3600.0, "programme": name}
        scene.put("session_time", [one | spent for one in who])
        done = {"step": "completed", "happened": "2024-03-04 09:00", "programme": name}
        scene.put("milestone", [one | done for one in who if one["person"] <= 30])
    held = {"programme": "rooms", "activity": "x", "starts": "2024-03-04 08:00"}
    scene.put("session", [{"session": str(n)} | held for n in range(4)])
    scene.put("hourly", [{"amount": 30}])
    _ledger(scene)
    return scene


def _ledger(scene: Scene) -> None:
    lines = [
        line("design", "wins", 20_000, low=18_000, high=26_000),
        line("licence", "wins", "12.35", component="licence", **_LEARNER),
        line("room", "wins", 800, component="room", low=700, high=950, **_LEARNER, **_OTHER),
        line("trainer", "wins", "1500", component="trainer", **_OTHER),
        line("making", "loses", 9_000),
        line("other", "loses", 1_600, **_OTHER),
        line("held", "rooms", "500.50", component="trainer", **_SESSION),
        line("instead", "rooms", 200, component="licence", **_LEARNER, **_OTHER),
        line("=HYPERLINK(1)", None, "100.01", component="platform", allocation="learners", valid_to="2024-12-31"),
    ]
    scene.star.add("cost", lines)
    gains = [
        line("fewer", "wins", 120_000, title="Fewer leaks", share="0.5", confidence="0.8", low=100_000, high=150_000),
        line("claimed", "rooms", 70_000, title=HOSTILE, evidence="claim"),
        line("quicker", "wins", 500, title="Quicker", kind="time"),
    ]
    scene.star.add("benefit", [one | _GAIN for one in gains])


def facts_of(firm: Scene, language: str = "en", reader: Reader | None = None, *programmes: str) -> Facts:
    """Return what a report of the year tells a reader."""

    def ask(measure: Any, scope: Scope, /, **options: Any) -> Any:
        asked = catalog.measure(measure).ask if isinstance(measure, str) else measure
        return asked(firm.star, replace(scope, reader=reader or scope.reader), **options)

    return Facts(ask, Words(language), replace(YEAR, programmes=programmes), MADE)
