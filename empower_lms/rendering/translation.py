"""Translators: one catalogue per language for every text that we show."""

import gettext
from functools import lru_cache
from importlib.resources import as_file, files

from empower_lms.domain.text import FALLBACK_LANGUAGE, primary_subtag

LOCALES = ("en", "de")

DOMAIN = "text"


@lru_cache(maxsize=len(LOCALES))
def translator(locale: str) -> gettext.NullTranslations:
    """Return the catalogue of a locale; English, and any locale without one, reads as written in the code."""
    with as_file(files("empower_lms") / "translations") as folder:
        return gettext.translation(DOMAIN, folder, languages=[best_locale(locale)], fallback=True)


class Phrases:
    """Sentences in one language; parameters fill ``{name}`` places."""

    def __init__(self, catalogue: gettext.NullTranslations) -> None:
        self._catalogue = catalogue

    def gettext(self, message: str, /, **params: object) -> str:
        text = self._catalogue.gettext(message)
        return text.format(**params) if params else text

    def ngettext(self, one: str, many: str, n: int, /, **params: object) -> str:
        return self._catalogue.ngettext(one, many, n).format(**{"n": n, **params})


@lru_cache(maxsize=len(LOCALES))
def phrases(locale: str) -> Phrases:
    """Return the sentences of a locale, for code that words things itself."""
    return Phrases(translator(locale))


@lru_cache(maxsize=256)
def best_locale(requested: str | None) -> str:
    """Reduce ``de-AT`` or ``de_CH`` to a locale that we have; anything unknown becomes English."""
    language = primary_subtag(requested or "")
    return language if language in LOCALES else FALLBACK_LANGUAGE
