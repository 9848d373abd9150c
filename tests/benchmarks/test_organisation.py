"""What the benchmark's organisation brings in is taken whole, and is enough for what rests on it."""

from collections import Counter

from benchmarks import business, organisation, world
from lrs.organisation.bring import Manner, bring
from lrs.store.memory import MemoryStore


def test_every_file_is_taken_and_nothing_is_empty() -> None:
    store = MemoryStore()
    for kind, (headings, rows) in organisation.files(people=40).items():
        text = organisation.written(headings, rows)
        done = bring(kind, text.encode(), store, "benchmark", manner=Manner(f"{kind}.csv"))
        assert done.applied, (kind, done.problems[:3])
        assert done.rows
        assert not done.ignored, kind
    store.close()


def test_each_competency_is_taught_in_every_way_and_half_of_the_teams_wait() -> None:
    ways = Counter((world.competency(course), world.modality(course)) for course in range(world.COURSES))
    assert set(ways.values()) == {1}
    assert len(ways) == 12 * len(world.MODALITIES)
    _, rows = business.rollouts()
    got = {(row[0], row[1]) for row in rows}
    assert len(got) == business.JUDGED * world.SUBSIDIARIES * world.TEAMS / 2
    assert len({row[2] for row in rows}) == 3  # all at once, or in three waves
