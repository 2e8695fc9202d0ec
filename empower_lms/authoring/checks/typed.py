"""Craft of short text: answers that the case tells, patterns that take anything, variants that add nothing."""

import re
from collections.abc import Iterator

from empower_lms.authoring.checks.references import questions_of
from empower_lms.authoring.kinds import catalogue as kinds
from empower_lms.authoring.source import report
from empower_lms.authoring.sources import Sources
from empower_lms.domain.course import Catalogue
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.question import ShortText
from empower_lms.domain.typed_words import is_matched, normalise

PROBES = ("x", "7", "certainly wrong", "I do not know", "keine Ahnung", "Birnen und Äpfel", "q w e r t y u i o p")
"""Words that are no answer to anything; a pattern that takes most of them takes everything."""

_WORD = re.compile(r"[^\s\-‐‑–—/]+")


def check_answer_is_not_in_the_case(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for question in _short_texts(catalogue):
        for language, stem in question.stem.items():
            told = _folded(stem)
            for index, accepted in enumerate(question.accepted):
                text = dict(accepted.items()).get(language)
                if text is not None and f" {_without_article(text)} " in told:
                    place = sources.place(("question", question.id, language), "accepted", index)
                    yield report(kinds.ANSWER_IN_STEM, place, text=text)


def check_patterns_refuse_something(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for question in _short_texts(catalogue):
        for index, patterns in enumerate(question.patterns):
            for language, pattern in patterns.items():
                taken = [probe for probe in PROBES if is_matched(pattern, probe)]
                if taken:
                    place = sources.place(("question", question.id, language), "patterns", index)
                    yield report(kinds.PATTERN_TOO_WIDE, place, pattern=pattern, text=taken[-1])


def check_variants_differ(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for question in _short_texts(catalogue):
        for language in sorted(question.stem.languages):
            seen: dict[str, str] = {}
            for index, accepted in enumerate(question.accepted):
                text = dict(accepted.items()).get(language)
                if text is None:
                    continue
                other = seen.setdefault(normalise(text), text)
                if other is not text:
                    place = sources.place(("question", question.id, language), "accepted", index)
                    yield report(kinds.SAME_VARIANT, place, text=text, other=other)


def _without_article(text: str) -> str:
    """Return the words of an answer as ``_folded`` does, without an article that makes no difference."""
    words = _folded(text).split()
    return " ".join(words[1:] if normalise(" ".join(words)) == "".join(words[1:]) else words)


def _folded(text: str) -> str:
    """Return the words of a text, each reduced to what makes a difference, between blanks."""
    words = (normalise(word) for word in _WORD.findall(text))
    return f" {' '.join(word for word in words if word)} "


def _short_texts(catalogue: Catalogue) -> Iterator[ShortText]:
    for course in catalogue.courses:
        for question in questions_of(course):
            if isinstance(question, ShortText):
                yield question
