"""Files to be filled in: the headings of a kind, and one example."""

import csv
import io

from lrs.errors import BadRequest
from schemas.imports import KINDS

_MANNERS = {
    # language: which of a column's names, the separator spreadsheets of its countries expect
    "en": (0, ","),
    "fr": (1, ";"),
}


def template(kind: str, language: str = "en") -> bytes:
    """Return a CSV file with a mark that tells spreadsheets it is UTF-8."""
    if kind not in KINDS or language not in _MANNERS:
        raise BadRequest(f"{kind}: expected one of {', '.join(KINDS)}, in one of {', '.join(_MANNERS)}")
    place, separator = _MANNERS[language]
    text = io.StringIO()
    rows = csv.writer(text, delimiter=separator)
    rows.writerow(column.names[place] for column in KINDS[kind].columns)
    rows.writerow(column.example for column in KINDS[kind].columns)
    return text.getvalue().encode("utf-8-sig")
