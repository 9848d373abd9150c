"""One agent replaced by another in a new file that takes the old one's place.

After DELETE, CHECKPOINT and VACUUM the erased text is still in a DuckDB file, so nothing is deleted: everything else is
copied. Until the new file is whole and takes the old one's name, the old one is the record. The texts are packed anew:
the dictionaries they were packed with hold pieces of them.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from lrs.store import tables
from lrs.store.codec import Codec, packable, train
from lrs.store.documents import write
from lrs.store.identity import replaced, replaced_bytes
from lrs.store.keys import Keys
from lrs.store.learning import Learning
from lrs.store.promise import Document, DocumentKey
from lrs.store.questions import sql
from lrs.store.statements import key_of
from lrs.store.tables import BYTES, INSTANT, KEY, SEQ, column, ids
from lrs.store.writer import Cursor
from lrs.xapi.actor import agent_object

_CHUNK = 5000
_ROWS = 1 << 16
_FEW = 200
_REPLACED = ("word", "unit", "authority", "name")
_REWRITTEN = ("kept", "dictionary", "document")
_TOLD = ("cost", "rate", "currency", "benefit", "indicator", "rollout")  # of the organisation, with who told a row last
_NAMING = ("person", "person_identifier", "person_merge", "assignment", "session", "contact", "kept", *_TOLD)


@dataclass(slots=True)
class Copy:
    """The record being copied, from an old file into a new one."""

    old: Cursor
    new: Cursor
    reading: Codec
    packing: Codec
    keys: Keys
    identifier: str
    replacement: str
    now: int  # when documents that change are said to change


def copy_record(copy: Copy) -> int:
    """Copy everything but the identity; return how many statements named it."""
    tables.prepare(copy.new)
    taken = {"old": key_of(copy.old, copy.keys, copy.identifier), "new": None}
    learning = Learning(copy.keys, ())
    _copy(copy, "word", sql("copy_word"), {"old": taken["old"]})
    if taken["old"] is not None:
        known = key_of(copy.old, copy.keys, copy.replacement)
        guess = copy.keys.hash(copy.replacement, 0)
        new = {copy.replacement: guess}
        taken["new"] = learning.words(copy.new, new)[copy.replacement] if known is None else known
    for table in _REPLACED[1:]:
        parameters = {"old": taken["old"]} if table == "name" else taken
        _copy(copy, table, sql(f"copy_{table}"), parameters)
    for table in _NAMING:
        question = sql(f"copy_organisation_{'told' if table in _TOLD else table}").format(table=table)
        parameters = {name: text for name, text in _in_texts(copy).items() if re.search(rf"\${name}\b", question)}
        _copy(copy, f"organisation.{table}", question, parameters)
    for table in _others(copy.old):
        _copy(copy, table, sql("copy_table").format(table=table), {})
    _learn(copy)
    count = _copy_kept(copy, taken)
    _copy_documents(copy)
    generation = copy.old.execute(sql("generation")).fetchall()[0][0] + 1
    copy.new.execute(sql("set_generation"), {"generation": generation})
    revision = copy.old.execute(sql("organisation_revision")).fetchall()[0][0] + 1
    copy.new.execute(sql("organisation_set_revision"), {"revision": revision})
    return count


def _in_texts(copy: Copy) -> dict[str, Any]:
    """Return how the organisation's texts may name the identity, in lower case, and its replacement."""
    mails = [
        agent_object(name).get("mbox", "").removeprefix("mailto:") or None
        for name in (copy.identifier, copy.replacement)
    ]
    old, new = copy.identifier.lower(), copy.replacement
    return {
        "old": old,
        "new": new,
        "old_mail": mails[0] and mails[0].lower(),
        "new_mail": mails[1],
        "new_key": mails[1] or new,
        "pattern": re.escape((mails[0] or old).lower()),
    }


def _others(cursor: Cursor) -> list[str]:
    """Return every other table of the record, whoever made it: they are copied as they are."""
    names = [(schema, name) for schema, name in cursor.execute(sql("record_tables")).fetchall()]
    special = {("main", name) for name in (*_REPLACED, *_REWRITTEN)} | {("organisation", name) for name in _NAMING}
    return [f'"{schema}"."{name}"' for schema, name in names if (schema, name) not in special]


def _copy(copy: Copy, table: str, question: str, parameters: dict[str, Any]) -> None:
    copy.new.execute(sql("delete_all").format(table=table))  # what its migration put there
    for batch in copy.old.sql(question, params=parameters or None).to_arrow_reader(_ROWS):
        copy.new.register("copied", batch)
        copy.new.execute(sql("insert_copied").format(table=table))
        copy.new.unregister("copied")


def _learn(copy: Copy) -> None:
    """Learn a dictionary from what the statements will say."""
    sample = copy.old.execute(sql("sample_kept")).fetchall()
    told = [(str(id_), *_changed(copy, *copy.reading.parts(id_, body))[:2]) for id_, body in sample]
    content = train([packable(*one) for one in told], copy.reading.next)
    if content is not None:
        copy.new.execute(sql("insert_dictionary"), {"content": content})
        copy.packing.learn(content)


def _copy_kept(copy: Copy, taken: dict[str, Any]) -> int:
    count = 0
    for chunk in _chunks(copy.old, taken):
        seqs, stored, uuids, authorities, bodies = zip(*chunk, strict=True)
        said = []
        for id_, body in zip(uuids, bodies, strict=True):
            head, tail, changed = _changed(copy, *copy.reading.parts(id_, body))
            said.append((str(id_), head, tail))
            count += changed
        tables.insert(
            copy.new,
            "insert_kept",
            seq=column(seqs, SEQ),
            stored=column(stored, INSTANT),
            id=ids([id_.bytes for id_ in uuids]),
            authority=column(authorities, KEY),
            body=column(copy.packing.pack(said), BYTES),
        )
    return count


def _chunks(cursor: Cursor, taken: dict[str, Any]) -> Iterator[list[tuple[int, int, UUID, int, bytes]]]:
    after = 0
    while chunk := cursor.execute(sql("copy_kept"), {**taken, "after": after, "most": _CHUNK}).fetchall():
        yield chunk
        after = chunk[-1][0]


def _changed(copy: Copy, head: bytes, tail: bytes | None) -> tuple[bytes, bytes | None, bool]:
    """Return head and tail with the identity replaced, and whether it was there."""
    if not _may_name(head.decode(), copy.identifier):
        return head, tail, False
    mark = f'"{uuid4().hex}"'.encode()
    text = replaced((head + mark + (tail or b"}")).decode(), copy.identifier, copy.replacement)
    if text is None:
        return head, tail, False
    head, _, rest = text.encode().partition(mark)
    return head, rest if tail else None, True


def _may_name(text: str, identifier: str) -> bool:
    """Tell whether a text may name an agent, without taking it apart: an escape may hide anything."""
    agent = agent_object(identifier)
    value = agent["account"]["name"] if "account" in agent else agent[identifier.partition(" ")[0]]
    told = json.dumps(value, ensure_ascii=False)[1:-1].lower()
    return "\\" in text or told in text.lower()


def _copy_documents(copy: Copy) -> None:
    """Copy the documents; of two that come to live under one key, the one written last stays."""
    meeting: dict[DocumentKey, Document | None] = {}
    cursor = copy.old.execute(sql("copy_document"))
    while some := cursor.fetchmany(_FEW):
        apart: dict[DocumentKey, Document | None] = {}
        for told in some:
            key, document = _moved(copy, DocumentKey(*told[:5]), Document(*told[5:]))
            (meeting if key.agent == copy.replacement else apart)[key] = document
        write(copy.new, {}, apart)
    write(copy.new, {}, meeting)


def _moved(copy: Copy, key: DocumentKey, document: Document) -> tuple[DocumentKey, Document]:
    content = replaced_bytes(document.content, copy.identifier, copy.replacement)
    if key.agent == copy.identifier:
        key = replace(key, agent=copy.replacement)
    elif content is None:
        return key, document
    return key, replace(document, content=document.content if content is None else content, updated=copy.now)
