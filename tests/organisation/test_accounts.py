"""Accounts, and values that are only ever added to."""

import pytest

from lrs.errors import BadRequest, Conflict, NotFound
from lrs.organisation.accounts import Wish, account, accounts, add, remove, set_password
from lrs.organisation.keeping import history, keep, kept
from lrs.secrets import Verifier
from lrs.store.promise import Store
from tests.organisation.conftest import BOTH, Bring

pytestmark = BOTH


def test_an_account_and_its_password(store: Store, company: Bring) -> None:
    revision = store.organisation.revision()
    made, password = add(store, Wish("Ana@Exemple.fr", "manager", ["France", "Groupe > Sénégal"], "Ana", "fr"))
    assert made.email == "ana@exemple.fr"
    assert account(store, " ANA@exemple.fr ") == made
    assert made.units == ("Groupe > France", "Groupe > Sénégal")
    assert password not in made.secret
    assert made.secret not in repr(made)
    assert Verifier().verify(made.secret, password)
    assert "secret" not in made.told()
    assert store.organisation.revision() == revision  # nothing is derived from accounts
    set_password(store, made.email, "another one")
    changed = account(store, made.email)
    assert changed is not None
    assert Verifier().verify(changed.secret, "another one")
    assert not Verifier().verify(changed.secret, password)
    remove(store, "ANA@exemple.fr")
    assert accounts(store) == []
    with pytest.raises(NotFound, match=r"ana@exemple\.fr: has no account"):
        remove(store, "ana@exemple.fr")


def test_an_address_has_one_account(store: Store) -> None:
    add(store, Wish("a@b.fr", "admin", password="long enough"))
    with pytest.raises(Conflict, match=r"a@b\.fr has an account already"):
        add(store, Wish("A@B.fr", "group"))


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish("a", "admin"), "email: 'a' is not an e-mail address"),
        (Wish("a@b.fr", "king"), "role: expected one of admin, group, manager, executive, got 'king'"),
        (Wish("a@b.fr", "manager"), "unit: a manager needs one at least"),
        (Wish("a@b.fr", "admin", ["Groupe"]), "unit: admin reaches every unit"),
        (Wish("a@b.fr", "manager", ["Mars"]), "unit: no unit is called 'Mars'"),
        (Wish("a@b.fr", "admin", language="tlh"), "language: expected one of en, fr, got 'tlh'"),
        (Wish("a@b.fr", "admin", name="a\nb"), "name: expected up to 200 printable characters"),
        (Wish("a@b.fr", "admin", password="short"), "password: needs at least 10 characters"),
    ],
)
def test_wishes_that_cannot_be(store: Store, company: Bring, wish: Wish, sentence: str) -> None:
    with pytest.raises(BadRequest) as caught:
        add(store, wish)
    assert caught.value.sentence.startswith(sentence)
    assert accounts(store) == []


def test_the_newest_value_holds_and_the_others_stay(store: Store) -> None:
    for value, who in ((0.5, "ana"), (0.7, "ben"), ({"a": [1, "é"]}, "ana")):
        keep(store, "threshold", "late", value, who)
    keep(store, "threshold", "silent", 14, "ana")
    assert kept(store, "threshold") == {"late": {"a": [1, "é"]}, "silent": 14}
    assert [(one["value"], one["who"]) for one in history(store, "threshold", "late")][:2] == [
        (0.5, "ana"),
        (0.7, "ben"),
    ]
    keep(store, "threshold", "silent", None, "ben")
    assert kept(store, "threshold").keys() == {"late"}
    with pytest.raises(BadRequest, match="key: expected 1 to 200 printable characters"):
        keep(store, "threshold", " ", 1, "ana")


def test_every_import_is_noted(store: Store, company: Bring) -> None:
    [noted] = history(store, "import", "people")
    assert (noted["who"], noted["value"]["file"], noted["value"]["added"]) == ("somebody", "people.csv", 4)
