"""Strength: whether a certification quiz can tell who knows enough for its tier."""

from collections.abc import Iterator

from pydantic import ValidationError

from empower_lms.assessment.strength import strength_of
from empower_lms.authoring.checks.pools import find_quizzes
from empower_lms.authoring.kinds import catalogue as kinds
from empower_lms.authoring.olx.documents import quiz_document
from empower_lms.authoring.source import report
from empower_lms.authoring.sources import Sources
from empower_lms.domain.course import Catalogue
from empower_lms.domain.diagnostic import Diagnostic


def check_certificates_carry_grants(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for course, number, quiz in find_quizzes(catalogue, sources):
        if not quiz.is_certification:
            continue
        try:
            strength = strength_of(quiz_document(course, quiz))
        except ValidationError:
            continue  # A draw that can't be made, or an unknown objective: both have their own check.
        if not strength.grade.carries_grants:
            place = sources.place(("course", course.id), "quizzes", number, "cut")
            yield report(kinds.CARRIES_NO_GRANT, place, grade=strength.grade, tier=quiz.tier)
