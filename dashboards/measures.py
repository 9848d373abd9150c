"""Measures over HTTP as JSON, for `acquis measure` and programs."""

from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter, signature
from typing import Any, Literal, get_args, get_origin

import polars as pl
from flask import Flask, Response, request

from analytics import breakdown, catalog
from analytics.measure import Measure
from analytics.scope import Scope, read_day
from analytics.warehouse import Warehouse
from lrs.app import create_app
from lrs.errors import BadRequest, Forbidden
from lrs.resources.answers import answer
from lrs.resources.auth import authenticate, is_admin, require_admin
from lrs.resources.request import Call
from lrs.resources.service import Service, service_of
from lrs.settings import Settings

_DAYS = ("since", "until")
_ONE = ("course", "zone", "modality", "group", "country", "language", "device")
_MANY = {"unit": "units", "programme": "programmes"}
_NAMES = (*_DAYS, *_MANY, *_ONE)
_READING = frozenset({"all", "all/read"})


def scope_of(given: Mapping[str, Sequence[str]]) -> Scope:
    """Return the scope that parameters name: units and programmes any number of times, of the others the first.

    Raises
    ------
    BadRequest
        When a name is unknown or a value none it can have.
    """
    for name in given:
        if name not in _NAMES:
            raise BadRequest(f"{name[:40]}: is no parameter of a measure; there are {', '.join(_NAMES)}")
    told: dict[str, Any] = {name: given[name][0] for name in _ONE if name in given and given[name][0]}
    told |= {name: read_day(given[name][0], name) for name in _DAYS if name in given and given[name][0]}
    told |= {field: tuple(filter(None, given[name])) for name, field in _MANY.items() if name in given}
    return Scope(**told)


def takes(measure: Measure) -> dict[str, Parameter]:
    """Return what a measure takes besides a scope, by name."""
    return dict(list(signature(measure.ask).parameters.items())[2:])


def options_of(measure: Measure, given: Mapping[str, str]) -> dict[str, Any]:
    """Return what an address names of that, as the measure takes it: a number where it takes one, or one of its words.

    Raises
    ------
    BadRequest
        When it is none, or what must be named is not.
    """
    told = {name: _option(one, given[name]) for name, one in takes(measure).items() if given.get(name)}
    for name, why in measure.needs.items():
        if name not in told:
            raise BadRequest(f"{name}: {measure.key} {why}")
    return told


def _option(taken: Parameter, text: str) -> Any:
    words = get_args(taken.annotation) if get_origin(taken.annotation) is Literal else (text,)
    if text not in words:
        raise BadRequest(f"{taken.name}: {text[:20]!r} is none of {', '.join(words)}")
    wanted = str(taken.annotation)
    for name, read in (("int", int), ("float", float)):
        if name in wanted:
            try:
                return read(text)
            except ValueError:
                raise BadRequest(f"{taken.name}: {text[:20]!r} is not a number") from None
    return text


def rows_of(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return a frame as JSON's rows; days are written YYYY-MM-DD."""
    return frame.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d")).to_dicts()


def install(app: Flask, warehouse: Warehouse, service: Service) -> None:
    """Add the addresses of measures to an application."""

    def tell(key: str) -> Response:
        measure = catalog.measure(key)
        allow(Call(request.environ, service))
        given = request.args.to_dict(flat=False)
        options = options_of(measure, {name: given.pop(name)[0] for name in takes(measure) if name in given})
        dimension = given.pop("by", [""])[0]
        scope = scope_of(given)
        breakdown.refuse_unknown(warehouse, scope, options.get("person"))
        if dimension:
            return answer(rows_of(breakdown.by(warehouse, scope, measure, dimension, **options)))
        return answer(rows_of(measure.ask(warehouse, scope, **options)))

    def rebuild() -> Response:
        require_admin(Call(request.environ, service))
        warehouse.rebuild()
        warehouse.catch_up()
        return answer(warehouse.ask("ledger").to_dicts())

    app.add_url_rule("/api/measures/<key>", "measure", tell)
    app.add_url_rule("/api/rebuild", "rebuild", rebuild, methods=["POST"])


def allow(call: Call) -> None:
    """Refuse a key that may not read everything."""
    if is_admin(call):
        return
    authenticate(call)
    if not _READING & call.sender.scopes:
        raise Forbidden(
            f"Authorization: this credential's scopes do not reach measures; {' or '.join(sorted(_READING))} would"
        )


Install = Callable[[Flask, Warehouse, Service], None]


def alone(settings: Settings, store: Any, add: Install = install) -> Flask:
    """Return the application of a command that asks where nobody serves: no pages, nothing left unread.

    `add` gives it the addresses the command asks; left out, those of measures.
    """
    app = create_app(settings, store)
    warehouse = Warehouse(store)
    warehouse.catch_up()
    add(app, warehouse, service_of(app))
    return app
