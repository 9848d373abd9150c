"""What people do in self-paced programmes, as each kind of tool tells it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from dashboards.demo import paths
from dashboards.demo.catalogue import HOME
from dashboards.demo.lives import Going, visits
from dashboards.demo.wire import Place, Wire, activity, course, lasting, scored, shifted

_VIDEO = "https://w3id.org/xapi/video/extensions"
_PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"
_QUARTERS = (0.25, 0.5, 0.75)
_TOOLS = {"video": "video", "replay": "video", "serious-game": "games", "simulation": "games"}

_PARTS = {
    "lesson": ("Lesson", "Leçon"),
    "film": ("Film", "Film"),
    "level": ("Level", "Niveau"),
    "simulation": ("Scenario", "Scénario"),
}


@dataclass(slots=True)
class Telling:
    """One go through a programme as it is told: at a place, to a tool."""

    wire: Wire
    going: Going
    chance: Random
    place: Place

    def part(self, kind: str, number: int, type_: str = "") -> str:
        """Return a numbered part of the programme."""
        programme = self.going.programme
        en, fr = _PARTS[kind]
        names = f"{en} {number}, {programme.en}", f"{fr} {number}, {programme.fr}"
        return activity(f"{HOME}/{programme.key}/{kind}/{number}", type_ or kind, *names)

    def study(self, when: datetime, part: int, *, finished: bool) -> None:
        """Tell a visit to a part that is learned alone."""
        place = paths.alone(self.place)
        modality = place.modality or self.going.programme.modality
        here = replace(self, place=replace(place, tool=_TOOLS.get(modality, "lms")))
        _STYLES[modality](here, when, part, finished=finished)

    def practise(self, when: datetime) -> None:
        """Tell what is done after a path's people have met."""
        paths.practise(self.wire, self.chance, self.going, self.place, when)

    def whole(self, when: datetime, verb: str, result: str = "") -> None:
        """Tell something about the programme as a whole."""
        going = self.going
        self.wire.tell(
            when, going.person, verb, course(going.programme), replace(self.place, tool="lms"), result=result
        )


def play(wire: Wire, going: Going) -> None:
    """Tell one go through a programme, from registering to whatever came of it."""
    chance = wire.wish.chance("play", going.person.number, going.programme.key, going.round)
    telling = Telling(wire, going, chance, Place(going.programme, registration=wire.id()))
    telling.whole(going.began, "registered")
    share = 1.0 if going.outcome == "completed" else chance.uniform(0.2, 0.9)
    _come_back(telling, share)
    if going.outcome != "censored":
        _end(telling, share)


def _come_back(telling: Telling, share: float) -> None:
    """Tell every visit but the last; a part is finished on the visit before the next one."""
    going, parts = telling.going, telling.going.programme.parts
    moments = visits(telling.chance, going)
    reached = [share * at / (len(moments) + (going.outcome != "censored")) for at in range(1, len(moments) + 1)]
    seen = [min(parts, int(one * parts) + 1) for one in reached]
    coming = [*seen[1:], seen[-1] if going.outcome == "censored" else _last_part(going, share)]
    quarters = list(_QUARTERS)
    for at, moment in enumerate(moments):
        if paths.has_met(going, moment):
            telling.practise(moment)
        else:
            telling.study(moment, seen[at], finished=coming[at] > seen[at])
        while quarters and reached[at] >= quarters[0]:
            progress = f'"extensions":{{"{_PROGRESS}":{quarters.pop(0) * 100:g}}}'
            telling.whole(shifted(moment, minutes=12), "progressed", progress)


def _last_part(going: Going, share: float) -> int:
    return max(1, round(share * going.programme.parts))


def _end(telling: Telling, share: float) -> None:
    """Tell the last visit, and what came of it all."""
    going = telling.going
    before = shifted(going.ended, minutes=-12)
    if paths.has_met(going, before):
        paths.meet(telling.wire, going, telling.place)
        telling.practise(before)
    else:
        telling.study(before, _last_part(going, share), finished=share == 1.0)
    if going.outcome == "completed":
        telling.whole(going.ended, "completed", '"completion":true')
    elif telling.chance.random() < 0.4:
        telling.whole(going.ended, "unregistered")


def _lesson(telling: Telling, when: datetime, part: int, *, finished: bool) -> None:
    """Tell a visit to a lesson as cmi5 does."""
    wire, person = telling.wire, telling.going.person
    lesson, here = telling.part("lesson", part), replace(telling.place, session=wire.id())
    seconds = telling.chance.lognormvariate(0, 0.35) * telling.going.programme.minutes * 60
    wire.tell(when, person, "initialized", lesson, here)
    if finished:
        wire.tell(shifted(when, seconds=0.9 * seconds), person, "completed", lesson, here, result='"completion":true')
    wire.tell(shifted(when, seconds=seconds), person, "terminated", lesson, here, result=lasting(seconds))


def _film(telling: Telling, when: datetime, part: int, *, finished: bool) -> None:
    """Tell a film as the video profile does, with what was played of it; a replay belongs to its webinar."""
    wire, programme, person = telling.wire, telling.going.programme, telling.going.person
    length = programme.minutes * 60
    film = telling.part("film", part, "video")
    extensions = f'{telling.place.extensions},"{_VIDEO}/length":{length}'
    here = replace(telling.place, session=wire.id(), extensions=extensions)
    if programme.modality == "replay":
        here = replace(here, parent=activity(f"{HOME}/ODOR-01/webinar", "webinar"))
    first, last, segments = _watched(telling.chance, length, finished=finished)
    told = f'"{_VIDEO}/progress":{(last - first) / length:.2f},"{_VIDEO}/played-segments":"{segments}"'
    played = f'"extensions":{{"{_VIDEO}/time":{last},{told}}}'
    seconds = last - first
    wire.tell(when, person, "initialized", film, here)
    wire.tell(
        shifted(when, seconds=2), person, "played", film, here, result=f'"extensions":{{"{_VIDEO}/time":{first}}}'
    )
    wire.tell(shifted(when, seconds=seconds), person, "paused", film, here, result=played)
    if finished:
        whole = f'"completion":true,{played}'
        wire.tell(shifted(when, seconds=seconds + 1), person, "completed", film, here, result=whole)
    wire.tell(shifted(when, seconds=seconds + 2), person, "terminated", film, here, result=lasting(seconds))


def _watched(chance: Random, length: int, *, finished: bool) -> tuple[int, int, str]:
    """Return from where to where somebody watched, and the segments; now and then some of it twice."""
    first = 0 if finished or chance.random() < 0.8 else chance.randrange(0, length // 2)
    last = length if finished else min(length, first + int(length * chance.betavariate(1.6, 1.4)) + 5)
    segments = f"{first}[.]{last}"
    if chance.random() < 0.25 and last - first > 60:
        again = chance.randrange(first, last - 40)
        segments += f"[,]{again}[.]{again + 30}"
    return first, last, segments


def _game(telling: Telling, when: datetime, part: int, *, finished: bool) -> None:
    """Tell a level of a game, or a run of a simulator, with its score."""
    wire, programme, person = telling.wire, telling.going.programme, telling.going.person
    kind = "level" if programme.modality == "serious-game" else "simulation"
    level, here = telling.part(kind, part), replace(telling.place, session=wire.id())
    seconds = telling.chance.lognormvariate(0, 0.4) * programme.minutes * 60
    wire.tell(when, person, "initialized" if kind == "level" else "attempted", level, here)
    if kind == "level":
        wire.tell(shifted(when, seconds=seconds / 2), person, "used", level, here)
    if finished:
        right = min(10, max(0, round(telling.chance.gauss(7.2, 1.6))))
        told = scored(right, 10, success=right >= 5)
        wire.tell(shifted(when, seconds=0.95 * seconds), person, "completed", level, here, result=told)
    wire.tell(shifted(when, seconds=seconds), person, "terminated", level, here, result=lasting(seconds))


_STYLES: dict[str, Callable[..., None]] = {
    **dict.fromkeys(("e-learning", "mooc", "spoc", "cooc", "blended"), _lesson),
    **dict.fromkeys(("video", "replay"), _film),
    **dict.fromkeys(("serious-game", "simulation"), _game),
}
