"""Amounts of money as a language writes them: €412,300.50 or 412 300,50 €; a currency without a sign by its letters."""

from decimal import ROUND_HALF_UP, Decimal

from dashboards.i18n import Words

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
NONE = "—"


def told(words: Words, value: Decimal | float | None, currency: str | None, digits: int = 0) -> str:
    """Write an amount; without one, a dash."""
    if value is None:
        return NONE
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    amount, sign = words.number(abs(float(exact)), digits), "\N{MINUS SIGN}" if exact < 0 else ""
    if currency in _SIGNS:
        return sign + words("{sign}{amount}", sign=_SIGNS[currency], amount=amount)
    return sign + words("{amount} {currency}", amount=amount, currency=currency or "")


def between(words: Words, low: Decimal | float, high: Decimal | float, currency: str | None) -> str:
    """Write a range of amounts."""
    return words("{low} to {high}", low=told(words, low, None).strip(), high=told(words, high, currency))


def remaining(budget: Decimal, *gone: Decimal) -> Decimal:
    """Return what is left of a budget in whole units: what is written without cents adds up as it is written."""
    whole, *less = (one.quantize(Decimal(1), ROUND_HALF_UP) for one in (budget, *gone))
    return whole - sum(less, Decimal(0))


ROUNDED = (
    "Amounts that count learners' hours, and numbers of people, are rounded so that nobody can be recognised; amounts "
    "of the ledger alone are exact."
)
"""Said to readers of totals (`analytics.privacy`)."""
NAMES: dict[str, str] = {
    # what lines of the ledger say, as `schemas.imports` reads it again in either language
    "design": "Course design",
    "platform": "Platform",
    "licence": "Licence",
    "trainer": "Trainer",
    "room": "Room",
    "material": "Material",
    "travel": "Travel",
    "lodging": "Lodging",
    "learner_time": "Learner time",
    "opportunity": "Opportunity",
    "administration": "Administration",
    "evaluation": "Evaluation",
    "funding": "Funding",
    "fixed": "Fixed",
    "session": "Per session",
    "learner": "Per learner",
    "hour": "Per hour",
    "budget": "Budget",
    "commitment": "Commitment",
    "actual": "Actual",
    "estimate": "Estimate",
    "learners": "Per active learner",
    "hours": "Hours",
    "enrolments": "Per enrolment",
}
MESSAGES = (*NAMES.values(), ROUNDED)
