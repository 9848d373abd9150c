"""The pages about people: the list, one learner, who comes back, who leaves, who is at risk.

Whoever asks sees the people of their own units and below, and nobody else: every frame comes through `Site.ask`.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

PATH = "/people"
FIELDS = ("period", "units", "programmes", "modality", "country", "group")  # of the list of everyone
WAYS: tuple[tuple[str, str], ...] = (
    (PATH, "Everyone"),
    (f"{PATH}/at-risk", "At risk"),
    (f"{PATH}/cohorts", "Who comes back"),
    (f"{PATH}/growth", "New and lost"),
    (f"{PATH}/survival", "How long they stay"),
    (f"{PATH}/statements", "Statements"),
)
MESSAGES = tuple(title for _, title in WAYS)
_PLAIN = re.compile(r"[\w.@+-]+")
WHO = f"{PATH}/who"
_TAKEN = frozenset((*(path for path, _ in WAYS), WHO))


def address(person: int, key: str, kept: str = "") -> str:
    """Return where a person's page is: by their key, or by their number when the key would not do as an address.

    `kept` is the query string of what was chosen, which the way back from there keeps.
    """
    named = f"{PATH}/{quote(key)}"
    return (named if _PLAIN.fullmatch(key) and named not in _TAKEN else f"{PATH}/~{person}") + kept


def person_at(path: str, people: Iterable[tuple[int, str]]) -> int | None:
    """Return whose page an address is, among people given by number and key; None when it is nobody's."""
    wanted = unquote(path)
    return next((person for person, key in people if unquote(address(person, key)) == wanted), None)
