"""What real tools send besides: words nobody maps, people and activities nobody declared, no scores."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

from dashboards.demo.catalogue import HOME
from dashboards.demo.lives import work_moment
from dashboards.demo.organisation import Person
from dashboards.demo.wire import Parts, Wire, activity, compact, lasting

SHARE = 0.012  # of all statements
_OLD = "http://old-lms.ondrelle.example"
_KINDS = ("unmapped verb", "unmapped type", "unknown person", "unclaimed", "no score", "no duration")


def litter(wire: Wire, people: list[Person]) -> Counter[str]:
    """Send what is amiss; return how many of each kind of remark it makes."""
    chance = wire.wish.chance("dirt")
    remarks: Counter[str] = Counter()
    learners = [one for one in people if one.role == "learner"]
    for number in range(max(12, int(SHARE * len(wire.lines)))):
        person = chance.choice(learners)
        day = max(wire.wish.first, person.joined)
        day += timedelta(days=chance.randrange(max(1, (wire.wish.last - day).days)))
        kind = _KINDS[number % len(_KINDS)]
        _one(wire, chance, kind, person, work_moment(chance, day, person))
        remarks[kind] += 1
    _take_back(wire, chance, people, remarks)
    return remarks


def _one(wire: Wire, chance: Random, kind: str, person: Person, when: datetime) -> None:
    """Send one statement that has one thing amiss."""
    actor, verb = wire.actor(person, "lms"), "viewed"
    what = activity(f"{HOME}/AIDS-01/card/1", "resource")
    if kind == "unmapped verb":
        verb = chance.choice((f"{_OLD}/verbs/did", "urn:verb:fini", f"{_OLD}/verbs/A%20LU"))
    elif kind == "unmapped type":
        what = activity(f"{HOME}/AIDS-01/thing/{chance.randrange(4)}", f"{_OLD}/types/Gadget", "Gadget")
    elif kind == "unknown person":
        actor = compact({"mbox": f"mailto:contractor.{chance.randrange(1, 41)}@partner.example"})
    elif kind == "unclaimed":
        what = activity(
            f"{_OLD}/Course.aspx?ID={chance.randrange(9)}&lang=FR#top", "course", "Old course", "Ancien cours"
        )
    elif kind == "no score":
        verb, what = "passed", activity(f"{HOME}/AIDS-01/quiz", "assessment", "Quiz")
    else:
        verb, what = "terminated", activity(f"{HOME}/AIDS-01/tour", "lesson", "Tour of the cards")
    person.last = max(person.last, when.date())
    wire.send(when, Parts(actor, verb, what), "lms")


def _take_back(wire: Wire, chance: Random, people: list[Person], remarks: Counter[str]) -> None:
    """Send a few statements twice by mistake, under new ids, and void the second."""
    what = activity(f"{HOME}/AIDS-01/card/2", "resource")
    for _ in range(max(3, len(people) // 40)):
        person = chance.choice(people)
        when = work_moment(chance, wire.wish.last - timedelta(days=chance.randrange(30, 300)), person)
        id_ = wire.id()
        wire.send(when, Parts(wire.actor(person, "lms"), "viewed", what, "", lasting(60), id_), "lms")
        target = compact({"objectType": "StatementRef", "id": id_})
        admin = compact({"objectType": "Agent", "account": {"homePage": HOME, "name": "administrator"}})
        wire.send(when + timedelta(minutes=2), Parts(admin, "voided", target), "lms")
        remarks["voided"] += 1
