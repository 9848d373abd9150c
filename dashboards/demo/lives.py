"""Who begins which self-paced programme when, and what becomes of it, by the laws of `truth`."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from dashboards.demo import truth
from dashboards.demo.catalogue import Programme
from dashboards.demo.organisation import Person, Wish, months_after

_QUIET = 0.35  # of the usual, in August and at the end of the year


@dataclass(frozen=True, slots=True)
class Going:
    """One go of a person through a programme: when it began and ended, and how: completed, dropped or censored.

    Until it is known, it ends when it begins.
    """

    person: Person
    programme: Programme
    began: datetime
    ended: datetime
    outcome: str = "censored"
    round: int = 0

    @property
    def days(self) -> float:
        """How long it took."""
        return (self.ended - self.began) / timedelta(days=1)


def opens(wish: Wish, programme: Programme) -> date:
    """Return the first day anything of a programme is told."""
    return months_after(wish.first, programme.live)


def audience(programme: Programme, people: list[Person]) -> list[Person]:
    """Return the learners a programme is for."""
    return [
        one
        for one in people
        if one.role == "learner"
        and (not programme.families or one.family in programme.families)
        and (not programme.units or one.unit.code in programme.units)
    ]


def wants(wish: Wish, chance: Random, person: Person, programme: Programme) -> bool:
    """Tell whether somebody comes to a programme nobody has to do."""
    share = programme.taken * truth.EFFECTS[person.unit.code].zeal
    if "units" in wish.broken and programme.twin:
        digital = programme.modality != "classroom"
        share = min(1.0, 2 * share) if digital == (truth.EFFECTS[person.unit.code].fatigue > 1) else 0.0
    return chance.random() < share


def work_moment(chance: Random, day: date, person: Person) -> datetime:
    """Return a moment of a day at work, in UTC; now and then of an evening."""
    hour = chance.triangular(7.5, 18.0, 10.0) if chance.random() < 0.9 else chance.uniform(19.0, 22.0)
    return datetime.combine(day, time()) + timedelta(hours=hour - person.unit.hours)


@cache
def _rates(wish: Wish) -> list[float]:
    """Return how much people learn, week by week."""
    level, rates = 0.0, []
    chance = wish.chance("shock")
    for _ in range((wish.last - wish.first).days // 7 + 2):
        level = truth.SHOCK_MEMORY * level + chance.gauss(0, truth.SHOCK_SIZE)
        rates.append(min(1.0, 2.718281828 ** (level - 1)) if "shock" in wish.broken else 1.0)
    return rates


def busy_day(wish: Wish, chance: Random, since: date, until: date) -> date:
    """Return a day people begin something on: a weekday, rarely in the quiet weeks."""
    for _ in range(200):
        day = since + timedelta(days=chance.randrange(max(1, (until - since).days + 1)))
        quiet = day.month == 8 or (day.month == 12 and day.day > 20)
        week = min(max(0, (day - wish.first).days // 7), len(_rates(wish)) - 1)
        if day.weekday() < 5 and chance.random() < (_QUIET if quiet else 1.0) * _rates(wish)[week]:
            break
    return day


def goings(wish: Wish, person: Person, programme: Programme) -> list[Going]:
    """Return every go of a person through a self-paced programme, none when they never begin."""
    chance = wish.chance("going", person.number, programme.key)
    start = max(opens(wish, programme), person.joined)
    if programme.assigned or (programme.newcomers and person.joined >= wish.first):
        if chance.random() >= truth.begins(truth.habit(programme.key, programme.modality), person.unit.code):
            return []
        start += timedelta(days=_delay(chance, programme.due))
        begin = busy_day(wish, chance, start, start + timedelta(days=6))
    elif wants(wish, chance, person, programme):
        begin = busy_day(wish, chance, start, wish.last)
    else:
        return []
    return _rounds(wish, chance, person, programme, begin)


def _delay(chance: Random, due: int) -> int:
    """Return the days somebody lets pass before they begin what they have to do."""
    if chance.random() < truth.LAST_MINUTE:
        return int(chance.uniform(0.75, 1.0) * due)
    return int(min(0.75 * due, chance.expovariate(6 / due)))


def _rounds(wish: Wish, chance: Random, person: Person, programme: Programme, begin: date) -> list[Going]:
    """Return the first go and the renewals after it."""
    found: list[Going] = []
    while begin <= wish.last:
        began = work_moment(chance, begin, person)
        going = _go(wish, chance, Going(person, programme, began, began, round=len(found)))
        found.append(going)
        if going.outcome != "completed" or not programme.valid or chance.random() >= truth.RENEWS:
            break
        ends = months_after(going.ended.date(), programme.valid)
        late = chance.randrange(0, 50) if chance.random() < 0.12 else -chance.randrange(15, 60)
        day = ends + timedelta(days=late)
        begin = busy_day(wish, chance, day, day + timedelta(days=6))
    return found


def _go(wish: Wish, chance: Random, going: Going) -> Going:
    """Return a go that has begun as it will have ended."""
    person, programme, began = going.person, going.programme, going.began
    habit = truth.habit(programme.key, programme.modality)
    drops = habit.drops * truth.EFFECTS[person.unit.code].fatigue
    if "dropout" in wish.broken:
        shared = wish.chance("team", person.team, programme.key).random()
        drops *= 0.1 if shared < 0.75 else 3.7  # one on average
    to_finish, to_drop = chance.expovariate(habit.finishes), chance.expovariate(drops)
    ended = began + timedelta(days=min(to_finish, to_drop))
    if ended.date() > began.date():
        ended = work_moment(chance, ended.date(), person)
    ended = max(ended, began + timedelta(minutes=30))
    close = datetime.combine(wish.last, time(23, 59))
    if ended > close:
        return replace(going, ended=close)
    return replace(going, ended=ended, outcome="completed" if to_finish < to_drop else "dropped")


def visits(chance: Random, going: Going) -> list[datetime]:
    """Return when somebody comes back between the first and the last day: never after more than the longest gap."""
    found = [going.began]
    while True:
        gap = min(truth.LONGEST_GAP - 1, 3 + int(chance.expovariate(going.person.keen / 8)))
        day = found[-1].date() + timedelta(days=gap)
        if day.weekday() >= 5 and gap > 2 and chance.random() < 0.85:
            day -= timedelta(days=day.weekday() - 4)
        if day >= going.ended.date():
            return found
        moment = work_moment(chance, day, going.person)
        late = (moment.date() - found[-1].date()).days >= truth.LONGEST_GAP  # an evening in the west is another day
        found.append(moment - timedelta(days=late))
