import json
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboards.components.card import about_it
from dashboards.components.states import skeleton
from dashboards.components.still import Still, packed
from dashboards.i18n import Words

HOSTILE = "<script>alert(1)</script>"


def told(shown: Any) -> Any:
    return json.loads(json.dumps(shown, default=lambda one: one.to_plotly_json()))


def test_html_without_an_id_is_one_piece_whose_words_are_as_they_were() -> None:
    shown = packed(
        html.Div(["so ", html.Strong(HOSTILE), None, html.Td(4, colSpan=2)], className="a", **{"aria-label": "b"})
    )
    assert isinstance(shown, Still)
    assert told(shown)["props"]["tree"] == {
        "type": "Div",
        "props": {
            "className": "a",
            "aria-label": "b",
            "children": [
                "so ",
                {"type": "Strong", "props": {"children": [HOSTILE]}},
                {"type": "Td", "props": {"children": [4], "colSpan": 2}},
            ],
        },
    }


def test_what_a_callback_may_read_or_write_stays_a_component() -> None:
    named = html.Div(html.P("here"), id="place")
    chart = dcc.Graph(id="chart")
    shown = packed(html.Div([named, html.Ul(html.Li("a")), chart]))
    assert isinstance(shown, html.Div)
    assert shown.children[0] is named
    assert isinstance(shown.children[1], Still)
    assert shown.children[2] is chart


def test_a_link_goes_with_what_is_around_it_and_one_with_an_id_does_not() -> None:
    assert isinstance(packed(html.P(["to ", dcc.Link("people", href="/people")])), Still)
    assert isinstance(packed(html.P(["to ", dcc.Link("people", href="/people", id="way")])), html.P)


def test_an_info_with_what_it_opens_and_the_shape_of_a_page_are_one_piece() -> None:
    opening = packed(html.Div([html.H2("Number"), about_it("Number", [html.P("counted so")], Words("en"))]))
    assert isinstance(opening, Still)
    popover = told(opening)["props"]["tree"]["props"]["children"][1]
    assert (popover["type"], popover["namespace"]) == ("Popover", "dash_mantine_components")
    assert [one["type"] for one in popover["props"]["children"]] == ["PopoverTarget", "PopoverDropdown"]
    assert isinstance(packed(skeleton()), Still)


def test_what_is_chosen_in_stays_a_component() -> None:
    tabs = dmc.Tabs([dmc.TabsList([dmc.TabsTab("a", value="a"), dmc.TabsTab("b", value="b")]), html.P("c")])
    shown = packed(html.Div(tabs))
    assert shown.children is tabs
    assert isinstance(tabs.children[0], Still)


def test_a_lone_element_and_what_is_no_component_stay_as_they_are() -> None:
    lone = html.P("alone")
    assert packed(lone) is lone
    for answer in (None, "text", 3, {"rows": [1]}, [{"a": 1}, 2]):
        assert packed(answer) == answer


def test_each_answer_of_a_callback_is_packed() -> None:
    first, rest = packed((html.Div(html.P("a")), ["x", html.Div(html.P("b"))]))
    assert isinstance(first, Still)
    assert isinstance(rest[1], Still)


def test_packing_twice_changes_nothing() -> None:
    once = packed(html.Div([html.Div(html.P("a")), html.Div(id="b")]))
    assert told(packed(once)) == told(once)
