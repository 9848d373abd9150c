"""An amount is written in one way everywhere: by `dashboards.money`, as the language does."""

from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.i18n import Words
from dashboards.money import between, told

HOUSE = Path(__file__).parents[2]
WRITES = HOUSE / "dashboards" / "money.py"


@pytest.mark.parametrize(
    ("language", "euros", "dirhams", "less", "span"),
    [
        ("en", "€85,128.60", "4,870 MAD", "\u2212€19,685", "1,200 to €1,300"),
        (
            "fr",
            "85\u202f128,60\u202f€",
            "4\u202f870\u202fMAD",
            "\u221219\u202f685\u202f€",
            "1\u202f200 à 1\u202f300\u202f€",
        ),
    ],
)
def test_an_amount_is_written_as_the_language_does(
    language: str, euros: str, dirhams: str, less: str, span: str
) -> None:
    words = Words(language)
    assert told(words, Decimal("85128.60"), "EUR", 2) == euros
    assert told(words, 4870, "MAD") == dirhams
    assert told(words, Decimal("-19685.46"), "EUR") == less
    assert between(words, 1200, 1300, "EUR") == span


def test_nobody_else_puts_a_sign_to_an_amount() -> None:
    """The report, Decision, Costs and the Simulator cannot write it otherwise: none of them knows the signs."""
    texts = [one for room in ("dashboards", "analytics") for one in (HOUSE / room).rglob("*") if one.is_file()]
    written = [one for one in texts if one.suffix in {".py", ".po", ".toml", ".js", ".html"} and one != WRITES]
    assert [one.name for one in written if any(sign in one.read_text("utf-8") for sign in "€£")] == []
