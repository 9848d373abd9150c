"""`more`: stateless, whole, in both directions (1.0.3 Data 2.5; 2.0.0 4.2.4.3)."""

from typing import Any

import pytest
from flask import Flask

from tests.support.apps import SECRET, admit, store_of
from tests.support.client import Client
from tests.support.statements import agent, reference, statement, voiding
from tests.support.tables import answers
from tests.support.times import instant

orders = pytest.mark.parametrize("ascending", [False, True], ids=["newest first", "oldest first"])


def ids(pages: Any) -> list[list[str]]:
    return [[one["id"] for one in page] for page in pages]


def flat(pages: Any) -> list[str]:
    return [one["id"] for page in pages for one in page]


@answers("XAPI-00108", "XAPI-00109", "XAPI-00110", "XAPI-00111", "XAPI-00113", "XAPI-00114")
@orders
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages(lrs: Client, *, ascending: bool, limit: int) -> None:
    who = agent()
    made = lrs.keep(*(statement(actor=who) for _ in range(7)))
    expected = made if ascending else made[::-1]
    pages = ids(lrs.pages(agent=who, ascending=ascending, limit=limit))
    assert [len(page) for page in pages] == [limit] * (7 // limit) + ([7 % limit] if 7 % limit else [])
    assert [id_ for page in pages for id_ in page] == expected


@answers("XAPI-00108")
def test_more_is_a_short_path_on_this_server(lrs: Client) -> None:
    who = agent()
    lrs.keep(*(statement(actor=who) for _ in range(3)))
    more = lrs.get("statements", {"agent": who, "limit": 1}).json["more"]
    assert more.startswith("/xapi/statements?")
    assert len(more) < 1000


@orders
def test_what_comes_after_the_first_page_stays_out(lrs: Client, *, ascending: bool) -> None:
    who = agent()
    made = lrs.keep(*(statement(actor=who) for _ in range(4)))
    pages = lrs.pages(agent=who, ascending=ascending, limit=2)
    seen = [one["id"] for one in next(pages)]
    lrs.keep(*(statement(actor=who) for _ in range(3)))
    seen += flat(pages)
    assert seen == (made if ascending else made[::-1])


@orders
def test_a_reference_that_comes_late_does_not_disturb(lrs: Client, *, ascending: bool) -> None:
    who = agent()
    made = lrs.keep(*(statement(actor=who) for _ in range(4)))
    pages = lrs.pages(agent=who, ascending=ascending, limit=2)
    seen = [one["id"] for one in next(pages)]
    lrs.keep(statement(object=reference(made[0])))
    seen += flat(pages)
    assert seen == (made if ascending else made[::-1])


def test_what_is_voided_meanwhile_is_left_out(lrs: Client) -> None:
    who = agent()
    made = lrs.keep(*(statement(actor=who) for _ in range(4)))
    pages = lrs.pages(agent=who, limit=2)
    next(pages)
    lrs.keep(voiding(made[0]))
    assert flat(pages) == [made[1]]


@answers("XAPI-00111")
def test_more_keeps_every_filter(lrs: Client) -> None:
    who = agent()
    verb = statement()["verb"]
    made = [statement(actor=who, verb=verb) if n % 2 else statement(actor=who) for n in range(8)]
    lrs.keep(*made)
    expected = [one["id"] for one in made if one["verb"] == verb][::-1]
    assert flat(lrs.pages(agent=who, verb=verb["id"], limit=1)) == expected


def test_more_that_was_tampered_with(lrs: Client) -> None:
    who = agent()
    lrs.keep(*(statement(actor=who) for _ in range(3)))
    more = lrs.get("statements", {"agent": who, "limit": 1}).json["more"]
    for wrong in (more[:-1], more + "x", more[: len(more) // 2], more.partition("=")[0] + "=", more + "&limit=1"):
        assert lrs.get(wrong).status == 400, wrong


@answers("XAPI-00334", "XAPI-00327")
def test_authentication_applies_to_every_page(lrs: Client, app: Flask) -> None:
    who = agent()
    lrs.keep(*(statement(actor=who) for _ in range(3)))
    more = lrs.get("statements", {"agent": who, "limit": 1}).json["more"]
    assert lrs.get(more, headers={"Authorization": None}).status == 401
    store = store_of(app)
    for key, scope in ((f"write-{who['mbox']}", "statements/write"), (f"mine-{who['mbox']}", "statements/read/mine")):
        admit(store, key.replace(":", "-"), lrs.version, scope)
    writer = lrs.with_(key=f"write-{who['mbox']}".replace(":", "-"), secret=SECRET)
    reader = lrs.with_(key=f"mine-{who['mbox']}".replace(":", "-"), secret=SECRET)
    assert writer.get(more).status == 403
    assert reader.get(more).json == {"statements": [], "more": ""}


def test_a_poller_asks_since_the_last_stored_it_saw(lrs: Client) -> None:
    who = agent()
    seen: list[str] = []
    since = "2020-01-01T00:00:00Z"
    made: list[str] = []
    for count in (3, 0, 1, 5):
        if count:
            made += lrs.keep(*(statement(actor=who) for _ in range(count)))
        for page in lrs.pages(agent=who, ascending=True, since=since, limit=2):
            seen += [one["id"] for one in page]
            since = max([since, *(one["stored"] for one in page)], key=instant)
    assert seen == made


def test_pages_larger_than_allowed_are_cut(lrs: Client) -> None:
    who = agent()
    for _ in range(3):
        lrs.keep(*(statement(actor=who) for _ in range(50)))
    pages = ids(lrs.pages(agent=who, limit=1000))
    assert sum(len(page) for page in pages) == 150
    assert len(pages) > 1
    assert len(ids(lrs.pages(agent=who, limit=0))) > 1
