import ast
import importlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from analytics import content, items
from analytics.catalog import MEASURES
from dashboards.i18n import Catalog, Words, catalogs, preferred, tail
from dashboards.pages import engagement_charts
from dashboards.site import PAGES
from schemas.imports import KINDS

HOUSE = Path(__file__).parents[2]
ROOM = HOUSE / "dashboards"
SAYING = {"words", "say", "rich", "many", "rich_many", "_form"}


def messages() -> set[str]:
    """Every message the code says, read from its source."""
    found = set()
    for file in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in SAYING and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    for table in (engagement_charts.GRAINS, engagement_charts.NAMED, engagement_charts.RANGES):
        found |= set(table.values())
    found |= said_by_tables() | said_by_templates() | {page.title for page in PAGES}
    found |= {*content.MESSAGES, *items.MESSAGES}
    for one in MEASURES.values():
        found |= {one.formula, one.source, one.enough}
    return found


def said_by_tables() -> set[str]:
    """What stands in a module's `MESSAGES` and is said from there."""
    names = [".".join(file.relative_to(ROOM.parent).with_suffix("").parts) for file in ROOM.rglob("*.py")]
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    return {message for module in modules for message in getattr(module, "MESSAGES", ())}


def said_by_templates() -> set[str]:
    texts = [file.read_text(encoding="utf-8") for file in ROOM.rglob("*.html")]
    return {found for text in texts for _, found in re.findall(r"\bsay\((['\"])(.+?)\1", text)}


@pytest.mark.parametrize("language", sorted(set(catalogs()) - {"en"}))
def test_every_message_is_written_in_every_language(language: str) -> None:
    catalog = catalogs()[language]
    assert isinstance(catalog, Catalog)
    assert messages() - catalog.messages == set()


@pytest.mark.parametrize("language", sorted(set(catalogs()) - {"en"}))
def test_a_message_is_translated_once(language: str) -> None:
    """Said in two files, one would win everywhere, silently; two senses are two messages."""
    folder = ROOM / "translations"
    texts = [file.read_text(encoding="utf-8") for file in [folder / f"{language}.po", *(folder / language).iterdir()]]
    found = [one for text in texts for one in re.findall(r'^msgid ((?:".*"\n)+)', text, re.MULTILINE)]
    told = Counter(one.replace('"\n"', "") for one in found)
    assert [message for message, n in told.items() if n > 1] == []


@pytest.mark.parametrize(
    ("value", "digits", "english", "french"),
    [
        (0, 0, "0 points", "0 point"),
        (0.2, 1, "0.2 points", "0,2 point"),
        (1, 0, "1 point", "1 point"),
        (1.4, 0, "1 point", "1 point"),
        (1.4, 1, "1.4 points", "1,4 point"),
        (1.97, 1, "2.0 points", "2,0 points"),
        (-1.4, 1, "-1.4 points", "-1,4 point"),
        (2.5, 1, "2.5 points", "2,5 points"),
    ],
)
def test_a_number_asks_for_the_form_of_what_is_written(value: float, digits: int, english: str, french: str) -> None:
    """In French what is under 2 is one, in English all that is not 1 is many (CLDR)."""
    told = [Words(language).many("{n} point", "{n} points", value, digits) for language in ("en", "fr")]
    assert told == [english, french]


@pytest.mark.parametrize(
    ("value", "told"),
    [("0", "0 jour"), ("1", "1 jour"), ("1,9", "1,9 jour"), ("2,0", "2,0 jours"), ("1\u202f200", "1\u202f200 jours")],
)
def test_what_is_counted_besides_agrees_with_its_number_as_it_is_written(value: str, told: str) -> None:
    assert Words("fr").format("{n} {n:jour|jours}", n=value) == told
    assert Words("en").format("{n} {n:day|days}", n="0") == "0 days"
    assert Words("fr").format("{n:votre apprenant|vos {n} apprenants}", n="3") == "vos 3 apprenants"


def test_nothing_is_counted_in_the_plural_alone() -> None:
    """“1 jours”: in French all that is under two is one, so that each count has two forms."""
    catalog = catalogs()["fr"]
    assert isinstance(catalog, Catalog)
    nouns = "personnes|jours|réponses|heures|apprenants|échecs|questions|traces|clés|achèvements|sessions|autres"
    counts = r"\{(?:n|count|learners|people|all|size|days|hours|answered)\}(?:\*\*)?"
    many = re.compile(rf"(?<!%)(?<!\b[dlv][eo]s )(?<!\b[dl]es \*\*){counts} (?:{nouns})\b")
    told = [catalog._told[message] for message in catalog.messages]
    assert [forms[0] for forms in told if len(forms) == 1 and many.search(forms[0])] == []


@pytest.mark.parametrize("language", sorted(set(catalogs()) - {"en"}))
def test_a_translation_has_the_same_holes(language: str) -> None:
    catalog = catalogs()[language]
    assert isinstance(catalog, Catalog)
    for message in catalog.messages:
        if "%{" not in message:
            holes, told = (set(re.findall(r"\{(\w*)", text)) for text in (message, catalog.gettext(message)))
            assert told == holes, message
        assert catalog.gettext(message).count("**") == message.count("**")


def told_in_french() -> Iterator[tuple[str, str]]:
    """Every French text with the file it stands in: catalogs, what importers say, columns, tables in the code."""
    for file in [ROOM / "translations" / "fr.po", *(ROOM / "translations" / "fr").iterdir()]:
        catalog = Catalog(file.read_text(encoding="utf-8"))
        yield from ((file.name, text) for texts in catalog._told.values() for text in texts)
    sentences = tomllib.loads((HOUSE / "lrs" / "organisation" / "french.toml").read_text(encoding="utf-8"))
    yield from (("french.toml", text) for text in sentences.values())
    for kind in KINDS.values():
        yield from (("imports.toml", text) for text in (kind.fr, *(column.fr for column in kind.columns)))
    for room in ("schemas", "lrs", "analytics", "dashboards"):
        for file in (HOUSE / room).rglob("*.py"):
            yield from ((file.name, text) for text in french_of_tables(ast.parse(file.read_text(encoding="utf-8"))))


def french_of_tables(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "fr" and isinstance(value, ast.Constant):
                    yield str(value.value)


def test_no_line_of_french_breaks_before_a_sign() -> None:
    """A no-break space before : and inside guillemets, a narrow one before ; ! ? and %, and in large numbers."""
    signs = r"[ \u202f]:(?!\w)|[ \u00a0][;!?](?!\w)|«(?!\u00a0)|(?<!\u00a0)»"
    numbers = r"(?<=[\d}*])[ \u00a0]%(?![\w{])|\d[ \u00a0]\d{3}\b"
    wrong = re.compile(f"{signs}|{numbers}")
    assert [each for each in told_in_french() if wrong.search(each[1])] == []


def test_french_has_one_word_for_one_idea() -> None:
    """A programme is *une formation*, a unit of the organisation *une entité*; *une unité* is what something counts."""
    told = [(file, re.sub(r"\{[^}]*\}", "", text)) for file, text in told_in_french()]
    assert [each for each in told if re.search(r"(?i)programme|unités|par unité(?! de)", each[1])] == []


def test_parts_of_a_sentence_follow_one_another_as_the_language_writes_it() -> None:
    assert Words("en").besides("one", "two", "three") == "one; two; three"
    assert Words("fr").besides("un", "deux") == "un\u202f; deux"


def test_numbers_and_dates_follow_the_language() -> None:
    en, fr = Words("en"), Words("fr")
    assert en.number(12345.67, 1) == "12,345.7"
    assert fr.number(12345.67, 1) == "12\u202f345,7"
    assert en.day(date(2026, 11, 1)) == "1 November 2026"
    assert fr.day(date(2026, 11, 1)) == "1er novembre 2026"
    assert fr.moment(datetime(2026, 11, 21, 9, 5)) == "21 novembre 2026 à 09:05"  # noqa: DTZ001  # any clock
    assert fr.share(1, 3) == "33\u202f%"


def test_rounding_never_makes_everything_of_nearly_everything() -> None:
    words = Words("en")
    assert words.share(9999, 10000) == "over 99%"
    assert words.share(1, 10000) == "under 1%"
    assert words.share(1, 10000, 1) == "under 0.1%"
    assert words.share(10, 10, 1) == "100%"
    assert words.share(0, 0) == "0%"


def test_plurals_follow_the_language() -> None:
    one, more = "{n} statement still to read", "{n} statements still to read"
    assert [Words("en").many(one, more, n) for n in (0, 1, 2)] == [
        "0 statements still to read",
        "1 statement still to read",
        "2 statements still to read",
    ]
    assert [Words("fr").many(one, more, n) for n in (0, 1, 2)] == [
        "0 trace encore à lire",
        "1 trace encore à lire",
        "2 traces encore à lire",
    ]
    planned = "**{n}** session was planned {period}.", "**{n}** sessions were planned {period}."
    assert Words("fr").rich_many(*planned, 0, period="en mars")[1:] == [" session était prévue en mars."]
    assert Words("fr").rich_many(*planned, 2, period="en mars")[1:] == [" sessions étaient prévues en mars."]


def test_what_is_put_in_is_only_text() -> None:
    told = Words("en").rich("**{rule}** of {day}", day="**{rule}**", rule="<b>")
    assert told[0].children == "<b>"
    assert told[1] == " of **{rule}**"


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ('{"en":"Safety","fr-FR":"Sécurité"}', "Sécurité"),
        ('{"en":"Safety"}', "Safety"),
        ('{"de":"Sicherheit"}', "Sicherheit"),
        ('{"fr":"  "}', "safety"),
        ("null", "safety"),
        ("[1]", "safety"),
        ("{", "safety"),
        (None, "safety"),
    ],
)
def test_a_name_falls_back(names: str | None, shown: str) -> None:
    assert Words("fr").pick(names, "https://example.org/course/safety") == shown


@pytest.mark.parametrize(
    ("header", "chosen", "spoken"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.8", None, "fr"),
        ("de,en;q=0.5,fr;q=0.7", None, "fr"),
        ("", None, "en"),
        ("fr", "en", "en"),
        ("en", "xx", "en"),
        ("fr;q=x", None, "en"),
    ],
)
def test_the_language_is_chosen_or_the_browsers(header: str, chosen: str | None, spoken: str) -> None:
    assert preferred(header, chosen) == spoken


@pytest.mark.parametrize(
    ("iri", "told"),
    [
        ("http://adlnet.gov/expapi/verbs/completed", "completed"),
        ("https://lms.example.org/SAFE/test/A/question/1", "question/1"),
        ("https://w3id.org/xapi/video#played/", "played"),
        ("https://example.org/1", "1"),
        ("urn:isbn:42", "urn:isbn:42"),
        ("", ""),
    ],
)
def test_what_has_no_name_goes_by_the_end_of_its_iri(iri: str, told: str) -> None:
    assert tail(iri) == told
