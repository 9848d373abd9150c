"""What a link to a case shows to whoever has it, without signing in: one version of the case, and nothing else.

A link that was never made, was revoked or is over is answered alike. Nobody is to find the page by searching, and no
other site learns its address (`Referrer-Policy`).
"""

from typing import Any

from flask import Flask, Response, render_template, request

from dashboards.cases.keeping import Version
from dashboards.cases.sharing import PATH, shown
from dashboards.i18n import Words, catalogs, preferred
from dashboards.pages.simulator.evidence import style_of
from dashboards.pages.simulator.speaking import foreign
from dashboards.pages.simulator.tables import assumptions, chances, pieces, setting
from dashboards.pages.simulator.telling import tell
from lrs.organisation import accounts
from lrs.resources.service import Service

ENDPOINT = "shared_case"
_HEADERS = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer"}


def install(app: Flask, service: Service) -> None:
    """Show what links lead to."""

    def show(token: str) -> Response:
        words = Words(preferred(request.headers.get("Accept-Language", ""), request.args.get("lang")))
        found = shown(service.store, token)
        given = {"say": words, "languages": sorted(catalogs())}
        if found is None:
            response = Response(render_template("shared_gone.html", **given), 404)
        else:
            response = Response(render_template("shared.html", **given, **_case(found, service, words)))
        response.headers.update(_HEADERS)
        return response

    app.add_url_rule(f"{PATH}<token>", ENDPOINT, show)


def _case(version: Version, service: Service, words: Words) -> dict[str, Any]:
    """Return what the page is made of."""
    told = tell(version.draft, words)
    return {
        "title": version.draft.title,
        "author": _author(service, version.who),
        "number": version.number,
        "saved": words.moment(version.at),
        "answer": [[_piece(piece) for piece in sentence] for sentence in told.answer()],
        "warned": foreign(words, version.draft),
        "numbers": told.numbers(),
        "charts": [(one.title, one.figure.to_json()) for one in told.charts(style_of(words, "light"))],
        "setting": setting(told),
        "pieces": pieces(told),
        "chances": chances(told),
        "assumptions": assumptions(told),
        "spoken": words.plotly(),
    }


def _piece(piece: Any) -> tuple[str, bool]:
    """Return a piece of a sentence, and whether it is bold."""
    return (piece, False) if isinstance(piece, str) else (str(piece.children), True)


def _author(service: Service, email: str) -> str:
    """Return the name of who saved a case, else their address."""
    account = accounts.account(service.store, email)
    return account.name if account is not None and account.name else email
