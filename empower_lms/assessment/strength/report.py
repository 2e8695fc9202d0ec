"""The report: everything that can be said about a quiz before anybody takes it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

from empower_lms.assessment.strength.adversary import Attack, best_attack, find_attacks
from empower_lms.assessment.strength.chance import NEVER, Chance, within
from empower_lms.assessment.strength.design import Design, Feedback, design_of
from empower_lms.assessment.strength.earned import GATED, Identified, highest_carried
from empower_lms.assessment.strength.evidence import STANDARD, Cohort, Errors, count_errors, fail_all_tries
from empower_lms.assessment.strength.exposure import pass_with_memory
from empower_lms.assessment.strength.figures import Figures, compare, grade_tiers, measure
from empower_lms.assessment.strength.findings import Finding, add_fix, find_weaknesses
from empower_lms.assessment.strength.grade import Grade, Measure
from empower_lms.assessment.strength.items import blind_scores, expected_score
from empower_lms.assessment.strength.players import (
    EXPERT,
    MASTER,
    NEARLY_ALL,
    NOTHING,
    PARTIAL,
    REMEMBERS,
    Persona,
)
from empower_lms.assessment.strength.solver import Fix, Solver
from empower_lms.assessment.strength.strategies import Strategy
from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.text import LocalizedText
from empower_lms.domain.tier import Tier

MIXED, TRAINED = Cohort(a=12, b=4), Cohort(a=16, b=3)
"""Typical groups before and after a good course (validity brief, section 6)."""

HIGH_STANDARD = Fraction(8, 10)
CURVE = tuple(Fraction(step, 20) for step in range(21))


class _Exact(Value):
    model_config = Value.model_config | {"arbitrary_types_allowed": True}


class PersonaResult(_Exact):
    """How often one kind of person passes."""

    persona: Persona
    knows: Chance
    first: Chance
    all: Chance
    strategy: Strategy | None = None
    language: str | None = None
    right: Chance | None = None
    """Points of the adversary on an average form."""
    objective: str | None = None
    """What somebody with a hole knows nothing of."""


class PartSummary(Value):
    """One part of the draw."""

    id: str
    objectives: tuple[str, ...]
    count: int
    at_least: int
    pool: int


class CurvePoint(_Exact):
    """P(certified) for somebody who knows a share of the topic."""

    knows: Chance
    first: Chance
    all: Chance


class StrengthReport(_Exact):
    """What a certification quiz achieves, for the tier that it was graded for."""

    course: str
    quiz: str
    title: LocalizedText
    digest: str
    tier: Tier
    grade: Grade
    grades: Mapping[Tier, Grade]
    carries: Tier
    length: int
    cut: int
    tries: int | None
    pool: int
    feedback: Feedback
    parts: tuple[PartSummary, ...]
    knows_at_cut: Chance
    """The share of the topic that somebody knows whose average result is the cut."""
    personas: tuple[PersonaResult, ...]
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
    repair: Fix | None = None
    """The cheapest blueprint that meets everything at once; nothing if all is met or none was found."""
    curve: tuple[CurvePoint, ...]
    errors: tuple[Errors, ...]


def assess_strength(document: QuizDocument, tier: Tier | None = None, *, with_fixes: bool = True) -> StrengthReport:
    """Report the strength of a certification quiz. The same document is weighed once per process.

    Args:
        tier: grade for this tier instead of the quiz's own.
        with_fixes: search for the cheapest fix of each finding; the report without is much faster.
    """
    return _assess(Identified(document.digest, document), tier or document.quiz.tier, with_fixes)


@lru_cache(maxsize=64)
def _assess(identified: Identified, tier: Tier, with_fixes: bool) -> StrengthReport:
    document = identified.document
    design = design_of(document)
    attacks = find_attacks(document, design)
    return _report(document, design, attacks, best_attack(design, attacks), tier, with_fixes=with_fixes)


def _report(
    document: QuizDocument,
    design: Design,
    attacks: tuple[Attack, ...],
    attack: Attack | None,
    tier: Tier,
    *,
    with_fixes: bool,
) -> StrengthReport:
    figures = Figures(design, attack)
    values = measure(design, figures)
    measures = compare(design, values, tier)
    grades = grade_tiers(design, values)
    findings = tuple(find_weaknesses(design, figures, measures, attacks, attack))
    repair = None
    if with_fixes and any(finding.row for finding in findings):
        solver = Solver(design, attack, tier, figures)
        findings = tuple(add_fix(finding, solver) for finding in findings)
        repair = solver.find_fix(measures)
    return StrengthReport(
        course=document.course,
        quiz=document.quiz.id,
        title=document.quiz.title,
        digest=document.digest,
        tier=tier,
        grade=grades[tier],
        grades={each: grades[each] for each in GATED},
        carries=highest_carried(grades),
        length=design.length,
        cut=design.cut,
        tries=design.tries,
        pool=design.pool,
        feedback=design.feedback,
        parts=tuple(
            PartSummary(
                id=part.id,
                objectives=part.objectives,
                count=part.count,
                at_least=part.at_least,
                pool=len(part.pool),
            )
            for part in design.parts
        ),
        knows_at_cut=_knows_at_cut(design),
        personas=tuple(_play_personas(design, figures, attack)),
        measures=tuple(measures.values()),
        findings=findings,
        repair=repair,
        curve=tuple(_draw_curve(design, figures)),
        errors=tuple(_count_errors(design)),
    )


def _play_personas(design: Design, figures: Figures, attack: Attack | None) -> Iterator[PersonaResult]:
    def result(persona: Persona, knows: Fraction, first: Fraction, **more: object) -> PersonaResult:
        values = {"persona": persona, "knows": knows, "first": first, "all": within(first, design.tries)} | more
        return PersonaResult.model_validate(values)

    yield result(Persona.GUESSER, NOTHING, figures.knowing(NOTHING, design.cut))
    if attack is not None:
        played = {"strategy": attack.strategy, "language": attack.language, "right": attack.expected}
        yield result(Persona.ADVERSARY, NOTHING, figures.attacking(design.cut), **played)
    partial = figures.knowing(PARTIAL, design.cut)
    yield result(Persona.PARTIAL, PARTIAL, partial)
    yield result(Persona.MEMORISER, PARTIAL, partial, all=pass_with_memory(design, PARTIAL, REMEMBERS))
    chance, objective = figures.hole(design.cut)
    yield result(Persona.HOLE, NEARLY_ALL, chance, objective=objective)
    yield result(Persona.MASTER, MASTER, figures.knowing(MASTER, design.cut))
    yield result(Persona.EXPERT, EXPERT, figures.knowing(EXPERT, design.cut))


def _draw_curve(design: Design, figures: Figures) -> Iterator[CurvePoint]:
    for knows in CURVE:
        first = figures.knowing(knows, design.cut)
        yield CurvePoint(knows=knows, first=first, all=within(first, design.tries))


def _count_errors(design: Design) -> Iterator[Errors]:
    if design.tries is not None:
        failing = fail_all_tries(design)
        for cohort in (MIXED, TRAINED):
            for standard in (STANDARD, HIGH_STANDARD):
                yield count_errors(failing, cohort, standard)


def _knows_at_cut(design: Design) -> Fraction:
    """Invert the expected score: (cut - guessed) / (length - guessed), never below nothing."""
    guessed = sum(
        (
            part.count
            * sum((expected_score(blind_scores(item.model)) * n for item, n in part.groups), NEVER)
            / len(part.pool)
            for part in design.parts
        ),
        NEVER,
    )
    return max(NEVER, (design.cut - guessed) / (design.length - guessed)) if guessed < design.length else NEVER
