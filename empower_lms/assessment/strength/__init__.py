"""Strength: whether "passed" means "knows it well enough to be given authority". Pure and exact."""

from empower_lms.assessment.strength.earned import Strength, strength_of
from empower_lms.assessment.strength.grade import Grade
from empower_lms.assessment.strength.passing import pass_probability
from empower_lms.assessment.strength.report import StrengthReport, assess_strength

__all__ = ["Grade", "Strength", "StrengthReport", "assess_strength", "pass_probability", "strength_of"]
