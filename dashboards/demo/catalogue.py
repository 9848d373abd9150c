"""The programmes of the example organisation, as `programmes.toml` has them, and the questions of their tests."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

HOME = "https://lms.ondrelle.example"
LIVE = frozenset(
    {"classroom", "virtual-class", "webinar", "reverse-mentoring", "barcamp", "learning-expedition", "hackathon"}
)
SOCIAL = frozenset({"peer-help", "community", "job-aid"})
ITEMS = 4  # questions of a form
FORMS = "ABCDEF"
BEFORE = -1  # the lag of a test before the training


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme; see the head of `programmes.toml`."""

    key: str
    en: str
    fr: str
    modality: str
    hours: float
    phases: str = ""
    families: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    parts: int = 1
    minutes: int = 20
    live: int = 0
    due: int = 0
    valid: int = 0
    mandatory: bool = True
    newcomers: bool = False
    taken: float = 0.0
    competencies: tuple[str, ...] = ()
    lags: tuple[int, ...] = ()
    pretest: bool = False
    twin: str = ""
    client: str = ""
    need: str = ""

    @property
    def assigned(self) -> bool:
        """Whether it is given to its whole audience to do."""
        return self.due > 0 and not self.newcomers

    @property
    def sittings(self) -> tuple[int, ...]:
        """The days after the training of its tests, each in a form of its own: `BEFORE` it, on the day, later."""
        return (*((BEFORE,) if self.pretest else ()), 0, *self.lags) if self.lags else ()

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """Its phases, each with its modality; none when it has but one."""
        parts = (one.partition(":") for one in self.phases.split(">") if one)
        return tuple((phase.strip(), modality.strip().replace(" ", "-")) for phase, _, modality in parts)

    @property
    def course(self) -> str:
        """The activity that is the whole of it."""
        return f"{HOME}/{self.key}/course"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a form; the same place in two forms asks for the same in other words."""

    key: str
    competency: str
    form: str
    en: str
    fr: str
    equivalent_to: str


@cache
def programmes() -> tuple[Programme, ...]:
    """Return every programme, in the order of the file."""
    told = tomllib.loads(files("dashboards.demo").joinpath("programmes.toml").read_text("utf-8"))
    return tuple(_programme(key, row) for key, row in told.items())


def _programme(key: str, row: dict[str, Any]) -> Programme:
    told: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Programme(key=key, **told)


_ASKED = (
    ("what do you do first?", "que faites-vous d'abord ?"),
    ("what must be checked before starting?", "que faut-il vérifier avant de commencer ?"),
    ("which mistake is the most serious?", "quelle erreur est la plus grave ?"),
    ("when do you stop and call for help?", "quand s'arrête-t-on pour appeler ?"),
)
_WHERE = {
    "A": ("on an ordinary day", "un jour ordinaire"),
    "B": ("alone at night", "seul, de nuit"),
    "C": ("with a contractor beside you", "avec un sous-traitant à côté"),
    "D": ("in heavy rain", "par gros temps"),
    "E": ("when the usual team is away", "quand l'équipe habituelle est absente"),
    "F": ("on somebody's first day", "le premier jour de quelqu'un"),
}
CHOICES = ("The first answer", "The second answer", "The third answer", "The fourth answer")


def questions(programme: Programme) -> list[Question]:
    """Return the questions of a programme's tests."""
    found = []
    for competency in programme.competencies:
        for form in FORMS[: len(programme.sittings)]:
            for item, (en, fr) in enumerate(_ASKED[:ITEMS], 1):
                where = _WHERE[form]
                first = "" if form == "A" else question_iri(programme, "A", item)
                told = (f"{competency}, {where[0]}: {en}", f"{competency}, {where[1]} : {fr}")
                found.append(Question(question_iri(programme, form, item), competency, form, *told, first))
    return found


def question_iri(programme: Programme, form: str, item: int) -> str:
    """Return the activity of a question."""
    return f"{HOME}/{programme.key}/test/{form}/question/{item}"


def right(item: int) -> str:
    """Return the right answer to an item."""
    return CHOICES[item * 7 % 4]
