"""The tables of a case: how far it may go, what both sides cost piece by piece, what it rests on, what is planned."""

from decimal import Decimal

from analytics.breakeven import sessions
from analytics.money import cents
from analytics.plans import used
from dashboards.pages.simulator import speaking
from dashboards.pages.simulator.telling import Told

Row = tuple[str, ...]


def chances(told: Told) -> list[Row]:
    """Return how far the saving and the return may go, by simulation, with what makes the same figures again."""
    words, simulated = told.words, told.weighed.simulated
    rows = [
        (words("Saved in the middle of the simulations"), told.money(simulated.p50)),
        (words("90 of 100 lie between"), _ends(told)),
        (
            words("Share of simulations in which it saves"),
            words.share(simulated.share_positive, 1),
        ),
        (words("Everything at its worst (not likely)"), told.money(simulated.worst)),
        (words("Everything at its best (not likely)"), told.money(simulated.best)),
        *_returned(told),
    ]
    versions = ", ".join(f"{name} {version}" for name, version in simulated.versions.items())
    made = words(
        "{draws} draws, one for each figure, shared by both sides; seed {seed}",
        draws=words.number(simulated.draws),
        seed=simulated.seed,
    )
    return [*rows, (words("Simulated with"), words.besides(made, versions))]


def _returned(told: Told) -> list[Row]:
    """Return what is told of the benefit, where one is given."""
    words, found = told.words, told.weighed.returns
    if found is None:
        return []
    ends = [words("{number}%", number=words.number(value)) for value in (found.simulated.p5, found.simulated.p95)]
    months = words("never") if found.payback.value is None else words.number(float(found.payback.value), 1)
    return [
        (words("Benefit of a year, isolated"), told.money(found.benefit)),
        (
            words("Return, 90 of 100 lie between"),
            words("{low} and {high}", low=ends[0], high=ends[1]),
        ),
        (
            words("Share of simulations with ROI > 0"),
            words.share(found.simulated.share_positive, 1),
        ),
        (words("Benefit-cost ratio"), words.number(float(found.bcr.value or 0), 2)),
        (words("Payback (Phillips), months"), months),
    ]


def pieces(told: Told) -> list[Row]:
    """Return what both sides cost, piece by piece: the name, the classroom, the mix."""
    words, case, learners = told.words, told.weighed.case, told.weighed.learners
    sides = case.sides()
    held = [sessions(learners, side, case.sites) for side in sides]
    parts: tuple[tuple[str, list[Decimal]], ...] = (
        (words("Designing it"), [side.development for side in sides]),
        (words("Keeping it up to date"), [side.yearly * case.years for side in sides]),
        (
            words("Sessions"),
            [side.per_session * n for side, n in zip(sides, held, strict=True)],
        ),
        (
            words("Learners' time"),
            [learners * side.hours * case.wage for side in sides],
        ),
        (
            words("Travel, lodging, material, help"),
            [learners * side.per_learner for side in sides],
        ),
        (
            words("Altogether"),
            [one.value or Decimal(0) for one in (told.weighed.classroom, told.weighed.mix)],
        ),
    )
    counted = (words("Sessions held"), *(words.number(n) for n in held))
    rows = [(name, *[told.money(cents(value), 2) for value in values]) for name, values in parts]
    return [*rows[:2], counted, *rows[2:]]


def assumptions(told: Told) -> list[Row]:
    """Return every figure the case rests on: name, value with its unit, range, where it came from."""
    words, keys = told.words, used(told.weighed.plan)
    return [
        (
            speaking.named(words, one.key),
            f"{speaking.plain(words, one.value)} {speaking.unit(words, one, told.draft.currency)}",
            speaking.spread(words, one),
            speaking.origin(words, one, told.draft),
        )
        for one in told.draft.figures
        if one.key in keys
    ]


def setting(told: Told) -> list[Row]:
    """Return what is planned: audience, classroom course, what would replace it, horizon; not what nobody said."""
    words, draft = told.words, told.draft
    names = ("objective", "sites", "hours", "mix", "travelling", "years", "yearly")
    return [
        (
            speaking.label(words, name),
            speaking.value(words, name, getattr(draft, name), draft.currency),
        )
        for name in names
        if getattr(draft, name) not in (None, "")
    ]


def outcomes(told: Told) -> list[Row]:
    """Return what a case comes to, for a comparison: the names are the same for every case."""
    words, weighed = told.words, told.weighed
    numbers = told.numbers()
    return [
        (words("Learners"), words.number(weighed.learners)),
        (words("What is planned costs"), told.money(weighed.mix.value)),
        (words("The classroom costs"), told.money(weighed.classroom.value)),
        (words("Saved against the classroom"), told.money(weighed.saving)),
        (words("90 of 100 lie between"), _ends(told)),
        (words("No dearer from (learners)"), numbers[1].value),
        (words("Break-even retention"), numbers[2].value),
    ]


def _ends(told: Told) -> str:
    simulated = told.weighed.simulated
    return told.words("{low} and {high}", low=told.money(simulated.p5), high=told.money(simulated.p95))
