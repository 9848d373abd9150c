"""What commands ask of a running server: credentials, refusals, backups, a health report; and /health for everyone."""

import shutil
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec
from flask import Flask, Response, request

from lrs.errors import BadRequest, NotFound
from lrs.resources import credentials
from lrs.resources.answers import answer, nothing, preflight
from lrs.resources.auth import authenticate, is_admin, require_admin
from lrs.resources.doors import looks_like_xapi, point_to_endpoint
from lrs.resources.request import Call, read_parameters
from lrs.resources.service import Service
from lrs.resources.xapi import ANY_METHOD, handler_of
from lrs.xapi.query import StatementQuery
from lrs.xapi.timestamp import text

Handlers = dict[str, Callable[..., Response]]


def list_credentials(call: Call) -> Response:
    """Answer with every credential, without its secret."""
    require_admin(call)
    return answer([credentials.told(one) for one in call.service.store.credentials()])


def add_credential(call: Call) -> Response:
    """Keep a new credential and tell its secret, once."""
    require_admin(call)
    wish = _read(call, credentials.Wish)
    credential, secret = credentials.made(wish)
    call.service.store.add_credential(credential)
    return answer(credentials.told(credential) | {"secret": secret}, 201)


def revoke_credential(call: Call, key: str) -> Response:
    """Remove a credential; its next request is refused."""
    require_admin(call)
    if not call.service.store.revoke_credential(key):
        raise NotFound(f"credential {key}: there is none; `acquis credential list` shows them")
    call.service.verifier.forget()
    return nothing()


def list_refusals(call: Call) -> Response:
    """Answer with the last refusals: a credential's own, or for an administrator all, or those of one `key`."""
    call.only("key")
    if is_admin(call):
        key = call.params.get("key")
        found = call.service.refusals.all() if key is None else call.service.refusals.of(*_keys_called(call, key))
    else:
        authenticate(call)
        found = call.service.refusals.of(call.key)
    return answer([asdict(refused) for refused in found])


def back_up(call: Call) -> Response:
    """Write a consistent copy of everything into a new folder on the server's machine."""
    require_admin(call)
    folder = Path(_read(call, Backup).folder)
    if not folder.is_absolute():
        raise BadRequest(f"folder: {folder} is not an absolute path")
    if folder.exists() and any(folder.iterdir()):
        raise BadRequest(f"folder: {folder} is not empty; name a new one")
    call.service.store.backup(str(folder))
    return answer({"folder": str(folder)})


def check(call: Call) -> Response:
    """Answer with a health report."""
    require_admin(call)
    return answer(report(call.service))


def health(_: Call) -> Response:
    """Answer that the server is there."""
    return answer({"status": "ok", "version": own_version()})


class Backup(msgspec.Struct, forbid_unknown_fields=True):
    """What a backup is asked for with."""

    folder: str


def report(service: Service) -> dict[str, Any]:
    """Return what an administrator wants to know first."""
    store, data = service.store, service.settings.data
    newest = store.statements(StatementQuery(limit=1)).records
    return {
        "status": "ok",
        "version": own_version(),
        "data": str(data.resolve()),
        "files": {path.name: path.stat().st_size for path in sorted(data.glob("*")) if path.is_file()},
        "free_bytes": shutil.disk_usage(data).free if data.is_dir() else None,
        "newest_statement": text(newest[0].stored) if newest else None,
        "consistent_through": text(store.consistent_through()),
        "credentials": len(store.credentials()),
        "refusals": len(service.refusals.all()),
    }


def own_version() -> str:
    """Return the version of this program."""
    try:
        return version("acquis")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


def _keys_called(call: Call, name: str) -> list[str]:
    """Return the keys that a key or a label stands for: several tools may share a label."""
    return [one.key for one in call.service.store.credentials() if one.label == name] or [name]


def _read(call: Call, shape: type[Any]) -> Any:
    try:
        return msgspec.json.decode(call.body.read(), type=shape)
    except msgspec.DecodeError as error:
        raise BadRequest(f"body: {error}") from None


ROUTES: dict[str, Handlers] = {
    "/api/credentials": {"GET": list_credentials, "POST": add_credential},
    "/api/credentials/<path:key>": {"DELETE": revoke_credential},
    "/api/refusals": {"GET": list_refusals},
    "/api/backup": {"POST": back_up},
    "/api/check": {"GET": check},
    "/health": {"GET": health},
}


def serve(service: Service, path: str, handlers: Handlers, **variables: str) -> Response:
    """Take one call to its handler."""
    if request.method == "OPTIONS":
        return preflight()
    call = Call(request.environ, service)
    call.params = read_parameters(request.environ["QUERY_STRING"])
    known = handlers | {"HEAD": handlers["GET"]} if "GET" in handlers else handlers
    return handler_of(call, path, known)(call, **variables)


def nowhere(service: Service, **_: str) -> Response:
    """Answer that nothing is here; to a tool that took /api for the endpoint, where that is."""
    if looks_like_xapi(request.environ):
        return point_to_endpoint(request.environ, service)
    Call(request.environ, service)
    raise NotFound(f"{request.path}: nothing is here")


def install(app: Flask, service: Service) -> None:
    """Put these routes into an application."""
    options: dict[str, Any] = {"methods": ANY_METHOD, "provide_automatic_options": False}
    for path, handlers in ROUTES.items():
        app.add_url_rule(path, path, partial(serve, service, path, handlers), **options)
    for path in ("/api", "/api/<path:rest>", "/health/<path:rest>"):
        app.add_url_rule(path, path, partial(nowhere, service), **options)
