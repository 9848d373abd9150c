"""Refusals on pages are sentences, and call a filter as its control is called, in the reader's language."""

import re

import pytest

from dashboards.filters import MANY, ONE, TITLES
from dashboards.i18n import Words
from dashboards.pages.tools.statements import TITLES as SEARCH
from dashboards.refusals import DEEDS, FILTERS, told
from lrs.errors import Refusal
from lrs.xapi.query import read_query
from lrs.xapi.version import Version

ID = "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"
ASKED = [
    # what a person may write into the form of Tools, Statements, and be refused
    {"since": "soon"},
    {"until": "2026-02-31T00:00:00Z"},
    {"verb": "completed"},
    {"activity": "a course"},
    {"registration": "7"},
    {"statementId": "7"},
    {"voidedStatementId": "x"},
    {"limit": "many"},
    {"agent": "zoe"},
    {"agent": "{"},
    {"agent": '{"mbox" "x"}'},
    {"agent": '{"name": "Zoe"} {}'},
    {"agent": "[]"},
    {"agent": "{}"},
    {"agent": '{"objectType": "Group"}'},
    {"agent": '{"objectType": "Team"}'},
    {"agent": '{"mbox": 1}'},
    {"agent": '{"mbox": "zoe"}'},
    {"agent": '{"mbox": "mailto:z@example.org", "openid": "https://example.org/z"}'},
    {"agent": '{"mbox": "mailto:z@example.org", "mbox": "mailto:z@example.org"}'},
    {"agent": '{"mbox": "mailto:z@example.org", "age": 7}'},
    {"agent": '{"mbox_sha1sum": "7"}'},
    {"agent": '{"openid": "z"}'},
    {"agent": '{"account": {"name": "z"}}'},
    {"agent": '{"account": {"name": "z", "homePage": "example"}}'},
    {"statementId": ID, "since": "2026-02-01T00:00:00Z"},
    {"statementId": ID, "voidedStatementId": ID},
]


def said(sentence: str, language: str) -> str:
    text, spoken = told(sentence, Words(language), FILTERS)
    assert spoken == language
    return text


@pytest.mark.parametrize(
    ("sentence", "english", "french"),
    [
        (
            "country: this measure cannot be narrowed by it; leave it out",
            "Country: this measure cannot be narrowed by it; leave it out",
            "Pays (country)\u00a0: cette mesure ne se filtre pas ainsi\u202f; retirez ce filtre",
        ),
        (
            "device, course: this measure cannot be narrowed by it; leave it out",
            "Device, course: this measure cannot be narrowed by it; leave it out",
            "Appareil, parcours (device, course)\u00a0: cette mesure ne se filtre pas ainsi\u202f; retirez ce filtre",
        ),
        (
            "units: your role sees totals only; ask about one at a time",
            "Units (unit): your role sees totals only; ask about one at a time",
            "Entités (unit)\u00a0: votre rôle ne voit que des totaux\u202f; demandez-en une à la fois",
        ),
        (
            "zone: 'Mars' is not a time zone; write it as Europe/Paris",
            "Time zone (zone): 'Mars' is not a time zone; write it as Europe/Paris",
            "'Mars' n'est pas un fuseau horaire\u202f; écrivez-le Europe/Paris",
        ),
        (
            "your role sees totals only: this lists people one by one",
            "Your role sees totals only: this lists people one by one",
            "Votre rôle ne voit que des totaux\u00a0: ceci est une liste de personnes",
        ),
    ],
)
def test_a_filter_is_called_as_its_control_is(sentence: str, english: str, french: str) -> None:
    assert said(sentence, "en") == english
    assert said(sentence, "fr") == french


@pytest.mark.parametrize("name", sorted({*TITLES, *MANY.values(), *ONE} - {"period"}))
def test_every_filter_has_the_name_of_its_control(name: str) -> None:
    title = TITLES[{one: field for field, one in MANY.items()}.get(name, name)]
    for language in ("en", "fr"):
        text = said(f"{name}: this measure cannot be narrowed by it; leave it out", language)
        assert text.startswith(Words(language)(title))


@pytest.mark.parametrize(
    ("sentence", "english", "french"),
    [
        ("rh.csv: the file is empty", "rh.csv: the file is empty", "rh.csv\u00a0: le fichier est vide"),
        ("ada and bob are one person already", None, "ada et bob sont déjà une seule personne"),
        ("person w3: is empty", "Person w3: is empty", "Personne w3\u00a0: est vide"),
        (
            "label: expected 1 to 200 printable characters, got ''",
            "Name of the tool (label): expected 1 to 200 printable characters, got ''",
            "Nom de l'outil (label)\u00a0: de 1 à 200 caractères affichables sont attendus, et non ''",
        ),
    ],
)
def test_what_was_given_is_told_as_it_was(sentence: str, english: str | None, french: str) -> None:
    """A key or the name of a file begins with a small letter where it does."""
    assert told(sentence, Words("en"), DEEDS) == (english or sentence, "en")
    assert told(sentence, Words("fr"), DEEDS) == (french, "fr")


def test_what_is_told_in_english_only_is_english_whole() -> None:
    assert told("agent.age: nobody thought of it", Words("fr"), SEARCH) == (
        "Person (agent.age): nobody thought of it",
        "en",
    )


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_what_the_search_of_statements_refuses_is_told_in_french_by_the_names_of_its_fields(
    asked: dict[str, str],
) -> None:
    with pytest.raises(Refusal) as refused:
        read_query(asked, Version.V2)
    text, language = told(refused.value.sentence, Words("fr"), SEARCH)
    assert language == "fr"
    titles = [Words("fr")(title).partition(" (")[0] for title in SEARCH.values()]
    assert text.startswith(tuple(titles))
    assert not re.search(r"\b(expected|got|such as|and|or)\b", text)
