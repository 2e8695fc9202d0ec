"""Text in several languages, kept together so that no language can be forgotten."""

from collections.abc import Iterator, Mapping

from pydantic import ConfigDict, RootModel, field_validator

from empower_lms.domain.ids import Language

FALLBACK_LANGUAGE = "en"


def primary_subtag(locale: str) -> str:
    """Reduce ``de``, ``de-at`` or ``de_CH`` to the language that content is written in."""
    return locale.replace("_", "-").split("-", 1)[0].lower()


class LocalizedText(RootModel[Mapping[Language, str]]):
    """The same text in one or more languages."""

    model_config = ConfigDict(frozen=True)

    @field_validator("root", mode="after")
    @classmethod
    def _has_text(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        if not value:
            raise ValueError("needs text in at least one language")
        for language, text in value.items():
            if not text.strip():
                raise ValueError(f"the text for '{language}' is empty")
        return dict(sorted(value.items()))

    def __hash__(self) -> int:
        return hash(tuple(self.root.items()))

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self.root)

    def items(self) -> Iterator[tuple[str, str]]:
        return iter(self.root.items())

    def to(self, locale: str) -> str:
        """Return the text for a locale, else English, else whatever there is."""
        language = primary_subtag(locale)
        if language in self.root:
            return self.root[language]
        if FALLBACK_LANGUAGE in self.root:
            return self.root[FALLBACK_LANGUAGE]
        return next(iter(self.root.values()))
