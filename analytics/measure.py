"""What a measure is: a row of the catalog, and the function that answers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

Schema = dict[str, pl.DataType | type[pl.DataType]]

# What several measures say of themselves.
ACTIVE_SOURCE = "statements a learner initiated; launched, satisfied, waived, abandoned, imported, voided left out"
ANY = "one statement in the scope"
RATE = "20 answers from 10 learners; with fewer, counts only"
ASSIGNED = "an assignment in the scope"


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the catalog.

    Attributes
    ----------
    key
        What `acquis measure` calls it.
    name, sentence
        In English and French: its name, and what it says in one plain sentence.
    unit, formula, source, enough
        What is counted, how, from what, and what it needs to answer.
    schema
        The columns it promises, in their order.
    ask
        From a warehouse and a scope to that frame; what it takes besides has defaults.
    needs
        Of what it takes besides, what must be named all the same: the name, and why.
    """

    key: str
    name: Mapping[str, str]
    sentence: Mapping[str, str]
    unit: str
    formula: str
    source: str
    enough: str
    schema: Schema
    ask: Callable[..., pl.DataFrame]
    needs: Mapping[str, str] = field(default_factory=dict)
