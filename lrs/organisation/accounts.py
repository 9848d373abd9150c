"""Accounts: who may sign in to the dashboards, as what, and for which units."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from lrs.errors import BadRequest, Conflict, NotFound
from lrs.organisation.cells import address
from lrs.organisation.keeping import now
from lrs.organisation.units import Tree
from lrs.secrets import generate, keep_chosen
from lrs.store.promise import Put, Store

ROLES = ("admin", "group", "manager", "executive")
LANGUAGES = ("en", "fr")
SHORTEST = 10  # characters of a password somebody chose


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who may sign in. `secret` is a hash (`lrs.secrets`); `units` are what a manager answers for."""

    email: str
    secret: str = field(repr=False)
    role: str
    name: str | None
    language: str | None
    created: datetime
    units: tuple[str, ...]

    def told(self) -> dict[str, Any]:
        """Return what may be shown."""
        shown = {name: getattr(self, name) for name in ("email", "role", "name", "language")}
        return {**shown, "units": list(self.units), "created": self.created.isoformat(timespec="seconds") + "Z"}


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    """An account somebody asks for. Without a password, one is made."""

    email: str
    role: str
    units: list[str] = msgspec.field(default_factory=list)
    name: str | None = None
    language: str | None = None
    password: str | None = None


def add(store: Store, wish: Wish) -> tuple[Account, str]:
    """Keep a new account; return it and its password, which is told once and kept only as a hash.

    Raises
    ------
    BadRequest
        Naming what in the wish cannot be.
    Conflict
        When the address has an account.
    """
    email = _email(wish.email)
    if wish.role not in ROLES:
        raise BadRequest(f"role: expected one of {', '.join(ROLES)}, got {wish.role[:40]!r}")
    if wish.language not in (None, *LANGUAGES):
        raise BadRequest(f"language: expected one of {', '.join(LANGUAGES)}, got {str(wish.language)[:40]!r}")
    if wish.name is not None and (len(wish.name) > 200 or not wish.name.isprintable()):
        raise BadRequest(f"name: expected up to 200 printable characters, got {wish.name[:40]!r}")
    units = _units(store, wish)
    password = generate() if wish.password is None else _password(wish.password)
    if account(store, email) is not None:
        raise Conflict(f"{email} has an account already; remove it first: acquis user remove {email}")
    made = Account(email, keep_chosen(password), wish.role, wish.name, wish.language, now(), units)
    row = {name: getattr(made, name) for name in ("email", "secret", "role", "name", "language", "created")}
    store.organisation.change(
        [
            Put("account", [row], ("email",), [(email,)]),
            Put("account_unit", [{"email": email, "unit": unit} for unit in units], ("email",), [(email,)]),
        ]
    )
    return made, password


def account(store: Store, email: str) -> Account | None:
    """Return the account of an address, in whatever case it is written."""
    return next(iter(_accounts(store, email=email.strip().lower())), None)


def accounts(store: Store) -> list[Account]:
    """Return every account, by address."""
    return sorted(_accounts(store), key=lambda one: one.email)


def remove(store: Store, email: str) -> None:
    """Remove an account.

    Raises
    ------
    NotFound
        When there is none.
    """
    key = email.strip().lower()
    if account(store, key) is None:
        raise NotFound(f"{email}: has no account; `acquis user list` shows them")
    store.organisation.change([Put(table, (), ("email",), [(key,)]) for table in ("account", "account_unit")])


def set_password(store: Store, email: str, password: str) -> None:
    """Give an account another password."""
    row = next(iter(store.organisation.rows("account", email=email.strip().lower())), None)
    if row is None:
        raise NotFound(f"{email}: has no account; `acquis user list` shows them")
    secret = keep_chosen(_password(password))
    store.organisation.change([Put("account", [{**row, "secret": secret}], ("email",), [(row["email"],)])])


def _accounts(store: Store, **where: str) -> list[Account]:
    units: dict[str, list[str]] = {}
    for row in store.organisation.rows("account_unit", **where):
        units.setdefault(row["email"], []).append(row["unit"])
    return [
        Account(**row, units=tuple(units.get(row["email"], ()))) for row in store.organisation.rows("account", **where)
    ]


def _email(text: str) -> str:
    try:
        return str(address(text))
    except ValueError as error:
        raise BadRequest(f"email: {text[:60]!r} {error}") from None


def _units(store: Store, wish: Wish) -> tuple[str, ...]:
    tree = Tree(store.organisation.rows("unit"))
    found = [tree.named(text, "unit") for text in wish.units]
    if wish.role == "manager" and not found:
        raise BadRequest("unit: a manager needs one at least; everything else they see follows from it")
    if wish.role in ("admin", "group") and found:
        raise BadRequest(f"unit: {wish.role} reaches every unit; only managers and executives are bound to some")
    return tuple(dict.fromkeys(found))


def _password(text: str) -> str:
    if len(text) < SHORTEST:
        raise BadRequest(f"password: needs at least {SHORTEST} characters; leave it out to have one made")
    if len(text) > 1000:
        raise BadRequest("password: is longer than 1,000 characters")
    return text
