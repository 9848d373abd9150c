"""What was done (1.0.3 Data 2.4.3)."""

from lrs.xapi.iri import check_iri
from lrs.xapi.language import check_map
from schemas.statement import Verb


def check(verb: Verb, path: str) -> None:
    """Refuse a verb that breaks a rule."""
    check_iri(verb.id, f"{path}.id")
    if verb.display:
        check_map(verb.display, f"{path}.display")
