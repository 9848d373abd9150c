"""A table says what is hidden from its reader, and leaves empty only what there is not."""

import polars as pl

from analytics.statistics import REASONS
from dashboards.components.table import Column, table
from dashboards.i18n import Words

WORDS = Words("fr")


def test_a_number_that_is_hidden_is_told_to_be() -> None:
    reasons = ["hidden", REASONS["hidden"]["fr"], "few_answers", None]
    frame = pl.DataFrame({"unit": list("abcd"), "share": [None, None, None, 0.6], "reason": reasons})
    grid = table(frame, (Column("unit", "Entité"), Column("share", "Part", 1, share=True)), WORDS, "any").children
    assert [row["isHidden"] for row in grid.rowData] == [True, True, False, False]
    written = grid.columnDefs[1]["valueFormatter"]["function"]
    assert written.startswith("params.value == null ? (params.data.isHidden ? 'masqué' : '') : ")


def test_a_table_without_reasons_hides_nothing() -> None:
    grid = table(pl.DataFrame({"n": [None, 2]}), (Column("n", "N"),), WORDS, "any").children
    assert [row.get("isHidden") for row in grid.rowData] == [None, None]


def test_a_cell_leads_where_its_row_says_and_its_address_is_no_column() -> None:
    frame = pl.DataFrame({"n": [3, 4], "way": ["/people/who?cell=a", ""]})
    grid = table(frame, (Column("n", "N", link="way"),), WORDS, "any").children
    assert [row["way"] for row in grid.rowData] == ["/people/who?cell=a", ""]
    [column] = grid.columnDefs
    assert (column["cellRenderer"], column["cellRendererParams"]) == ("AcquisLink", {"link": "way"})
