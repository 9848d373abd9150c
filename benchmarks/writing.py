"""The parts that write: one statement, batches, a thousand clients."""

from statistics import fmean

from benchmarks import bare
from benchmarks.bench import Bench
from benchmarks.report import Row, at_least, at_most

PER_SECOND = 5_000


def post_one(bench: Bench) -> list[Row]:
    """POST one statement at a time."""
    few = bench.post(32)
    nothing = bench.noop("POST", 32)
    many = bench.post(256)
    return [
        at_least(0.20, "of a no-op handler").row(
            "post_one",
            "POST one, 32 connections",
            few["per_second"],
            nothing["per_second"],
            measured=few,
            baseline=nothing,
        ),
        at_least(1.0, "of the same at 32 connections").row(
            "post_one", "POST one, 256 connections", many["per_second"], few["per_second"], measured=many, baseline=few
        ),
    ]


def post_batches(bench: Bench) -> list[Row]:
    """POST a hundred statements on eight connections, and 2,200 on one."""
    return [*_batches(bench, 100, 8, 0.20), *_batches(bench, 2_200, 1, 0.25)]


def _batches(bench: Bench, size: int, connections: int, share: float) -> list[Row]:
    """Measure batches, and DuckDB alone before and after them: a machine is not as fast all the time."""
    name = f"POST {size:,} x {connections}"
    bench.server.rest()
    before = bare.insert(bench.folder, bench.batch_budget)
    figures = bench.post(connections, size=size, count=max(1, bench.batch_budget // size))
    bench.server.rest()
    after = bare.insert(bench.folder, bench.batch_budget)
    alone = {"statements_per_second": fmean(one["statements_per_second"] for one in (before, after))}
    alone |= {"before": before, "after": after}
    speed = figures["statements_per_second"]
    return [
        at_least(share, "of bare DuckDB").row(
            "post_batches", name, speed, alone["statements_per_second"], measured=figures, baseline=alone
        ),
        at_least(PER_SECOND, "statements/s").row("post_batches", name, speed, measured=figures),
    ]


def clients(bench: Bench) -> list[Row]:
    """Let 1,000 clients post 20 statements each on kept connections, then read every one of them again."""
    number = max(10, min(1_000, bench.corpus.rows // 20))
    first = bench.sent
    posted = bench.post(number, count=20 * number, each=20)
    read = bench.drive(what="each", first=first, count=20 * number, connections=32)
    name = f"{number:,} clients x 20 posts"
    return [
        at_most(0, "failures").row("clients", f"{name}: failures", posted["failures"], measured=posted),
        at_most(0, "lost").row(
            "clients", f"{name}: lost", posted["answered_well"] - read["answered_well"], measured=read
        ),
        at_most(400, "ms").row("clients", f"{name}: mean", posted["mean_ms"], measured=posted),
        at_most(2_000, "ms").row("clients", f"{name}: p99", posted["p99_ms"], measured=posted),
    ]
