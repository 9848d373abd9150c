"""The parts about answers: how long each measure takes, what a page needs, and new statements to become facts.

They are asked inside one process, without a server between: what is timed is the warehouse and what is made of it. The
warehouse keeps what it answered until there is something new; here it forgets that before each.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from plotly.utils import PlotlyJSONEncoder

from analytics.catalog import MEASURES
from analytics.scope import Scope
from analytics.warehouse import Warehouse
from benchmarks import generator
from benchmarks.acquis import STATEMENTS
from benchmarks.corpus import Corpus
from benchmarks.load import VERSION
from benchmarks.report import Row, at_most
from benchmarks.warehouse import opened, seconds
from dashboards.i18n import Words
from dashboards.pages.page import Page
from dashboards.server import compose
from dashboards.site import pages_of
from lrs.app import create_app, stop
from lrs.organisation import accounts
from lrs.settings import Settings

NEW = 10_000
_BATCH = 500
_ROLES = ("admin", "executive")
_SEARCH = "?period=all"
_LEARNER, _PROGRAMME = "E1", "P0"
_WITH: dict[str, dict[str, Any]] = {name: {"person": _LEARNER} for name in ("learner_record", "learner_assignments")}
_SECRET = "a secret of the benchmark"  # noqa: S105  # of an account in a copy that is deleted
_ADDRESS = re.compile(r'"id": "([a-z-]+-url)"')


def measures(folder: Path, _: Corpus) -> list[Row]:
    """Ask every measure of the catalog about everyone and everything."""
    with opened(folder) as store:
        warehouse = Warehouse(store)
        warehouse.catch_up()
        taken = {key: _cold(warehouse, partial(_ask, warehouse, key)) for key in MEASURES}
    slowest = max(taken, key=lambda key: taken[key])
    return [at_most(3, "s").row("measures", f"slowest measure: {slowest}", taken[slowest], measured=_ordered(taken))]


def _ask(warehouse: Warehouse, key: str) -> None:
    MEASURES[key].ask(warehouse, Scope(), **_WITH.get(key, {}))


def follow(folder: Path, corpus: Corpus) -> list[Row]:
    """Send new statements, and have the warehouse follow: one, then `NEW`, or as many as there were."""
    new = min(NEW, corpus.rows)
    with opened(folder) as store:
        app = create_app(Settings(data=folder), store)
        warehouse = Warehouse(store)
        warehouse.catch_up()
        _send(app, corpus, corpus.rows, 1)
        one = seconds(warehouse.catch_up)
        for first in range(0, new, _BATCH):
            _send(app, corpus, corpus.rows + 1 + first, min(_BATCH, new - first))
        many = seconds(warehouse.catch_up)
        upto = warehouse.mark().watermark
    measured = {"one_statement": one, "new_statements": new, "seconds": many, "statements": upto}
    return [at_most(5, "s").row("follow", f"follow {new:,} new statements", many, measured=measured)]


def _send(app: Flask, corpus: Corpus, first: int, size: int) -> None:
    headers = {"Authorization": corpus.authorization, "X-Experience-API-Version": VERSION}
    body = generator.batch(first, size)
    answer = app.test_client().post(STATEMENTS, data=body, headers=headers, content_type="application/json")
    if answer.status_code != 200:
        raise RuntimeError(f"the benchmark's statements are refused: {answer.text}")


def pages(folder: Path, _: Corpus) -> list[Row]:
    """Have what each page tells on arrival computed, as an administrator and as an executive."""
    settings = Settings(data=folder)
    with opened(folder) as store:
        Warehouse(store).catch_up()
        for role in _ROLES:
            accounts.add(store, accounts.Wish(f"{role}@example.org", role, password=_SECRET))
        app = compose(settings, store)
        try:
            taken = {name: _cold(app.extensions["acquis.warehouse"], told) for name, told in _visits(app)}
        finally:
            stop(app)
    slowest = max(taken, key=lambda name: taken[name])
    name = f"slowest page's data: {slowest}"
    return [at_most(5, "s").row("pages_data", name, taken[slowest], measured=_ordered(taken))]


def _visits(app: Flask) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield each page each role sees, and what asks for all it tells first."""
    for role in _ROLES:
        reader = _signed_in(app, role)
        known = [one for one in reader.get("/_dash-dependencies").get_json() if not one.get("clientside_function")]
        for page in pages_of(role):
            path = _address(page)
            bodies = [_body(one, path) for one in known if _arrives(one, page)]
            if bodies:
                yield f"{path} ({role})", partial(_tell, reader, bodies)


def _signed_in(app: Flask, role: str) -> FlaskClient:
    reader = app.test_client()
    reader.post("/sign-in", data={"email": f"{role}@example.org", "secret": _SECRET})
    cookie = reader.get_cookie("_csrf_token")
    if cookie is None:
        raise RuntimeError(f"the benchmark's {role} could not sign in")
    reader.environ_base["HTTP_X_CSRFTOKEN"] = cookie.value
    return reader


def _address(page: Page) -> str:
    """Return where a page is seen; one below an address, at somebody's or something's."""
    below = {"/people": _LEARNER, "/programmes": _PROGRAMME}.get(page.path) if page.below else None
    return f"{page.path}/{below}" if below else page.path


def _arrives(callback: dict[str, Any], page: Page) -> bool:
    """Tell whether a callback runs because a page was opened: its address and the colours are all it waits for."""
    own = set(_ADDRESS.findall(json.dumps(page.layout(Words("en")), cls=PlotlyJSONEncoder)))
    asked = {one["id"] for one in callback["inputs"]}
    return bool(asked & own) and asked <= own | {"palette"}


def _body(callback: dict[str, Any], path: str) -> dict[str, Any]:
    """Return what a browser sends to have a callback computed."""
    values = {"search": _SEARCH, "pathname": path, "href": path + _SEARCH, "data": "light"}
    inputs, state = (
        [{"id": one["id"], "property": one["property"], "value": values.get(one["property"])} for one in callback[part]]
        for part in ("inputs", "state")
    )
    output = callback["output"]
    several = output.startswith("..")
    parts = output[2:-2].split("...") if several else [output]
    listed = [dict(zip(("id", "property"), part.partition("@")[0].rsplit(".", 1), strict=True)) for part in parts]
    changed = [f"{one['id']}.{one['property']}" for one in inputs]
    return {
        "output": output,
        "outputs": listed if several else listed[0],
        "inputs": inputs,
        "state": state,
        "changedPropIds": changed[:1],
    }


def _tell(reader: FlaskClient, bodies: list[dict[str, Any]]) -> None:
    for body in bodies:
        answer = reader.post("/_dash-update-component", json=body)
        if answer.status_code not in (200, 204):
            raise RuntimeError(f"{body['output']}: {answer.status_code} {answer.text[:200]}")


def _cold(warehouse: Warehouse, ask: Callable[[], None]) -> float:
    warehouse.kept.forget()
    return seconds(ask)


def _ordered(taken: dict[str, float]) -> dict[str, float]:
    """Return the slowest first."""
    return dict(sorted(taken.items(), key=lambda one: -one[1]))
