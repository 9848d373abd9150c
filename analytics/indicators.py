"""What the business is judged by, as it was told; and the roll-out orders that were drawn beforehand."""

import polars as pl

from analytics.guard import without
from analytics.measure import Measure, Schema
from analytics.programme_facts import seen
from analytics.progress import as_of
from analytics.reported import reported
from analytics.scope import Scope
from analytics.warehouse import Warehouse

INDICATORS: Schema = {
    "indicator": pl.String,
    "better": pl.String,
    "unit": pl.String,
    "site": pl.String,
    "month": pl.Date,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
    "worth": pl.Decimal(18, 4),
    "currency": pl.String,
    "source": pl.String,
    "file": pl.String,
    "position": pl.Int64,
    "reason": pl.String,
}
DRAWS: Schema = {
    "programme": pl.String,
    "unit": pl.String,
    "position": pl.Int64,
    "starts": pl.Date,
    "drawn": pl.Datetime("us"),
    "who": pl.String,
    "seed": pl.String,
}


def indicators(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """List the figures as they were brought in, each with its file and row (`INDICATORS`).

    Of programmes, or of a modality, those of the indicators that these programmes are meant to move. Figures of a few
    people are null, with the reason "hidden", for a reader who may not see people.
    """
    without(scope, "course", "device", "group", "country", "language")
    found = reported(warehouse, scope, as_of(scope))
    if scope.programmes or scope.modality is not None:
        meant = warehouse.ask("indicator_aims").join(seen(warehouse, scope), on="programme", how="semi")
        found = found.join(meant, on="indicator", how="semi", maintain_order="left")
    if scope.since is not None:
        found = found.filter(pl.col("month") >= scope.since.replace(day=1))
    ratio = pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator"))
    why = pl.when(pl.col("numerator").is_null()).then(pl.lit("hidden"))
    told = found.rename({"value": "worth"}).with_columns(value=ratio, reason=why)
    return told.select(list(INDICATORS)).cast(pl.Schema(INDICATORS))


def draws(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """List the roll-out orders drawn beforehand: the units, their days, who drew, when, with which seed (`DRAWS`).

    Who drew is a person, and null for a reader who may not see any.
    """
    told = warehouse.ask("draws", scope.parameters())
    told = told if scope.reader.sees_people else told.with_columns(who=None)
    known = seen(warehouse, scope).select("programme")
    return told.join(known, on="programme", how="semi", maintain_order="left").cast(pl.Schema(DRAWS))


MEASURES: tuple[Measure, ...] = (
    Measure(
        "indicators",
        {"en": "Indicators of the business", "fr": "Indicateurs de l'activité"},
        {
            "en": "What the business is judged by, unit by unit and month by month, as it was brought in.",
            "fr": "Ce sur quoi l'activité est jugée, entité par entité et mois par mois, tel qu'importé.",
        },
        "the indicator's own",
        "numerator / denominator",
        "the indicators the organisation brought in, each with its file and row",
        "one figure in the scope; for a reader of totals, of a place where the smallest group shown was that month",
        INDICATORS,
        indicators,
    ),
    Measure(
        "draws",
        {"en": "Roll-out orders drawn by lot", "fr": "Ordres de déploiement tirés au sort"},
        {
            "en": "In which order units get a programme where chance decided, who had it drawn, when, with which seed.",
            "fr": "Dans quel ordre les entités ont une formation par tirage au sort, par qui, quand, et sa graine.",
        },
        "units",
        "units in the order of the BLAKE2b of the seed, a space and their key; the first draw of a programme holds",
        "draws written down beforehand (`acquis draw`)",
        "one draw in the scope",
        DRAWS,
        draws,
    ),
)
