"""French readers are told the same: every other test of an import looks for the French of what it expects."""

import re
import tomllib
from importlib.resources import files

import pytest

from lrs.organisation.french import french
from lrs.organisation.report import Problem, Report

TOLD = tomllib.loads(files("lrs.organisation").joinpath("french.toml").read_text("utf-8"))


@pytest.mark.parametrize("sentence", TOLD)
def test_a_sentence_takes_the_same_parts_in_both_languages(sentence: str) -> None:
    assert set(re.findall(r"\{(\w+)'?\}", sentence)) == set(re.findall(r"\{(\w+)\}", TOLD[sentence]))


@pytest.mark.parametrize(
    ("english", "told"),
    [
        ("'32/01/2020' is no day or hour of the calendar", "'32/01/2020' n'est pas un jour ou une heure du calendrier"),
        (
            "'a: b > c' holds 'a: b', which is not one of x, y",
            "'a: b > c' contient 'a: b', qui n'est pas une de ces valeurs : x, y",
        ),
        ("person M3: unit G > A is not among yours (B)", "personne M3 : l'entité G > A n'est pas des vôtres (B)"),
        (
            "rh.csv: Windows-1252, semicolon, decimal comma, dates in figures day/month/year",
            "rh.csv : Windows-1252, point-virgule, virgule décimale, dates en chiffres jour/mois/année",
        ),
        ("{} is empty", "{} is empty"),
        ("something nobody thought of", "something nobody thought of"),
    ],
)
def test_sentences(english: str, told: str) -> None:
    assert french(english) == told


def test_a_problem_and_a_report() -> None:
    problem = Problem(3, "Nom", "is empty")
    assert (problem.sentence(), problem.sentence("fr")) == (
        "row 3, column Nom: is empty",
        "ligne 3, colonne Nom : est vide",
    )
    assert Problem(3, "", "is empty").sentence("fr") == "ligne 3 : est vide"
    report = Report("people", notes=["new units: G"])
    assert (report.remarks(), report.remarks("fr")) == (["new units: G"], ["nouvelles entités : G"])


@pytest.mark.parametrize(
    "sentence",
    [
        "unit: it is none of those you may ask about",
        "device: this measure cannot be narrowed by it; leave it out",
        "reached: your role sees totals only, with the usual limits; leave it out",
        *(f"your role sees totals only: {why}" for why in TOLD if why.startswith("this ")),
    ],
)
def test_what_a_page_refuses_of_a_measure_is_said_whole(sentence: str) -> None:
    told = french(sentence)
    assert told != sentence
    assert not re.search(r"\b(your|this|it)\b", told)
