"""The way to who exactly is at a step or a status: nobody foreign, bad words refused in a sentence, clicks followed."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.dashboards.conftest import Site
from tests.dashboards.test_behind_pages import HOSTILE, there, told
from tests.dashboards.test_people import called, outputs

__all__ = ["there"]  # the fixture: a world with a foreign unit


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("asked", [{"step": "assigned"}, {"status": "never"}])
def test_a_step_and_a_status_lead_to_nobody_foreign(there: Site, language: str, asked: dict[str, str]) -> None:
    own = told(there, "manager", language, "who", period="all", programme="safety", **asked)
    assert "Wanda 2 " in own
    assert "Zzyx" not in own
    assert "Zzyx" in told(there, "group", language, "who", period="all", programme="safety", **asked)
    assert "Zzyx" not in told(there, "manager", language, "who", period="all", unit="Energy", **asked)


@pytest.mark.parametrize("asked", [{"step": HOSTILE}, {"status": HOSTILE}, {"status": "never", "on": HOSTILE}])
def test_no_step_no_status_and_no_day_are_refused_in_a_sentence(there: Site, asked: dict[str, str]) -> None:
    assert "This address cannot be read" in told(there, "manager", page="who", **asked)
    french = told(there, "manager", "fr", "who", **asked)
    assert {"step": "Étape (step)", "status": "État (status)"}.get(list(asked)[-1], "n'est pas un jour") in french
    for name in {"step", "status"} & {list(asked)[-1]}:
        file = there.reader("manager").get(f"/measures/{name}_people.csv?{urlencode(asked)}")
        assert file.status_code == 400


@pytest.mark.parametrize(
    ("card", "mark", "led"),
    [
        ("funnel", ["started", "Started", 12], "step=started"),
        ("up_to_date_status", ["safety", "Never done", "never"], "status=never&on=2026-06-30"),
        ("programme_sessions", ["s1", "told"], "session=s1"),
    ],
)
def test_a_click_on_a_chart_of_a_programme_leads_there(there: Site, card: str, mark: list[Any], led: str) -> None:
    search = "?since=2026-01-01&until=2026-06-30"
    assert f'"/people/who{search}&programme=safety&{led}"' in clicked(there, card, mark, search)
    assert "/people/who" not in clicked(there, "programme_path", mark, search)
    assert "/people/who" not in clicked(there, card, [], search)


def clicked(site: Site, card: str, mark: list[Any], search: str) -> str:
    """What a click on a mark of a programme's chart answers."""
    output, listed = outputs(site, "programme-url.href")
    one = {"graph": card}
    graph = {"id": one, "property": "clickData", "value": {"points": [{"customdata": mark}]}}
    where = (("search", search), ("pathname", "/programmes/safety"))
    state = [{"id": "programme-url", "property": name, "value": value} for name, value in where]
    pressed = json.dumps(one, sort_keys=True, separators=(",", ":"))
    body = {"output": output, "outputs": listed, "inputs": [[graph]], "state": state}
    return called(site.reader("manager"), body | {"changedPropIds": [f"{pressed}.clickData"]})
