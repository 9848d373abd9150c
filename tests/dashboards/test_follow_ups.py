"""Random follow-ups on the pages: what they say of everyone due, whom they list, and who writes one down."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dashboards.pages.modalities import side
from dashboards.pages.retention import follow_ups, gained, lags
from dashboards.pages.retention import index as retention
from dashboards.pages.retention.follow_ups import wish
from dashboards.reports import learning
from lrs.organisation.bring import bring
from lrs.organisation.following_up import is_drawn, written_down
from tests.dashboards.conftest import Site, send
from tests.dashboards.test_programmes import told
from tests.dashboards.test_retention import asked, changed
from tests.dashboards.test_setup import Desk
from tests.support.scene import Scene
from tests.support.school import DAY, School

ALL, HALF = [True] * 4, [True, True, False, False]
GIVEN = {"programme": "SECU", "lag": "J90", "unit": "Water", "one_in": 2, "after": 10}


def followed_up(scene: Scene, heard: float = 1) -> list[int]:
    """Forty answer all right by themselves; of forty silent, those drawn get half right, if they answer."""
    school = School(scene)
    school.rows["unit"].append({"unit": "water", "title_en": "Water", "title_fr": "Eau"})
    school.rows["follow_up"].append({"programme": "room", "starts": "2026-01-01"})
    school.rows["cost"].append({"line": "d", "programme": "room", "amount": 9_000, "valid_from": "2026-01-01"})
    school.programme("room", "First aid")
    people = school.people(80, unit="water", name="Somebody")
    school.train(people, programme="room")
    school.invite(people, 80, programme="room")
    for person in people:
        school.test(person, 0, ALL, programme="room")
    late = [one for one in people[40:] if is_drawn(str(one), "1", 2)]
    for person in people[:40]:
        school.test(person, 84, ALL, "B", programme="room")
    for person in late[: round(heard * len(late))]:
        school.test(person, 100, HALF, "B", programme="room")
    school.open()
    return late


def test_the_answer_is_of_everyone_due_and_says_how(scene: Scene) -> None:
    drawn = len(followed_up(scene))
    facts = asked(scene)
    row = retention.headline(facts)
    said = told(retention.answer(facts, row))
    assert "After 90 days, 75% of what was known on the day is still known (between" in said
    assert f"estimated with a random follow-up of {drawn} of 40 tests not answered, of which {drawn} then were." in said
    assert "What would change this" not in said
    assert "had those drawn who did not answer either forgotten" in told(retention.tiles(facts, row))
    french = asked(scene, language="fr")
    said = told(retention.answer(french, retention.headline(french)))
    assert f"{drawn} tests sur 40 restés sans réponse, dont {drawn} ont alors reçu une réponse" in said
    assert "rounded" not in told(retention.answer(facts, row))
    totals = asked(scene, role="executive")
    assert "rounded so that nobody can be recognised" in told(retention.answer(totals, retention.headline(totals)))
    assert f"estimated with a random follow-up of {drawn}" in told(gained.section(facts))
    assert "at the least that is likely" in told(gained.section(facts))
    assert f"estimated with a random follow-up of {drawn}" in told(lags.panel(facts))


def test_what_those_drawn_who_stayed_silent_could_make_of_it(scene: Scene) -> None:
    followed_up(scene, 0.8)
    facts = asked(scene)
    said = told(retention.answer(facts, retention.headline(facts)))
    assert "Had those drawn who did not answer either forgotten everything, it would be" in said


def test_a_follow_up_too_few_answered_says_so(scene: Scene) -> None:
    followed_up(scene, 0.5)
    facts = asked(scene)
    said = told(retention.answer(facts, retention.headline(facts)))
    assert "Fewer than 70% of those drawn for the random follow-up answered: the bounds remain." in said
    assert "Had everyone who did not answer forgotten everything" in said


def test_the_cost_of_what_is_kept_is_that_of_everyone_due(scene: Scene) -> None:
    followed_up(scene)
    facts = asked(scene)
    row = facts.told("gained").row(0, named=True)

    class Report:
        words = facts.words
        told = facts.told

        def money(self, amount: Any) -> str:
            return f"{amount:.0f}"

        def number(self, value: float, _digits: int = 0) -> str:
            return f"{value:.0f}"

    name, value, between, _ = learning._cost_of_known(Report())  # type: ignore[arg-type,misc]  # what it asks of a report
    assert (name, value) == ("Cost of each competency still known", f"{row['cost_per_kept']:.0f}")
    assert between == f"up to {row['cost_per_kept_high']:.0f} at the least that is likely"
    likely = changed(facts.told("gained").select(a="cost_per_kept", b="cost_per_kept_high", currency="currency"))
    cell = {"cost_per_kept": likely["a"][0], "cost_per_kept_high": likely["b"][0], "currency": "EUR"}
    shown = told(side._cost("kept")(facts, {**cell, "gained_estimated": True, "gained": None, "gross": True}))
    assert "at the least that is likely" in shown


def test_a_way_of_learning_told_by_a_follow_up_says_so(scene: Scene) -> None:
    followed_up(scene, 0.8)
    facts = asked(scene)
    row = facts.told("retained").row(0, named=True) | {"retained_low": 0.6, "retained_high": 0.8}
    said = told(side._kept(facts, row | {"retained": row["share"]}))
    assert "by a random follow-up; between" in said
    assert "whatever those drawn who did not answer know" in said
    alone = told(side._kept(facts, row | {"retained": row["share"], "estimated": False}))
    assert "follow-up" not in alone
    assert "whatever the others know" in alone


def test_rules_for_all_readers_and_names_for_those_who_may_see_people(scene: Scene) -> None:
    late = followed_up(scene, 0.5)
    facts = asked(scene)
    facts.scope = replace(facts.scope, until=(DAY + timedelta(days=105)).date())
    said = told(follow_ups.section(facts))
    assert "one in 2, after 10 days, from" in said
    assert "seed 1" in said
    assert "Whom to ask once more" in said
    assert said.count("Somebody") == min(follow_ups.SHOWN, len(late) - round(0.5 * len(late)))
    assert "Write down a random follow-up" in said
    totals = told(follow_ups.section(asked(scene, role="executive")))
    assert "one in 2" in totals
    assert "seed 1; administrator" in said
    for hidden in ("administrator", "Somebody", "Whom to ask once more", "Write down a random"):
        assert hidden not in totals


def test_without_a_rule_a_reader_of_totals_is_shown_nothing(scene: Scene) -> None:
    School(scene).open()
    assert follow_ups.section(asked(scene, role="executive")) is None
    assert "Write down a random follow-up" in told(follow_ups.section(asked(scene)))


def wished(desk: Desk, **other: Any) -> str:
    return told(wish(desk, GIVEN | other))  # type: ignore[arg-type]  # a desk is as much of a site as it asks for


def test_managers_write_down_rules_of_their_units_once(site: Site) -> None:
    programmes = "Code;Titre;Entité responsable\nSECU;Sécurité;Water\nGAZ;Gaz;Energy\n"
    bring("programmes", programmes.encode(), site.store, "test")
    send(site)
    manager, admin = Desk(site, "manager"), Desk(site, "admin")
    for unit in ("Energy", "", None, "nowhere"):
        assert "not a unit of yours" in wished(manager, unit=unit)
    assert "not a unit of yours" in wished(Desk(site, "executive"))
    assert wished(manager, programme="GAZ") == wished(manager, programme="NONE")
    for name, wrong in (
        ("programme", None),
        ("one_in", ""),
        ("one_in", 11),
        ("after", 45),
        ("lag", "J7"),
    ):
        assert "Nothing was written down" in wished(manager, **{name: wrong})
    assert written_down(site.store) == []
    assert "Written down. Its seed is" in wished(manager)
    [rule] = written_down(site.store)
    assert (rule["unit"], rule["who"], rule["starts"] > str(date(2026, 1, 1))) == ("Water", "manager@example.org", True)
    assert "it holds" in wished(admin, unit="")
    assert "Written down" in wished(admin, unit="Energy")
