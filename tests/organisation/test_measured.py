"""Benefits that are to be measured: what is kept of them, and what is wrong with them."""

import pytest

from lrs.store.promise import Store
from tests.organisation.conftest import BOTH, Bring, sentences

FIGURES = (
    "Indicateur;Entité;Mois;Numérateur;Sens;Valeur d'une unité;Devise;Source;Formations\n"
    "Accidents;Lyon;2026-03;3;baisse;8500;EUR;Assureur;SECU\n"
)
HEAD = "Ligne;Formation;Nature;Bénéfice;Preuve;Indicateur;Montant;Devise;Du;Au;Part;Bas\n"
ROW = "B1;SECU;encaissable;Moins d'accidents;effet mesuré;Accidents;;;01/01/2026;;60 %;\n"


@BOTH
def test_a_measured_benefit_names_its_indicator_and_no_amount(store: Store, company: Bring) -> None:
    company("indicators", FIGURES)
    done = company("benefits", HEAD + ROW)
    assert done.added == 1, sentences(done)
    [row] = store.organisation.rows("benefit")
    assert (row["indicator"], row["evidence"], row["amount"], row["currency"]) == ("Accidents", "measured", None, None)
    assert company("benefits", HEAD + ROW).unchanged == 1


def told(**other: str) -> str:
    cells = dict(zip(HEAD.strip().split(";"), ROW.strip().split(";"), strict=True)) | other
    return ";".join(cells.values()) + "\n"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (told(Indicateur=""), "column Indicateur: is empty: a measured effect names the indicator it is measured on"),
        (told(Montant="1", Devise="EUR"), "column Montant: is worked out from the measured effect: leave it empty"),
        (told(Bas="1"), "column Bas: is worked out from the measured effect: leave it empty"),
        (told(Indicateur="Pannes"), "column Indicateur: no figures of 'Pannes' name programme SECU: import indicators"),
        (told(Formation="ACCUEIL"), "column Indicateur: no figures of 'Accidents' name programme ACCUEIL: import ind"),
        (
            told(Preuve="tendance", Montant="1", Devise="EUR"),
            "column Indicateur: is of measured effects only: this benefit rests on something else",
        ),
        (
            told(Nature="intangible"),
            "column Indicateur: is of measured effects only: this benefit rests on something else",
        ),
    ],
)
def test_measured_benefits_that_cannot_be(store: Store, company: Bring, row: str, problem: str) -> None:
    company("indicators", FIGURES)
    done = company("benefits", HEAD + row)
    assert any(one.startswith(f"row 2, {problem}") for one in sentences(done)), sentences(done)
    assert store.organisation.rows("benefit") == []


def test_one_effect_is_not_counted_twice(company: Bring) -> None:
    company("indicators", FIGURES)
    assert company("benefits", HEAD + ROW).applied
    more = told(Ligne="B2", Part="50 %")
    problem = "row 2, column Part: with line B1 is more than all of the effect on 'Accidents'"
    assert sentences(company("benefits", HEAD + more))[0].startswith(problem)
    assert company("benefits", HEAD + told(Ligne="B2", Part="40 %")).applied
    assert company("benefits", HEAD + told(Ligne="B3", Du="01/01/2027", Part="100 %")).applied
