"""The columns of the files people bring: what each is called, how its cells are read, what it means.

The rows stand in `imports.toml`. A heading is recognised in French and in English, whatever its case, accents and
spaces. README's tables, the templates and the importers all read these rows.

How cells are read: `text`; `mail`; `identifiers`, `units`, `texts`, `iris` (several, parted by `|`); `phases` (parted
by `>`); `day`; `month`; `instant`; `zone`; `number`; `whole`; `flag`; `choice`; `amount`, `rate`, `share` (exact
decimals); `currency`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

LOCAL = "https://w3id.org/xapi/acquis/local"
"""The IRI in front of what has none of its own: `<LOCAL>/course/KEY` for a programme, `<LOCAL>/session/KEY`."""

MODALITIES: dict[str, str] = {
    # what people write, without case, accents, spaces or punctuation: the slug statements carry
    "présentiel": "classroom",
    "classroom": "classroom",
    "salle": "classroom",
    "atelier": "classroom",
    "workshop": "classroom",
    "face to face": "classroom",
    "classe virtuelle": "virtual-class",
    "virtual class": "virtual-class",
    "virtual classroom": "virtual-class",
    "webinar": "webinar",
    "webinaire": "webinar",
    "webinar replay": "replay",
    "replay": "replay",
    "parcours": "path",
    "parcours mixte": "blended",
    "blended": "blended",
    "path": "path",
    "e-learning": "e-learning",
    "mooc": "mooc",
    "spoc": "spoc",
    "cooc": "cooc",
    "webinaire en différé": "replay",
    "video": "video",
    "vidéo": "video",
    "serious game": "serious-game",
    "jeu sérieux": "serious-game",
    "simulation": "simulation",
    "reverse mentoring": "reverse-mentoring",
    "mentorat inversé": "reverse-mentoring",
    "barcamp": "barcamp",
    "learning expedition": "learning-expedition",
    "expédition apprenante": "learning-expedition",
    "hackathon": "hackathon",
    "peer help": "peer-help",
    "entraide": "peer-help",
    "community": "community",
    "communauté": "community",
    "job aid": "job-aid",
    "aide-mémoire": "job-aid",
    "ressource": "job-aid",
}
PHASES = {
    "before": "before",
    "avant": "before",
    "during": "during",
    "pendant": "during",
    "after": "after",
    "après": "after",
}
ROLES = {
    "learner": "learner",
    "apprenant": "learner",
    "apprenante": "learner",
    "trainer": "trainer",
    "formateur": "trainer",
    "formatrice": "trainer",
    "administrator": "administrator",
    "administrateur": "administrator",
    "administratrice": "administrator",
    "admin": "administrator",
}
STAGES = {"hot": "hot", "chaud": "hot", "à chaud": "hot", "cold": "cold", "froid": "cold", "à froid": "cold"}

COMPONENTS = {
    "design": "design",
    "course design": "design",
    "conception": "design",
    "platform": "platform",
    "plateforme": "platform",
    "licence": "licence",
    "license": "licence",
    "trainer": "trainer",
    "formateur": "trainer",
    "animation": "trainer",
    "room": "room",
    "salle": "room",
    "material": "material",
    "support": "material",
    "supports": "material",
    "travel": "travel",
    "déplacement": "travel",
    "déplacements": "travel",
    "lodging": "lodging",
    "hébergement": "lodging",
    "learner time": "learner_time",
    "temps apprenant": "learner_time",
    "temps des apprenants": "learner_time",
    "opportunity": "opportunity",
    "coût d'opportunité": "opportunity",
    "administration": "administration",
    "gestion": "administration",
    "evaluation": "evaluation",
    "évaluation": "evaluation",
    "funding": "funding",
    "financement": "funding",
    "subvention": "funding",
}
BASES = {
    "fixed": "fixed",
    "fixe": "fixed",
    "forfait": "fixed",
    "session": "session",
    "per session": "session",
    "par session": "session",
    "learner": "learner",
    "per learner": "learner",
    "apprenant": "learner",
    "par apprenant": "learner",
    "hour": "hour",
    "per hour": "hour",
    "heure": "hour",
    "par heure": "hour",
}
NATURES = {
    "budget": "budget",
    "commitment": "commitment",
    "engagement": "commitment",
    "engagé": "commitment",
    "actual": "actual",
    "réel": "actual",
    "réalisé": "actual",
    "facturé": "actual",
    "estimate": "estimate",
    "estimation": "estimate",
    "estimé": "estimate",
}
ALLOCATIONS = {
    "learners": "learners",
    "active learners": "learners",
    "per active learner": "learners",
    "apprenants": "learners",
    "par apprenant actif": "learners",
    "hours": "hours",
    "per hour": "hours",
    "heures": "hours",
    "par heure": "hours",
    "enrolments": "enrolments",
    "per enrolment": "enrolments",
    "inscriptions": "enrolments",
    "par inscription": "enrolments",
}
BENEFITS = {
    "cashable": "cashable",
    "encaissable": "cashable",
    "gain": "cashable",
    "time": "time",
    "freed time": "time",
    "temps libéré": "time",
    "risk": "risk",
    "risque": "risk",
    "risque évité": "risk",
    "intangible": "intangible",
}
EVIDENCE = {
    "measured": "measured",
    "measured effect": "measured",
    "effet mesuré": "measured",
    "controlled": "controlled",
    "controlled comparison": "controlled",
    "comparaison": "controlled",
    "groupe témoin": "controlled",
    "trend": "trend",
    "tendance": "trend",
    "estimate": "estimate",
    "expert estimate": "estimate",
    "estimation": "estimate",
    "estimation d'expert": "estimate",
    "claim": "claim",
    "supplier's claim": "claim",
    "argument du fournisseur": "claim",
}

BETTER = {
    "up": "up",
    "higher": "up",
    "hausse": "up",
    "plus haut": "up",
    "down": "down",
    "lower": "down",
    "baisse": "down",
    "plus bas": "down",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its headings, how its cells are read, what it means, and an example for the template.

    `names` are the headings it goes by; the first two are the English and the French one.
    """

    name: str
    read: str
    names: tuple[str, ...]
    en: str
    fr: str
    example: str = ""
    needed: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what its rows are, and its columns. `key` names the columns that make a row the same row."""

    name: str
    en: str
    fr: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return next(one for one in self.columns if one.name == name)


CHOICES: dict[str, Mapping[str, str]] = {
    "modality": MODALITIES,
    "role": ROLES,
    "stage": STAGES,
    "component": COMPONENTS,
    "basis": BASES,
    "nature": NATURES,
    "allocation": ALLOCATIONS,
    "benefit": BENEFITS,
    "evidence": EVIDENCE,
    "better": BETTER,
}


def _kind(name: str, told: Mapping[str, Any]) -> Kind:
    columns = tuple(_column(one, known) for one, known in told["columns"].items())
    return Kind(name, told["en"], told["fr"], tuple(told["key"]), columns)


def _column(name: str, told: Mapping[str, Any]) -> Column:
    given = {**told, "names": tuple(told["names"]), "choices": CHOICES.get(told.get("choices", ""), {})}
    return Column(name=name, **given)


KINDS: dict[str, Kind] = {
    name: _kind(name, told)
    for name, told in tomllib.loads(files("schemas").joinpath("imports.toml").read_text("utf-8")).items()
}


def rows() -> Iterator[dict[str, str]]:
    """Give every column of every kind, as documentation shows them."""
    for kind in KINDS.values():
        for column in kind.columns:
            yield {
                "kind": kind.name,
                "column": column.name,
                "headings": ", ".join(column.names),
                "read": column.read,
                "needed": "yes" if column.needed else "",
                "en": column.en,
                "fr": column.fr,
            }
