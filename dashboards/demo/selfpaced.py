"""What people do in self-paced programmes, as each kind of tool tells it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from random import Random

from dashboards.demo.catalogue import HOME
from dashboards.demo.lives import Going, visits
from dashboards.demo.wire import P, Place, Wire, activity, course, lasting, scored, shifted

_VIDEO = "https://w3id.org/xapi/video/extensions"
_QUARTERS = (0.25, 0.5, 0.75)


def play(wire: Wire, going: Going) -> None:
    """Tell one go through a programme, from registering to whatever came of it."""
    chance = wire.wish.chance("play", going.person.number, going.programme.key, going.round)
    modality = going.programme.modality
    tool = (
        "video" if modality in ("video", "replay") else "games" if modality in ("serious-game", "simulation") else "lms"
    )
    place = Place(going.programme, tool, registration=wire.id())
    whole = replace(place, tool="lms")
    wire.tell(going.began, going.person, "registered", course(going.programme), whole)
    parts = going.programme.parts
    share = 1.0 if going.outcome == "completed" else chance.uniform(0.2, 0.9)
    moments = visits(chance, going)
    done, quarter = 0, 0
    for number, moment in enumerate(moments, 1):
        reached = share * number / (len(moments) + (going.outcome != "censored"))
        part = min(parts, int(reached * parts) + 1)
        _STYLES[modality](wire, chance, going, place, moment, part, finished=part > done + 1)
        done = max(done, part - 1)
        while quarter < len(_QUARTERS) and reached >= _QUARTERS[quarter]:
            progress = (
                f'"extensions":{{"https://w3id.org/xapi/cmi5/result/extensions/progress":{_QUARTERS[quarter] * 100:g}}}'
            )
            wire.tell(shifted(moment, minutes=12), going.person, "progressed", course(going.programme), whole, progress)
            quarter += 1
    _end(wire, chance, going, place, share)


def _end(wire: Wire, chance: Random, going: Going, place: Place, share: float) -> None:
    """Tell the last visit, and what came of it all."""
    person, programme, whole = going.person, going.programme, replace(place, tool="lms")
    if going.outcome == "censored":
        return
    part = max(1, round(share * programme.parts))
    before = shifted(going.ended, minutes=-12)
    _STYLES[programme.modality](wire, chance, going, place, before, part, finished=share == 1.0)
    if going.outcome == "completed":
        if programme.modality == "blended" and going.days > 3:
            _workshop(wire, chance, going, place)
        wire.tell(going.ended, person, "completed", course(programme), whole, '"completion":true')
    elif chance.random() < 0.4:
        wire.tell(going.ended, person, "unregistered", course(programme), whole)


def _workshop(wire: Wire, chance: Random, going: Going, place: Place) -> None:
    """Tell the day in a room in the middle of a path."""
    programme = going.programme
    day = going.began + (going.ended - going.began) * 0.6
    number = chance.randrange(1, 20)
    room = activity(f"{HOME}/{programme.key}/workshop/{number}", "event", f"Workshop {number}", f"Atelier {number}")
    seconds = programme.hours * 1800
    during = replace(place, tool="lms", modality="classroom", extensions=f',"{P}/ext/phase":"during"')
    wire.tell(day, going.person, "attended", room, during, f'"completion":true,{lasting(seconds)}')


def _lesson(  # noqa: PLR0913 -- one visit
    wire: Wire, chance: Random, going: Going, place: Place, when: datetime, part: int, *, finished: bool
) -> None:
    """Tell a visit to a lesson as cmi5 does."""
    programme, person = going.programme, going.person
    name = f"{part}. {programme.en}", f"{part}. {programme.fr}"
    lesson = activity(f"{HOME}/{programme.key}/lesson/{part}", "lesson", *name)
    here = replace(place, session=wire.id())
    seconds = chance.lognormvariate(0, 0.35) * programme.minutes * 60
    wire.tell(when, person, "initialized", lesson, here)
    if finished:
        wire.tell(shifted(when, seconds=0.9 * seconds), person, "completed", lesson, here, '"completion":true')
    wire.tell(shifted(when, seconds=seconds), person, "terminated", lesson, here, lasting(seconds))


def _film(  # noqa: PLR0913 -- one visit
    wire: Wire, chance: Random, going: Going, place: Place, when: datetime, part: int, *, finished: bool
) -> None:
    """Tell a film as the video profile does, with what was played of it; a replay belongs to its webinar."""
    programme, person = going.programme, going.person
    film = activity(
        f"{HOME}/{programme.key}/film/{part}", "video", f"{part}. {programme.en}", f"{part}. {programme.fr}"
    )
    parent = activity(f"{HOME}/ODOR-01/webinar", "webinar") if programme.modality == "replay" else place.parent
    length = programme.minutes * 60
    more = f',"{_VIDEO}/length":{length}'
    here = replace(place, session=wire.id(), parent=parent, extensions=more)
    first = 0 if chance.random() < 0.8 else chance.randrange(0, length // 2)
    last = length if finished else min(length, first + int(length * chance.betavariate(1.6, 1.4)) + 5)
    segments = f"{first}[.]{last}"
    if chance.random() < 0.25 and last - first > 60:  # again what was not understood
        again = chance.randrange(first, last - 40)
        segments += f"[,]{again}[.]{again + 30}"
    played = (
        f'"extensions":{{"{_VIDEO}/time":{last},"{_VIDEO}/progress":{(last - first) / length:.2f},'
        f'"{_VIDEO}/played-segments":"{segments}"}}'
    )
    wire.tell(when, person, "initialized", film, here)
    wire.tell(shifted(when, seconds=2), person, "played", film, here, f'"extensions":{{"{_VIDEO}/time":{first}}}')
    wire.tell(shifted(when, seconds=last - first), person, "paused", film, here, played)
    if finished:
        wire.tell(
            shifted(when, seconds=last - first + 1), person, "completed", film, here, f'"completion":true,{played}'
        )
    wire.tell(shifted(when, seconds=last - first + 2), person, "terminated", film, here, lasting(last - first))


def _game(  # noqa: PLR0913 -- one visit
    wire: Wire, chance: Random, going: Going, place: Place, when: datetime, part: int, *, finished: bool
) -> None:
    """Tell a level of a game, or a run of a simulator, with its score."""
    programme, person = going.programme, going.person
    kind = "level" if programme.modality == "serious-game" else "simulation"
    level = activity(
        f"{HOME}/{programme.key}/{kind}/{part}", kind, f"{part}. {programme.en}", f"{part}. {programme.fr}"
    )
    here = replace(place, session=wire.id())
    seconds = chance.lognormvariate(0, 0.4) * programme.minutes * 60
    wire.tell(when, person, "initialized" if kind == "level" else "attempted", level, here)
    if kind == "level":
        wire.tell(shifted(when, seconds=seconds / 2), person, "used", level, here)
    if finished:
        right = min(10, max(0, round(chance.gauss(7.2, 1.6))))
        told = f"{scored(right, 10, success=right >= 5)}"
        wire.tell(shifted(when, seconds=0.95 * seconds), person, "completed", level, here, told)
    wire.tell(shifted(when, seconds=seconds), person, "terminated", level, here, lasting(seconds))


_STYLES: dict[str, Callable[..., None]] = {
    **dict.fromkeys(("e-learning", "mooc", "spoc", "cooc", "blended"), _lesson),
    **dict.fromkeys(("video", "replay"), _film),
    **dict.fromkeys(("serious-game", "simulation"), _game),
}
