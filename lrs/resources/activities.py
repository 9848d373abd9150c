"""Activities (1.0.3 Communication 2.5): what the statements said of one."""

from typing import Any

import msgspec
from flask import Response

from lrs.resources.answers import JSON
from lrs.resources.request import Call
from lrs.xapi.iri import check_iri


def get(call: Call) -> Response:
    """Answer with an activity and its merged definition, also when nobody spoke of it."""
    call.only("activityId")
    iri = call.need("activityId")
    check_iri(iri, "activityId")
    activity: dict[str, Any] = {"objectType": "Activity", "id": iri}
    definition = call.service.store.activity(iri)
    if definition is not None:
        activity["definition"] = msgspec.Raw(definition.encode())
    return Response(msgspec.json.encode(activity), content_type=JSON)


METHODS = {"GET": get, "HEAD": get}
