"""From the files finance brings to the amounts a page shows, through the record and the warehouse."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from analytics.cost_lines import cost_lines
from analytics.costs import costs, spend
from analytics.explained import benefit_of, cost_of
from analytics.investment import decision
from analytics.scope import Scope
from analytics.warehouse import Warehouse
from lrs.organisation.bring import Manner, bring
from lrs.store.duck import DuckStore
from tests.support.brought import following, record_of

D = Decimal
YEAR = Scope(date(2024, 1, 1), date(2024, 12, 31))
FILES = {
    "people": "Matricule;Entité;Métier\nM1;Groupe > France;Soudure\nM2;Groupe > Italie;Soudure\n",
    "programmes": "Code;Titre;Modalité\nSECU;Sécurité;présentiel\n",
    "sessions": (
        "Session;Formation;Date;Fin\nS1;SECU;02/03/2024 09:00;02/03/2024 12:00\n"
        "S2;SECU;02/06/2024 09:00;02/06/2024 12:00\nS3;SECU;02/07/2024 09:00;02/07/2024 12:00\n"
    ),
    "currencies": "Devise;Devise de référence;Taux;Du\nUSD;EUR;0,9;01/01/2024\nUSD;EUR;0,8;01/05/2024\n",
    "rates": "Métier;Coût horaire;Devise;Du\nSoudure;35;EUR;01/01/2024\n",
    "costs": (
        "Ligne;Formation;Poste;Base;Nature;Montant;Devise;Date;Au;Entité\n"
        "T1;SECU;formateur;session;réel;600;EUR;01/01/2024;;France\n"
        "T2;SECU;formateur;session;réel;700;EUR;01/06/2024;;France\n"
        "F1;SECU;conception;;réel;100;USD;30/04/2024;;France\n"
        "F2;SECU;conception;;réel;100;USD;01/05/2024;;France\n"
        "B1;SECU;formateur;;budget;2400;EUR;01/01/2024;31/12/2024;France\n"
        "A1;SECU;formateur;;estimation;5000;EUR;01/01/2024;31/12/2024;France\n"
    ),
    "benefits": (
        "Ligne;Formation;Nature;Bénéfice;Preuve;Montant;Devise;Du\n"
        "G1;SECU;encaissable;Moins d'arrêts;groupe témoin;12000;EUR;01/01/2024\n"
    ),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckStore]:
    store = record_of(tmp_path_factory.mktemp("ledger"), FILES, "finance")
    yield store
    store.close()


@pytest.fixture(scope="module")
def followed(kept: DuckStore) -> Warehouse:
    return following(kept)


def test_a_price_holds_until_the_next_and_dollars_at_their_own_day(followed: Warehouse) -> None:
    row = spend(followed, YEAR).row(0, named=True)
    assert row["actual"] == 600 + 700 + 700 + 90 + 80
    assert (row["budget"], row["estimate"], row["currency"]) == (2_400, 5_000, "EUR")
    first_half = Scope(date(2024, 1, 1), date(2024, 6, 30))
    assert spend(followed, first_half)["actual"].item() == 600 + 700 + 90 + 80
    assert spend(followed, first_half)["budget"].item() == 1_200


def test_every_amount_leads_to_its_file_and_row(followed: Warehouse) -> None:
    rows = {row["line"]: row for row in cost_lines(followed, YEAR).to_dicts()}
    assert (rows["F1"]["file"], rows["F1"]["position"], rows["F1"]["currency"]) == ("costs.csv", 4, "USD")
    assert rows["T1"]["valid_to"] == date(2024, 5, 31)


def test_nobody_learned_so_nothing_is_proven(followed: Warehouse) -> None:
    row = decision(followed, YEAR).row(0, named=True)
    assert (row["column"], row["reason"], row["benefit"]) == ("not_measurable", "no_learners", 12_000)
    assert costs(followed, YEAR)["per_completion"].to_list() == [None, None]


def test_built_again_the_cents_are_the_same(kept: DuckStore, followed: Warehouse) -> None:
    told = [measure(followed, YEAR) for measure in (spend, costs, decision)]
    followed.rebuild()
    followed.catch_up()
    assert all(measure(followed, YEAR).equals(one) for measure, one in zip((spend, costs, decision), told, strict=True))


def test_a_corrected_line_takes_the_place_of_the_old(kept: DuckStore, followed: Warehouse) -> None:
    text = FILES["costs"].replace("F2;SECU;conception;;réel;100", "F2;SECU;conception;;réel;50")
    done = bring("costs", text.encode(), kept, "finance", manner=Manner("costs.csv"))
    assert (done.changed, done.unchanged) == (1, 5)
    followed.catch_up()
    assert spend(followed, YEAR)["actual"].item() == 600 + 700 + 700 + 90 + 40


def test_an_amount_opens_into_its_lines(followed: Warehouse) -> None:
    told = cost_of(followed, YEAR)
    assert told.value == sum(one.value for one in told.working.inputs) == costs(followed, YEAR)["loaded"][0]
    origins = {one.name: one.origin for one in told.working.inputs}
    assert (origins["F1"].source, origins["F1"].day) == ("costs.csv:4", date(2024, 4, 30))
    assert {one.name for one in told.working.inputs} == {"T1", "T2", "F1", "F2"}
    gained = benefit_of(followed, YEAR)
    assert (gained.value, [one.name for one in gained.working.inputs]) == (12_000, ["G1"])
    assert (benefit_of(followed, YEAR, "risk").value, benefit_of(followed, YEAR, "risk").reason) == (None, "no_data")


def test_a_benefit_that_was_withdrawn_counts_no_more(kept: DuckStore, followed: Warehouse) -> None:
    """The last test of this file: it leaves the benefit as it was."""
    text = FILES["benefits"].replace(";Du\n", ";Du;Retirée\n")
    for flag, counted in (("oui", None), ("non", D(12_000))):
        assert bring("benefits", text.replace("2024\n", f"2024;{flag}\n").encode(), kept, "finance").changed == 1
        followed.catch_up()
        assert benefit_of(followed, YEAR).value == counted
