"""Craft of questions: rules from item-writing research that can be checked by reading.

After Haladyna, Downing & Rodriguez (2002). Rules about single questions warn where judgement is
needed; a pattern over the pool is what gives a key away.
"""

import re
from collections.abc import Iterator
from math import comb

from empower_lms.authoring.checks.parts import answer_lists, typed_feedback
from empower_lms.authoring.checks.references import questions_of
from empower_lms.authoring.kinds import catalogue as kinds
from empower_lms.authoring.source import report
from empower_lms.authoring.sources import Sources
from empower_lms.domain.course import Catalogue, Course
from empower_lms.domain.diagnostic import Diagnostic, DiagnosticKind, Place
from empower_lms.domain.question import AnyQuestion, Boundary, SingleChoice

_ALL_OF_THE_ABOVE = re.compile(
    r"\ball of (?:the above|these)\b|\balle (?:der )?(?:oben )?genannten\b|\balle (?:obigen )?Antworten\b",
    re.IGNORECASE,
)
_COMBINED = re.compile(
    r"^(?:both |sowohl )?\(?[A-D]\)? (?:and|und|&|or|oder|als auch) \(?[A-D]\)?\W*$"
    r"|^(?:both|beide)(?: of (?:the above|these))?\W*$|^(?:options?|answers?|Antworten?) [A-D]\b.*\b[A-D]\b"
)
_NEGATIVE = {
    "en": re.compile(r"\b(not|except|never|least)\b"),
    "de": re.compile(r"\b(nicht|keine?[nmrs]?|außer|ausgenommen|niemals|nie)\b"),
}
_OPINION = re.compile(
    r"\bwhat do you (?:think|believe|feel)\b|\bin your opinion\b|\bwas (?:meinst|denkst|glaubst|findest) du\b"
    r"|\bdeiner Meinung nach\b|\bwie findest du\b",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"(\*\*|__|[*_]).+?\1")
_QUOTATION = re.compile(r"^ {0,3}>.*$|\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]", re.MULTILINE)
_WORD = re.compile(r"\w+")
NEAR_DUPLICATE = 0.8
MAX_CHANGED_WORDS = 2
"""Long options, such as drafts of a message, may differ in one sentence only and still be a fair choice."""

SIGNIFICANCE = 0.05


def check_all_of_the_above(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    yield from _search_options(catalogue, sources, _ALL_OF_THE_ABOVE, kinds.ALL_OF_THE_ABOVE)


def check_combined_options(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    yield from _search_options(catalogue, sources, _COMBINED, kinds.COMBINED_OPTIONS)


def _search_options(
    catalogue: Catalogue, sources: Sources, pattern: re.Pattern[str], kind: DiagnosticKind
) -> Iterator[Diagnostic]:
    for _course, question in _questions(catalogue):
        for path, parts in answer_lists(question):
            for index, part in enumerate(parts):
                for language, text in part.text.items():
                    match = pattern.search(text)
                    if match:
                        place = sources.place(("question", question.id, language), *path, index)
                        yield report(kind, place, text=match[0])


def check_longest_is_key(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    """Compare with chance, over each pool and in each language: a translation can have the fault alone."""
    for course in catalogue.courses:
        for pool in (course.questions.practice, course.questions.certification):
            single = [question for question in pool if isinstance(question, SingleChoice)]
            for language in catalogue.languages:
                yield from _longest_is_key(course, single, language, sources)


def _longest_is_key(course: Course, pool: list[SingleChoice], language: str, sources: Sources) -> Iterator[Diagnostic]:
    longest = [question for question in pool if _is_key_longest(question, language)]
    chances = [1 / len(question.options) for question in pool]
    if not pool or tail_probability(chances, len(longest)) >= SIGNIFICANCE:
        return
    place = sources.place(("question", longest[0].id, language), "stem")
    yield report(
        kinds.LONGEST_IS_KEY,
        place,
        language=language,
        longest=len(longest),
        questions=len(pool),
        expected=round(sum(chances)),
        examples=", ".join(question.id for question in longest[:8]),
    )


def _is_key_longest(question: SingleChoice, language: str) -> bool:
    lengths = {option.id: len(option.text.to(language)) for option in question.options}
    (key,) = question.key
    return all(lengths[key] > length for option_id, length in lengths.items() if option_id != key)


def tail_probability(chances: list[float], successes: int) -> float:
    """Return P(X >= successes) for independent trials with these chances (Poisson binomial)."""
    if len(set(chances)) == 1:
        n, p = len(chances), chances[0]
        return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(successes, n + 1))
    distribution = [1.0]
    for chance in chances:
        shifted = [0.0, *(weight * chance for weight in distribution)]
        distribution = [new + old * (1 - chance) for new, old in zip(shifted, [*distribution, 0.0], strict=True)]
    return sum(distribution[successes:])


def check_negative_stem(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    """Look at the question itself only: a case may well say what did not happen."""
    for _course, question in _questions(catalogue):
        for language, text in question.stem.items():
            match = _NEGATIVE[language].search(_question_sentence(text)) if language in _NEGATIVE else None
            if match:
                place = sources.place(("question", question.id, language), "stem")
                yield report(kinds.NEGATIVE_STEM, place, word=match[0])


def _question_sentence(text: str) -> str:
    """Return the last sentence that asks, without quotations and without what is emphasised in it."""
    sentences = re.split(r"(?<=[.!?:])\s+", _QUOTATION.sub("", text).strip())
    asking = [sentence for sentence in sentences if sentence.rstrip("*_ ").endswith("?")]
    return _EMPHASIS.sub("", asking[-1]) if asking else ""


def check_near_duplicates(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for _course, question in _questions(catalogue):
        for path, parts in answer_lists(question):
            for language in question.stem.languages:
                words = [_words(part.text.to(language)) for part in parts]
                for index, these in enumerate(words):
                    twin = next((other for other in range(index) if _is_alike(words[other], these)), None)
                    if twin is not None:
                        place = sources.place(("question", question.id, language), *path, index)
                        yield report(kinds.NEAR_DUPLICATE, place, other=twin + 1)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _is_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Compare by shared words (Jaccard); a number or a negation that differs is a difference in meaning."""
    changed = one ^ other
    if any(word.isdigit() or word in {"not", "no", "nicht", "kein", "keine", "keinen"} for word in changed):
        return False
    return len(changed) <= MAX_CHANGED_WORDS and len(one & other) > NEAR_DUPLICATE * len(one | other)


def check_feedback_is_there(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    first = catalogue.languages[0]
    for _course, question in _questions(catalogue):
        key = ("question", question.id, first)
        # A boundary question has a worked explanation for each of its cases.
        if question.rationale is None and not isinstance(question, Boundary):
            yield _missing("explanation", sources.place(key, "id"))
        typed = typed_feedback(question)
        if typed is not None and typed[1] is None:
            yield _missing("feedback", sources.place(key, typed[0]))
        for path, parts in answer_lists(question):
            for index, part in enumerate(parts):
                if part.feedback is None and part.needs_feedback:
                    yield _missing("feedback", sources.place(key, *path, index))


def _missing(part: str, place: Place) -> Diagnostic:
    return report(kinds.MISSING_FEEDBACK, place, part=part)


def check_opinion(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for _course, question in _questions(catalogue):
        for language, text in question.stem.items():
            match = _OPINION.search(_question_sentence(text))
            if match:
                place = sources.place(("question", question.id, language), "stem")
                yield report(kinds.OPINION, place, text=match[0])


def _questions(catalogue: Catalogue) -> Iterator[tuple[Course, AnyQuestion]]:
    for course in catalogue.courses:
        for question in questions_of(course):
            yield course, question
