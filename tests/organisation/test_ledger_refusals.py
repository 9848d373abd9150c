"""Every refusal of the ledger's files, provoked one by one: each is one sentence that says what is wrong and where."""

import ast
import inspect
import re
from collections.abc import Iterator
from types import ModuleType

import pytest

from lrs.organisation import costs, indicators, measured, prices
from lrs.organisation.bring import Manner, bring
from lrs.store.memory import MemoryStore
from tests.organisation.conftest import sentences

COST = "Line,Programme,Component,Basis,Nature,Amount,Currency,Valid from,Valid to,"
COST += "Amortised over (months),Unit,Allocation key,Low,High,Credit note of line,Alternative,Withdrawn\n"
BENEFIT = (
    "Line,Programme,Kind,Benefit,Evidence,Indicator,Amount,Currency,Valid from,Valid to,Share due to it,Low,High\n"
)
RATE = "Job family,Unit,Hourly cost,Currency,Valid from,Valid to\n"
CURRENCY = "Currency,Base currency,Exchange rate,Valid from,Valid to\n"
INDICATOR = "Indicator,Unit,Site,Month,Numerator,Denominator,Better,Value of one,Currency,Source,Programmes\n"
ROLLOUT = "Programme,Unit,Starts\n"
HEADS = {"costs": COST, "benefits": BENEFIT, "rates": RATE, "currencies": CURRENCY, "indicators": INDICATOR}
HEADS |= {"rollouts": ROLLOUT}
KEPT = {
    "people": "Key,Unit,Site\nM1,Group > France > Lyon,Lyon\nM2,Group > Spain,Madrid\n",
    "programmes": "Code,Title,Owner unit\nSAFE,Safety,Group > France\nJOIN,Welcome,Group > Spain\n",
    "currencies": CURRENCY + "USD,EUR,0.9,2026-01-01,2026-06-30\n",
    "rates": RATE + "Welder,,40,EUR,2026-01-01,2026-06-30\n",
    "costs": COST
    + "K0,SAFE,room,fixed,actual,100,EUR,2026-03-02,,,France,,,,,,\n"
    + "K1,SAFE,room,fixed,actual,-10,EUR,2026-03-02,,,France,,,,K0,,\n"
    + "K2,SAFE,room,fixed,actual,100,EUR,2026-03-02,,,,,,,,,\n"
    + "K3,SAFE,trainer,session,actual,600,EUR,2026-01-01,2026-12-31,,,,,,,,\n"
    + "K4,SAFE,room,fixed,actual,100,EUR,2026-03-02,,,Spain,,,,,,\n",
    "indicators": INDICATOR + "Stops,France,,2026-03,4,100,down,50,EUR,Plant,SAFE\n",
    "benefits": BENEFIT + "G0,SAFE,cashable,Fewer stops,measured,Stops,,,2026-01-01,,60 %,,\n",
}
FRANCE = frozenset({"Group > France"})

ROWS: list[tuple[str, str, frozenset[str] | None]] = [
    # kind, a row, the units of whoever brings it
    ("costs", "L1,SAFE,funding,,actual,5,EUR,2026-03-02,,,,,,,,,", None),
    ("costs", "L1,SAFE,room,,actual,-5,EUR,2026-03-02,,,,,,,,,", None),
    ("costs", "L1,SAFE,room,session,actual,5,EUR,2026-03-02,,12,,,,,,,", None),
    ("costs", "L1,SAFE,room,,actual,5,EUR,2026-03-02,2026-04-01,12,,,,,,,", None),
    ("costs", "L1,SAFE,room,,actual,5,EUR,2026-03-02,,601,,,,,,,", None),
    ("costs", "L1,SAFE,room,,actual,5,EUR,2026-03-02,2026-03-01,,,,,,,,", None),
    ("costs", "L1,,room,,actual,5,EUR,2026-03-02,,,,,,,,,", None),
    ("costs", "L1,SAFE,room,,actual,5,EUR,2026-03-02,,,,hours,,,,,", None),
    ("costs", "L1,SAFE,room,,actual,5,EUR,2026-03-02,,,,,,,,yes,", None),
    ("costs", "L1,SAFE,learner time,,actual,5,EUR,2026-03-02,,,,,,,,,", None),
    ("costs", "L1,SAFE,room,,actual,5,EUR,2026-03-02,,,,,6,,,,", None),
    ("costs", "L1,SAFE,room,,actual,5,EUR,2026-03-02,,,,,,4,,,", None),
    ("costs", "L1,SAFE,room,,actual,-5,EUR,2026-03-02,,,,,,,K1,,", None),
    ("costs", "L1,SAFE,room,,actual,-5,EUR,2026-03-02,,,,,,,K9,,", None),
    ("costs", "L1,SAFE,room,,actual,-5,USD,2026-03-02,,,,,,,K0,,", None),
    ("costs", "L1,SAFE,room,,actual,5,EUR,2026-03-02,,,,,,,K0,,", None),
    (
        "costs",
        "L1,SAFE,room,,actual,-5,EUR,2026-03-02,,,,,,,K2,,\nK2,SAFE,room,,actual,100,EUR,2026-03-02,,,,,,,,,yes",
        None,
    ),
    ("costs", "L1,SAFE,room,,actual,5,EUR,2026-03-02,,,,,,,,,yes", None),
    ("costs", "K0,SAFE,room,,actual,100,EUR,2026-03-02,,,France,,,,,,yes", None),
    ("costs", "L1,SAFE,trainer,session,actual,700,EUR,2026-12-31,,,,,,,,,", None),
    ("costs", "L1,SAFE,room,,actual,5,USD,2026-07-01,,,,,,,,,", None),
    ("costs", "L1,SAFE,room,,actual,5,EUX,2026-03-02,,,,,,,,,", None),
    ("costs", "L1,NONE,room,,actual,5,EUR,2026-03-02,,,,,,,,,", None),
    ("costs", "L1,SAFE,room,,actual,5,EUR,2026-03-02,,,Nowhere,,,,,,", None),
    (
        "costs",
        "K0,SAFE,room,,actual,5,EUR,2026-03-02,,,France,,,,,,\nK0,SAFE,room,,actual,6,EUR,2026-03-02,,,,,,,,,",
        None,
    ),
    ("costs", "L1,SAFE,room,,budget,5,EUR,2026-03-02,,,Spain,,,,,,", FRANCE),
    ("costs", "L1,SAFE,room,,budget,5,EUR,2026-03-02,,,,,,,,,", FRANCE),
    ("costs", "K4,SAFE,room,,actual,5,EUR,2026-03-02,,,France,,,,,,", FRANCE),
    ("benefits", "G1,SAFE,cashable,Gain,,,5,EUR,2026-01-01,,,,", None),
    ("benefits", "G1,SAFE,cashable,Gain,trend,,,EUR,2026-01-01,,,,", None),
    ("benefits", "G1,SAFE,cashable,Gain,trend,,5,,2026-01-01,,,,", None),
    ("benefits", "G1,SAFE,cashable,Gain,trend,,-5,EUR,2026-01-01,,,,", None),
    ("benefits", "G1,SAFE,intangible,Trust,,,5,EUR,2026-01-01,,,,", None),
    ("benefits", "G1,SAFE,cashable,Gain,trend,Stops,5,EUR,2026-01-01,,,,", None),
    ("benefits", "G1,SAFE,cashable,Gain,measured,Stops,5,EUR,2026-01-01,,10 %,,", None),
    ("benefits", "G1,SAFE,cashable,Gain,measured,,,,2026-01-01,,,,", None),
    ("benefits", "G1,JOIN,cashable,Gain,measured,Stops,,,2026-01-01,,,,", None),
    ("benefits", "G1,SAFE,cashable,Gain,measured,Stops,,,2026-01-01,,50 %,,", None),
    ("benefits", "G1,JOIN,cashable,Gain,trend,,5,EUR,2026-01-01,,,,", FRANCE),
    ("rates", ",,-1,EUR,2026-01-01,", None),
    ("rates", ",,40,EUR,2026-01-01,", FRANCE),
    ("rates", "Welder,,41,EUR,2026-06-30,", None),
    ("rates", "Welder,,41,EUR,2027-01-01,\nWelder,,42,EUR,2027-01-01,", None),
    ("rates", "Welder,,41,CHF,2027-01-01,", None),
    ("currencies", "CHF,USD,1,2026-01-01,", None),
    ("currencies", "EUR,EUR,1,2026-01-01,", None),
    ("currencies", "CHF,EUR,0,2026-01-01,", None),
    ("currencies", "CHF,EUR,1,2026-01-01,", FRANCE),
    ("indicators", "Stops,,,2026-04,1,,down,,,,", None),
    ("indicators", "Stops,,Lyon,2026-04,1,,down,,,,", FRANCE),
    ("indicators", "Stops,,Brest,2026-04,1,,down,,,,", None),
    ("indicators", "Stops,France,,2026-04,1,,up,,,,", None),
    ("indicators", "Stops,France,,2026-04,1,-1,down,,,,", None),
    ("indicators", "Stops,France,,2026-04,1,,down,-1,EUR,Plant,", None),
    ("indicators", "Stops,France,,2026-04,1,,down,1,,Plant,", None),
    ("indicators", "Stops,France,,2026-04,1,,down,1,EUR,,", None),
    ("indicators", "Stops,France,,2026-04,1,,down,,,,\nStops,France,,2026-04,2,,down,,,,", None),
    ("rollouts", "SAFE,France,2026-01-01\nSAFE,France,2026-02-01", None),
    ("rollouts", "NONE,France,2026-01-01", None),
    ("rollouts", "SAFE,Nowhere,2026-01-01", None),
    ("rollouts", "SAFE,Spain,2026-01-01", FRANCE),
    ("rollouts", "SAFE,France,soon", None),
]


@pytest.fixture(scope="module")
def world() -> Iterator[MemoryStore]:
    """What is kept before: two countries, a currency until June, lines, a price, a credit note, a measured benefit."""
    store = MemoryStore()
    for kind, text in KEPT.items():
        done = bring(kind, text.encode(), store, "finance", manner=Manner(f"{kind}.csv"))
        assert done.applied, (kind, sentences(done))
    yield store
    store.close()


def refused(store: MemoryStore, kind: str, row: str, units: frozenset[str] | None) -> list[str]:
    manner = Manner(f"{kind}.csv")
    return sentences(bring(kind, f"{HEADS[kind]}{row}\n".encode(), store, "x", units, preview=True, manner=manner))


@pytest.mark.parametrize(("kind", "row", "units"), ROWS, ids=[f"{kind} {at}" for at, (kind, *_) in enumerate(ROWS)])
def test_what_cannot_be_is_refused_in_a_sentence_of_its_place(
    world: MemoryStore, kind: str, row: str, units: frozenset[str] | None
) -> None:
    """Nothing is written, and each sentence says row, column and reason; `sentences` asks for the French."""
    found = refused(world, kind, row, units)
    assert found
    assert all(re.fullmatch(r"row \d+, column [^:]+: \S.*[^.]", one) for one in found), found


def test_every_refusal_in_the_source_is_provoked_above(world: MemoryStore) -> None:
    provoked = [one.partition(": ")[2] for kind, row, units in ROWS for one in refused(world, kind, row, units)]
    for module in (costs, prices, indicators, measured):
        for pattern in _patterns(module):
            hidden = "out_of_reach" in pattern  # whoever answers for some units is not told whose it is
            assert hidden or any(re.fullmatch(pattern, told) for told in provoked), (module.__name__, pattern)


def _patterns(module: ModuleType) -> Iterator[str]:
    """Yield each sentence a module refuses with, as a pattern: its last argument, or what was given that name."""
    for function in ast.walk(ast.parse(inspect.getsource(module))):
        if not isinstance(function, ast.FunctionDef):
            continue
        named = {
            one.targets[0].id: one.value
            for one in ast.walk(function)
            if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name)
        }
        for call in ast.walk(function):
            name = getattr(getattr(call, "func", None), "attr", getattr(getattr(call, "func", None), "id", ""))
            if isinstance(call, ast.Call) and name == "refuse":
                told = call.args[-1]
                yield _pattern(named.get(told.id, told) if isinstance(told, ast.Name) else told)


def _pattern(told: ast.expr) -> str:
    if isinstance(told, ast.JoinedStr):
        return "".join(_pattern(part) for part in told.values)
    if isinstance(told, ast.Constant):
        return re.escape(str(told.value))
    return "(.+|out_of_reach)" if "out_of_reach" in ast.unparse(told) else ".+"
