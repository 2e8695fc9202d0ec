"""Strategies: how people without knowledge pick an answer from the words alone (validity brief, section 12).

A strategy looks at one question in one language and earns what its pick earns; among options that look the
same to it, it picks at random. Where it sees nothing to go by it gives nothing, and the player guesses
blindly. Positions can't be played: options are shuffled for every form.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache, partial
from math import comb
from typing import NamedTuple

from empower_lms.assessment.strength.chance import ALWAYS, NEVER
from empower_lms.assessment.strength.design import chance_of_way
from empower_lms.assessment.strength.items import Scores, Scoring, score_of
from empower_lms.domain.question import AnyQuestion, Boundary, DecisionCase, MultiSelect, SingleChoice
from empower_lms.domain.text import LocalizedText


class Strategy(StrEnum):
    """What a test-wise person goes by."""

    LONGEST = "longest"
    SHORTEST = "shortest"
    HEDGED = "hedged"
    NO_ABSOLUTES = "no-absolutes"
    STEM_WORDS = "stem-words"
    ALL_OF_THE_ABOVE = "all-of-the-above"
    MIDDLE_NUMBER = "middle-number"
    ODD_ONE_OUT = "odd-one-out"
    ASK_FIRST = "ask-first"
    TICK_ALL = "tick-all"
    TICK_ONE = "tick-one"
    SENSIBLE_TICKS = "sensible-ticks"
    USUAL_OUTCOME = "usual-outcome"


class _Cue(NamedTuple):
    """Words and phrases that a strategy looks for, in lower case."""

    words: frozenset[str]
    phrases: tuple[str, ...] = ()

    def rate(self, text: str, words: frozenset[str]) -> int:
        return len(self.words & words) + sum(phrase in text for phrase in self.phrases)


def _cue(words: str, *phrases: str) -> _Cue:
    return _Cue(frozenset(words.split()), phrases)


_HEDGES = {
    "en": _cue("usually often may might generally normally mostly can"),
    "de": _cue("meist meistens oft kann können üblicherweise normalerweise", "in der regel"),
}
_ABSOLUTES = {
    "en": _cue("always never all only every none nobody everybody"),
    "de": _cue(
        "immer nie niemals alle alles aller allen nur ausschließlich jede jeder jedes jeden jedem stets "
        "ausnahmslos sämtliche niemand"
    ),
}
_ALL_ABOVE = {
    "en": _cue("", "all of the above", "all of these"),
    "de": _cue("", "alle genannten", "alle oben genannten", "alle der genannten", "alle antworten"),
}
_ASKS = {
    "en": _cue("ask asks escalate escalates", "check with", "hand it over", "hand this over"),
    "de": _cue("frag frage fragen fragst rückfrage rückfragen rücksprache übergeben eskalieren"),
}
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*")


_WORD = re.compile(r"\w+")
_CONTENT_WORD = 4
"""Shorter words say little about what a text is about."""


Picked = Sequence[int]
"""Which options look best, by their index."""


class Reading(NamedTuple):
    """What somebody sees of a choice question in one language."""

    language: str
    stem: str
    options: tuple[str, ...]
    lowered: tuple[str, ...]
    words: tuple[frozenset[str], ...]


Played = SingleChoice | MultiSelect | Boundary | DecisionCase
"""The kinds whose words give something away; of the others a strategy sees nothing to go by."""


def play_all(question: AnyQuestion, language: str, scoring: Scoring) -> tuple[tuple[Strategy, Scores], ...]:
    """Return what each strategy earns with a question; those that see nothing to go by are left out."""
    return _play_once(question, language, scoring) if isinstance(question, Played) else ()


@lru_cache(maxsize=2048)
def _play_once(question: Played, language: str, scoring: Scoring) -> tuple[tuple[Strategy, Scores], ...]:
    """Remember per process: while somebody edits a blueprint, the texts are the same from one look to the next."""
    return tuple(_play(question, language, scoring))


def _play(question: Played, language: str, scoring: Scoring) -> Iterator[tuple[Strategy, Scores]]:
    match question:
        case SingleChoice():
            reading = _read(question.stem, [option.text for option in question.options], language)
            for strategy, picked in _pick_all(reading):
                hits = sum(question.options[index].correct for index in picked)
                yield strategy, right_or_wrong(Fraction(hits, len(picked)))
        case Boundary():
            yield from _play_boundary(question, language)
        case DecisionCase():
            yield from _play_case(question, language)
        case MultiSelect():
            for strategy, sizes in _TICKS.items():
                yield strategy, _score_ticks(question, sizes(len(question.options)), scoring)


def _play_boundary(question: Boundary, language: str) -> Iterator[tuple[Strategy, Scores]]:
    """Play one of several cases with the same options: a form draws each answer that is ever right alike."""
    keys = {case.key for case in question.cases}
    reading = _read(question.stem, [option.text for option in question.options], language)
    for strategy, picked in _pick_all(reading):
        hits = sum(question.options[index].id in keys for index in picked)
        yield strategy, right_or_wrong(Fraction(hits, len(picked) * len(keys)))
    yield Strategy.USUAL_OUTCOME, right_or_wrong(Fraction(1, len(keys)))


def _play_case(question: DecisionCase, language: str) -> Iterator[tuple[Strategy, Scores]]:
    readings = {step.id: _read(step.event, [one.text for one in step.choices], language) for step in question.steps}
    for strategy, pick in _PICKS.items():
        picks = {step: pick(reading) for step, reading in readings.items()}
        everything = {step: range(len(reading.options)) for step, reading in readings.items()}
        played = {step: picked or everything[step] for step, picked in picks.items()}
        if any(len(picked) < len(everything[step]) for step, picked in played.items()):
            yield strategy, right_or_wrong(chance_of_way(question, played))


def _read(stem: LocalizedText, options: Sequence[LocalizedText], language: str) -> Reading:
    texts = tuple(option.to(language).strip() for option in options)
    lowered = tuple(text.lower() for text in texts)
    return Reading(language, stem.to(language), texts, lowered, tuple(_words(text) for text in lowered))


def _pick_all(reading: Reading) -> Iterator[tuple[Strategy, Picked]]:
    for strategy, pick in _PICKS.items():
        picked = pick(reading)
        if 0 < len(picked) < len(reading.options):
            yield strategy, picked


@lru_cache(maxsize=256)
def right_or_wrong(hit: Fraction) -> Scores:
    return tuple((score, chance) for score, chance in ((NEVER, 1 - hit), (ALWAYS, hit)) if chance)


def _score_ticks(question: MultiSelect, sizes: Iterable[int], scoring: Scoring) -> Scores:
    """Score a random set of one of these sizes, every set alike: by how many right and wrong options it has."""
    options, keys = len(question.options), len(question.key)
    ways: Counter[Fraction] = Counter()
    for size in sizes:
        for hits in range(max(0, size - options + keys), min(size, keys) + 1):
            right = hits + (options - keys) - (size - hits)
            earned = score_of(scoring, right, options)
            ways[earned] += comb(keys, hits) * comb(options - keys, size - hits)
    total = sum(ways.values())
    return tuple(sorted((score, Fraction(count, total)) for score, count in ways.items()))


def _best(ratings: Sequence[int]) -> Picked:
    highest = max(ratings)
    return [index for index, rating in enumerate(ratings) if rating == highest]


def _longest(seen: Reading) -> Picked:
    return _best([len(text) for text in seen.options])


def _shortest(seen: Reading) -> Picked:
    return _best([-len(text) for text in seen.options])


def _most(cues: dict[str, _Cue], seen: Reading) -> Picked:
    cue = cues.get(seen.language)
    if cue is None:
        return ()
    return _best([cue.rate(text, words) for text, words in zip(seen.lowered, seen.words, strict=True)])


def _without_absolutes(seen: Reading) -> Picked:
    cue = _ABSOLUTES.get(seen.language)
    return [index for index, words in enumerate(seen.words) if cue and not cue.words & words]


def _sharing_stem_words(seen: Reading) -> Picked:
    stem = {word for word in _words(seen.stem.lower()) if len(word) >= _CONTENT_WORD}
    return _best([len(stem & words) for words in seen.words])


def _words(lowered: str) -> frozenset[str]:
    return frozenset(_WORD.findall(lowered))


def _middle_number(seen: Reading) -> Picked:
    """Pick the middle one of options that differ in one number, or one of the two in the middle."""
    numbers = [_NUMBER.findall(text) for text in seen.options]
    if any(len(found) != 1 for found in numbers):
        return ()
    ordered = sorted(range(len(numbers)), key=lambda index: _read_number(numbers[index][0]))
    middle = (len(ordered) - 1) // 2
    return ordered[middle : len(ordered) - middle]


def _read_number(text: str) -> Decimal:
    """Read a number well enough to sort it among its like: the last mark with other than three digits is decimal."""
    whole, _mark, rest = re.sub(r"[.,](?=\d{3}(?!\d))", "", text).replace(",", ".").rpartition(".")
    return Decimal(f"{whole.replace('.', '')}.{rest}" if whole else rest)


def _odd_one_out(seen: Reading) -> Picked:
    """Pick the only option that is written another way: how it ends, or how it begins."""
    for shape in (_ends_as_sentence, _begins_with_capital, _begins_with_digit):
        shapes = [bool(text) and shape(text) for text in seen.options]
        for rare in (True, False):
            if shapes.count(rare) == 1 and len(shapes) > 2:
                return [shapes.index(rare)]
    return ()


def _ends_as_sentence(text: str) -> bool:
    return text[-1] in ".!?"


def _begins_with_capital(text: str) -> bool:
    return text[0].isupper()


def _begins_with_digit(text: str) -> bool:
    return text[0].isdigit()


_PICKS: dict[Strategy, Callable[[Reading], Picked]] = {
    Strategy.LONGEST: _longest,
    Strategy.SHORTEST: _shortest,
    Strategy.HEDGED: partial(_most, _HEDGES),
    Strategy.NO_ABSOLUTES: _without_absolutes,
    Strategy.STEM_WORDS: _sharing_stem_words,
    Strategy.ALL_OF_THE_ABOVE: partial(_most, _ALL_ABOVE),
    Strategy.MIDDLE_NUMBER: _middle_number,
    Strategy.ODD_ONE_OUT: _odd_one_out,
    Strategy.ASK_FIRST: partial(_most, _ASKS),
}

_TICKS: dict[Strategy, Callable[[int], Iterable[int]]] = {
    Strategy.TICK_ALL: lambda options: [options],
    # Ticking nothing is no answer.
    Strategy.TICK_ONE: lambda options: [1],
    # Whoever has met a few of these questions knows that at least two options are right, and never all.
    Strategy.SENSIBLE_TICKS: lambda options: range(2, options),
}
