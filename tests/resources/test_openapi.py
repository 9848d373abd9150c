"""The written HTTP surface names every route there is, and no other."""

import re
from pathlib import Path

from flask import Flask

from lrs.resources.xapi import RESOURCES

CATCH_ALL = {"/xapi", "/xapi/{rest}", "/api", "/api/{rest}", "/health/{rest}"}


def test_every_route_is_written_down(app: Flask) -> None:
    text = (Path(__file__).parents[2] / "schemas" / "openapi.yaml").read_text(encoding="utf-8")
    written = set(re.findall(r"(?m)^  (/\S*):$", text))
    served = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    assert served - CATCH_ALL | {f"/xapi/{name}" for name in RESOURCES} == written
