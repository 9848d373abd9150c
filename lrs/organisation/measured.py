"""Benefits whose evidence is a measured effect: they name what it is measured on, and no amount."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from lrs.organisation.judging import Judging
from lrs.organisation.reading import Given

Row = dict[str, Any]
_WORKED_OUT = ("amount", "low", "high")


class Measured:
    """The measured benefits of a file, judged one by one beside those that are kept."""

    def __init__(self, judging: Judging, kept: Mapping[str, Row], given: Iterable[Given]) -> None:
        self._judging = judging
        self._aims = {(row["programme"], row["indicator"]) for row in judging.organisation.rows("aim")}
        again = {row.get("line") for row in given}
        self._lines = [row for line, row in kept.items() if _counts(row) and line not in again]

    def judge(self, row: Given, after: Row) -> None:
        """Refuse what says both, or neither, what it was measured on and how much it is."""
        told, refuse = after["indicator"], self._judging.refuse
        if after["evidence"] != "measured" or after["kind"] == "intangible":
            if told is not None:
                refuse(row, "indicator", "is of measured effects only: this benefit rests on something else")
            return
        for name in _WORKED_OUT:
            if after[name] is not None:
                refuse(row, name, "is worked out from the measured effect: leave it empty")
        if told is None:
            refuse(row, "indicator", "is empty: a measured effect names the indicator it is measured on")
        elif (after["programme"], told) not in self._aims:
            why = f"no figures of {told!r} name programme {after['programme']}: import indicators first"
            refuse(row, "indicator", why)
        else:
            self._refuse_more_than_all(row, after)

    def _refuse_more_than_all(self, row: Given, after: Row) -> None:
        """Refuse lines that together tell more than the whole of one effect on one day."""
        if after["withdrawn"]:
            return
        others = [one for one in self._lines if _same(one, after) and _meet(one, after)]
        self._lines.append(after)
        if others and after["share"] + sum((one["share"] for one in others), Decimal(0)) > 1:
            told = f"with line {others[0]['line']} is more than all of the effect on {after['indicator']!r}"
            self._judging.refuse(row, "share", told)


def _counts(row: Row) -> bool:
    return bool(row["indicator"]) and not row["withdrawn"]


def _same(one: Row, other: Row) -> bool:
    return all(one[name] == other[name] for name in ("programme", "indicator"))


def _meet(one: Row, other: Row) -> bool:
    return all(first["valid_from"] <= (then["valid_to"] or date.max) for first, then in ((one, other), (other, one)))
