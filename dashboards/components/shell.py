"""What surrounds every page: the brand, the pages, the language, light and dark, who is signed in."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboards.components.aria import aria
from dashboards.i18n import Words, catalogs
from dashboards.theme import MANTINE


def shell(pages: Sequence[tuple[str, str]], content: Any, words: Words, reader: str, token: str) -> dmc.MantineProvider:
    """Return the frame of every page.

    Parameters
    ----------
    pages
        Path and title of each, in order.
    content
        The page.
    reader
        Who is signed in.
    token
        What signing out must show.
    """
    links = [dcc.Link(title, href=path, className="page-link", id={"page": path}) for path, title in pages]
    tools = html.Div([_languages(words), _scheme(words), _sign_out(words, reader, token)], className="tools")
    header = html.Header(
        html.Div(
            [
                html.Div([dcc.Link("Acquis", href="/", className="brand"), tools], className="bar"),
                html.Nav(links, className="pages", **aria(label=words("Pages"))),
            ],
            className="within",
        )
    )
    skip = html.A(words("Skip to the content"), href="#content", className="skip")
    inner = html.Div(
        [skip, header, html.Main(content, id="content", className="within", tabIndex="-1")], lang=words.language
    )
    settings = {"locale": words.language, "firstDayOfWeek": 1}
    return dmc.MantineProvider(dmc.DatesProvider(inner, settings=settings), theme=MANTINE, defaultColorScheme="auto")


def _languages(words: Words) -> html.Nav:
    links = [
        html.A(
            language.upper(),
            href=f"/language/{language}",
            id={"language": language},
            hrefLang=language,
            **(aria(current="true") if language == words.language else {}),
        )
        for language in sorted(catalogs())
    ]
    return html.Nav(links, className="languages", **aria(label=words("Language")))


def _scheme(words: Words) -> dmc.ColorSchemeToggle:
    return dmc.ColorSchemeToggle(
        id="scheme",
        lightIcon="☀",
        darkIcon="☾",
        variant="subtle",
        size="md",
        **aria(label=words("Light or dark")),
    )


def _sign_out(words: Words, reader: str, token: str) -> html.Form:
    button = html.Button(words("Sign out"), type="submit", className="link")
    account = html.A(reader, href="/account", className="reader", title=words("Your account"))
    return html.Form(
        [account, dcc.Input(type="hidden", name="csrf", value=token), button], method="POST", action="/sign-out"
    )
