"""The whole example: every life lived, every statement told, every file written; and what was told, counted."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from dashboards.demo import dirt, files, live, paths, recall, selfpaced, social, truth
from dashboards.demo.catalogue import LIVE, SOCIAL, Programme, programmes
from dashboards.demo.lives import Going, audience, goings, opens
from dashboards.demo.organisation import Person, Wish, everyone, leave
from dashboards.demo.wire import Wire

_SOCIAL = {"community": social.community, "peer-help": social.peer_help, "job-aid": social.cards}
_PERSONAL = 0.3  # of those who come of their own accord, the share somebody had asked to


@dataclass(slots=True)
class Example:
    """What was told: tests compare what the product counts with it."""

    wish: Wish
    people: list[Person]
    wire: Wire
    goings: list[Going] = field(default_factory=list)
    sessions: list[live.Session] = field(default_factory=list)
    tested: recall.Tested = field(default_factory=recall.Tested)
    asked: list[files.Asked] = field(default_factory=list)
    forms: list[files.Form] = field(default_factory=list)
    remarks: Counter[str] = field(default_factory=Counter)

    def meetings(self) -> list[paths.Meeting]:
        """Return the days people on a path spent together, or were expected to."""
        both = (one for going in self.goings for one in (paths.meeting(going), paths.missed(self.wish, going)))
        found = {one for one in both if one}
        return sorted(found, key=lambda one: (one.programme.key, one.day))

    def sheets(self) -> list[live.Session]:
        """Return the sessions an attendance sheet tells, not a tool."""
        return [one for one in self.sessions if one.programme.modality == "classroom"]


def tell(wish: Wish) -> Example:
    """Live every life; the same wish tells the same."""
    example = Example(wish, people := everyone(wish), Wire(wish))
    for programme in programmes():
        if programme.modality in LIVE - {"reverse-mentoring"}:
            _meet(example, programme)
        elif programme.modality in SOCIAL:
            _SOCIAL[programme.modality](example.wire, programme, people)
        elif programme.modality == "reverse-mentoring":
            social.mentoring(example.wire, programme, people)
        else:
            _learn(example, programme)
    example.remarks = dirt.litter(example.wire, people)
    leave(wish, people)
    return example


def _learn(example: Example, programme: Programme) -> None:
    """Have everyone go through a self-paced programme, or not."""
    for person in audience(programme, example.people):
        rounds = goings(example.wish, person, programme)
        _ask(example, programme, person, rounds[0].began.date() if rounds else None)
        if rounds:
            known = rounds[0].began - timedelta(minutes=30)
            recall.beforehand(example.wire, example.tested, person, programme, known)
        for going in rounds:
            selfpaced.play(example.wire, going)
            if going.outcome == "completed":
                _after(example, person, programme, going.ended, first=not going.round)
        example.goings += rounds


def _meet(example: Example, programme: Programme) -> None:
    """Hold the sessions of a live programme."""
    held = live.sessions(example.wire, programme, example.people)
    example.sessions += held
    met: set[int] = set()
    for session in held:
        if programme.modality != "classroom":
            live.tell(example.wire, session)
        for person, present in session.rows:
            if present:
                if person.number not in met:
                    eve = datetime.combine(session.day, time(15)) - timedelta(days=1)
                    recall.beforehand(example.wire, example.tested, person, programme, eve)
                _after(example, person, programme, session.ended, first=person.number not in met)
                met.add(person.number)


def _after(example: Example, person: Person, programme: Programme, ended: datetime, *, first: bool) -> None:
    """Tell what follows a first completion: tests, and forms to fill in."""
    if not first:
        return
    recall.follow_up(example.wire, example.tested, person, programme, ended)
    chance = example.wish.chance("forms", person.number, programme.key)
    for stage, share, days in (("hot", truth.HOT, 0), ("cold", truth.COLD, 75)):
        when = ended + timedelta(days=days, minutes=chance.randrange(5, 240))
        if chance.random() < share and when.date() <= example.wish.last and programme.hours >= 1.5:
            example.forms.append(files.filled(chance, stage, when, person, programme))
            person.last = max(person.last, when.date())


def _ask(example: Example, programme: Programme, person: Person, began: date | None) -> None:
    """Have somebody asked by name to take a programme that is not for everyone to do."""
    if programme.assigned:
        return
    chance = example.wish.chance("asked", person.number, programme.key)
    if programme.newcomers:
        if person.joined >= example.wish.first:
            day = max(person.joined, opens(example.wish, programme))
            example.asked.append(files.Asked(programme, person, day, day + timedelta(days=programme.due)))
        return
    if chance.random() >= (_PERSONAL if began else 0.12 * programme.taken):
        return
    since = max(opens(example.wish, programme), person.joined)
    day = began or since + timedelta(days=chance.randrange(max(1, (example.wish.last - since).days)))
    day = max(since, day - timedelta(days=chance.randrange(3, 20)))
    example.asked.append(files.Asked(programme, person, day, day + timedelta(days=chance.choice((60, 90, 120)))))


def write(example: Example, folder: Path) -> list[tuple[str, Path]]:
    """Write every file; return each with the kind it is brought in as, in the order to bring them in."""
    made = files.write(example, folder)
    statements = folder / "statements.jsonl"
    with statements.open("w", encoding="utf-8") as opened:
        opened.writelines(f"{text}\n" for text in example.wire.sorted())
    return [*made, ("statements", statements)]
