"""Setup as a learning manager does it: within their units, and as if there were nothing else."""

import re
from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from analytics.catalog import MEASURES
from analytics.scope import Reader, Scope
from dashboards.components.parts import spoken
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages.amiss import OF
from dashboards.pages.asked import Asked
from dashboards.pages.setup import accounts as accounts_page
from dashboards.pages.setup import identities, imports, own_units, units, ways_of
from dashboards.pages.setup.brought import changes, mappings, problems
from dashboards.pages.setup.words import KIND, understand
from dashboards.roles import reader_of
from lrs.organisation import accounts
from lrs.organisation.bring import bring
from lrs.organisation.keeping import keep, kept
from tests.dashboards.conftest import ROLES, Site, send
from tests.dashboards.test_walk import call

PEOPLE = b"Matricule;Nom;Courriel;Entit\xc3\xa9\nw1;Wanda;wanda@example.org;Water\ne1;Erik;erik@example.org;Energy\n"
COMPLETED = "http://adlnet.gov/expapi/verbs/completed"


@dataclass
class Desk:
    """What a page of Setup works with, for one role."""

    site: Site
    role: str

    @property
    def service(self) -> Any:
        return self.site.app.extensions["acquis"]

    def words(self) -> Words:
        return Words("en")

    def ask(self, question: Any, scope: Scope) -> Any:
        within = replace(scope, reader=reader_of(self.account()))
        return question(self.site.app.extensions["acquis.warehouse"], within)

    def account(self) -> accounts.Account:
        found = accounts.account(self.site.store, f"{self.role}@example.org")
        assert found is not None
        return found


@pytest.fixture
def desk(site: Site) -> Any:
    bring("people", PEOPLE, site.store, "test")
    return lambda role: Desk(site, role)


def text(children: Any) -> str:
    return str(children)


def csv(unit: str, key: str = "x9") -> tuple[str, str, str]:
    content = f"Matricule;Nom;Courriel;Entité\n{key};Xenia;{key}@example.org;{unit}\n"
    return "data:text/csv;base64," + b64encode(content.encode()).decode(), "people.csv", "people"


def test_a_manager_sees_their_units_and_people_only(desk: Any) -> None:
    assert own_units(desk("manager")) == {"Water"}
    assert own_units(desk("group")) is None
    told = text(units.story(desk("manager")))
    assert "Water" in told
    assert "Energy" not in told
    found = text(identities.story(desk("manager"), ""))
    assert "Wanda" in found
    assert "Erik" not in found
    assert "Erik" in text(identities.story(desk("admin"), "erik@"))


@pytest.mark.parametrize("name", ["e1", "erik@example.org", "E1", "ERIK@example.org", "nobody"])
def test_a_manager_merges_nobody_of_another_unit(desk: Any, name: str) -> None:
    manager = desk("manager")
    for first, second in (("w1", name), (name, "w1")):
        assert "no person of your units" in text(identities.merge(manager, first, second))
    assert "no person of your units" in text(identities.split(manager, name, "mbox mailto:erik@example.org"))
    assert not identities.reachable(manager, name)
    assert not manager.site.store.organisation.rows("person_merge")


def test_a_person_of_two_units_is_changed_by_who_answers_for_both(desk: Any) -> None:
    """What a manager changed of them would change the figures of the other unit, which the manager does not see."""
    manager, store = desk("manager"), desk("admin").site.store
    both = "Matricule;Nom;Courriel;Entité\nb1;Berta;berta@example.org;Water|Energy\nw3;Will;will@example.org;Water\n"
    bring("people", both.encode(), store, "test")
    [berta] = [one for one in identities.own_people(manager) if one["key"] == "b1"]
    assert berta["units"] == ["Water"]
    told = text(identities.story(manager, "berta"))
    assert "Only who answers for all units of a person can change this." in told
    assert "Energy" not in told
    assert "Take it apart" not in told
    stranger = identities.merge(manager, "w3", "nobody@example.org")
    assert text(identities.merge(manager, "w3", "b1")) == text(stranger).replace("nobody@example.org", "b1")
    for pair in (("b1", "w3"), ("b1", "mbox mailto:berta@example.org"), ("w3", "mbox mailto:berta@example.org")):
        assert "no person of your units alone" in text(identities.split(manager, *pair))
    assert "counts as w3" in text(identities.merge(desk("admin"), "w3", "b1"))
    assert "no person of your units alone" in text(identities.split(manager, "w3", "b1"))
    assert "no longer counts" in text(identities.split(desk("admin"), "w3", "b1"))
    assert "no longer counts" in text(identities.split(manager, "w3", "mbox mailto:will@example.org"))


def test_a_manager_imports_into_their_units_only(desk: Any) -> None:
    manager = desk("manager")
    told, _ = imports.apply(manager, csv("Energy"), None, "", {})
    assert "Nothing was written" in text(told)
    told, content = imports.apply(manager, csv("Water"), None, "", {})
    assert "Brought in: 1 row is new, 0 are changed, 0 as before, 0 statements." in text(told)
    assert content is None
    assert [row["key"] for row in manager.site.store.organisation.rows("person")] == ["w1", "e1", "x9"]
    assert "manager@example.org" in text(imports.history(manager))
    assert "Td('People')" in text(imports.history(manager))
    assert "'people'" not in text(imports.history(manager))
    assert "'test'" not in text(imports.history(manager))


@pytest.mark.parametrize("row", ["e1;Mine;mine@example.org;Water", "w2;Mine;erik@example.org;Water", "e1;Mine;;"])
def test_a_manager_learns_nothing_of_others_from_what_is_refused(
    desk: Any, row: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "ctx", SimpleNamespace(triggered_id="imports-file"))
    content = "data:text/csv;base64," + b64encode(f"Matricule;Nom;Courriel;Entité\n{row}\n".encode()).decode()
    drawn = text(imports.look(desk("manager"), (content, "x.csv", "people"), None, {}))
    assert ("ask an administrator whether both are one person" if "erik" in row else "not of your units") in drawn
    assert "Energy" not in drawn
    assert "Erik" not in drawn
    assert "person e1" not in drawn


@pytest.mark.parametrize("content", ["", "data:text/csv;base64,%%%", "data:text/csv;base64,AAAA", "nonsense"])
def test_a_file_that_is_none_is_told_so(desk: Any, content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "ctx", SimpleNamespace(triggered_id="imports-file"))
    told, *_, hidden = imports.look(desk("admin"), (content, "x.csv", "people"), None, {})
    assert hidden
    assert told is None or "problem" in text(told)


def test_columns_are_kept_under_a_name(desk: Any) -> None:
    admin = desk("admin")
    tied = {"Matricule": "key", "Nom": "name", "Courriel": "", "Entité": "unit"}
    imports.apply(admin, csv("Water"), None, "HR", tied)
    assert kept(admin.site.store, "mapping people") == {"HR": tied}


def test_a_manager_has_the_columns_kept_by_themselves_or_for_all(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name or a heading of another manager's file would tell of other units."""
    manager, store = desk("manager"), desk("admin").site.store
    for name, who in (("Secret HR", "other@example.org"), ("Mine", "manager@example.org"), ("Ours", "administrator")):
        keep(store, "mapping people", name, {f"{name} heading": "key"}, who)
    keep(store, "mapping people", "Mine", {"Secret heading": "key"}, "other@example.org")
    assert mappings(manager, "people") == {"Mine": {"Mine heading": "key"}, "Ours": {"Ours heading": "key"}}
    assert set(mappings(desk("admin"), "people")) == {"Secret HR", "Mine", "Ours"}
    monkeypatch.setattr(imports, "ctx", SimpleNamespace(triggered_id="imports-file"))
    told = [text(imports.look(manager, csv("Water"), name, {})) for name in ("Secret HR", "None")]
    assert told[0] == told[1]
    assert "Secret" not in told[0]


def test_an_account_is_made_and_removed_but_never_ones_own(desk: Any) -> None:
    admin = desk("admin")
    told, _ = accounts_page.make(admin, " New@Example.org ", "New", "manager", ["Water"])
    assert "new@example.org" in text(told)
    assert accounts.account(admin.site.store, "new@example.org") is not None
    assert "problem" in text(accounts_page.make(admin, "x", "", "manager", [])[0])
    assert "own account" in text(accounts_page.remove(admin, "admin@example.org"))
    assert "removed" in text(accounts_page.remove(admin, "new@example.org"))
    assert accounts.account(admin.site.store, "new@example.org") is None


def test_a_word_is_understood_and_taken_back(site: Site) -> None:
    reader = site.reader("group")
    assert reader.get("/setup/words").status_code == 200
    desk = Desk(site, "group")
    desk.ask = asked(site)  # type: ignore[attr-defined]  # the door to the facts
    assert "Choose first" in text(understand(desk, "https://x.org/v", "verb", "nothing such"))
    assert "Kept" in text(understand(desk, "https://x.org/v", "verb", "completed"))
    assert kept(site.store, KIND) == {"https://x.org/v": {"kind": "verb", "slug": "completed"}}
    understand(desk, "https://x.org/v", "none", None)
    assert kept(site.store, KIND)["https://x.org/v"]["slug"] == ""


def asked(site: Site) -> Any:
    from analytics.warehouse import Warehouse  # noqa: PLC0415  # only this test asks it by hand

    warehouse = Warehouse(site.store)
    return lambda measure, scope: measure(warehouse, scope)


def test_each_role_is_shown_the_parts_it_may_open() -> None:
    from dashboards.site import PAGES  # noqa: PLC0415  # the table that decides

    for role in ROLES:
        shown = {path for path, _ in ways_of(role)}
        assert shown == {page.path for page in PAGES if page.path.startswith("/setup") and role in page.roles}


def test_what_figures_rest_on_is_told_of_ones_own_people(site: Site, desk: Any) -> None:
    desk("admin")
    own = "https://example.org/verbs/own"
    send(site, *[statement(f"{who}@example.org", verb) for who in ("wanda", "erik") for verb in (COMPLETED, COMPLETED)])
    send(site, statement("erik@example.org", own))
    asked = {
        "output": "quality-resting.children",
        "outputs": {"id": "quality-resting", "property": "children"},
        "inputs": [{"id": "quality-url", "property": "pathname", "value": "/setup/quality"}],
        "changedPropIds": ["quality-url.pathname"],
    }
    told = call(site.reader("admin"), asked, "en").text
    assert "Verb not understood" in told
    assert '"total":5' in told
    theirs = call(site.reader("manager"), asked, "en").text
    assert "What figures rest on" in theirs
    assert "Verb not understood" not in theirs
    assert '"total":2' in theirs
    assert call(site.reader("executive"), asked, "en").status_code == 403
    whole = asked | {"output": "quality-story.children", "outputs": {"id": "quality-story", "property": "children"}}
    assert "of your people only" in call(site.reader("manager"), whole, "en").text
    assert "**" not in call(site.reader("admin"), whole, "en").text
    about = "Statements: 100% “Activity of no programme”"
    for role, more in (("admin", ", 20.0% “Verb not understood”"), ("manager", "")):
        assert site.reader(role).get("/measures/amiss/statements?period=all").text == f"{about}{more}"
    assert site.reader("executive").get("/measures/amiss/statements?period=all").text == (
        "Statements: hidden: too few people"
    )
    french = site.reader("admin").get("/measures/amiss/scores?period=all", headers={"Accept-Language": "fr"}).text
    assert french == "Notes de tests\u00a0: rien ne cloche"
    assert site.reader("admin").get("/measures/amiss/nothing").status_code == 404
    became = site.reader("admin").get("/measures/tables/became.csv").text.splitlines()
    assert became[1:] == ["understood,4", "unmapped,1"]
    assert site.reader("manager").get("/measures/tables/became.csv").status_code == 403


def statement(who: str, verb: str) -> dict[str, Any]:
    return {"actor": {"mbox": f"mailto:{who}"}, "verb": {"id": verb}, "object": {"id": "https://example.org/a"}}


def test_what_an_i_asks_for_is_of_the_same_days_as_its_figure() -> None:
    """A figure of the page's period asks within it; one of all time, of all time; one of money asks for nothing."""
    nowhere: Any = SimpleNamespace(reader=Reader)  # nothing is asked before it is opened
    asked = Asked(nowhere, Filters(period="28d"), Words("en"), "light")
    asked.fresh = {"stored": datetime(2026, 3, 1), "read": 1, "understood": 1}  # noqa: DTZ001  # as frames have it
    figures = (("active_rolling", None), ("survival", "always"), ("spend", None))
    told = [text(asked.working(key, key, about)) for key, about in figures]
    assert "/measures/amiss/people?period=28d" in told[0]
    assert "/measures/amiss/completions?period=all" in told[1]
    assert "/measures/amiss" not in told[2]
    assert set(OF) <= set(MEASURES)
    asked.of_one = True
    assert "/measures/amiss" not in text(asked.working("active_rolling", "a"))


@pytest.mark.parametrize(
    ("sentence", "english", "french"),
    [
        ("rh.csv: the file is empty", None, "rh.csv\u00a0: le fichier est vide"),
        ("w1 and w3 are one person already", None, "w1 et w3 sont déjà une seule personne"),
        (
            "email: 'x' is not an e-mail address",
            "Email: 'x' is not an e-mail address",
            "'x' n'est pas une adresse e-mail",
        ),
        (
            "since: 2026-03-02 is after until, 2026-03-01",
            "Period (since): 2026-03-02 is after until, 2026-03-01",
            "Le premier jour, 2026-03-02, vient après le dernier, 2026-03-01",
        ),
    ],
)
def test_a_refusal_is_told_in_the_language_of_the_page(sentence: str, english: str | None, french: str) -> None:
    told = [spoken(sentence, Words(language)) for language in ("en", "fr")]
    assert [(one.children, one.lang) for one in told] == [(english or sentence, "en"), (french, "fr")]
    only = spoken("something said in English only", Words("fr"))
    assert (only.children, only.lang) == ("Something said in English only", "en")


def test_what_would_change_is_told_by_headings_and_as_the_reader_writes(desk: Any) -> None:
    store = desk("admin").site.store
    moved = "Matricule;Entité;Métier;Date d'entrée\nw1;Energy;Achats;02/03/2026\n"
    told = text(changes(bring("people", moved.encode(), store, "test", preview=True), Words("fr")))
    values = "Famille de métier\\xa0: ∅ → Achats, Date d'entrée\\xa0: ∅ → 2 mars 2026, Entité\\xa0: Water → Energy"
    assert values in told
    wrong = b"Matricule;Courriel;Date d'entr\xc3\xa9e\nw1;x;\ne1;;32/01/2026\nx2;y;99\n"
    report = bring("people", wrong, store, "test", preview=True)
    rows = text(problems(report, Words("fr")))
    assert [int(row) for row in re.findall(r"'row': (\d+)", rows)] == [2, 3, 4, 4]


def test_the_units_of_people_are_named_in_the_language_of_the_page(desk: Any) -> None:
    admin = desk("admin")
    water = "Unit,French title,English title,Parent unit\nWater,Eau,Water,Group\n"
    report = bring("units", water.encode(), admin.site.store, "test")
    assert report.applied, report.problems
    admin.words = lambda: Words("fr")
    assert "Eau" in text(identities.story(admin, "wanda"))
