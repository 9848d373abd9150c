"""Costs, budgets, hourly costs, currencies, benefits: what is kept of them, and what is wrong with them."""

from datetime import date
from decimal import Decimal

import pytest

from lrs.organisation.keeping import history
from lrs.organisation.template import template
from lrs.store.promise import Store
from tests.organisation.conftest import BOTH, Bring, sentences

LINE = "Ligne;Formation;Poste;Base;Nature;Montant HT;Devise;Date;Au;Amorti sur (mois);Entité;Clé de répartition;Avoir\n"
BENEFIT = "Ligne;Formation;Nature;Bénéfice;Preuve;Montant;Devise;Du;Confiance;Bas;Haut\n"
RATE = "Métier;Entité;Coût horaire;Devise;Du;Au\n"
CURRENCY = "Devise;Devise de référence;Taux de change;Du;Au\n"


@BOTH
def test_a_line_is_kept_as_it_was_told(store: Store, company: Bring) -> None:
    text = (
        LINE + "L1;SECU;conception;;réel;12 345,67 €;EUR;02/03/2026;;36;France;;\n"
        "L2;;plateforme;fixe;budget;24000;eur;01/01/2026;31/12/2026;;;par apprenant actif;\n"
        "L3;SECU;formateur;par session;réel;612,5;EUR;02/03/2026;;;;;\n"
        "L4;SECU;conception;;réel;-345,67;EUR;15/03/2026;;;;;L1\n"
        "L5;SECU;financement;;réel;-5000;EUR;15/03/2026;;;;;\n"
    )
    done = company("costs", text, name="grand livre.csv")
    assert (done.added, done.applied) == (5, True), sentences(done)
    one, two, three, four, five = store.organisation.rows("cost")
    assert (one["amount"], one["unit"], one["amortised_months"]) == (Decimal("12345.67"), "Groupe > France", 36)
    assert (one["file"], one["position"], one["basis"], one["alternative"]) == ("grand livre.csv", 2, "fixed", False)
    assert (two["programme"], two["nature"], two["currency"], two["allocation"]) == (None, "budget", "EUR", "learners")
    assert (two["valid_to"], three["basis"], four["credits"]) == (date(2026, 12, 31), "session", "L1")
    assert five["amount"] == Decimal(-5000)
    again = company("costs", text, name="autre nom.csv")
    assert (again.unchanged, again.changed) == (5, 0)
    assert {row["file"] for row in store.organisation.rows("cost")} == {"grand livre.csv"}
    assert (
        company("costs", "Ligne;Poste;Nature;Montant;Devise;Date\nL3;formateur;réel;700;EUR;02/03/2026\n").changed == 1
    )
    [kept] = store.organisation.rows("cost", line="L3")
    assert (kept["amount"], kept["basis"], kept["programme"]) == (Decimal(700), "session", "SECU")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("L1;SECU;salle;;réel;-1;EUR;02/03/2026;;;;;", "column Montant HT: is below 0: only funding, or a credit note"),
        ("L1;SECU;financement;;réel;1;EUR;02/03/2026;;;;;", "column Montant HT: is above 0: funding takes from"),
        ("L1;SECU;salle;;réel;1,23456;EUR;02/03/2026;;;;;", "column Montant HT: '1,23456' has more than 4 decimals"),
        ("L1;SECU;salle;;réel;1e9;EUR;02/03/2026;;;;;", "column Montant HT: '1e9' is not a number"),
        ("L1;SECU;salle;;réel;2000000000;EUR;02/03/2026;;;;;", "column Montant HT: '2000000000' is too large"),
        ("L1;SECU;salle;;réel;1;EUX;02/03/2026;;;;;", "column Devise: 'EUX' is not a currency of ISO 4217 such as EUR"),
        ("L1;SECU;salle;;réel;1;USD;02/03/2026;;;;;", "column Devise: no rate of USD into EUR holds on 2026-03-02;"),
        ("L1;SECU;bijoux;;réel;1;EUR;02/03/2026;;;;;", "column Poste: 'bijoux' is not one of design, platform"),
        ("L1;NULLE;salle;;réel;1;EUR;02/03/2026;;;;;", "column Formation: no programme is called 'NULLE'"),
        ("L1;;salle;;réel;1;EUR;02/03/2026;;;;;", "column Clé de répartition: is empty: a shared cost says how"),
        (
            "L1;SECU;salle;;réel;1;EUR;02/03/2026;;;;heures;",
            "column Clé de répartition: is of fixed costs that several",
        ),
        ("L1;SECU;salle;;réel;1;EUR;02/03/2026;01/03/2026;;;;", "column Au: 2026-03-01 is before the first day (2026"),
        ("L1;SECU;salle;;réel;1;EUR;02/03/2026;03/03/2026;3;;;", "column Amorti sur (mois): says how long a second"),
        ("L1;SECU;salle;session;réel;1;EUR;02/03/2026;;3;;;", "column Amorti sur (mois): is of fixed amounts only"),
        ("L1;SECU;salle;;réel;1;EUR;02/03/2026;;0;;;", "column Amorti sur (mois): is not between 1 and 600 months"),
        ("L1;SECU;temps apprenant;;réel;1;EUR;02/03/2026;;;;;", "column Poste: is worked out from recorded hours"),
        (
            "L1;SECU;salle;;réel;-1;EUR;02/03/2026;;;;;L9",
            "column Avoir: no line is called 'L9', in this file or before",
        ),
        ("L1;SECU;salle;;réel;-1;EUR;02/03/2026;;;;;L1", "column Avoir: line L1 is a credit note itself"),
        ("L1;SECU;salle;;réel;1;EUR;02/03/2026;;;;;L0", "column Montant HT: is not below 0: a credit note takes from"),
        ("L0;SECU;salle;;réel;1;EUR;02/03/2026;;;;;", "column Ligne: L0 stands in row 2 already"),
    ],
)
def test_costs_that_cannot_be(store: Store, company: Bring, row: str, problem: str) -> None:
    done = company("costs", f"{LINE}L0;SECU;salle;;réel;100;EUR;02/03/2026;;;;;\n{row}\n")
    assert sentences(done)[0].startswith(f"row 3, {problem}"), sentences(done)
    assert (len(done.problems), store.organisation.rows("cost")) == (1, [])


def test_one_price_holds_at_a_time(store: Store, company: Bring) -> None:
    head, row = (
        "Ligne;Formation;Poste;Base;Nature;Montant;Devise;Date;Au\n",
        "{};SECU;formateur;session;réel;{};EUR;{};{}\n",
    )
    first = row.format("T1", 600, "01/01/2025", "") + row.format("T2", 650, "01/01/2026", "31/12/2026")
    assert company("costs", head + first).applied
    again = company("costs", head + row.format("T3", 700, "31/12/2026", ""))
    assert sentences(again) == ["row 2, column Date: overlaps line T2, the same price"]
    same = company("costs", head + row.format("T4", 700, "01/01/2025", ""))
    assert sentences(same) == ["row 2, column Date: overlaps line T1, the same price"]
    assert company("costs", head + row.format("T3", 700, "01/01/2027", "")).applied
    assert company("costs", head + row.format("T5", 700, "01/01/2027", "").replace("formateur", "salle")).applied


def test_an_alternative_is_an_estimate(store: Store, company: Bring) -> None:
    head = "Ligne;Formation;Poste;Nature;Montant;Devise;Date;Alternative;Bas;Haut\n"
    done = company("costs", f"{head}A1;SECU;salle;estimation;100;EUR;02/03/2026;oui;90;120\n")
    assert done.applied, sentences(done)
    assert store.organisation.rows("cost")[0]["alternative"] is True
    done = company("costs", f"{head}A2;SECU;salle;réel;100;EUR;02/03/2026;oui;110;90\n")
    assert [one.partition(": ")[2] for one in sentences(done)] == [
        "is only an estimate, of one programme: what was not done was neither budgeted nor paid",
        "110.0000 is above the amount (100.0000)",
        "90.0000 is below the amount (100.0000)",
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("L1;ACCUEIL;salle;;budget;1;EUR;02/03/2026;;;Sénégal;;", "Entité: this is not of your units"),
        ("L1;SECU;salle;;budget;1;EUR;02/03/2026;;;;;", "Entité: is empty, which is every unit: name one of yours"),
        ("L0;SECU;salle;;budget;1;EUR;02/03/2026;;;France;;", "Ligne: this is not of your units"),
    ],
)
def test_a_manager_brings_the_budget_of_their_own_units(company: Bring, row: str, problem: str) -> None:
    assert company("costs", f"{LINE}L0;ACCUEIL;salle;;budget;1;EUR;02/03/2026;;;Sénégal;;\n").applied
    assert company("costs", f"{LINE}L7;ACCUEIL;salle;;budget;1;EUR;02/03/2026;;;Lyon;;\n", {"Groupe > France"}).applied
    done = company("costs", f"{LINE}{row}\n", {"Groupe > France"})
    assert sentences(done)[0].startswith(f"row 2, column {problem}")
    assert not done.applied


@BOTH
def test_currencies_hold_until_the_next(store: Store, company: Bring) -> None:
    rates = CURRENCY + "USD;EUR;0,91;01/01/2026;\nUSD;EUR;0,95000001;01/04/2026;\nCHF;EUR;1,02;01/01/2026;31/03/2026\n"
    assert company("currencies", rates).added == 3
    assert company("currencies", rates).unchanged == 3
    assert store.organisation.rows("currency")[1]["rate"] == Decimal("0.95000001")
    cost = LINE + "L1;SECU;salle;;réel;100;{};{};;;;;\n"
    assert company("costs", cost.format("USD", "02/05/2026")).applied
    missing = company("costs", cost.format("CHF", "02/05/2026"))
    assert sentences(missing)[0].endswith("no rate of CHF into EUR holds on 2026-05-02; import currencies first")


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("USD;EUR;0;01/01/2026;", "column Taux de change: '0' is not above 0"),
        ("USD;EUR;0,9;01/01/2026;\nCHF;USD;1;01/01/2026;", "column Devise de référence: is USD, where every other"),
        ("EUR;EUR;1;01/01/2026;", "column Devise: EUR is the base: one is worth one"),
        (
            "USD;EUR;1;01/01/2026;30/06/2026\nUSD;EUR;1;30/06/2026;",
            "column Du: overlaps the one from 2026-01-01 to 2026",
        ),
        ("USD;EUR;1;01/01/2026;\nUSD;EUR;2;01/01/2026;", "column Du: says the same as row 2: one of them is too many"),
    ],
)
def test_currencies_that_cannot_be(store: Store, company: Bring, rows: str, problem: str) -> None:
    done = company("currencies", f"{CURRENCY}{rows}\n")
    assert problem in sentences(done)[0]
    assert store.organisation.rows("currency") == []


def test_currencies_are_everyones(company: Bring) -> None:
    done = company("currencies", f"{CURRENCY}USD;EUR;1;01/01/2026;\n", {"Groupe > France"})
    assert sentences(done) == ["row 2, column Devise: holds for every unit: whoever answers for all of them brings it"]


@BOTH
def test_hourly_costs(store: Store, company: Bring) -> None:
    rows = (
        "Maintenance;France;38,5;EUR;01/01/2026;31/12/2026",
        ";;30;EUR;01/01/2026;",
        "Maintenance;;35;EUR;01/01/2026;",
    )
    text = RATE + "".join(f"{row}\n" for row in rows)
    assert company("rates", text).added == 3
    assert company("rates", text).unchanged == 3
    later = company("rates", f"{RATE}Maintenance;Groupe > France;40;EUR;31/12/2026;\n")
    assert sentences(later) == ["row 2, column Du: overlaps the one from 2026-01-01 to 2026-12-31"]
    assert company("rates", f"{RATE}Maintenance;France;40;EUR;01/01/2027;\n").applied
    earlier = company("rates", f"{RATE}Maintenance;France;40;EUR;01/06/2025;01/01/2026\n")
    assert sentences(earlier) == ["row 2, column Du: overlaps the one from 2026-01-01 to 2026-12-31"]
    assert len(store.organisation.rows("rate")) == 4


@pytest.mark.parametrize(
    ("row", "units", "problem"),
    [
        (";;-3;EUR;01/01/2026;", None, "column Coût horaire: is below 0"),
        (
            ";;30;EUR;01/01/2026;",
            {"Groupe > France"},
            "column Entité: is empty, which is every unit: name one of yours",
        ),
        (";Sénégal;30;EUR;01/01/2026;", {"Groupe > France"}, "column Entité: this is not of your units"),
        (";;30;XYZ;01/01/2026;", None, "column Devise: 'XYZ' is not a currency"),
    ],
)
def test_hourly_costs_that_cannot_be(company: Bring, row: str, units: set[str] | None, problem: str) -> None:
    assert sentences(company("rates", f"{RATE}{row}\n", units))[0].startswith(f"row 2, {problem}")


@BOTH
def test_benefits(store: Store, company: Bring) -> None:
    text = (
        f"{BENEFIT}B1;SECU;encaissable;Moins d'accidents;groupe témoin;42000;EUR;29/02/2024;70 %;30000;55000\n"
        "B2;SECU;intangible;Confiance;;;;01/01/2026;;;\n"
    )
    done = company("benefits", text)
    assert done.added == 2, sentences(done)
    one, two = store.organisation.rows("benefit")
    assert (one["evidence"], one["confidence"], one["share"]) == ("controlled", Decimal("0.7"), 1)
    assert (one["valid_to"], two["valid_to"], two["amount"]) == (date(2025, 2, 27), date(2026, 12, 31), None)
    assert company("benefits", text).unchanged == 2


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("B1;SECU;encaissable;Gain;;1;EUR;01/01/2026;;;", "column Preuve: is empty: a benefit names what says so"),
        (
            "B1;SECU;encaissable;Gain;tendance;;EUR;01/01/2026;;;",
            "column Montant: is empty: a benefit without an amount",
        ),
        ("B1;SECU;encaissable;Gain;tendance;1;;01/01/2026;;;", "column Devise: is empty, where there is an amount"),
        ("B1;SECU;encaissable;Gain;tendance;-1;EUR;01/01/2026;;;", "column Montant: is below 0"),
        ("B1;SECU;intangible;Gain;;1;EUR;01/01/2026;;;", "column Montant: is that of an intangible"),
        (
            "B1;SECU;encaissable;Gain;tendance;1;EUR;01/01/2026;120;;",
            "column Confiance: '120' is not between 0 and 100",
        ),
        (
            "B1;SECU;encaissable;Gain;tendance;1;EUR;01/01/2026;1,5;;",
            "column Confiance: '1,5' could be a share above 1 or a percentage: write it with a % sign",
        ),
    ],
)
def test_benefits_that_cannot_be(store: Store, company: Bring, row: str, problem: str) -> None:
    done = company("benefits", f"{BENEFIT}{row}\n")
    assert sentences(done)[0].startswith(f"row 2, {problem}"), sentences(done)
    assert store.organisation.rows("benefit") == []


def test_a_benefit_is_of_a_programme_one_answers_for(company: Bring) -> None:
    row = "B1;ACCUEIL;encaissable;Gain;tendance;1;EUR;01/01/2026;;;"
    done = company("benefits", f"{BENEFIT}{row}\n", {"Groupe > France"})
    assert "there is no programme 'ACCUEIL' that your units may name here" in sentences(done)[0]


@pytest.mark.parametrize("kind", ["costs", "currencies", "rates", "benefits"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_template_is_read_as_it_was_written(company: Bring, kind: str, language: str) -> None:
    company("people", "Matricule;Entité\nM9;Group > France\n")
    company("programmes", "Code;Titre\nSECU-1;Sécurité\n")
    done = company(kind, template(kind, language), preview=True)
    assert sentences(done) == []
    assert done.added == 1


MOVED = "Ligne;Poste;Nature;Montant;Devise;Date\nL1;salle;réel;{};EUR;02/03/2026\n"


@BOTH
def test_who_brought_what_and_what_they_changed_is_noted(store: Store, company: Bring) -> None:
    assert company("costs", f"{LINE}L1;SECU;salle;;réel;100;EUR;02/03/2026;;;France;;\n", name="un.csv").applied
    assert company("costs", MOVED.format(120), name="deux.csv").changed == 1
    assert company("costs", MOVED.format(120), name="trois.csv").unchanged == 1
    [line] = store.organisation.rows("cost")
    assert (line["who"], line["file"], line["amount"]) == ("somebody", "deux.csv", Decimal(120))
    first, then = history(store, "told cost", "L1")
    assert first["value"]["new"] is True
    assert first["value"]["of"] == {"line": "L1", "programme": "SECU", "unit": "Groupe > France"}
    assert then["value"]["values"] == {"amount": ["100.0000", "120.0000"]}
    assert (then["who"], then["happened"]) == ("somebody", line["told"])
    company("rates", f"{RATE}Maintenance;;35;EUR;01/01/2026;\n")
    company("rates", f"{RATE}Maintenance;;36;EUR;01/01/2026;\n")
    [_, moved] = history(store, "told rate", "Maintenance / 2026-01-01")
    assert moved["value"]["values"] == {"amount": ["35.0000", "36.0000"]}


@BOTH
def test_a_line_is_withdrawn_and_brought_back(store: Store, company: Bring) -> None:
    two = "L2;SECU;salle;;réel;-40;EUR;02/03/2026;;;;;L1\n"
    assert company("costs", f"{LINE}L1;SECU;salle;;réel;100;EUR;02/03/2026;;;;;\n{two}").applied
    head = "Ligne;Poste;Nature;Montant;Devise;Date;Retirée\n"
    one, note = f"{head}L1;salle;réel;100;EUR;02/03/2026;", "L2;salle;réel;-40;EUR;02/03/2026;oui\n"
    assert sentences(company("costs", f"{one}oui\n")) == [
        "row 2, column Retirée: is yes, but credit note L2 takes from this line: withdraw that one too"
    ]
    assert company("costs", f"{one}oui\n{note}").changed == 2
    assert {row["line"]: row["withdrawn"] for row in store.organisation.rows("cost")} == {"L1": True, "L2": True}
    late = company("costs", f"{LINE}L3;SECU;salle;;réel;-1;EUR;02/03/2026;;;;;L1\n")
    assert sentences(late) == ["row 2, column Avoir: line L1 is withdrawn: there is nothing to take from"]
    assert company("costs", MOVED.format(90)).changed == 1
    assert store.organisation.rows("cost", line="L1")[0]["withdrawn"] is True  # a file without the column leaves it so
    assert company("costs", f"{one}non\n").changed == 1
    told = [one["value"]["values"].get("withdrawn") for one in history(store, "told cost", "L1")]
    assert told == [None, [False, True], None, [True, False]]
    new = company("costs", f"{head}L9;salle;réel;100;EUR;02/03/2026;oui\n")
    assert "is yes, of a line that was never told: leave the row out" in sentences(new)[-1]


@BOTH
def test_a_benefit_is_withdrawn_and_brought_back(store: Store, company: Bring) -> None:
    head = "Ligne;Formation;Nature;Bénéfice;Preuve;Montant;Devise;Date;Retirée\n"
    row = "B1;SECU;encaissable;Moins d'accidents;tendance;42000;EUR;01/01/2026;{}\n"
    assert sentences(company("benefits", head + row.format("oui"))) == [
        "row 2, column Retirée: is yes, of a line that was never told: leave the row out"
    ]
    assert company("benefits", head + row.format("")).added == 1
    assert company("benefits", head + row.format("oui")).changed == 1
    assert store.organisation.rows("benefit")[0]["withdrawn"] is True
    told = f"{BENEFIT}B1;SECU;encaissable;Moins d'accidents;tendance;43000;EUR;01/01/2026;;;\n"
    assert company("benefits", told).changed == 1
    assert store.organisation.rows("benefit")[0]["withdrawn"] is True  # a file without the column leaves it so
    assert company("benefits", head + row.format("non")).changed == 1
    values = [one["value"]["values"].get("withdrawn") for one in history(store, "told benefit", "B1")]
    assert values == [None, [False, True], None, [True, False]]


def test_a_price_that_was_withdrawn_leaves_its_place(company: Bring) -> None:
    head = "Ligne;Formation;Poste;Base;Nature;Montant;Devise;Date;Retirée\n"
    row = "{};SECU;formateur;session;réel;{};EUR;01/01/2026;{}\n"
    assert company("costs", head + row.format("T1", 600, "")).applied
    assert not company("costs", head + row.format("T2", 700, "")).applied
    assert company("costs", head + row.format("T1", 600, "oui") + row.format("T2", 700, "")).applied
