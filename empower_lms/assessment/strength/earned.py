"""Earned strength: what a certificate carries of the quiz that it was earned with."""

from dataclasses import dataclass, field
from functools import lru_cache

from empower_lms.assessment.strength.adversary import best_attack, find_attacks
from empower_lms.assessment.strength.design import design_of
from empower_lms.assessment.strength.figures import Figures, grade_tiers, measure
from empower_lms.assessment.strength.grade import Grade
from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.tier import Tier

GATED = (Tier.S1, Tier.S2, Tier.S3, Tier.S4)


class Strength(Value):
    """The grade of a quiz for its own tier, and the highest tier whose grants it carries."""

    grade: Grade
    carries: Tier = Tier.S0
    """S0 when it carries none: those decisions are everybody's anyway."""


def strength_of(document: QuizDocument) -> Strength:
    """Grade a quiz. The same document is graded once per process."""
    return _grade(Identified(document.digest, document))


@dataclass(frozen=True)
class Identified:
    """A document that is known by its digest: hashing its content anew would cost more than grading helps."""

    digest: str
    document: QuizDocument = field(compare=False)


@lru_cache(maxsize=256)
def _grade(graded: Identified) -> Strength:
    document = graded.document
    design = design_of(document)
    figures = Figures(design, best_attack(design, find_attacks(document, design)))
    grades = grade_tiers(design, measure(design, figures))
    return Strength(grade=grades[document.quiz.tier], carries=highest_carried(grades))


def highest_carried(grades: dict[Tier, Grade]) -> Tier:
    """Return the highest tier with a grade that carries grants."""
    return max((tier for tier in GATED if grades[tier].carries_grants), key=lambda tier: tier.rank, default=Tier.S0)
