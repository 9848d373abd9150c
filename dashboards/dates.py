"""The calendar's words in every language there is, as the script the date picker reads."""

import json

from dashboards.i18n import Words, catalogs

_NARROW = 2


def calendar_script() -> str:
    """Return `window.dayjs_locale_<language>` for each language."""
    return "".join(_language(Words(language)) for language in sorted(catalogs()))


def _language(words: Words) -> str:
    told = words.plotly()["locales"][words.language]["format"]
    locale = {
        "name": words.language,
        "months": told["months"],
        "monthsShort": told["shortMonths"],
        "weekdays": told["days"],
        "weekdaysShort": told["shortDays"],
        "weekdaysMin": [day[:_NARROW] for day in told["days"]],
        "weekStart": 1,
        "formats": {},
        "relativeTime": {},
    }
    return f"window.dayjs_locale_{words.language} = {json.dumps(locale)};\n"
