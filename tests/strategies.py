"""Hypothesis strategies for catalogue values: valid by construction, small, and full of edge cases."""

from hypothesis import strategies as st

from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.objective import Bloom, Objective
from empower_lms.domain.question import MultiSelect, Numeric, Option, SingleChoice
from empower_lms.domain.quiz import Quiz, QuizMode, RetakeRule, Stratum
from empower_lms.domain.text import LocalizedText

TEXT = LocalizedText({"en": "text", "de": "Text"})
LETTERS = "abcdefghijkl"


def objective(name: str) -> Objective:
    return Objective(id=name, bloom=Bloom.APPLY, text=TEXT)


@st.composite
def questions(draw, question_id: str, objective_id: str):
    kind = draw(st.sampled_from(["single", "multi", "numeric"]))
    common = {"id": question_id, "objective": objective_id, "stem": TEXT, "critical": draw(st.booleans())}
    if kind == "numeric":
        answer = draw(st.integers(-1000, 1000))
        return Numeric(**common, answer=f"{answer} EUR", tolerance=str(draw(st.integers(0, 5))))
    size = draw(st.integers(3, 6))
    keys = 1 if kind == "single" else draw(st.integers(2, size - 1))
    options = tuple(Option(id=LETTERS[i], text=TEXT, correct=i < keys) for i in range(size))
    return (SingleChoice if kind == "single" else MultiSelect)(**common, options=options)


@st.composite
def quiz_documents(draw, *, with_enemies: bool = False):
    """A certification quiz whose pool can fill its blueprint (enemy pairs aside)."""
    strata, pool, objectives = [], [], []
    for index in range(draw(st.integers(1, 4))):
        names = [f"demo.o{index}-{part}" for part in range(draw(st.integers(1, 2)))]
        objectives += [objective(name) for name in names]
        count = draw(st.integers(1, 4))
        extra = draw(st.integers(0, 6))
        for number in range(count + extra):
            pool.append(draw(questions(f"demo.q{index}-{number}", draw(st.sampled_from(names)))))
        strata.append(
            Stratum(id=f"s{index}", objectives=tuple(names), count=count, at_least=draw(st.integers(0, count)))
        )
    if with_enemies and len(pool) > 1:
        ids = [question.id for question in pool]
        for _ in range(draw(st.integers(0, 4))):
            index = draw(st.integers(0, len(pool) - 1))
            foe = draw(st.sampled_from(ids))
            if foe != pool[index].id:
                pool[index] = pool[index].model_copy(update={"enemies": (foe,)})
    length = sum(stratum.count for stratum in strata)
    quiz = Quiz(
        id="demo.certification",
        mode=QuizMode.CERTIFICATION,
        title=TEXT,
        strata=tuple(strata),
        cut=draw(st.integers(1, length)),
        retake=RetakeRule(tries=2),
    )
    return QuizDocument(course="demo", quiz=quiz, objectives=tuple(objectives), questions=tuple(pool))
