"""Statements for the benchmark: realistic, varied, about 1.2 kB, each a pure function of its number.

So any process can make any of them again, or only its id, without having made the others. One in a hundred is about an
earlier statement (StatementRef), one in sixteen of a training and its tests (`schooling`); people are as unequally
active as people are (`world.agent_rank`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b
from struct import Struct

from benchmarks import schooling, world
from benchmarks.world import Kind, Place

REFERENCE_EVERY = 100
_START = datetime(2025, 9, 1, 6)  # noqa: DTZ001 - the text says Z; naive arithmetic is faster
_STEP = timedelta(seconds=31.5)  # a million fill a year
_WORDS = Struct("<8I16H")
_UNIFORM = 2.0**-32


@dataclass(frozen=True, slots=True)
class Draw:
    """What chance decided about one statement."""

    number: int
    id: bytes
    agent: int  # rank
    kind: Kind
    verb: str
    place: Place
    chances: tuple[int, ...]  # of 65,536 each
    right: bool | None = None  # of an answer: whether it is; None: as `_answered` has it

    @property
    def refers(self) -> bool:
        """Whether the statement is about another one."""
        return self.number % REFERENCE_EVERY == REFERENCE_EVERY - 1


def identifier(number: int) -> str:
    """Return the id of a statement."""
    return _uuid(_digest(number)[:16])


def draw(number: int) -> Draw:
    """Return what a statement is about, without telling it."""
    digest = _digest(number)
    words = _WORDS.unpack(digest)
    refers = number % REFERENCE_EVERY == REFERENCE_EVERY - 1
    schooled = None if refers else schooling.told(number, _STEP.total_seconds())
    if schooled is not None:
        return _schooled(number, digest[:16], schooled, words[8:])
    kind = _kinds()[words[4] & 0xFF]
    places = world.places(kind)
    place = places[int(len(places) * (words[5] * _UNIFORM) ** 2)]
    verbs = world.REFERRING if refers else kind.verbs
    verb = verbs[int(len(verbs) * (words[6] * _UNIFORM) ** 2)]
    return Draw(number, digest[:16], world.agent_rank(words[7] * _UNIFORM), kind, verb, place, words[8:])


def _schooled(number: int, id_: bytes, told: schooling.Told, chances: tuple[int, ...]) -> Draw:
    if told.question is None:
        kind = _KINDS["course"]
        return Draw(number, id_, told.agent, kind, "completed", world.places(kind)[told.course], chances)
    kind = _KINDS["question"]
    return Draw(number, id_, told.agent, kind, "answered", world.places(kind)[told.question], chances, told.right)


def statement(number: int) -> str:
    """Return a statement as JSON text."""
    return tell(draw(number))


def tell(it: Draw) -> str:
    """Return the statement a draw decided."""
    moment = _START + it.number * _STEP + timedelta(milliseconds=it.chances[0])
    target = _reference(it) if it.refers else it.place.object
    return (
        f'{{"id":"{_uuid(it.id)}","actor":{world.agent(it.agent)},"verb":{world.verb(it.verb)},"object":{target},'
        f'"result":{_RESULTS[it.kind.name](it)},"context":{_context(it)},'
        f'"timestamp":"{moment.isoformat(timespec="milliseconds")}Z"}}'
    )


def batch(first: int, size: int) -> bytes:
    """Return `size` statements as the body of one POST; one alone is told without brackets."""
    if size == 1:
        return statement(first).encode()
    return f"[{','.join(map(statement, range(first, first + size)))}]".encode()


def _digest(number: int) -> bytes:
    return blake2b(number.to_bytes(8, "little"), key=b"acquis benchmark").digest()


_KINDS = {kind.name: kind for kind in world.KINDS}


@cache
def _kinds() -> tuple[Kind, ...]:
    return tuple(kind for kind in world.KINDS for _ in range(kind.share))


def _uuid(data: bytes) -> str:
    text = data.hex()  # as uuid.UUID(bytes=data, version=4) writes it, in a tenth of the time
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{'89ab'[data[8] >> 4 & 3]}{text[17:20]}-{text[20:]}"


def _reference(it: Draw) -> str:
    earlier = it.number * it.chances[1] // 65_536
    return f'{{"objectType":"StatementRef","id":"{identifier(earlier)}"}}'


def _context(it: Draw) -> str:
    chance = it.chances
    enrolled = blake2b(b"%d %d" % (it.agent, it.number >> 12), digest_size=16).digest()
    session = blake2b(b"%d at %d" % (it.agent, it.number >> 7), digest_size=6).hexdigest()  # about an hour
    parts = [
        f'"registration":"{_uuid(enrolled)}"',
        f'"contextActivities":{it.place.surroundings}',
        f'"language":"{_LANGUAGES[chance[3] % len(_LANGUAGES)]}"',
    ]
    if not it.refers and it.kind.name != "help":  # the standard has a platform only around activities
        parts.append(f'"platform":"{_PLATFORMS[chance[2] % len(_PLATFORMS)]}"')
    if chance[4] < 12_000:
        parts.append(f'"instructor":{world.agent(world.agent_rank(chance[5] / 65_536))}')
    if chance[6] < 4_000:
        parts.append(f'"team":{_crew(it.agent % 90)}')
    further = _EXTENSIONS.get(it.kind.name, _nothing)(it)
    parts.append(f'"extensions":{{"{_SESSION}":"{session}","{_DEVICE}":"{_DEVICES[chance[7] % 3]}"{further}}}')
    return f"{{{','.join(parts)}}}"


def _crew(number: int) -> str:
    return f'{{"objectType":"Group","name":"Crew {number}","mbox":"mailto:crew.{number}@example.com"}}'


_SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
_DEVICE = "https://w3id.org/xapi/acquis/ext/device"
_STAGE = "https://w3id.org/xapi/acquis/ext/survey-stage"
_VIDEO = "https://w3id.org/xapi/video/extensions"
_PLATFORMS = ("Moodle", "Storyline player", "Video portal", "Mobile application", "Classroom sheet")
_LANGUAGES = ("en-US", "fr-FR", "es", "de")
_DEVICES = ("desktop", "phone", "tablet")


def _watched(it: Draw) -> str:
    whole = _length(it)
    end = whole * it.chances[9] / 65_536
    begin, length = end * it.chances[10] / 65_536, int(end)
    return (
        f'{{"extensions":{{"{_VIDEO}/time":{end:.3f},"{_VIDEO}/progress":{it.chances[11] / 65_536:.3f},'
        f'"{_VIDEO}/played-segments":"0.000[.]{begin:.3f}[,]{begin:.3f}[.]{end:.3f}"}},"duration":"PT{length}S"}}'
    )


def _length(it: Draw) -> int:
    return 240 + it.place.number * 37 % 600


def _answered(it: Draw) -> str:
    able, hard = it.agent * 97 % 100, it.place.number * 31 % 60  # some know more, and some questions are harder
    right = it.chances[9] % 100 < 45 + able // 2 - hard // 2 if it.right is None else it.right
    return (
        f'{{"response":"{"abcd"[it.chances[10] % 4]}","success":{_TRUTH[right]},"completion":true,'
        f'"score":{{"scaled":{int(right)}}},"duration":"PT{it.chances[12] / 900:.2f}S"}}'
    )


def _scored(it: Draw) -> str:
    raw = it.chances[9] % 1001 / 10
    return (
        f'{{"score":{{"scaled":{raw / 100:.3f},"raw":{raw},"min":0,"max":100}},"success":{_TRUTH[raw > 60]},'
        f'"completion":true,"duration":"PT{it.chances[10] % 59}M{it.chances[11] % 60}S"}}'
    )


def _spent(it: Draw) -> str:
    seconds = it.chances[10] % 6000 / 100
    return f'{{"duration":"PT{it.chances[9] % 40}M{seconds:.2f}S","completion":{_TRUTH[it.chances[11] & 1]}}}'


def _written(it: Draw) -> str:
    return f'{{"response":"{world.sentence(it.number, 8 + it.chances[9] % 40)}"}}'


def _rated(it: Draw) -> str:
    return f'{{"score":{{"raw":{1 + it.chances[9] % 5},"min":1,"max":5}},"response":"{world.sentence(it.number, 9)}"}}'


def _helped(it: Draw) -> str:
    return f'{{"duration":"PT{5 + it.chances[9] % 55}M","response":"{world.sentence(it.number, 24)}"}}'


def _nothing(_: Draw) -> str:
    return ""


def _long(it: Draw) -> str:
    return f',"{_VIDEO}/length":{_length(it)}'


def _staged(it: Draw) -> str:
    return f',"{_STAGE}":"{("hot", "cold")[it.chances[10] < 16_000]}"'


_EXTENSIONS = {"video": _long, "opinion": _staged}
_TRUTH = ("false", "true")
_RESULTS: dict[str, Callable[[Draw], str]] = {
    "video": _watched,
    "question": _answered,
    "assessment": _scored,
    "page": _spent,
    "course": _spent,
    "session": _spent,
    "discussion": _written,
    "opinion": _rated,
    "help": _helped,
}
