"""Small valid statements, every one about somebody and something new, and ways to spoil them."""

import random
from copy import deepcopy
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

VOIDED: Final = "http://adlnet.gov/expapi/verbs/voided"
ABSENT: Final = object()
"""As a value for `put_at`: the property is taken out."""

Json = dict[str, Any]
_chance = random.Random(20260302)  # noqa: S311 -- every process that collects the tests names them alike


def uuid4() -> UUID:
    """Another UUID each time, the same ones in every run."""
    return UUID(int=_chance.getrandbits(128), version=4)


def fresh() -> str:
    return str(uuid4())


def agent(**more: Any) -> Json:
    return {"objectType": "Agent", "mbox": f"mailto:{uuid4().hex}@example.org", **more}


def group(*members: Json, **more: Any) -> Json:
    return {"objectType": "Group", "member": list(members), **more}


def activity(**definition: Any) -> Json:
    made: Json = {"objectType": "Activity", "id": iri("activity")}
    return {**made, "definition": definition} if definition else made


def iri(kind: str = "thing") -> str:
    return f"https://example.org/{kind}/{uuid4().hex}"


def verb(**more: Any) -> Json:
    return {"id": iri("verb"), "display": {"en": "did"}, **more}


def statement(**more: Any) -> Json:
    return {"id": fresh(), "actor": agent(), "verb": verb(), "object": activity(), **more}


def reference(id_: str) -> Json:
    return {"objectType": "StatementRef", "id": id_}


def voiding(id_: str, **more: Any) -> Json:
    return statement(verb={"id": VOIDED, "display": {"en": "voided"}}, object=reference(id_), **more)


def sub_statement(**more: Any) -> Json:
    made = statement(**more)
    del made["id"]
    return {"objectType": "SubStatement", **made}


def attachment(content: bytes, **more: Any) -> Json:
    return {
        "usageType": "https://example.org/usage/proof",
        "display": {"en": "a proof"},
        "contentType": "text/plain",
        "length": len(content),
        "sha2": sha256(content).hexdigest(),
        **more,
    }


def full() -> Json:
    """Return a statement that uses every property a sender may use."""
    return statement(
        actor=group(agent(name="Ada"), agent(), name="the pair"),
        object=activity(
            name={"en": "Quiz", "fr": "Questionnaire"},
            description={"en": "Ten questions"},
            type="http://adlnet.gov/expapi/activities/cmi.interaction",
            moreInfo="https://example.org/more",
            interactionType="choice",
            correctResponsesPattern=["a[,]b"],
            choices=[{"id": "a", "description": {"en": "A"}}, {"id": "b"}],
            extensions={"https://example.org/x/level": 3},
        ),
        result={
            "score": {"scaled": 0.5, "raw": 5, "min": 0, "max": 10},
            "success": True,
            "completion": True,
            "response": "a[,]b",
            "duration": "PT1H2M3.5S",
            "extensions": {"https://example.org/x/tries": [1, None, {}]},
        },
        context={
            "registration": fresh(),
            "instructor": agent(),
            "team": group(agent(), name="team"),
            "contextActivities": {
                "parent": [activity()],
                "grouping": [activity()],
                "category": [activity()],
                "other": [activity()],
            },
            "revision": "1.2",
            "platform": "player",
            "language": "fr-BE",
            "statement": reference(fresh()),
            "extensions": {"https://example.org/x/room": "12"},
        },
        timestamp="2026-03-01T09:00:00.123Z",
        attachments=[attachment(b"proof", fileUrl="https://example.org/proof.txt")],
    )


def put_at(whole: Json, path: str, value: Any) -> Json:
    """Return a copy in which the property at a dotted path has another value, or is gone."""
    copy = deepcopy(whole)
    *way, last = path.split(".")
    place: Any = copy
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
    if value is ABSENT:
        del place[last]
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return copy


def within(whole: Json, *, nested: bool) -> Json:
    """Return the statement itself, or one whose object is the same as a sub-statement."""
    if not nested:
        return whole
    inner = {k: v for k, v in whole.items() if k != "id"}
    return statement(object={"objectType": "SubStatement", **inner})
