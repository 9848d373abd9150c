"""The pages Programmes and Programme: what they say of known data, what they say of none, and to whom."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import polars as pl
import pytest
from flask.testing import FlaskClient

from dashboards import filters
from dashboards.i18n import Words
from dashboards.pages.page import Site as Pages
from dashboards.pages.programmes import index, programme
from dashboards.pages.programmes.facts import Facts, way_to
from dashboards.pages.programmes.holding import _said
from dashboards.pages.programmes.programme import PARTS
from lrs.organisation.accounts import Account
from tests.dashboards.conftest import Site
from tests.dashboards.test_walk import FOREIGN, FOREIGN_PROGRAMME, HOSTILE, OWN, call, walked
from tests.support.scene import Scene

__all__ = ["walked"]  # the fixture of the walk: a world with a foreign unit
WHEN = "2026-03-05 08:00"
MARCH = "?since=2026-03-01&until=2026-03-31"
NOUGHT = re.compile(r"(?<![\d.])0%")  # a share of nobody; thresholds, such as 70%, are told with what rests on them


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    """Forty people who must know safety: thirty did, twenty-five passed; a film, a session, questions, opinions."""
    made = Scene()
    made.put("unit", [{"unit": "group", "title_fr": "Groupe"}, {"unit": "water", "parent": "group"}])
    made.put("person", [{"person": n, "unit": "water", "key": f"p{n}", "name": f"Person {n}"} for n in range(1, 41)])
    days = {"requested": "2026-01-01", "designed": "2026-01-21", "live": "2026-03-01"}
    titled = {"title_en": "Safety first", "title_fr": "La sécurité", "valid_months": 12, "modality": "e-learning"}
    made.put("programme", [{"programme": "safe/ty", "owner_unit": "group"} | titled | days, {"programme": "idle"}])
    made.put("programme_competency", [{"programme": "safe/ty", "competency": "Lockout"}])
    must = {"programme": "safe/ty", "assigned": "2026-01-01", "due": "2026-03-20", "valid_months": 12}
    made.put("assigned", [{"person": n} | must for n in range(1, 41)])
    told = {"programme": "safe/ty", "happened": WHEN, "latest": WHEN}
    for step, last in (("started", 35), ("completed", 30), ("passed", 25)):
        made.put("milestone", [{"person": n, "step": step} | told for n in range(1, last + 1)])
    made.put("activity", [{"activity": 1, "iri": "https://example.org/film", "name": '{"en":"Film"}', "length": 60.0}])
    did = {"programme": "safe/ty", "happened": WHEN}
    made.put("fact", [{"person": n, "activity": 1} | did for n in range(1, 36)])
    made.put(
        "rollup", [{"person": n, "quarter": WHEN, "programme": "safe/ty", "seconds": 3600.0} for n in range(1, 36)]
    )
    made.put("belongs", [{"activity": 1, "programme": "safe/ty"}])
    yield made
    made.close()


def asked(
    scene: Scene, search: str = MARCH, role: str = "admin", language: str = "en", key: str | None = None
) -> Facts:
    """What a reader asks of the scene; of one programme when its key is given."""
    account = Account(f"{role}@example.org", "", role, None, None, datetime.now(UTC), ())
    words = Words(language)
    site = Pages(scene.star, lambda: words, lambda: "https://example.org/xapi", lambda: account, None)  # type: ignore[arg-type]  # these pages ask nothing of the service
    return Facts(site, filters.read(search, site.reader()), words, "light", key)


def told(*components: Any) -> str:
    """Everything a screen says, as one text."""
    found: list[str] = []

    def walk(one: Any) -> None:
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, (list, tuple)):
            for part in one:
                walk(part)
        elif one is not None:
            walk(getattr(one, "children", None))

    walk(list(components))
    return " ".join("".join(found).split()) if len(found) == 1 else " ".join(" ".join(found).split())


def part(scene: Scene, name: str, **given: Any) -> str:
    return told(programme.story(asked(scene, key="safe/ty", **given), "safe/ty", name))


def test_the_answer_counts_entries_completed_and_who_is_up_to_date(scene: Scene) -> None:
    said = told(index.answer(asked(scene)))
    assert "30 of 35 entries into 2 programmes" in said
    assert "86% (between 71 and 94%)" in said
    assert "On 31 March 2026, 30 of 40 people were up to date" in said


def test_the_numbers_of_a_programme_lead_to_its_people_for_who_may_see_them(scene: Scene) -> None:
    assert part(scene, "").count("Who they are") == 3
    totals = asked(scene, "?period=2026-03", role="executive", key="safe/ty")
    assert "Who they are" not in told(totals.tile("programmes", "Learning time", ("3 h", "two people", "/people")))


def test_the_day_of_up_to_date_is_chosen_in_the_address(scene: Scene) -> None:
    facts = asked(scene, f"{MARCH}&on=2027-03-05")
    assert facts.day == date(2027, 3, 5)
    assert "On 5 March 2027, none of 40 people were up to date" in told(index.answer(facts))
    assert facts.link(on="2026-05-01").endswith("&on=2026-05-01")
    assert "on=" not in facts.address("programmes")


@pytest.mark.parametrize(
    ("soon", "lost", "said"),
    [
        (0, 27, "27 personnes ont une formation expirée ou jamais faite\u202f; parmi les autres, 0 en a une"),
        (2, 1, "1 personne a une formation expirée ou jamais faite\u202f; parmi les autres, 2 en ont une"),
    ],
)
def test_who_lost_something_is_told_before_who_of_the_others_will(
    scene: Scene, soon: int, lost: int, said: str
) -> None:
    row = pl.DataFrame({"expires_30": [soon], "expired": [lost - 1], "never": [1]})
    assert said in _said(asked(scene, language="fr"), row)  # each person stands where they stand worst


def test_the_days_it_took_are_in_the_file_whatever_the_period(scene: Scene) -> None:
    later = repr(programme.story(asked(scene, "?since=2026-05-01&until=2026-05-31", key="safe/ty"), "safe/ty", ""))
    assert "59 days from the request to the first day" in later
    assert "lead_times.csv?period=all" in later
    assert "lead_times.csv" not in repr(programme.story(asked(scene, "?unit=water", key="safe/ty"), "safe/ty", ""))


def test_every_programme_is_a_row_with_the_way_to_it(scene: Scene) -> None:
    said = told(index.story(asked(scene)))
    assert "2 programmes, side by side" in said
    assert "Safety first" in said
    assert way_to("safe/ty", "content", "?a") == "/programmes/safe%2Fty/content?a"
    assert programme.named("/programmes/safe%2Fty/content") == ("safe/ty", "content")


def test_a_programme_says_how_far_people_come(scene: Scene) -> None:
    said = part(scene, "")
    assert "30 of the 40 people due have completed it: 75% (between 60 and 86%)" in said
    assert "Most are lost before “ Registered ”" not in said
    assert "59 days from the request to the first day" in said
    assert "Where 40 people due stop" in said


def test_a_programme_is_told_in_french(scene: Scene) -> None:
    said = part(scene, "up-to-date", language="fr")
    assert "La sécurité" in said
    assert "Qui est à jour" in said
    assert "30 personnes sur 40 à échéance sont à jour" in said
    assert "10 personnes sur 40 à convoquer sous 90 jours" in said


def test_sessions_are_offered_where_there_can_be_any(scene: Scene) -> None:
    def offered() -> bool:
        ways = programme.story(asked(scene, key="safe/ty"), "safe/ty", "")[2]
        return "Sessions" in [link.children for link in ways.children]

    assert not offered()
    told = {"session": "s", "programme": "safe/ty", "activity": "x", "starts": WHEN}
    scene.put("session", [told])
    assert offered()
    there = "No session of this period has people of these units on its sheet."
    assert there in part(scene, "sessions", search=MARCH + "&unit=water")
    assert there not in part(scene, "sessions", search=MARCH)
    with scene.star.cursor() as cursor:
        cursor.execute("DELETE FROM warehouse.session")


def test_who_is_to_be_called_is_told_of_all_who_are_listed(scene: Scene) -> None:
    said = part(scene, "up-to-date", search="?since=2026-03-01&until=2026-03-31")
    assert "people of 40 to call within 90 days, then the others" in said


def test_what_is_never_said_to_be_finished_is_no_nought(scene: Scene) -> None:
    said = part(scene, "")
    assert "What they do in it" in said
    assert not NOUGHT.search(said)
    assert "Not told: no statement ever says that somebody finished it." in said


def test_names_are_told_first_of_those_who_must_act(scene: Scene) -> None:
    said = part(scene, "up-to-date", search="?on=2027-01-01")
    assert "40 people to call within 90 days" in said
    assert said.index("Person 31") < said.index("Person 1 ")  # never done before what expires


def test_without_assignment_nothing_is_nought(scene: Scene) -> None:
    facts = asked(scene, key="idle")
    said = told(programme.story(facts, "idle", ""))
    assert "Nobody entered this programme" in said.replace("  ", " ")
    assert "Not enough data: no assignment." in said
    assert not NOUGHT.search(said)


@pytest.mark.parametrize("name", PARTS)
def test_every_part_says_why_it_is_empty_and_what_would_fill_it(scene: Scene, name: str) -> None:
    for language in ("en", "fr"):
        facts = asked(scene, language=language, key="idle")
        assert "idle" in told(programme.story(facts, "idle", name))


def test_a_part_or_a_programme_there_is_none_of_is_said(scene: Scene) -> None:
    assert "No such programme here" in told(programme.story(asked(scene, key="safe/ty"), "safe/ty", "horoscope"))
    assert "No such programme here" in told(programme.story(asked(scene, key="nothing"), "nothing", ""))


def test_units_without_programmes_are_shown_the_way_out(scene: Scene) -> None:
    assert "No programme here" in told(index.story(asked(scene, f"{MARCH}&modality=hackathon")))


def test_each_is_led_to_the_statements_they_may_read(scene: Scene) -> None:
    way = asked(scene).statements("https://example.org/film?a=b&c")
    assert (
        way == f"/tools/statements?activity={quote('https://example.org/film?a=b&c', safe='')}&related_activities=true"
    )
    own = asked(scene, f"{MARCH}&unit=water", role="manager").statements("https://example.org/film")
    assert own is not None
    assert own.startswith("/people/statements?")
    assert "unit=water&" in own
    assert own.endswith("course=https%3A%2F%2Fexample.org%2Ffilm")
    assert asked(scene, role="executive").statements("https://example.org/film") is None


# Rights -------------------------------------------------------------------------------------------------------------


def ask(reader: FlaskClient, page: str, path: str, search: str) -> Any:
    """What the browser sends to have a page filled."""
    given = [("pathname", path), ("search", search)] if page == "programme" else [("search", search)]
    inputs = [{"id": f"{page}-url", "property": name, "value": value} for name, value in given]
    body = {
        "output": f"{page}-story.children",
        "outputs": {"id": f"{page}-story", "property": "children"},
        "inputs": [*inputs, {"id": "palette", "property": "data", "value": "light"}],
        "state": [] if page == "programme" else [{"id": f"{page}-url", "property": "pathname", "value": path}],
        "changedPropIds": [f"{page}-url.search"],
    }
    return call(reader, body, "en")


ADMIN_SEES, MANAGER_SEES = ("", "up-to-date"), ("", "up-to-date", "content")


@pytest.mark.parametrize("name", PARTS)
def test_no_part_of_a_foreign_programme_is_told_to_a_manager(walked: Site, name: str) -> None:
    answer = ask(walked.reader("manager"), "programme", way_to(FOREIGN_PROGRAMME, name), "?period=all")
    assert answer.status_code == 200
    assert "No such programme here" in answer.text
    assert FOREIGN not in answer.text


@pytest.mark.parametrize("name", MANAGER_SEES)
def test_of_their_own_programme_a_manager_is_told_all(walked: Site, name: str) -> None:
    answer = ask(walked.reader("manager"), "programme", way_to("own", name), "?period=all")
    assert f"{OWN} programme" in answer.text
    assert FOREIGN not in answer.text


@pytest.mark.parametrize("name", ADMIN_SEES)
def test_an_administrator_is_told_of_any_and_nothing_said_is_run(walked: Site, name: str) -> None:
    answer = ask(walked.reader("admin"), "programme", way_to(FOREIGN_PROGRAMME, name), "?period=all")
    assert f"{FOREIGN} programme" in answer.text
    assert HOSTILE not in json.dumps(_figures(answer.get_json()))


def test_an_executive_has_no_such_pages(walked: Site) -> None:
    for page, path in (("programme", way_to("own")), ("programmes", "/programmes")):
        assert ask(walked.reader("executive"), page, path, "").status_code == 403


def _figures(answer: Any) -> list[Any]:
    """Every figure of an answer: plotly reads some HTML in what it shows."""
    if isinstance(answer, dict):
        own = [answer["figure"]] if "figure" in answer else []
        return own + [found for part in answer.values() for found in _figures(part)]
    return [found for part in answer for found in _figures(part)] if isinstance(answer, list) else []


def test_the_list_tells_a_manager_their_own(walked: Site) -> None:
    answer = ask(walked.reader("manager"), "programmes", "/programmes", "?period=all")
    assert f"{OWN} programme" in answer.text
    assert FOREIGN not in answer.text
    everything = ask(walked.reader("admin"), "programmes", "/programmes", "?period=all").text
    assert f"{FOREIGN} programme" in everything
    assert HOSTILE not in json.dumps(_figures(json.loads(everything)))


def test_an_address_that_cannot_be_read_says_so(walked: Site) -> None:
    for search, why in (
        ("?since=soon", "Period (since): "),
        ("?on=someday", "Up to date on which day (on): "),
        ("?zone=Mars", "Time zone (zone): "),
    ):
        answer = ask(walked.reader("admin"), "programmes", "/programmes", search)
        assert answer.status_code == 200
        assert why in answer.text
        assert "This address cannot be read" in answer.text
