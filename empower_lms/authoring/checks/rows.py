"""Craft of questions with rows: how easily they are guessed, and groups that nobody needs."""

from collections.abc import Iterator
from fractions import Fraction

from empower_lms.assessment.strength import items
from empower_lms.authoring.checks.references import questions_of
from empower_lms.authoring.kinds import catalogue as kinds
from empower_lms.authoring.source import report
from empower_lms.authoring.sources import Sources
from empower_lms.domain.course import Catalogue
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.question import AnyQuestion, Classification, Matching, Ordering

EASY = Fraction(1, 24)
"""A blind guess at four steps in order; whatever is easier than that says little."""


def check_surplus_partners(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for question in _questions(catalogue):
        if isinstance(question, Matching) and not question.surplus:
            place = sources.place(("question", question.id, catalogue.languages[0]), "partners")
            yield report(kinds.NO_SURPLUS, place, odds=_odds(guess(question)))


def check_guessing(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for question in _questions(catalogue):
        chance = guess(question)
        if chance > EASY:
            field = {"matching": "prompts", "ordering": "steps", "classification": "cases"}[question.kind]
            place = sources.place(("question", question.id, catalogue.languages[0]), field)
            yield report(kinds.EASILY_GUESSED, place, odds=_odds(chance), part=field)


def check_groups_are_used(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    first = catalogue.languages[0]
    for question in _questions(catalogue):
        if isinstance(question, Classification):
            used = {case.group for case in question.cases}
            for group in question.groups:
                if group.id not in used:
                    place = sources.place(("question", question.id, first), "groups")
                    yield report(kinds.UNUSED_GROUP, place, group=group.text.to(first))


def guess(question: AnyQuestion) -> Fraction:
    """Return the chance that a blind guess at all rows is right; nothing for kinds without rows."""
    match question:
        case Matching():
            model = items.matching(len(question.prompts), len(question.partners))
        case Ordering():
            model = items.ordering(len(question.steps))
        case Classification():
            model = items.classification(len(question.cases), len(question.groups))
        case _:
            return Fraction(0)
    return items.expected_score(items.blind_scores(model))


def _odds(chance: Fraction) -> int:
    return chance.denominator // chance.numerator


def _questions(catalogue: Catalogue) -> Iterator[AnyQuestion]:
    for course in catalogue.courses:
        yield from questions_of(course)
