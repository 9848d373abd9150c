"""Saved groups: whom they mean, told alike by the page and by the warehouse, and who may change which."""

from datetime import date

import pytest

from dashboards.components.story import Place
from dashboards.pages import engagement
from dashboards.pages import group as group_page
from dashboards.pages.modalities import index as modalities
from dashboards.pages.people import at_risk, cohorts, everyone, growth, survival
from dashboards.pages.programmes import index as programmes
from dashboards.pages.programmes import programme
from dashboards.pages.retention import index as retention
from lrs.errors import BadRequest, Conflict, Forbidden
from lrs.organisation.groups import Group, groups, members, remove, save, within
from lrs.store.promise import Put
from tests.dashboards.conftest import UNITS, Site, send, unit
from tests.support.record import statement

PEOPLE = (
    # key, unit, country, job family
    ("w1", "Water", "FR", "Sales"),
    ("w2", "Water", "DE", "Maintenance"),
    ("e1", "Energy", "FR", "Maintenance"),
    ("g1", "Group", None, None),
    ("s1", "Energy", None, "Legal"),
)
ALSO = ("s1", "Water")  # is of it too, after the other
COUNTRIES = {"Energy": "SN", "Water": "FR"}
CHOICES = (
    (Group(units=("Water",)), {"w1", "w2", "s1"}),
    (Group(units=("Group",)), {"w1", "w2", "e1", "g1", "s1"}),
    (Group(units=("Water", "Energy"), countries=("FR",)), {"w1", "e1", "s1"}),
    (Group(units=("Water",), countries=("SN",)), set()),  # what it is elsewhere is not told
    (Group(units=("Energy",), countries=("SN",)), {"s1"}),
    (Group(countries=("SN",)), {"s1"}),
    (Group(countries=("FR", "DE"), job_families=("Maintenance",)), {"w2", "e1"}),
    (Group(units=("Water",), people=("g1",)), {"w1", "w2", "g1", "s1"}),
    (Group(people=("e1",)), {"e1"}),
)


@pytest.fixture
def staffed(site: Site) -> Site:
    people, identifiers, memberships = [], [], []
    for number, (key, where, country, family) in enumerate(PEOPLE, 1):
        told = {"country": country, "job_family": family, "role": "learner"}
        people.append({"person": number, "key": key, "name": key, **told})
        identifiers.append({"identifier": f"mbox mailto:{key}@example.org", "person": number})
        memberships.append({"person": number, "unit": where, "position": 0})
        memberships += [{"person": number, "unit": ALSO[1], "position": 1}] if key == ALSO[0] else []
    units = [unit(key, "Group" if key != "Group" else None) | {"country": COUNTRIES.get(key)} for key in UNITS]
    told = [Put("unit", units, ("key",), [(key,) for key in UNITS]), Put("person", people)]
    site.store.organisation.change([*told, Put("person_identifier", identifiers), Put("membership", memberships)])
    return site


@pytest.mark.parametrize(
    "place",
    [
        *(page.PLACE for page in (at_risk, cohorts, everyone, growth, survival, programme, engagement)),
        *(page.PLACE for page in (programmes, retention, modalities)),
        group_page.PLACE,
    ],
)
def test_a_group_is_among_the_filters_of_every_page_that_keeps_it(place: Place) -> None:
    """It was kept in the address and counted by, where nobody saw it nor could let go of it."""
    assert "group" in place.fields


@pytest.mark.parametrize(("group", "meant"), CHOICES)
def test_a_group_means_whom_it_describes(staffed: Site, group: Group, meant: set[str]) -> None:
    assert members(staffed.store.organisation, group) == meant


def test_the_warehouse_counts_the_same_people(staffed: Site) -> None:
    for number, (group, _) in enumerate(CHOICES):
        save(staffed.store, f"choice {number}", group, "me", None)
    save(staffed.store, "gone", Group(units=("Water",)), "me", None)
    remove(staffed.store, "gone", "me", None)
    send(staffed, *[statement(key, when=f"{date.today()}T08:00:00Z") for key, *_ in PEOPLE])  # noqa: DTZ011  # any day
    reader = staffed.reader()
    for number, (_, meant) in enumerate(CHOICES):
        told = reader.get(f"/measures/people_list.csv?period=all&group=choice%20{number}").text
        assert {line.split(",")[1] for line in told.splitlines()[1:]} == meant
    assert len(reader.get("/measures/people_list.csv?period=all&group=gone").text.splitlines()) == 1


def test_a_manager_saves_groups_of_their_units_only(site: Site) -> None:
    own = {"Water"}
    save(site.store, "ours", Group(units=("Water",)), "manager", own)
    save(site.store, "theirs", Group(units=("Energy",)), "admin", None)
    with pytest.raises(Forbidden):
        save(site.store, "all", Group(countries=("FR",)), "manager", own)
    with pytest.raises(Forbidden):
        save(site.store, "both", Group(units=("Water", "Energy")), "manager", own)
    with pytest.raises(Forbidden):
        save(site.store, "named", Group(units=("Water",), people=("e1",)), "manager", own)
    with pytest.raises(Conflict):
        save(site.store, "theirs", Group(units=("Water",)), "manager", own)
    with pytest.raises(Forbidden):
        remove(site.store, "theirs", "manager", own)
    assert groups(site.store) == {"ours": Group(units=("Water",)), "theirs": Group(units=("Energy",))}
    assert not within(groups(site.store)["theirs"], own)


def test_a_group_of_everyone_is_no_group(site: Site) -> None:
    with pytest.raises(BadRequest):
        save(site.store, "everyone", Group(), "admin", None)
    with pytest.raises(BadRequest):
        save(site.store, " ", Group(units=("Water",)), "admin", None)
