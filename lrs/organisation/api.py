"""The administrator's doors for what organisations bring: /api/import/<kind>, /api/template, people and users."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
from flask import Blueprint, Response, request
from werkzeug.http import parse_options_header

from lrs.errors import BadRequest
from lrs.organisation import accounts, drawing, following_up, merging
from lrs.organisation.bring import ZONE, Manner, bring
from lrs.organisation.keeping import keep
from lrs.organisation.report import verdict
from lrs.organisation.template import template
from lrs.resources.answers import answer, nothing
from lrs.resources.auth import require_admin
from lrs.resources.multipart import Parts, boundary_of
from lrs.resources.request import Call, read_parameters
from lrs.resources.service import current
from lrs.store.promise import Store
from schemas.imports import KINDS

WHO = "administrator"
_TRUTH = {"true": True, "false": False}


class Pair(msgspec.Struct, forbid_unknown_fields=True):
    """Two persons, by key or identifier."""

    first: str
    second: str


def blueprint(store: Store) -> Blueprint:
    """Return the doors to a store."""
    doors = Blueprint("organisation", __name__, url_prefix="/api")
    routes: dict[str, dict[str, Callable[..., Response]]] = {
        "/import/<kind>": {"POST": import_file},
        "/template/<kind>": {"GET": give_template},
        "/people": {"GET": list_people},
        "/people/merge": {"POST": merge_people},
        "/people/split": {"POST": split_people},
        "/draws": {"GET": list_draws, "POST": draw},
        "/follow-ups": {"GET": list_follow_ups, "POST": follow_up},
        "/users": {"GET": list_users, "POST": add_user},
        "/users/<path:email>": {"DELETE": remove_user},
    }
    for path, handlers in routes.items():
        for method, handler in handlers.items():
            doors.add_url_rule(path, f"{method} {path}".replace(".", " "), _bound(handler, store), methods=[method])
    return doors


def _bound(handler: Callable[..., Response], store: Store) -> Callable[..., Response]:
    def run(**variables: str) -> Response:
        call = Call(request.environ, current())
        require_admin(call)
        call.params = read_parameters(call.environ.get("QUERY_STRING", ""))
        return handler(call, store, **variables)

    return run


def import_file(call: Call, store: Store, kind: str) -> Response:
    """Bring in a file of a kind, whole or not at all; answer with the report, 400 when rows are refused."""
    call.only("preview", "mapping", "columns", "zone", "name")
    if kind not in KINDS:
        raise BadRequest(f"import: expected one of statements, {', '.join(KINDS)}, got {kind[:40]!r}")
    preview = call.params.get("preview", "false")
    if preview not in _TRUTH:
        raise BadRequest(f"preview: expected true or false, got {preview[:40]!r}")
    content, name = _file(call, f"{kind}.csv")
    columns = _columns(call)
    manner = Manner(
        name=name,
        mapping=columns or call.params.get("mapping") or {},
        zone=call.params.get("zone", ZONE),
        home=call.service.settings.authority,
    )
    report = bring(kind, content, store, WHO, preview=_TRUTH[preview], manner=manner)
    if report.applied and columns and "mapping" in call.params:
        keep(store, f"mapping {kind}", call.params["mapping"], columns, WHO)
    if not report.problems:
        return answer(report.told())
    told = f"{verdict(report.refused, report.rows)}: {report.problems[0].sentence()}"
    return answer(report.told() | ({} if _TRUTH[preview] else {"error": told}), 200 if _TRUTH[preview] else 400)


def _columns(call: Call) -> dict[str, str]:
    """Return the mapping a request brings: headings → names of columns."""
    try:
        return msgspec.json.decode(call.params.get("columns", "{}"), type=dict[str, str])
    except msgspec.DecodeError as error:
        raise BadRequest(f"columns: expected a JSON object of headings and columns ({error})") from None


def _file(call: Call, name: str) -> tuple[bytes, str]:
    """Return the file a request brings, as its body or as a part of a form, and what it is called."""
    body = call.body.read()
    if call.media_type != "multipart/form-data":
        call.body.refuse_doubt("a file")
        return body, call.params.get("name", name)
    for part in Parts([body], boundary_of(call.content_type)):
        _, options = parse_options_header(part.headers.get("content-disposition", ""))
        if "filename" in options:
            return b"".join(part.pieces), call.params.get("name") or options["filename"] or name
    raise BadRequest("body: the form holds no file")


def give_template(call: Call, _store: Store, kind: str) -> Response:
    """Answer with a file of a kind to be filled in."""
    call.only("language")
    content = template(kind, call.params.get("language", "en"))
    named = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
    return Response(content, content_type="text/csv; charset=utf-8", headers=named)


def list_people(call: Call, store: Store) -> Response:
    """Answer with everyone, their units, and all the identifiers they go by."""
    call.only()
    return answer(merging.people(store))


def merge_people(call: Call, store: Store) -> Response:
    """Have the second of two persons count as the first."""
    pair = _read(call, Pair)
    return answer(merging.merge(store, pair.first, pair.second, WHO))


def split_people(call: Call, store: Store) -> Response:
    """Undo a merge, or take an identifier away from a person."""
    pair = _read(call, Pair)
    return answer(merging.split(store, pair.first, pair.second, WHO))


def list_draws(call: Call, store: Store) -> Response:
    """Answer with every roll-out order that was drawn."""
    call.only()
    return answer(drawing.draws(store))


def draw(call: Call, store: Store) -> Response:
    """Draw the order in which units get a programme, and write it down."""
    call.only("by")
    return answer(drawing.draw(store, _read(call, drawing.Wish), call.params.get("by") or WHO), 201)


def list_follow_ups(call: Call, store: Store) -> Response:
    """Answer with every follow-up that was written down."""
    call.only()
    return answer(following_up.written_down(store))


def follow_up(call: Call, store: Store) -> Response:
    """Write down by what rule those who did not answer are drawn."""
    call.only("by")
    return answer(following_up.write_down(store, _read(call, following_up.Rule), call.params.get("by") or WHO), 201)


def list_users(call: Call, store: Store) -> Response:
    """Answer with every account, without its secret."""
    call.only()
    return answer([one.told() for one in accounts.accounts(store)])


def add_user(call: Call, store: Store) -> Response:
    """Keep a new account; tell the password when it was made here, once."""
    wish = _read(call, accounts.Wish)
    account, password = accounts.add(store, wish)
    return answer(account.told() | ({} if wish.password else {"password": password}), 201)


def remove_user(_call: Call, store: Store, email: str) -> Response:
    """Remove an account."""
    accounts.remove(store, email)
    return nothing()


def _read(call: Call, shape: type[Any]) -> Any:
    try:
        return msgspec.json.decode(call.body.read(), type=shape)
    except (msgspec.DecodeError, json.JSONDecodeError) as error:
        raise BadRequest(f"body: {error}") from None
