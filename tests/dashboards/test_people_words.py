import json
from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from analytics.scope import Scope
from dashboards.components.states import nothing_yet
from dashboards.i18n import Words
from dashboards.pages.asked import Asked
from dashboards.pages.engagement_answer import answer
from dashboards.pages.engagement_habits import _busiest
from dashboards.pages.people import address, person_at
from dashboards.pages.people.at_risk import sentence
from dashboards.pages.people.statement import alone
from dashboards.pages.people.survival import _answer, chance
from dashboards.pages.people.validity import _verdict
from tests.dashboards.test_programmes import told


@pytest.mark.parametrize(
    ("person", "named", "path"),
    [
        (7, "w7", "/people/w7"),
        (7, "é.7", "/people/%C3%A9.7"),
        (7, "at-risk", "/people/~7"),  # a page of ours is there already
        (-3, "account https://lms.example.org zoe", "/people/~-3"),
        (7, "../setup", "/people/~7"),
    ],
)
def test_a_person_has_one_address(person: int, named: str, path: str) -> None:
    assert address(person, named) == path
    assert person_at(path, [(1, "w1"), (person, named)]) == person
    assert person_at("/people/nobody", [(person, named)]) is None


def test_numbers_in_a_reason_are_written_as_the_language_does() -> None:
    reason = {"rule": "disengaging", "value": 1 / 3, "limit": 0.5}
    assert "33%" in sentence(reason, Words("en"))
    assert "33\u202f%" in sentence(reason, Words("fr"))
    assert "1,234 days" in sentence({"rule": "silent", "value": 1234.0, "limit": 14.0}, Words("en"))


@pytest.mark.parametrize(("p", "said"), [(0.0004, "less than once in a thousand"), (0.004, "4 times in a thousand"),
                                         (0.01, "1 time in a hundred"), (0.5, "50 times in a hundred")])  # fmt: skip
def test_chance_is_told_in_words(p: float, said: str) -> None:
    assert said in chance(p, Words("en"))


def test_everybody_but_oneself_is_unnamed_wherever_they_stand() -> None:
    mine = {"mbox": "mailto:Zoe@Example.org", "name": "Zoé"}
    other = {"account": {"homePage": "https://hr.example.org", "name": "42"}, "name": "Someone"}
    statement = {
        "actor": {"objectType": "Group", "name": "Their team", "member": [mine, other]},
        "context": {"instructor": {"openid": "https://id.example.org/x", "name": "A teacher"}, "team": other},
        "object": {"objectType": "SubStatement", "actor": other, "object": {"id": "https://example.org/x"}},
        "authority": {"mbox_sha1sum": "0" * 40, "objectType": "Agent"},
        "result": {"extensions": {"https://example.org/e": [{"mbox": "broken", "name": "Odd"}, 3, None]}},
    }
    kept = alone(statement, {"mbox mailto:zoe@example.org"}, Words("en"))
    told = json.dumps(kept)
    for word in ("Someone", "42", "A teacher", "Their team", "0" * 40, "Odd"):
        assert word not in told
    assert kept["actor"]["member"][0] == mine
    assert kept["object"]["object"] == {"id": "https://example.org/x"}


@pytest.mark.parametrize(
    ("right", "said"),
    [(0, "0 sur 3 n'a pas été terminée"), (1, "1 sur 3 n'a pas été"), (3, "3 sur 3 n'ont pas été terminées")],
)
def test_few_warnings_are_counted_as_the_language_does(right: int, said: str) -> None:
    asked = SimpleNamespace(words=Words("fr"))
    rule = {"rule": "silent", "flagged": 3, "right": right, "precision": None, "contacted_n": 0}
    assert said in "".join(_verdict(asked, rule))  # type: ignore[arg-type]  # of what is asked, only the language


def test_what_is_completed_has_its_day_where_nothing_is_given_up() -> None:
    asked = SimpleNamespace(words=Words("en"))
    frame = pl.DataFrame({"kind": ["completion"], "time": [80], "incidence": [0.99], "low": [0.9], "high": [0.99]})
    said = _answer(asked, frame)[0].children  # type: ignore[arg-type]  # of what is asked, only the language
    assert "".join(getattr(part, "children", part) for part in said) == (
        "Within 80 days, 99% of what was begun is completed (between 90 and 99%)."
    )


def test_the_busiest_hour_says_if_others_are_as_busy() -> None:
    days = {"days": ["lundi", "mardi"]}
    facts = SimpleNamespace(words=Words("fr"), weekdays=days.get)
    frame = pl.DataFrame({"weekday": [1, 2, 2], "hour": [9, 9, 10], "learners": [1, 4, 4], "statements": [9, 4, 5]})
    said = _busiest(facts, frame)  # type: ignore[arg-type]  # of the facts, only the language
    assert said.startswith(
        "On apprend surtout le mardi entre 10 h 00 et 10 h 59\u00a0: 4 personnes\u202f; autant à 1 autre"
    )
    assert _busiest(facts, frame.head(1)).endswith(": 1 personne")  # type: ignore[arg-type]


def test_one_person_is_told_as_one() -> None:
    words, day = Words("fr"), date(2026, 11, 22)
    weeks = pl.DataFrame({"starts": [day] * 3, "active": [1, 0, 1]})
    facts = SimpleNamespace(
        words=words,
        summary={"active": 1, "last": day},
        ever={"active": 3},
        before={"active": 0},
        weeks=weeks,
        scope=Scope(until=day, since=day),
        today=day,
        period=lambda: "hier",
    )
    said = told(answer(facts))  # type: ignore[arg-type]  # of the facts, what the answer tells
    assert "1 personne sur 3 connues à ce jour a appris quelque chose hier" in said
    assert said.endswith("avec 1 personne.")


def test_only_who_has_keys_is_told_to_connect_a_tool() -> None:
    said = {role: told(nothing_yet("https://example.org/xapi", Words("en"), role)) for role in ("admin", "executive")}
    assert "acquis credential add" in said["admin"]
    assert "acquis" not in said["executive"]
    assert "Nothing has been received yet" in said["executive"]


@pytest.mark.parametrize(
    ("since", "until", "english", "french"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), "on 1 March 2026", "le 1er mars 2026"),
        (date(2026, 3, 1), None, "since 1 March 2026", "depuis le 1er mars 2026"),
        (None, date(2026, 3, 1), "up to 1 March 2026", "jusqu'au 1er mars 2026"),
        (None, None, "all the time there is", "depuis le début"),
    ],
)
def test_a_period_of_one_end_or_one_day_is_said_as_such(
    since: date | None, until: date | None, english: str, french: str
) -> None:
    """Not “between 1 March and 1 March”, nor “were active 1 March” of all the days since."""
    for language, said in (("en", english), ("fr", french)):
        asked = SimpleNamespace(words=Words(language), scope=Scope(since, until))
        assert Asked.period(asked) == said  # type: ignore[arg-type]  # what a period is told from
