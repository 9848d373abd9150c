"""What every resource works with; one for each application."""

import secrets
from dataclasses import dataclass, field

from flask import Flask, current_app

from lrs.refusals import Refusals
from lrs.secrets import Verifier
from lrs.settings import Settings
from lrs.store.promise import Store

NAME = "acquis"


@dataclass(frozen=True, slots=True)
class Service:
    """The store and what surrounds it.

    `token` is what an administrator's command shows; it is new at every start and stands only in `server.json`.
    """

    settings: Settings
    store: Store
    refusals: Refusals
    verifier: Verifier = field(default_factory=Verifier)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)


def service_of(app: Flask) -> Service:
    """Return the service of an application."""
    found: Service = app.extensions[NAME]
    return found


def current() -> Service:
    """Return the service of the application that handles this request."""
    return service_of(current_app)
