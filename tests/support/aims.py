"""A firm whose units got a programme or did not, and an indicator that tells: what it changed is known by hand."""

from datetime import date

from tests.support.scene import Scene, several

WITH, WITHOUT = "abcd", "efgh"
CHANGES = dict(zip(WITH + WITHOUT, (-2.0, -1.6, -2.3, -1.7, 0.1, -0.2, 0.3, -0.2), strict=True))
SIZE, PRICE = 10.0, 25  # denominators a month, and what one costs


def line(name: str, programme: str, amount: object, **row: object) -> dict[str, object]:
    return {"line": name, "programme": programme, "amount": amount, "valid_from": "2025-01-01"} | row


def firm() -> Scene:
    """Return eight units, four of which got a programme on the first of 2025; eleven months before, twelve after.

    One of them alone got another programme, whose effect can only be compared.
    """
    made = Scene()
    made.put("unit", [{"unit": "group"}, *({"unit": one, "parent": "group", "depth": 1} for one in CHANGES)])
    made.put("person", [one | {"unit": "a"} for one in several(10)])
    made.put("programme", [{"programme": name, "owner_unit": "group"} for name in ("fix", "some")])
    made.put("rollup", several(10, quarter="2025-03-02 08:00", programme="fix"))
    made.put("rollup", several(10, quarter="2025-03-02 08:00", programme="some"))
    made.put("rollout", [{"programme": "fix", "unit": one, "starts": "2025-01-01"} for one in WITH])
    made.put("rollout", [{"programme": "some", "unit": "a", "starts": "2025-01-01"}])
    made.put("aim", [{"programme": name, "indicator": "faults"} for name in ("fix", "some")])
    rows = [
        {"indicator": "faults", "unit": one, "month": date(2024 + at // 12, at % 12 + 1, 1), "denominator": SIZE}
        | {"numerator": SIZE * (6 + (change if at >= 12 else 0)), "value": PRICE, "currency": "EUR"}
        for one, change in CHANGES.items()
        for at in range(1, 24)  # eleven before: too few for a series of its own
    ]
    made.put("indicator", rows)
    made.put("cost", [line("C", "fix", 3_000), line("O", "some", 3_000)])
    return made
