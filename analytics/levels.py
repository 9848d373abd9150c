"""How far each programme is evaluated: Kirkpatrick's levels 1 to 4 and Phillips' 5; what is missing, and how to get it.

Every figure here is another measure's, asked for the same scope and reader, so nothing is told that they would not
tell. Sources: Kirkpatrick (1959), Journal of the American Society of Training Directors 13:11; Phillips (1997), Return
on Investment in Training and Performance Improvement Programs.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics import decision_reasons, designs, knowledge
from analytics.evaluations import evaluations
from analytics.guard import Cells, guarded, without
from analytics.impact import effect
from analytics.investment import decision as decided
from analytics.measure import Measure, Schema
from analytics.once import each_of, once
from analytics.pairing import MIXED
from analytics.programme_facts import seen
from analytics.recall import is_mixed
from analytics.retention import FEW
from analytics.scope import Scope
from analytics.spending import PROGRAMME
from analytics.warehouse import Warehouse

LEVELS: Schema = {
    **PROGRAMME,
    "level": pl.Int64,
    "exists": pl.String,
    "what": pl.String,
    "indicator": pl.String,
    "n": pl.Int64,
    "due": pl.Int64,
    "answered": pl.Int64,
    "response": pl.Float64,
    "value": pl.Float64,
    "value_low": pl.Float64,
    "value_high": pl.Float64,
    "unit": pl.String,
    "rung": pl.String,
    "missing": pl.String,
}
NAMES: Mapping[int, Mapping[str, str]] = {
    1: {"en": "Reaction", "fr": "Réaction"},
    2: {"en": "Learning", "fr": "Apprentissage"},
    3: {"en": "Behaviour at work", "fr": "Comportement au travail"},
    4: {"en": "Results", "fr": "Résultats"},
    5: {"en": "Return on investment", "fr": "Retour sur investissement"},
}
EXISTS: Mapping[str, Mapping[str, str]] = {
    "yes": {"en": "measured", "fr": "mesuré"},
    "part": {"en": "in part", "fr": "en partie"},
    "no": {"en": "missing", "fr": "absent"},
}
WHAT: Mapping[str, Mapping[str, str]] = {
    "hot": {"en": "evaluations as people leave", "fr": "évaluations à chaud"},
    "retained_items": {"en": "questions 90 days later", "fr": "questions à 90 jours"},
    "retained_same_items": {"en": "the very same questions 90 days later", "fr": "les mêmes questions à 90 jours"},
    "retained_tests": {"en": "scores of tests 90 days later", "fr": "notes de tests à 90 jours"},
    "retained_passes": {"en": "tests passed again 90 days later", "fr": "tests de nouveau réussis à 90 jours"},
    "tests": {"en": "tests on the day", "fr": "tests le jour même"},
    "cold": {"en": "evaluations weeks later", "fr": "évaluations à froid"},
    "effect": {"en": "effect on an indicator", "fr": "effet sur un indicateur"},
    "estimate": {"en": "an expert's estimate", "fr": "estimation d'expert"},
    "return": {"en": "benefits against costs", "fr": "bénéfices face aux coûts"},
}
MISSING: Mapping[str, Mapping[str, str]] = {
    "hot": {
        "en": "Nobody answered a question as they left: send the form at the end, or import evaluations.",
        "fr": "Personne n'a répondu à la sortie : envoyez le questionnaire à chaud, ou importez les évaluations.",
    },
    "cold": {
        "en": "Nobody answered weeks later: send the form after a month, to managers too, or import evaluations.",
        "fr": "Personne n'a répondu à froid : envoyez le questionnaire à un mois, aux managers aussi, ou importez-le.",
    },
    "response": {
        "en": "Fewer than half answered: remind them; those who did not may think otherwise.",
        "fr": "Moins de la moitié a répondu : relancez ; les autres pensent peut-être autrement.",
    },
    "few": {
        "en": "Too few answers for a figure: wait for more, or ask more people.",
        "fr": "Trop peu de réponses pour un chiffre : attendez-en, ou interrogez plus de monde.",
    },
    "test": {
        "en": "Nothing is tested: ask questions about its competencies on the day, and equivalent ones later.",
        "fr": "Rien n'est testé : posez le jour même des questions sur ses compétences, puis d'équivalentes plus tard.",
    },
    "later": {
        "en": "Nothing is tested later: ask equivalent questions 90 days after.",
        "fr": "Rien n'est testé plus tard : posez des questions équivalentes 90 jours après.",
    },
    "not_due": {
        "en": "Its tests later are not due in this period: wait, or choose a longer one.",
        "fr": "Ses tests ultérieurs ne sont pas à échéance sur la période : attendez, ou prenez-en une plus longue.",
    },
    "supervision_changed": {
        "en": "Supervised on the day and not later, or the reverse: test both times in the same way.",
        "fr": "Surveillé le jour même et non plus tard, ou l'inverse : testez de même les deux fois.",
    },
    "pass_mark_unknown": {
        "en": "Passed or failed, but at what mark is not known: have the tool tell scores.",
        "fr": "Réussi ou échoué, mais le seuil n'est pas connu : faites dire les notes par l'outil.",
    },
    "indicator": {
        "en": "No indicator is said to be moved by it: import indicators that name it.",
        "fr": "Aucun indicateur n'est dit visé : importez des indicateurs qui la nomment.",
    },
    "compared": {
        "en": "Nothing firm to compare with: draw which units get it first (`acquis draw`), or bring 12 months before.",
        "fr": "Rien de solide à comparer : tirez au sort qui l'a d'abord (`acquis draw`), ou donnez 12 mois d'avant.",
    },
    "wait": {
        "en": "Too few months since it began: wait, and keep importing the indicator.",
        "fr": "Trop peu de mois depuis son début : attendez, et continuez d'importer l'indicateur.",
    },
    "no_places": designs.REASONS["no_places"],
    "places": {
        "en": "Too many places stopped, began or skipped months: import what is missing.",
        "fr": "Trop de lieux ont cessé, débuté ou sauté des mois : importez ce qui manque.",
    },
    "measured": {
        "en": "Only an expert says so: import an indicator it is meant to move.",
        "fr": "Seul un expert l'affirme : importez un indicateur qu'elle est censée faire bouger.",
    },
    "hidden": {
        "en": "Hidden: it would show fewer people than the privacy setting allows.",
        "fr": "Masqué : cela montrerait moins de personnes que le réglage de confidentialité ne le permet.",
    },
    **decision_reasons.REASONS,
}
_UNMOVED = {
    "no_places": "no_places",
    "places": "places_left",
    "wait": "few_after",
}  # by a reason of `analytics.designs`
Row = dict[str, Any]


def levels(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell for each programme and level what exists, from how many, what is missing and how to get it (`LEVELS`).

    `exists` is yes, part or no; `value` is a share of the scale (1, 3), of what is kept (2), points of `indicator` (4)
    or percent (5), as `unit` says; `rung` is a key of `analytics.designs.LADDER` (4) or `analytics.returns.EVIDENCE`
    (5); `missing` a key of `MISSING`, null where nothing is.
    """
    without(scope, "course", "device", "group", "country", "language")
    said = _by_programme(once(evaluations, warehouse, scope))
    kept = {row["by"]: row for row in once(knowledge.retained, warehouse, scope, by="programme").to_dicts()}
    tests = {row["programme"]: row for row in _tested(warehouse, scope).to_dicts()}
    moved = _by_programme(once(effect, warehouse, scope))
    paid = {row["programme"]: row for row in once(decided, warehouse, scope).to_dicts()}
    rows: list[Row] = []
    for programme in seen(warehouse, scope).to_dicts():
        key = programme["programme"]
        told = (
            _said(said.get(key, []), "hot", "overall"),
            _learned(kept.get(key), tests.get(key)),
            _said(said.get(key, []), "cold", "applied"),
            _moved(moved.get(key, [])),
            _returned(paid.get(key)),
        )
        named = {name: programme[name] for name in PROGRAMME}
        rows += [named | {"level": level} | row for level, row in enumerate(told, 1)]
    return pl.DataFrame(rows, schema=LEVELS)


@guarded(Cells("learners", ("programme",)))
def _tested(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Return programme, learners: how many were tested."""
    found = each_of(warehouse, scope, "levels_tested")
    return found.group_by("programme", maintain_order=True).agg(learners=pl.len().cast(pl.Int64))


def _by_programme(frame: pl.DataFrame) -> dict[str, list[Row]]:
    return {key: part.to_dicts() for (key,), part in frame.group_by("programme", maintain_order=True)}


def _said(rows: list[Row], stage: str, first: str) -> Row:
    """Return a level that people tell of themselves: one question of an evaluation."""
    own = [row for row in rows if row["stage"] == stage]
    if not own:
        return {"exists": "no", "missing": stage}
    row = next((one for one in own if one["item"] == first), own[0])
    told = {"what": stage, "n": row["learners"], "due": row["due"], "answered": row["responded"], "unit": "share"}
    told |= {"response": row["response"]}
    if row["item"] is None:  # nobody answered, however few are due
        return told | {"exists": "no", "missing": stage}
    if row["reason"] == "hidden":
        return told | {"exists": "part", "missing": "hidden"}
    if row["mean"] is None:
        return told | {"exists": "part", "missing": "few"}
    ends = {"value": "mean", "value_low": "low", "value_high": "high"}
    scaled = {name: _share(row[own], row) for name, own in ends.items()}
    return told | scaled | _answered(row["response"])


def _share(value: float | None, row: Row) -> float | None:
    return None if value is None else (value - row["bottom"]) / (row["top"] - row["bottom"])


def _answered(response: float | None) -> Row:
    few = response is not None and response < FEW
    return {"exists": "part", "missing": "response"} if few else {"exists": "yes"}


def _learned(row: Row | None, tested: Row | None) -> Row:
    if row is None or not row["due"]:
        told = {"what": "tests", "n": tested["learners"]} if tested else {}
        missing = "later" if tested and tested["learners"] != 0 else "test"
        missing = missing if row is None else str(row["reason"])
        return told | {"exists": "part" if tested else "no", "missing": missing}
    told = {"what": f"retained_{row['basis'].removeprefix(MIXED)}", "n": row["learners"], "unit": "share"}
    told |= {name: row[name] for name in ("due", "answered", "response")}
    if is_mixed(row["basis"]):
        return told | {"exists": "part", "missing": "supervision_changed"}
    if row["share"] is None:
        return told | {"exists": "part", "missing": _UNTOLD.get(row["reason"], row["reason"])}
    told |= {"value": row["share"], "value_low": row["low"], "value_high": row["high"]}
    return told | _answered(row["response"])


_UNTOLD = {"few_answers": "few", "few_learners": "few", "none_answered": "response"}


def _moved(rows: list[Row]) -> Row:
    """Return the firmest of what is known of a programme's effect."""
    chosen = [row for row in rows if row["chosen"]]
    if chosen:
        row = max(chosen, key=lambda one: (one["headline"], one["test"]))
        told = {"what": "effect", "indicator": row["indicator"], "n": row["treated"], "rung": row["design"]}
        told |= {"value": row["effect"], "value_low": row["low"], "value_high": row["high"], "unit": "points"}
        return told | ({"exists": "yes"} if row["headline"] else {"exists": "part", "missing": "compared"})
    if any(row["design"] == "estimate" for row in rows):
        return {"exists": "part", "what": "estimate", "rung": "estimate", "missing": "measured"}
    if not rows:
        return {"exists": "no", "missing": "indicator"}
    reasons = {row["reason"] for row in rows}
    missing = next((name for name, why in _UNMOVED.items() if why in reasons), "compared")
    return {"exists": "no", "indicator": rows[0]["indicator"], "missing": missing}


_VERDICTS = ("pays", "does_not_pay")


def _returned(row: Row | None) -> Row:
    if row is None or row["column"] is None or row["column"] == "not_measurable":
        return {"exists": "no", "missing": row["reason"] if row else "no_cost"}
    told = {"what": "return", "n": row["learners"], "rung": row["rung"], "unit": "percent"}
    told |= {"value": row["roi"], "value_low": row["roi_low"], "value_high": row["roi_high"]}
    return told | ({"exists": "yes"} if row["column"] in _VERDICTS else {"exists": "part", "missing": row["reason"]})


MEASURES: tuple[Measure, ...] = (
    Measure(
        "levels",
        {"en": "Levels of evaluation", "fr": "Niveaux d'évaluation"},
        {
            "en": "How far each programme is evaluated, from what people say to what it returns; what is missing.",
            "fr": "Jusqu'où chaque formation est évaluée, de l'avis des apprenants au retour, et ce qui manque.",
        },
        "level",
        "Kirkpatrick's levels 1 to 4 and Phillips' 5: evaluations as people leave; retained at 90 days; evaluations "
        "weeks later; effect on an indicator; verdict on costs and benefits. In part: too few answers, under half "
        "answered, or no firm comparison",
        "the measures of each level, asked for the same scope",
        "a programme in the scope",
        LEVELS,
        levels,
    ),
)
