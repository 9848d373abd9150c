"""Extensions (1.0.3 Data 4.1): a map from IRIs to anything, null included."""

from collections.abc import Iterable

from lrs.xapi.iri import is_iri
from lrs.xapi.wording import refusal


def check(extensions: Iterable[str], path: str) -> None:
    """Refuse extensions with a key that is not an IRI."""
    for key in extensions:
        if not is_iri(key):
            raise refusal(path, "keys that are IRIs with a scheme, such as https://example.org/room", key)
