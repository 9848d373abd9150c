"""Help between colleagues: who helps whom, and the occasional trainers among them."""

from dataclasses import replace

import polars as pl

from analytics.estimates import COUNTED, COUNTED_TELLS, SHARE, share
from analytics.guard import Cells, guarded, personal, seeing
from analytics.measure import ANY, RATE, Measure, Schema
from analytics.scope import Scope
from analytics.warehouse import Warehouse

HELPERS: Schema = {
    "person": pl.Int64,
    "key": pl.String,
    "name": pl.String,
    "unit": pl.String,
    "helps": pl.Int64,
    "helped": pl.Int64,
    "hours": pl.Float64,
    "last": pl.Date,
}
HELPING: Schema = {"part": pl.String, **SHARE, "helps": pl.Int64, "hours": pl.Float64}
_DONE = ("helps", "hours")
_SOURCE = "peer help, mentoring and reverse mentoring told by tools and forms; learners only, trainers left out"


def _help(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Return each help that learners of a scope gave or received."""
    everyone = replace(seeing(scope), units=(), group=None, country=None, language=None)
    anyone = everyone.parameters()["scope"] | {"allowed": None}
    return warehouse.ask("helping", scope.parameters() | {"anyone": anyone})


@personal
def helpers(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """List the learners of a scope who helped colleagues, most helps first: occasional trainers (`HELPERS`)."""
    gave = _help(warehouse, scope).filter("gave")
    each = gave.group_by("helper").agg(
        helps=pl.col("seq").n_unique(),
        helped=pl.col("helped").drop_nulls().n_unique(),
        hours=pl.col("seconds").sum() / 3600,
        last=pl.col("day").max(),
    )
    named = each.join(warehouse.ask("people_named", scope.parameters()), left_on="helper", right_on="person")
    told = named.rename({"helper": "person"}).select(list(HELPERS)).cast(pl.Schema(HELPERS))
    return told.sort(["helps", "person"], descending=[True, False])


@guarded(
    Cells(
        "learners",
        ("part",),
        COUNTED,
        {"counted": (*COUNTED_TELLS["counted"], *_DONE)},
        {"counted": _DONE},
        amounts=("hours",),
    )
)
def helping(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell which share of the learners active in a scope helped a colleague, was helped, or both.

    Returns
    -------
    polars.DataFrame
        `HELPING`, rows "helping", "helped" and "both"; `helps` and `hours` are those given, received, and by those who
        did both.
    """
    found = _help(warehouse, scope)
    gave, received = found.filter("gave"), found.filter("received")
    givers, takers = set(gave["helper"]), set(received["helped"])
    active = set(warehouse.ask("active_learners", scope.parameters())["person"]) | givers | takers
    people = pl.Series(sorted(active), dtype=pl.Int64)
    parts = (
        ("helping", givers, gave),
        ("helped", takers, received),
        ("both", givers & takers, gave.filter(pl.col("helper").is_in(list(takers)))),
    )
    rows = [
        {"part": part}
        | share(people.is_in(list(those)), people)
        | {"helps": told["seq"].n_unique(), "hours": told["seconds"].sum() / 3600}
        for part, those, told in parts
    ]
    return pl.DataFrame(rows, schema=HELPING)


MEASURES: tuple[Measure, ...] = (
    Measure(
        "helpers",
        {"en": "Occasional trainers", "fr": "Formateurs occasionnels"},
        {
            "en": "The colleagues who helped others learn, without being trainers.",
            "fr": "Les collègues qui ont aidé les autres à apprendre sans être formateurs.",
        },
        "helps",
        "helps each learner gave, the distinct people helped, and their hours where told",
        _SOURCE,
        ANY,
        HELPERS,
        helpers,
    ),
    Measure(
        "helping",
        {"en": "Help between colleagues", "fr": "Entraide"},
        {
            "en": "What share of active learners helped a colleague, was helped, or both.",
            "fr": "Quelle part des apprenants actifs a aidé un collègue, a été aidée, ou les deux.",
        },
        "share of people",
        "learners who helped, were helped, or both, over learners active in the scope; Wilson interval",
        _SOURCE,
        RATE,
        HELPING,
        helping,
    ),
)
