"""Amounts of money: Decimal end to end, told in cents, shared out so that the parts make up the whole to the cent.

Nothing here depends on a machine: the same amounts give the same cents anywhere.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

CENT = Decimal("0.01")
NOTHING = Decimal(0)
EXACT = Context(prec=50, rounding=ROUND_HALF_EVEN)
"""Digits enough that what is rounded to the cent was never rounded before."""


def cents(amount: Decimal | int) -> Decimal:
    """Return an amount to the cent, halves to the even one."""
    return Decimal(amount).quantize(CENT, context=EXACT)


def nearest(over: int, under: int) -> int:
    """Return the whole number nearest to a fraction (under above nothing), halves to the even one."""
    whole, rest = divmod(over, under)
    return whole + (2 * rest > under or (2 * rest == under and whole % 2 == 1))


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """Return the sum of amounts; what is not known adds nothing."""
    with localcontext(EXACT):
        return sum((one for one in amounts if one is not None), NOTHING)


def ratio(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Return one amount over another; None over nothing."""
    return EXACT.divide(Decimal(part), Decimal(whole)) if whole else None


def each(amount: Decimal, count: Decimal | int) -> Decimal | None:
    """Return an amount for each of so many, to the cent; None of nobody."""
    found = ratio(amount, count)
    return None if found is None else cents(found)


def share_out(amount: Decimal, weights: Sequence[int]) -> list[Decimal]:
    """Share an amount out by weights, in cents that sum to it exactly.

    Each part is what its weight gives, to the cent below; the cents left over go to the largest remainders, of equal
    ones to the first. (Hamilton's method; Balinski and Young (1982), Fair Representation.)

    Parameters
    ----------
    amount
        In cents; of either sign.
    weights
        None of them negative, and not all of them nothing.

    Raises
    ------
    ValueError
        When the weights cannot share anything out.
    """
    if not any(weights) or min(weights) < 0:
        raise ValueError("weights: expected none below 0 and one above it")
    whole, sign = int(abs(cents(amount)) * 100), -1 if amount < 0 else 1
    of = sum(weights)
    parts, rests = map(list, zip(*(divmod(whole * weight, of) for weight in weights), strict=True))
    left = whole - sum(parts)
    for at in sorted(range(len(parts)), key=rests.__getitem__, reverse=True)[:left] if left else ():
        parts[at] += 1
    return [sign * part * CENT for part in parts]
