"""Whatever a message counts agrees with its number: of one as of none, in every language."""

import ast
import re

import pytest

from dashboards.i18n import Catalog, Words, catalogs
from tests.dashboards.test_i18n import ROOM, messages

NOUNS = {
    "en": "people|days|learners|answers|hours|months|weeks|questions|statements|units|programmes|sessions|years|tests|"
    "others|rows|files|points|lines|records|activities|competencies|videos|keys|tools|contributions|times|minutes|"
    "seconds|places|completions|enrolments|assignments|posts|sites|reviews|entries|groups",
    "fr": "personnes|jours|apprenants|réponses|heures|semaines|questions|traces|entités|formations|sessions|années|ans|"
    "tests|lignes|fichiers|points|enregistrements|activités|compétences|vidéos|clés|outils|contributions|minutes|"
    "secondes|places|achèvements|inscriptions|autres|sites|révisions|entrées|affectations|groupes",
}
BETWEEN = {  # what stands between a number and what something else counts
    "en": "of|to|in|with|by|from|and|for|on|at|that|or|than|as|who|after|per",
    "fr": "de|des|à|en|et|sur|pour|par|dans|ou|du|au|aux|dont",
}
VERBS = {"en": ("are", "were", "have"), "fr": ("sont", "étaient", "ont")}
FORMS = {"en": ("1",), "fr": ("0", "1")}  # the numbers that ask for the singular
SHARES = {"share", "base", "precision", "response", "times", "ratio", "lift", "flagged"}  # no count
LARGE = {"k", "many", "groups", "bound", "draws", "least"}  # never as few as one
NAMED_IF_ONE = "**{n} programmes** pay: "  # "**One programme** pays, {name}"


def said(message: str, language: str, number: str) -> str:
    """A message in a language, each of its counts the same."""
    forms = forms_of(message, language)
    holes = set(re.findall(r"\{(\w+)", message))
    given = {hole: "50 %" if hole in SHARES else "10" if hole in LARGE else number for hole in holes}
    return Words(language).format(forms[0], **given)


def forms_of(message: str, language: str) -> list[str]:
    catalog = catalogs()[language]
    return catalog._told.get(message, [message]) if isinstance(catalog, Catalog) else [message]


def counting() -> list[str]:
    return sorted(one for one in messages() if "{" in one and "%{" not in one and not one.startswith(NAMED_IF_ONE))


def many_at_one(language: str, number: str, *others: str) -> re.Pattern[str]:
    between = rf"(?:(?!(?:{BETWEEN[language]})\b)\w+ )?"
    return re.compile(rf"(?<![\d,.])\b{number}(?:\*\*)? {between}(?:{'|'.join([NOUNS[language], *others])})\b")


@pytest.mark.parametrize(("language", "number"), [(one, n) for one, numbers in FORMS.items() for n in numbers])
def test_nothing_of_one_is_told_as_of_many(language: str, number: str) -> None:
    """“1 people”, “of the 1 people due”, “1 days”, “0 personnes”."""
    wrong = many_at_one(language, number, *VERBS[language])
    told = [said(message, language, number) for message in counting()]
    assert [one for one in told if wrong.search(one)] == []


def test_what_is_refused_would_be_found() -> None:
    for language, number, told in (
        ("en", "1", "1 people"),
        ("en", "1", "of the **1** people due"),
        ("en", "1", "of the 1 recorded hours"),
        ("fr", "0", "0 personnes"),
        ("fr", "1", "**1** jours"),
    ):
        assert many_at_one(language, number).search(told), told
    assert not many_at_one("en", "1").search("1 of 20 people")


def pairs() -> set[tuple[str, str]]:
    """Every message said in two forms, by the number in it."""
    found = set()
    for file in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if name in {"many", "rich_many"} and isinstance(node, ast.Call):
                texts = [one.value for one in node.args[:2] if isinstance(one, ast.Constant)]
                if len(texts) == 2:
                    found.add((str(texts[0]), str(texts[1])))
    return found


def test_what_a_message_counts_besides_agrees_in_either_form() -> None:
    """“2 of 1 people”: the number that chooses the form is not the only one."""
    wrong = many_at_one("en", "1")
    assert len(pairs()) > 40
    for pair in pairs():
        for message in pair:
            given = {hole: "2" if hole == "n" else "1" for hole in re.findall(r"\{(\w+)", message)} | {"n": "2"}
            assert not wrong.search(Words("en").format(message, **given)), message


def test_nobody_has_a_sentence_of_its_own() -> None:
    """“0 have something overdue” is correct, not said."""
    message = "**{n:=0 nobody|{n}}** {n:=0 has anything|has something|have something} overdue."
    assert [Words("en").format(message, n=n) for n in ("0", "1", "1,200")] == [
        "**nobody** has anything overdue.",
        "**1** has something overdue.",
        "**1,200** have something overdue.",
    ]
    assert Words("fr").format("{n:=0 Personne ne|{n} personne} rit", n="0") == "Personne ne rit"
    assert Words("fr").format("{n:=0 Personne ne|{n} personne} rit", n="0,4") == "0,4 personne rit"
    assert Words("en").format("{n:=0 none|{n}}", n="7") == "7"


ANSWERS = ("everyone", "at_risk", "cohorts", "growth", "learner_story", "engagement_answer", "index", "overview")
ANSWERS += ("standing", "community", "saying", "reviews")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_answer_begins_by_counting_nought(language: str) -> None:
    """What a page says first of nobody or nothing is said in words."""
    files = [file for file in (ROOM / "pages").rglob("*.py") if file.stem in ANSWERS]
    texts = {node.value for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))) if is_text(node)}
    for message in sorted(texts & messages()):
        for form in forms_of(message, language):
            counts = re.findall(r"\*\*\{(count|active|done|posters|came|lost|late)\}", form)
            assert not counts, form


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
