"""Quiz documents whose words and rules tests choose."""

from collections.abc import Iterable, Sequence

from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.objective import Bloom, Objective
from empower_lms.domain.question import AnyQuestion, MultiSelect, Option, SingleChoice
from empower_lms.domain.quiz import Quiz, QuizMode, RetakeRule, Stratum
from empower_lms.domain.text import LocalizedText
from tests.strategies import LETTERS, TEXT

PLAIN = ("Red one", "Sky two", "Fog six", "Ice ten")
"""Options that give nothing away: alike in length, case and words."""


def words(english: str, german: str | None = None) -> LocalizedText:
    return LocalizedText({"en": english, "de": german or english})


def choice(
    question_id: str,
    texts: Sequence[str] = PLAIN,
    *,
    key: int = 0,
    objective: str = "demo.o",
    stem: str = "Well?",
    german: Sequence[str] | None = None,
    **more: object,
) -> SingleChoice:
    options = tuple(
        Option(id=LETTERS[index], text=words(text, german[index] if german else None), correct=index == key)
        for index, text in enumerate(texts)
    )
    return SingleChoice(id=question_id, objective=objective, stem=words(stem), options=options, **more)


def ticks(question_id: str, options: int, keys: int, *, objective: str = "demo.o") -> MultiSelect:
    return MultiSelect(
        id=question_id,
        objective=objective,
        stem=TEXT,
        options=tuple(Option(id=LETTERS[n], text=TEXT, correct=n < keys) for n in range(options)),
    )


def quiz_document(
    questions: Iterable[AnyQuestion],
    *,
    cut: int,
    count: int | None = None,
    at_least: int = 0,
    tries: int | None = 2,
    tier: str = "S1",
    mode: QuizMode = QuizMode.CERTIFICATION,
    bloom: Bloom = Bloom.APPLY,
    together: bool = False,
) -> QuizDocument:
    """Make a quiz with a part for every objective, or one for all of them together."""
    pool = tuple(questions)
    objectives = tuple(dict.fromkeys(question.objective for question in pool))
    groups = [objectives] if together else [(objective,) for objective in objectives]
    sizes = [sum(question.objective in group for question in pool) for group in groups]
    strata = tuple(
        Stratum(id=f"part-{number}", objectives=group, count=count or size, at_least=at_least)
        for number, (group, size) in enumerate(zip(groups, sizes, strict=True))
    )
    quiz = Quiz(
        id=f"demo.{mode}",
        mode=mode,
        title=words("Demo", "Demo"),
        tier=tier,
        strata=strata,
        cut=cut,
        retake=RetakeRule(tries=tries),
    )
    return QuizDocument(
        course="demo",
        quiz=quiz,
        objectives=tuple(Objective(id=objective, bloom=bloom, text=TEXT) for objective in objectives),
        questions=pool,
    )


def plain_quiz(count: int, cut: int, *, pool: int | None = None, **more: object) -> QuizDocument:
    """One part of single-choice questions with four options that give nothing away."""
    questions = [
        # The key moves, so that no strategy that breaks ties by place could gain.
        choice(f"demo.q{n}", key=n % 4)
        for n in range(pool or count * 2)
    ]
    return quiz_document(questions, count=count, cut=cut, **more)
