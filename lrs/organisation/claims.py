"""Which activities programmes claim, and what whoever answers for some units may not claim besides.

An activity belongs to one programme: of two that claim it, one loses what was done there, by everybody's people.
Whoever brings a file for some units therefore claims nothing that a programme of others claims, in either direction:
neither a prefix over it, nor what a prefix of theirs covers. Administrators may: they answer for both.
"""

from bisect import bisect_left
from functools import cached_property
from urllib.parse import quote

from lrs.organisation.judging import Judging
from lrs.organisation.reading import Given
from schemas.imports import LOCAL


def own_activity(programme: str) -> str:
    """Return the IRI that recipes give a programme."""
    return f"{LOCAL}/course/{quote(programme)}"


class Claims:
    """What programmes claim, as far as it matters to whoever brings a file: nothing to who answers for all units."""

    def __init__(self, judging: Judging) -> None:
        self._judging = judging

    def refuse_taken(self, row: Given, column: str, iris: set[str]) -> None:
        """Refuse a row that claims anew, an IRI or a prefix that ends in *, what programmes of others claim."""
        for iri in sorted(iris):
            if self._is_taken(iri.removesuffix("*"), prefix=iri.endswith("*")):
                own = ", ".join(sorted(self._judging.limits or ()))
                told = f"{iri} has activities of a programme that is not of your units ({own}): an administrator may"
                self._judging.refuse(row, column, told)

    def _is_taken(self, iri: str, *, prefix: bool) -> bool:
        whole, prefixes, lengths = self._foreign
        if any(iri[:length] in prefixes for length in lengths if length <= len(iri)):
            return True
        at = bisect_left(whole, iri)
        return at < len(whole) and (whole[at].startswith(iri) if prefix else whole[at] == iri)

    @cached_property
    def _foreign(self) -> tuple[list[str], frozenset[str], frozenset[int]]:
        """All that programmes of others claim, in order; what of it are prefixes; how long these are."""
        judging = self._judging
        if judging.limits is None:
            return [], frozenset(), frozenset()
        others = {key for key in judging.programmes if not judging.owns(key)}
        rows = [row for row in judging.organisation.rows("programme_activity") if row["programme"] in others]
        prefixes = frozenset(row["activity"] for row in rows if row["prefix"])
        held = {row["activity"] for row in judging.organisation.rows("session") if row["programme"] in others}
        whole = {row["activity"] for row in rows} | held | {own_activity(key) for key in others}
        return sorted(whole), prefixes, frozenset(map(len, prefixes))
