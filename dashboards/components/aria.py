"""The attributes assistive technology reads."""

from typing import Any


def aria(**attributes: str) -> dict[str, Any]:
    """Return `aria-` attributes as a component takes them."""
    return {f"aria-{name}": value for name, value in attributes.items()}
