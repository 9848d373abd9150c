"""Learning from each other: the community, help on the job, reverse mentoring, pocket cards."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from dashboards.demo import truth
from dashboards.demo.catalogue import HOME, Programme
from dashboards.demo.lives import audience, busy_day, opens, wants, work_moment
from dashboards.demo.organisation import Person
from dashboards.demo.wire import Place, Wire, activity, lasting, shifted

_TOPICS = (
    ("Leaks and networks", "Fuites et réseaux"),
    ("Pumps and motors", "Pompes et moteurs"),
    ("Sorting and bales", "Tri et balles"),
    ("Meters and sensors", "Compteurs et capteurs"),
    ("Safety stories", "Récits de sécurité"),
    ("Tools that work", "Des outils qui marchent"),
)
_TASKS = (
    ("Change a valve under pressure", "Changer une vanne en charge"),
    ("A pivot table", "Un tableau croisé"),
    ("Calibrate a probe", "Étalonner une sonde"),
    ("Align a motor", "Aligner un moteur"),
    ("Fill in the permit to work", "Remplir le permis de travail"),
)
_CARDS = tuple(
    (f"Card {number}: {en}", f"Fiche {number} : {fr}")
    for number, (en, fr) in enumerate(
        (
            ("lockout", "consignation"),
            ("gas detector", "détecteur de gaz"),
            ("sampling", "prélèvement"),
            ("first aid", "premiers secours"),
            ("valve keys", "clés de vanne"),
            ("spill kit", "kit antipollution"),
            ("ladder", "échelle"),
            ("reporting a leak", "signaler une fuite"),
            ("old paper forms", "anciens formulaires papier"),
        ),
        1,
    )
)


@dataclass(frozen=True, slots=True)
class _Circle:
    """A community: its members, few of whom do most of the writing."""

    wire: Wire
    chance: Random
    programme: Programme
    members: list[Person]

    def message(self, id_: str, kind: str) -> str:
        """Return what was written under an id."""
        return activity(f"{HOME}/{self.programme.key}/message/{id_}", kind)

    def others(self, author: Person) -> list[Person]:
        """Return up to four who may react."""
        found = self.chance.choices(self.members, [one.keen**2 for one in self.members], k=4)
        return list({one.number: one for one in found if one is not author}.values())


def community(wire: Wire, programme: Programme, people: list[Person]) -> None:
    """Tell posts, questions, replies and likes of the few who write, and the visits of those who read."""
    chance = wire.wish.chance("community")
    members = [one for one in audience(programme, people) if chance.random() < 0.24]
    if len(members) < 2:
        return
    circle = _Circle(wire, chance, programme, members)
    place = Place(programme, "network")
    topics = [activity(f"{HOME}/{programme.key}/topic/{n}", "topic", *t) for n, t in enumerate(_TOPICS, 1)]
    first = opens(wire.wish, programme)
    for author in members:
        since = max(first, author.joined)
        for _ in range(min(40, int(chance.expovariate(1 / (3.5 * author.keen))))):
            when = work_moment(chance, busy_day(wire.wish, chance, since, wire.wish.last), author)
            wire.tell(when, author, "viewed", chance.choice(topics), place)
        for _ in range(min(60, int(chance.expovariate(1 / (2.4 * author.keen**2))))):
            when = work_moment(chance, busy_day(wire.wish, chance, since, wire.wish.last), author)
            _thread(circle, author, chance.choice(topics), when)


def _thread(circle: _Circle, author: Person, topic: str, when: datetime) -> None:
    """Tell a post or a question, and what comes back."""
    wire, chance = circle.wire, circle.chance
    asked, id_ = chance.random() < truth.ASKS, wire.id()
    place = Place(circle.programme, "network", parent=topic)
    message = circle.message(id_, "topic")
    if not wire.tell(when, author, "asked" if asked else "posted", message, place, id_=id_):
        return
    helpers = circle.others(author)
    if helpers and chance.random() < (truth.REPLIED if asked else truth.REACTED):
        hours = truth.REPLY_HOURS * chance.lognormvariate(0, truth.REPLY_SPREAD)
        back = replace(place, refers=id_)
        for number, helper in enumerate(helpers[: chance.randint(1, 3)], 1):
            wire.tell(
                shifted(when, hours=hours * number), helper, "replied", circle.message(wire.id(), "message"), back
            )
    for reader in helpers[1:]:
        if chance.random() < 0.4:
            wire.tell(shifted(when, hours=chance.uniform(1, 80)), reader, "liked", message, place)


def peer_help(wire: Wire, programme: Programme, people: list[Person]) -> None:
    """Tell who helped whom on the job: some do often, and nobody calls them trainers."""
    chance = wire.wish.chance("help")
    mates: dict[str, list[Person]] = {}
    for one in people:
        mates.setdefault(one.team, []).append(one)
    for helper in audience(programme, people):
        others = [one for one in mates[helper.team] if one is not helper]
        often = chance.expovariate(1 / 3) * helper.keen**2 if others and chance.random() < 0.4 else 0
        for _ in range(min(60, int(often))):
            helped = chance.choice(others)
            since = max(opens(wire.wish, programme), helper.joined, helped.joined)
            when = work_moment(chance, busy_day(wire.wish, chance, since, wire.wish.last), helper)
            number = chance.randrange(len(_TASKS))
            task = activity(f"{HOME}/{programme.key}/task/{number + 1}", "tutoring", *_TASKS[number])
            seconds = 60 * chance.lognormvariate(3.1, 0.6)
            told = _agent(wire, helped)
            wire.tell(when, helper, "mentored", told, Place(programme, parent=task), result=lasting(seconds))


def _agent(wire: Wire, person: Person) -> str:
    return f'{{"objectType":"Agent",{wire.actor(person, "lms")[1:]}'


def mentoring(wire: Wire, programme: Programme, people: list[Person]) -> None:
    """Tell reverse mentoring: a younger colleague shows a manager, four to six times, three weeks apart."""
    chance = wire.wish.chance("mentoring")
    juniors = [one for one in people if one.family != "Management" and one.role == "learner"]
    for senior in audience(programme, people):
        if not juniors or not wants(wire.wish, chance, senior, programme):
            continue
        junior = chance.choice(juniors)
        since = max(opens(wire.wish, programme), senior.joined, junior.joined)
        day = busy_day(wire.wish, chance, since, wire.wish.last)
        for number in range(1, chance.randint(4, 6) + 1):
            iri = f"{HOME}/{programme.key}/meeting/{senior.number}/{number}"
            meeting = activity(iri, "tutoring", f"Meeting {number}", f"Rencontre {number}")
            place = Place(programme, parent=meeting)
            when = work_moment(chance, day, senior)
            came = chance.random() < truth.habit(programme.key, programme.modality).attends
            told = f'"completion":true,{lasting(3600)}' if came else '"completion":false'
            wire.tell(when, senior, "attended", meeting, place, result=told)
            if came:
                wire.tell(when, junior, "mentored", _agent(wire, senior), place, result=lasting(3600))
            day += timedelta(days=21)


def cards(wire: Wire, programme: Programme, people: list[Person]) -> None:
    """Tell who looked at which pocket card; nobody has opened the last one for a year."""
    chance = wire.wish.chance("cards")
    old = wire.wish.last - timedelta(days=400)
    things = [activity(f"{HOME}/{programme.key}/card/{n}", "resource", *card) for n, card in enumerate(_CARDS, 1)]
    for person in audience(programme, people):
        since = max(opens(wire.wish, programme), person.joined)
        for _ in range(min(50, int(chance.expovariate(1 / (4 * person.keen))))):
            day = busy_day(wire.wish, chance, since, wire.wish.last)
            which = min(int(chance.expovariate(1 / 2.5)), len(things) - 1)
            if which == len(things) - 1 and day > old:
                which = 0
            verb = chance.choices(["viewed", "downloaded", "searched"], [0.8, 0.15, 0.05])[0]
            wire.tell(work_moment(chance, day, person), person, verb, things[which], Place(programme))
