"""Voiding (1.0.3 Data 2.3.2, Communication 2.1.4; 2.0.0 4.2.5)."""

import itertools

import pytest

from tests.support.client import Client
from tests.support.statements import agent, fresh, statement, voiding
from tests.support.tables import answers


def kept(lrs: Client, id_: str) -> tuple[int, int]:
    """Return what asking for a statement as it is, and as a voided one, answers."""
    return tuple(lrs.get("statements", {name: id_}).status for name in ("statementId", "voidedStatementId"))  # type: ignore[return-value]


@answers("XAPI-00018", "XAPI-00019", "XAPI-00155", "XAPI-00157", "XAPI-00163")
def test_voided(lrs: Client) -> None:
    made = statement()
    lrs.keep(made)
    assert kept(lrs, made["id"]) == (200, 404)
    void = voiding(made["id"])
    lrs.keep(void)
    assert kept(lrs, made["id"]) == (404, 200)
    assert kept(lrs, void["id"]) == (200, 404)
    got = lrs.get("statements", {"voidedStatementId": made["id"]}).json
    assert got["actor"] == made["actor"]


@answers("XAPI-00163")
def test_a_voided_statement_is_not_listed(lrs: Client) -> None:
    who = agent()
    made, other = statement(actor=who), statement(actor=who)
    lrs.keep(made, other)
    lrs.keep(voiding(made["id"]))
    assert made["id"] not in lrs.found(agent=who)
    assert other["id"] in lrs.found(agent=who)


@answers("XAPI-00162", "XAPI-00164")
def test_a_filter_that_meets_a_voided_statement_finds_what_targets_it(lrs: Client) -> None:
    made, about = statement(), statement()
    about["object"] = {"objectType": "StatementRef", "id": made["id"]}
    lrs.keep(made)
    lrs.keep(about)
    void = voiding(made["id"])
    lrs.keep(void)
    assert lrs.found(verb=made["verb"]["id"]) == [void["id"], about["id"]]


@answers("XAPI-00018")
def test_the_target_may_arrive_later(lrs: Client) -> None:
    made = statement()
    lrs.keep(voiding(made["id"]))
    lrs.keep(made)
    assert kept(lrs, made["id"]) == (404, 200)


def test_a_target_that_never_arrives(lrs: Client) -> None:
    id_ = fresh()
    lrs.keep(voiding(id_))
    assert kept(lrs, id_) == (404, 404)


@answers("XAPI-00016")
@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_a_voiding_statement_cannot_be_voided(lrs: Client, order: tuple[int, ...]) -> None:
    made = statement()
    void = voiding(made["id"])
    again = voiding(void["id"])
    for place in order:
        lrs.keep((made, void, again)[place])
    assert kept(lrs, made["id"]) == (404, 200)
    assert kept(lrs, void["id"]) == (200, 404)
    assert kept(lrs, again["id"]) == (200, 404)


def test_two_voids_of_one_statement(lrs: Client) -> None:
    made = statement()
    lrs.keep(made, voiding(made["id"]), voiding(made["id"]))
    assert kept(lrs, made["id"]) == (404, 200)


def test_voided_and_voiding_in_one_batch(lrs: Client) -> None:
    made = statement()
    lrs.keep(voiding(made["id"]), made)
    assert kept(lrs, made["id"]) == (404, 200)


def test_a_voiding_statement_that_voids_itself(lrs: Client) -> None:
    id_ = fresh()
    lrs.keep(voiding(id_, id=id_) | {"id": id_})
    assert kept(lrs, id_) == (200, 404)


def test_a_refused_batch_voids_nothing(lrs: Client) -> None:
    made = statement()
    lrs.keep(made)
    assert lrs.post("statements", json_=[voiding(made["id"]), {**statement(), "verb": {}}]).status == 400
    assert kept(lrs, made["id"]) == (200, 404)


def test_the_id_of_the_target_in_capitals(lrs: Client) -> None:
    made = statement()
    lrs.keep(made)
    lrs.keep(voiding(made["id"].upper()))
    assert kept(lrs, made["id"]) == (404, 200)
