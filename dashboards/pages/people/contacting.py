"""That somebody spoke to a learner because of a warning: noted, so that they are told apart from then on."""

from datetime import date
from typing import Any

import polars as pl
from dash import html

from analytics.scope import Scope
from dashboards.components.parts import said
from dashboards.pages.page import Site
from lrs.organisation.keeping import now
from lrs.store.promise import Put


def button(site: Site, page: str, person: int, programme: str, name: str) -> html.Button:
    """Return the button that notes it, on a page whose ids begin so."""
    words = site.words()
    told = words("{name}: note that you have contacted them", name=name)
    return html.Button(
        words("Mark as contacted"),
        id={"contacted": str(person), "in": programme, "of": page},
        className="quiet",
        title=told,
    )


def contact(site: Site, person: str, programme: str) -> Any:
    """Note that whoever asks has contacted a learner about a programme; return what is said of it.

    Only of people whoever asks may see, and of whom a warning holds: of anyone else, as if there were nobody.
    """
    words = site.words()
    held = site.ask("at_risk", Scope(programmes=(programme,)))
    rows = held.filter(pl.col("person").cast(pl.String) == person)
    if rows.is_empty():
        return said("problem", words("Nobody of yours has a warning there any more. Load the page again."))
    one = rows.row(0, named=True)
    if (one["person"], programme) not in today(site):
        noted = {"person": one["person"], "programme": programme, "happened": now(), "who": site.account().email}
        site.service.store.organisation.change([Put("contact", [{**noted, "note": None}])])
    name = one["name"] or one["key"]
    return said("done", words("{name} is noted as contacted, and is told apart from now on.", name=name))


def today(site: Site) -> dict[tuple[int, str], date]:
    """Return who was contacted today about what, by number and programme: the warehouse follows a moment later."""
    day = now().date()
    rows = site.service.store.organisation.rows("contact")
    return {(row["person"], row["programme"]): day for row in rows if row["happened"].date() == day}
