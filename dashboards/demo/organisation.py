"""The example organisation: an invented group of water, waste and energy; its units, its teams and its people."""

import tomllib
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random

GROUP = "Ondrelle"
SEED = 20
MONTHS = 30
LMS = "https://lms.ondrelle.example"
PEOPLE = 2000


@dataclass(frozen=True, slots=True)
class Unit:
    """A subsidiary: its titles, country, zone, hours from UTC, share of the people, languages, sites and teams."""

    code: str
    en: str
    fr: str
    country: str
    zone: str
    hours: int
    share: float
    languages: tuple[str, ...]
    sites: tuple[str, ...]
    teams: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """Its key: its path."""
        return f"{GROUP} > {self.en}"


_NETWORKS, _PLANTS = ("Networks", "Réseaux"), ("Plants", "Usines")
_CUSTOMERS, _CENTRE = ("Customers", "Clientèle"), ("Central services", "Services centraux")
UNITS = (
    Unit("WF", "Water France", "Eau France", "FR", "Europe/Paris", 1, 0.3, ("fr",), ("Lyon", "Nantes", "Lille"),
         (_NETWORKS, _PLANTS, ("Laboratory", "Laboratoire"), _CUSTOMERS, _CENTRE)),
    Unit("WI", "Water Iberia", "Eau Ibérie", "ES", "Europe/Madrid", 1, 0.2, ("es",), ("Valencia", "Bilbao"),
         (_NETWORKS, _PLANTS, _CUSTOMERS, _CENTRE)),
    Unit("WG", "Waste Germany", "Déchets Allemagne", "DE", "Europe/Berlin", 1, 0.17, ("de",), ("Kassel", "Leipzig"),
         (("Collection", "Collecte"), ("Sorting", "Tri"), ("Workshops", "Ateliers"), _CENTRE)),
    Unit("EB", "Energy Belgium", "Énergie Belgique", "BE", "Europe/Brussels", 1, 0.13, ("fr", "nl"), ("Gent", "Namur"),
         (("Heat", "Chaleur"), ("Biogas", "Biogaz"), _CENTRE)),
    Unit("WM", "Works Morocco", "Travaux Maroc", "MA", "Africa/Casablanca", 1, 0.12, ("fr", "ar"), ("Tanger", "Agadir"),
         (_NETWORKS, ("Building sites", "Chantiers"), _CENTRE)),
    Unit("DC", "Digital Canada", "Numérique Canada", "CA", "America/Toronto", -5, 0.08, ("en", "fr"), ("Ottawa",),
         (("Sensors", "Capteurs"), ("Software", "Logiciels"))),
)  # fmt: skip
_FAMILIES = {
    "Operations": 0.36,
    "Maintenance": 0.22,
    "Customer care": 0.11,
    "Engineering": 0.1,
    "Support functions": 0.1,
    "Laboratory": 0.06,
    "Management": 0.05,
}
_DEVICES = {"desktop": 0.55, "mobile": 0.35, "tablet": 0.1}


@dataclass(slots=True)
class Person:
    """Someone of the organisation. `keen` multiplies how often they come; `last` is the last day they did anything."""

    number: int
    name: str
    email: str
    unit: Unit
    team: str
    site: str
    language: str
    family: str
    role: str
    joined: date
    manager: str = ""
    left_on: date | None = None
    keen: float = 1.0
    device: str = "desktop"
    last: date = field(default=date.min)

    @property
    def key(self) -> str:
        """Their employee number."""
        return f"M{self.number:05}"


@dataclass(frozen=True, slots=True)
class Wish:
    """What example is asked for: its last day, how many people, what is broken."""

    last: date
    people: int = PEOPLE
    broken: frozenset[str] = frozenset()
    seed: int = SEED

    @property
    def first(self) -> date:
        """The first day: thirty months before the last."""
        return months_after(self.last, -MONTHS) + timedelta(days=1)

    def chance(self, *what: object) -> Random:
        """Return the chance that one thing has, whatever happens elsewhere."""
        return Random("/".join(map(str, (self.seed, *what))))  # noqa: S311  # an example, not a secret


def months_after(day: date, months: int) -> date:
    """Return the day some months later, the month's last if it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def everyone(wish: Wish) -> list[Person]:
    """Return the people, the managers of the teams among them."""
    chance = wish.chance("people")
    made: list[Person] = []
    for number in range(1, wish.people + 1):
        unit = _unit_of(number, wish.people)
        made.append(_person(chance, wish, number, unit))
    heads: dict[str, Person] = {}
    for one in made:
        heads.setdefault(one.team, one)
    for team, head in heads.items():
        head.family, head.role = "Management", "learner"
        for one in made:
            if one.team == team and one is not head:
                one.manager = head.key
    return made


def _unit_of(number: int, people: int) -> Unit:
    """Return the unit of a number: in order, so that every size has all units in their shares."""
    place, above = (number - 0.5) / people, 0.0
    for unit in UNITS:
        above += unit.share
        if place < above:
            return unit
    return UNITS[-1]


def _person(chance: Random, wish: Wish, number: int, unit: Unit) -> Person:
    language = chance.choice(unit.languages)
    given, family = (chance.choice(_names(kind, language)) for kind in ("given", "family"))
    team, _ = chance.choice(unit.teams)
    days = (wish.last - wish.first).days
    newcomer = chance.random() < 0.22
    joined = wish.first + timedelta(days=chance.randrange(1, days - 20) if newcomer else -chance.randrange(30, 7000))
    device = chance.choices(list(_DEVICES), list(_DEVICES.values()))[0]
    return Person(
        number,
        f"{given} {family}",
        f"{_plain(given)}.{_plain(family)}.{number}@ondrelle.example",
        unit,
        f"{unit.key} > {team}",
        chance.choice(unit.sites),
        language,
        chance.choices(list(_FAMILIES), list(_FAMILIES.values()))[0],
        chance.choices(["learner", "trainer", "administrator"], [0.97, 0.025, 0.005])[0],
        joined,
        keen=chance.gammavariate(2.0, 0.5),
        device=device,
    )


@cache
def _names(kind: str, language: str) -> list[str]:
    told = tomllib.loads(files("dashboards.demo").joinpath("names.toml").read_text("utf-8"))
    return str(told[kind][language]).split()


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.replace("ß", "ss")).lower()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


def leave(wish: Wish, people: list[Person]) -> None:
    """Have some people leave for good, after the last thing they did: leaving is not dropping out."""
    chance = wish.chance("leaving")
    for one in people:
        day = wish.first + timedelta(days=int(chance.expovariate(0.06 / 365)))
        day = max(day, one.joined + timedelta(days=60), one.last + timedelta(days=1))
        one.left_on = day if day < wish.last and one.key != one.manager else None
