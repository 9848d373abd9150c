"""Every page, callback, download and API, as each role, in search of a name that is not for their eyes."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from analytics.catalog import MEASURES
from dashboards.i18n import Words
from dashboards.pages.page import Page
from dashboards.server import compose
from dashboards.site import PAGES, pages_of
from dashboards.tables import TABLES
from lrs.app import stop
from lrs.organisation.keeping import keep
from lrs.settings import Settings
from lrs.store.duck import open_store
from lrs.store.promise import Put
from tests.dashboards.conftest import KEYS, ROLES, SECRET, Site, account, credential, send, unit

# What a name may hold. Words of the own units, of the foreign one, and of people: each is looked for in every answer.
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"
OWN, FOREIGN, PERSON = "ZZOWN", "ZZFOREIGN", "ZZPERSON"
SHARED = (0, 1)  # the people of one's own who are of the other unit, too
FOREIGN_UNIT, FOREIGN_PROGRAMME = "zz-unit", "zz-programme"  # keys one may ask for, and be told nothing
FORBIDDEN = {"admin": (), "group": (), "manager": (FOREIGN,), "executive": (PERSON,)}
SEARCHES = (
    "",
    "?period=all",
    f"?unit={FOREIGN_UNIT}&units={FOREIGN_UNIT}&period=all",
    f"?programme={FOREIGN_PROGRAMME}&programmes={FOREIGN_PROGRAMME}&course=https://example.org/foreign&period=all",
    "?since=2026-03-01&until=2026-03-31",
)
EVERYWHERE = SEARCHES[:2]  # for who may see everybody: nothing is foreign to them, so that no address asks for it
BELOW = {
    # addresses below a page: a person of one's own, both programmes, each part of them
    "/people": (f"/people/{OWN}-{PERSON}-0",),
    "/programmes": tuple(
        f"/programmes/{key}{part}"
        for key in ("own", FOREIGN_PROGRAMME)
        for part in ("", "/up-to-date", "/content", "/questions", "/sessions", "/community", "/evaluation")
    ),
}
NOW = datetime.now(UTC)


def world(site: Site) -> None:
    """Eight people of one's own, eight of another unit; each learned their own things and all one common thing.

    Two of one's own are of the other unit first, and of a group of it, with whose name they could tell of it.
    """
    people, identifiers, members = [], [], []
    for number in range(16):
        foreign = number >= 8
        mark = f"{FOREIGN if foreign else OWN} {PERSON}"
        row = {"key": f"{mark.replace(' ', '-')}-{number}", "name": f"{mark} {number} {HOSTILE}", "role": "learner"}
        row["job_family"] = "stranger" if foreign else "neighbour"
        people.append({"person": number + 1, **row, "email": f"{mark.replace(' ', '.').lower()}{number}@example.org"})
        identifiers.append({"identifier": f"mbox mailto:p{number}@example.org", "person": number + 1})
        members.append({"person": number + 1, "unit": FOREIGN_UNIT if foreign else "Water", "position": 1})
    members += [{"person": number + 1, "unit": FOREIGN_UNIT, "position": 0} for number in SHARED]
    foreign_unit = unit(FOREIGN_UNIT, "Group") | {
        "title_en": f"{FOREIGN} {HOSTILE}",
        "title_fr": f"{FOREIGN} {HOSTILE}",
        "country": FOREIGN,
    }
    programmes = [
        programme("own", f"{OWN} programme {HOSTILE}", "Water"),
        programme(FOREIGN_PROGRAMME, f"{FOREIGN} programme {HOSTILE}", FOREIGN_UNIT),
    ]
    belong = [
        {"programme": key, "activity": f"https://example.org/{which}", "prefix": False}
        for key, which in (("own", "own"), (FOREIGN_PROGRAMME, "foreign"))
    ]
    assigned = [
        {
            "programme": key,
            "unit": where,
            "job_family": family,
            "assigned": NOW.date(),
            "mandatory": True,
            "exempt": False,
        }
        for key, where, family in (("own", "Water", None), (FOREIGN_PROGRAMME, FOREIGN_UNIT, "stranger"))
    ]
    site.store.organisation.change(
        [
            Put("unit", [foreign_unit]),
            Put("person", people),
            Put("person_identifier", identifiers),
            Put("membership", members),
            Put("programme", programmes),
            Put("programme_activity", belong),
            Put("assignment", assigned),
            Put("session", [session("own", OWN), session("own", FOREIGN), session(FOREIGN_PROGRAMME, FOREIGN)]),
        ]
    )
    for key, where in (("own", ""), ("own", "Water"), (FOREIGN_PROGRAMME, ""), (FOREIGN_PROGRAMME, FOREIGN_UNIT)):
        rule = {"lag": "J90", "unit": where, "seed": "7", "one_in": 2, "after": 10, "starts": "2026-01-01"}
        keep(site.store, "follow-up", key, rule, f"{PERSON}@example.org")
    keep(site.store, "group", f"{FOREIGN} group", {"units": [FOREIGN_UNIT]}, "admin@example.org")
    send(site, came(0, OWN), came(9, FOREIGN))
    send(site, *[told(number, thing) for number in range(16) for thing in ("own" if number < 8 else "foreign", "both")])


def programme(key: str, title: str, owner: str) -> dict[str, Any]:
    return {"key": key, "title_en": title, "title_fr": title, "modality": "e-learning", "owner_unit": owner}


def session(of: str, mark: str) -> dict[str, Any]:
    where = {"activity": f"https://example.org/room/{mark}", "site": f"{mark} site", "capacity": 12}
    starts = datetime(2026, 3, 20, 8, tzinfo=UTC).replace(tzinfo=None)
    return {"key": f"{mark}-session-of-{of}", "programme": of, "starts": starts, "planned_hours": 2.0} | where


def came(number: int, mark: str) -> dict[str, Any]:
    """A presence at the session of one's own unit."""
    return told(number, "both") | {
        "verb": {"id": "http://adlnet.gov/expapi/verbs/attended"},
        "object": {"id": f"https://example.org/room/{mark}"},
        "timestamp": "2026-03-20T08:00:00Z",
    }


def told(number: int, thing: str) -> dict[str, Any]:
    mark = {"own": OWN, "foreign": FOREIGN, "both": "common"}[thing]
    names = dict.fromkeys(("en", "fr"), f"{mark} activity {HOSTILE}")
    who = f"{FOREIGN if number >= 8 else OWN} {PERSON} {number} {HOSTILE}"
    return {
        "actor": {"mbox": f"mailto:p{number}@example.org", "name": who},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en": f"completed {HOSTILE}"}},
        "object": {"id": f"https://example.org/{thing}", "definition": {"name": names}},
        "timestamp": f"2026-03-{number + 1:02}T08:00:00Z",
    }


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("walk")
    store = open_store(folder)
    for key, scope in KEYS.items():
        store.add_credential(credential(key, scope))
    units = [unit("Group", None), unit("Water", "Group")]
    people = [account(role) for role in ROLES]
    own = [{"email": "manager@example.org", "unit": "Water"}]
    store.organisation.change([Put("unit", units), Put("account", people), Put("account_unit", own)])
    app = compose(Settings(data=folder), store)
    site = Site(app, store, folder)
    world(site)
    yield site
    stop(app)


def searches(role: str) -> tuple[str, ...]:
    """What an address asks for, of each role."""
    return SEARCHES if FORBIDDEN[role] else EVERYWHERE


def clean(body: str, role: str, what: str) -> None:
    """Judge an answer: no name that is not for the role, nor a key it did not ask for."""
    keys = [FOREIGN_UNIT] if FORBIDDEN[role] == (FOREIGN,) and FOREIGN_UNIT not in what else []
    for word in (*FORBIDDEN[role], *keys):
        assert word not in body, (
            f"{what} tells {role}: …{body[max(0, body.index(word) - 200) : body.index(word) + 80]}…"
        )


@pytest.mark.parametrize("role", ROLES)
def test_no_page_tells_what_is_not_for_a_role(walked: Site, role: str) -> None:
    reader = walked.reader(role)
    for path in ["/account", "/_dash-layout", "/_dash-dependencies", "/sign-in", *[page.path for page in PAGES]]:
        for search in searches(role):
            answer = reader.get(path + search)
            assert answer.status_code in (200, 303, 403), path
            assert "<script>alert" not in answer.text or answer.mimetype == "application/json"
            clean(answer.text, role, path)


@pytest.mark.parametrize("role", ROLES)
def test_no_download_tells_what_is_not_for_a_role(walked: Site, role: str) -> None:
    reader = walked.reader(role)
    for key in (*MEASURES, "nothing"):
        for kind, search in [("csv", search) for search in searches(role)] + [("xlsx", "?period=all")]:
            answer = reader.get(f"/measures/{key}.{kind}{search}")
            assert answer.status_code in (200, 400, 403, 404), f"{key}.{kind}{search}: {answer.status_code}"
            clean(readable(answer.data), role, f"{key}.{kind}{search}")


@pytest.mark.parametrize("role", ROLES)
def test_nothing_amiss_tells_what_is_not_for_a_role(walked: Site, role: str) -> None:
    reader = walked.reader(role)
    for name, search in product(("people", "statements", "completions", "scores", HOSTILE), searches(role)):
        answer = reader.get(f"/measures/amiss/{quote(name)}{search}")
        assert answer.status_code in (200, 400, 403, 404), f"{name}{search}: {answer.status_code}"
        assert answer.mimetype != "text/html" or "<script>" not in answer.text
        clean(answer.text, role, f"amiss {name}{search}")


@pytest.mark.parametrize("role", ROLES)
def test_no_table_of_setup_tells_what_is_not_for_a_role(walked: Site, role: str) -> None:
    reader = walked.reader(role)
    for key in TABLES:
        for ending in ("csv", "xlsx"):
            answer = reader.get(f"/measures/tables/{key}.{ending}")
            assert answer.status_code == (200 if role in TABLES[key].roles else 403)
            clean(readable(answer.data), role, f"{key}.{ending}")


def readable(body: bytes) -> str:
    """The text of an answer; of a workbook, that of all its sheets."""
    if body[:2] != b"PK":
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


@pytest.mark.parametrize("role", ROLES)
def test_a_session_opens_no_api(walked: Site, role: str) -> None:
    """The API is for keys and for the administrator's commands: no cookie opens it."""
    reader = walked.reader(role)
    rules = [rule for rule in walked.app.url_map.iter_rules() if rule.rule.startswith(("/api", "/xapi"))]
    for rule in rules:
        path = rule.rule.replace("<path:", "<").replace("<", "").replace(">", "")
        for method in sorted(set(rule.methods or ()) & {"GET", "POST", "PUT", "DELETE"}):
            answer = reader.open(path.replace("kind", "people").replace("key", "summary"), method=method, data=b"{}")
            assert answer.status_code >= 400 or path == "/xapi/about" or "/template/" in path, f"{method} {path}"
            clean(answer.text, role, f"{method} {path}")


# Callbacks ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Callback:
    """A callback as the browser knows it."""

    output: str
    inputs: list[dict[str, Any]]
    state: list[dict[str, Any]]

    @property
    def patterned(self) -> bool:
        return "{" in self.output


def addresses(page: Page) -> tuple[str, ...]:
    """Where a page is."""
    return BELOW.get(page.path, (f"{page.path}/something",)) if page.below else (page.path,)


def callbacks(site: Site) -> list[Callback]:
    told = site.reader().get("/_dash-dependencies").get_json()
    return [Callback(one["output"], one["inputs"], one["state"]) for one in told if not one.get("clientside_function")]


def components() -> dict[str, tuple[Any, Page]]:
    """Every component of every page that has an id, and the page."""
    found: dict[str, tuple[Any, Page]] = {}
    for page in PAGES:
        layout = page.layout(Words("en"))
        for component in (layout, *layout._traverse()):
            if isinstance(getattr(component, "id", None), str):
                found[component.id] = (component, page)
    return found


def page_of(one: Callback, known: dict[str, tuple[Any, Page]]) -> Page | None:
    """The page a callback is on; None for what is on every page, or on none as it comes."""
    return next((known[item["id"]][1] for item in one.inputs + one.state if item["id"] in known), None)


def filled(one: Callback, path: str, search: str, known: dict[str, tuple[Any, Page]]) -> dict[str, Any]:
    """What the browser would send: what the page starts with, at its address."""
    inputs = [given(item, path, search, known) for item in one.inputs]
    first = next((item for item in inputs if isinstance(item, dict)), None)
    return {
        "output": one.output,
        "outputs": outputs(one.output),
        "inputs": inputs,
        "state": [given(item, path, search, known) for item in one.state],
        "changedPropIds": [f"{first['id']}.{first['property']}"] if first else [],
    }


def given(item: dict[str, Any], path: str, search: str, known: dict[str, tuple[Any, Page]]) -> Any:
    if item["id"].startswith("{"):
        return []  # nothing of the kind is on the page yet
    places = {"search": search, "pathname": path, "href": path + search}
    component = known.get(item["id"], (None, None))[0]
    value = places.get(item["property"], getattr(component, item["property"], None))
    return {"id": item["id"], "property": item["property"], "value": json.loads(json.dumps(value, default=str))}


def outputs(output: str) -> Any:
    """The outputs of a callback, as the browser lists them."""
    parts = output[2:-2].split("...") if output.startswith("..") else [output]
    listed = [dict(zip(("id", "property"), part.partition("@")[0].rsplit(".", 1), strict=True)) for part in parts]
    return listed if output.startswith("..") else listed[0]


@pytest.mark.parametrize("role", ROLES)
def test_no_callback_tells_what_is_not_for_a_role(walked: Site, role: str) -> None:
    reader, known, answered = walked.reader(role), components(), 0
    for one in callbacks(walked):
        page = None if one.patterned else page_of(one, known)
        for path, search in product(addresses(page) if page else (), searches(role)):
            body = filled(one, path, search, known)
            answer = call(reader, body, "fr" if search == SEARCHES[1] else "en")
            assert answer.status_code in (200, 204, 403), f"{one.output}{search}: {answer.status_code} {answer.text}"
            clean(answer.text, role, f"{one.output} at {path}{search}")
            answered += answer.status_code == 200
            if answer.status_code == 403:
                break
    assert answered > 10 or role == "executive"


def call(reader: FlaskClient, body: dict[str, Any], language: str) -> Any:
    return reader.post("/_dash-update-component", json=body, headers={"Accept-Language": language})


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_drawn_for_a_role(walked: Site, role: str) -> None:
    links = [{"id": {"page": page.path}, "property": "className"} for page in pages_of(role) if page.listed]
    for path in (path for page in PAGES for path in addresses(page)):
        body = {
            "output": '..page.children...{"page":["ALL"]}.className..',
            "outputs": [{"id": "page", "property": "children"}, links],
            "inputs": [{"id": "url", "property": "pathname", "value": path}],
            "changedPropIds": ["url.pathname"],
        }
        answer = call(walked.reader(role), body, "en")
        assert answer.status_code == 200
        clean(answer.text, role, path)


def test_pages_have_one_door_to_the_facts() -> None:
    """`Site.ask` puts who asks into every question; a page that went around it would forget whose eyes these are."""
    room = Path(__file__).parents[2] / "dashboards"
    for file in (*room.glob("pages/**/*.py"), *room.glob("components/*.py")):
        if file.name != "page.py":
            assert ".warehouse" not in file.read_text(encoding="utf-8").replace("analytics.warehouse", ""), file


def test_the_walk_would_notice(walked: Site) -> None:
    """The words looked for are really there, for who may see them."""
    told = walked.reader("admin").get("/measures/activities.csv?period=all").text
    assert FOREIGN in told
    assert OWN in told
    with pytest.raises(AssertionError, match="tells manager"):
        clean(told, "manager", "activities.csv")
    assert SECRET not in walked.reader("admin").get("/_dash-layout").text
