"""The form of a case: what is planned, for whom, on what figures. Its fields are named as in `cases.filling`."""

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html

from analytics.plans import PHASES, WAYS
from analytics.returns import EVIDENCE, KINDS
from dashboards.cases.draft import Draft, Figure
from dashboards.cases.filling import (
    AUDIENCE,
    EVIDENCE_LABEL,
    GAINS,
    KIND_LABEL,
    MIX,
    NUMBERS,
    OBJECTIVE,
    SLOTS,
    TITLE,
    Number,
    form_of,
)
from dashboards.components.parts import opened
from dashboards.i18n import Words
from dashboards.pages.simulator import speaking

_WAIT = 400  # milliseconds after the last key


def field(name: str) -> dict[str, str]:
    """Return the id of a field."""
    return {"simulator": name}


def form(draft: Draft, words: Words, *, is_saved: bool) -> html.Section:
    """Return the form of a case, filled in."""
    told = form_of(draft)
    return html.Section(
        [
            *_what(told, words),
            *_instead(told, words),
            _figures(draft, told, words),
            _gain(told, words),
            html.Div(_deeds(words, is_saved=is_saved), className="deeds"),
        ],
        className="card case-form",
    )


def _what(told: Mapping[str, Any], words: Words) -> list[Any]:
    return [
        dmc.TextInput(id=field("title"), label=words(TITLE), value=told["title"], debounce=True),
        dmc.Textarea(
            id=field("objective"),
            label=words(OBJECTIVE),
            value=told["objective"],
            minRows=2,
            autosize=True,
            debounce=True,
        ),
        dmc.Textarea(
            id=field("sites"),
            label=words(AUDIENCE),
            description=words("One site a line, with its number of learners; a column of a workbook can be pasted."),
            value=told["sites"],
            minRows=2,
            maxRows=10,
            autosize=True,
            debounce=_WAIT,
        ),
    ]


def _instead(told: Mapping[str, Any], words: Words) -> list[Any]:
    """Return the classroom course, what would replace it, and for how long."""
    phases = [
        html.Fieldset(
            [
                html.Legend(words.of(PHASES[phase])),
                *[_slot(phase, slot, told, words) for slot in SLOTS],
            ]
        )
        for phase in PHASES
    ]
    return [
        html.H2(words("Against which course")),
        *[_number(name, NUMBERS[name], told, words) for name in ("hours", "travelling")],
        html.H2(words(MIX)),
        *phases,
        html.H2(words("For how long")),
        *[_number(name, NUMBERS[name], told, words) for name in ("years", "yearly")],
    ]


def _slot(phase: str, slot: str, told: Mapping[str, Any], words: Words) -> html.Div:
    name, said = f"{phase} {slot}", f"{words.of(PHASES[phase])}, {slot}"
    way = dmc.Select(
        id=field(f"{name} way"),
        data=[{"value": key, "label": speaking.name_in(words, way)} for key, way in WAYS.items()],
        value=told.get(f"{name} way"),
        clearable=True,
        placeholder=words("nothing"),
        **{"aria-label": words("{part}: way of learning", part=said)},
    )
    hours = dmc.NumberInput(
        id=field(f"{name} hours"),
        value=told.get(f"{name} hours", ""),
        step=0.5,
        suffix=" h",
        decimalSeparator=words.point,
        debounce=_WAIT,
        **{"aria-label": words("{part}: hours", part=said)},
    )
    return html.Div([way, hours], className="slot")


def _number(name: str, one: Number, told: Mapping[str, Any], words: Words) -> dmc.NumberInput:
    return dmc.NumberInput(
        id=field(name),
        label=words(one.label),
        value=told.get(name, ""),
        step=5 if one.share else 1,
        decimalSeparator=words.point,
        thousandSeparator=words.group,
        debounce=_WAIT,
    )


def _figures(draft: Draft, told: Mapping[str, Any], words: Words) -> html.Details:
    """Return every figure, with its unit, its range and where it came from."""
    own = sum(one.kind == "measure" for one in draft.figures)
    summary = words(
        "Figures: {own} of your own, {n} cited defaults",
        own=words.number(own),
        n=words.number(len(draft.figures) - own),
    )
    inputs = [
        dmc.NumberInput(
            id=field(f"figure {one.key}"),
            label=speaking.named(words, one.key),
            description=f"{_shown(words, one, draft)} · {speaking.spread(words, one)} · "
            f"{speaking.origin(words, one, draft)}",
            value=told[f"figure {one.key}"],
            step=1 if one.value < 100 else 10,
            decimalSeparator=words.point,
            thousandSeparator=words.group,
            debounce=_WAIT,
            className=f"figure {one.kind}",
        )
        for one in draft.figures
    ]
    return html.Details([html.Summary(summary), *inputs], className="opened", open=True)


def _shown(words: Words, one: Figure, draft: Draft) -> str:
    """Return what a figure is counted in; and its value, where the field is empty."""
    unit = speaking.unit(words, one, draft.currency)
    return f"{speaking.plain(words, one.value)} {unit}" if draft.lacks_rate(one) else unit


def _gain(told: Mapping[str, Any], words: Words) -> html.Details:
    kinds = [{"value": key, "label": words.of(one)} for key, one in KINDS.items() if key != "intangible"]
    rungs = [{"value": key, "label": words.of(one)} for key, one in EVIDENCE.items()]
    kind, evidence = told.get("gain kind", "cashable"), told.get("gain evidence")
    fields = {name: _number(f"gain {name}", one, told, words) for name, one in GAINS.items()}
    return opened(
        words("What it would bring, if somebody can say"),
        fields["amount"],
        html.Div([fields["low"], fields["high"]], className="slot even"),
        dmc.Select(
            id=field("gain kind"),
            label=words(KIND_LABEL),
            data=kinds,
            value=kind,
            allowDeselect=False,
        ),
        dmc.Select(
            id=field("gain evidence"),
            label=words(EVIDENCE_LABEL),
            data=rungs,
            value=evidence,
            clearable=True,
        ),
        html.Div([fields["share"], fields["confidence"]], className="slot even"),
    )


def _deeds(words: Words, *, is_saved: bool) -> list[Any]:
    """Return what saves: the next version of a saved case, or a case of its own."""
    if not is_saved:
        return [_button(words("Save the case"), "save new")]
    return [_button(words("Save the next version"), "save"), _button(words("Save as a new case"), "save new")]


def _button(title: str, does: str) -> html.Button:
    return html.Button(title, id=deed(does), className="quiet", type="button")


def deed(name: str) -> dict[str, str]:
    """Return the id of what does something."""
    return {"simulator deed": name}
