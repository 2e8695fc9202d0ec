"""Hypothesis strategies for catalogue values: valid by construction, small, and full of edge cases."""

from hypothesis import strategies as st

from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.objective import Bloom, Objective
from empower_lms.domain.question import (
    KINDS,
    BoundaryCase,
    BoundaryCaseKind,
    CaseChoice,
    CaseStep,
    Group,
    Option,
    OrderedStep,
    Partner,
    Prompt,
    SortedCase,
)
from empower_lms.domain.quiz import Quiz, QuizMode, RetakeRule, Stratum
from empower_lms.domain.text import LocalizedText

TEXT = LocalizedText({"en": "text", "de": "Text"})
LETTERS = "abcdefghijkl"


def objective(name: str) -> Objective:
    return Objective(id=name, bloom=Bloom.APPLY, text=TEXT)


@st.composite
def questions(draw, question_id: str, objective_id: str, kinds: tuple[str, ...] = tuple(KINDS)):
    """A question of any kind; every kind that exists has to be made here."""
    kind = draw(st.sampled_from(kinds))
    common = {"id": question_id, "objective": objective_id, "stem": TEXT, "critical": draw(st.booleans())}
    return KINDS[kind](**common, **draw(_PARTS[kind]()))


@st.composite
def _single(draw):
    return {"options": _options(draw(st.integers(3, 6)), 1)}


@st.composite
def _multi(draw):
    size = draw(st.integers(3, 6))
    return {"options": _options(size, draw(st.integers(2, size - 1)))}


@st.composite
def _numeric(draw):
    return {"answer": f"{draw(st.integers(-1000, 1000))} EUR", "tolerance": str(draw(st.integers(0, 5)))}


@st.composite
def _matching(draw):
    prompts = draw(st.integers(2, 5))
    partners = LETTERS[: prompts + draw(st.integers(0, 3))]
    order = draw(st.permutations(partners))
    return {
        "prompts": tuple(Prompt(id=LETTERS[i], text=text(f"prompt {i}"), partner=order[i]) for i in range(prompts)),
        "partners": tuple(Partner(id=letter, text=text(f"partner {letter}")) for letter in partners),
    }


@st.composite
def _ordering(draw):
    return {"steps": tuple(OrderedStep(id=letter, text=text(letter)) for letter in LETTERS[: draw(st.integers(3, 8))])}


@st.composite
def _classification(draw):
    groups = LETTERS[: draw(st.integers(2, 4))]
    cases = LETTERS[: draw(st.integers(3, 8))]
    return {
        "groups": tuple(Group(id=letter, text=text(f"group {letter}")) for letter in groups),
        "cases": tuple(
            SortedCase(id=letter, text=text(f"case {letter}"), group=draw(st.sampled_from(groups))) for letter in cases
        ),
    }


@st.composite
def _text(draw):
    words = st.text("abcdefgh", min_size=3, max_size=12)
    return {"accepted": tuple(text(word) for word in draw(st.lists(words, min_size=1, max_size=3)))}


@st.composite
def _boundary(draw):
    size = draw(st.integers(2, 4))
    keys = draw(st.lists(st.sampled_from(LETTERS[:size]), min_size=5, max_size=5).filter(lambda keys: len({*keys}) > 1))
    cases = tuple(
        BoundaryCase(id=letter, case=kind, given="1 EUR", text=text(kind), key=key, rationale=TEXT)
        for letter, kind, key in zip(LETTERS, BoundaryCaseKind, keys, strict=False)
    )
    card = {"clause": "CHG-1.amount", "scope": "CHG-1", "scope_version": 1, "card": "0" * 64}
    return {**card, "options": _options(size, 0), "cases": cases}


@st.composite
def _case(draw):
    """A story of two to seven steps: any decision leads to any later step or to an end, and every step is reached."""
    length = draw(st.integers(2, 7))
    sizes = [draw(st.integers(2, 4)) for _ in range(length)]
    places = [(number, letter) for number in range(length) for letter in range(sizes[number])]
    targets = {}
    for number in range(1, length):
        # A free decision of some earlier step leads here, so that nothing is out of reach.
        free = [place for place in places if place[0] < number and place not in targets]
        targets[draw(st.sampled_from(free))] = number
    steps = []
    for number in range(length):
        right = draw(st.sets(st.integers(0, sizes[number] - 1), min_size=1, max_size=sizes[number] - 1))
        choices = []
        for i in range(sizes[number]):
            onward = targets.get((number, i)) or draw(st.sampled_from([None, *range(number + 1, length)]))
            choices.append(
                CaseChoice(
                    id=LETTERS[i],
                    text=text(f"decision {number}{i}"),
                    correct=i in right,
                    consequence=text(f"consequence {number}{i}"),
                    feedback=text(f"feedback {number}{i}"),
                    next=f"step-{onward}" if onward is not None else None,
                )
            )
        steps.append(CaseStep(id=f"step-{number}", event=text(f"event {number}"), choices=tuple(choices)))
    return {"steps": tuple(steps)}


_PARTS = {
    "single": _single,
    "multi": _multi,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "classification": _classification,
    "text": _text,
    "boundary": _boundary,
    "case": _case,
}


def _options(size: int, keys: int) -> tuple[Option, ...]:
    return tuple(Option(id=LETTERS[i], text=text(f"option {i}"), correct=i < keys) for i in range(size))


def text(words: str) -> LocalizedText:
    return LocalizedText({"en": words, "de": words})


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
