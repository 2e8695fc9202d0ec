"""Words for the strength of a quiz: finding, consequence, cheapest fix.

Every sentence is a template in the translation catalogue; the numbers come from the report.
"""

from collections.abc import Mapping
from fractions import Fraction

from empower_lms.assessment.strength.findings import ROWS, Finding, FindingId
from empower_lms.assessment.strength.grade import Grade, Measure, Row
from empower_lms.assessment.strength.players import Persona
from empower_lms.assessment.strength.report import PersonaResult, StrengthReport
from empower_lms.assessment.strength.solver import LONGEST_FORM, Fix
from empower_lms.assessment.strength.strategies import Strategy
from empower_lms.domain.tier import Tier
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.formats import format_chance
from empower_lms.rendering.translation import phrases

PERSONAS: Mapping[Persona, tuple[str, str]] = {
    Persona.GUESSER: (_("guesser"), _("knows nothing and guesses blindly")),
    Persona.ADVERSARY: (_("adversary"), _("knows nothing and {plays}")),
    Persona.PARTIAL: (_("partial"), _("knows 60% of the topic")),
    Persona.MEMORISER: (_("memoriser"), _("knows 60% and remembers every answer that is shown")),
    Persona.HOLE: (_("hole"), _("knows nothing of {objective} and 97% of the rest")),
    Persona.MASTER: (_("master"), _("knows 90% of the topic")),
    Persona.EXPERT: (_("expert"), _("knows 95% of the topic")),
}
"""Who takes the quiz: a short name, and what they know."""

STRATEGIES: Mapping[Strategy, str] = {
    Strategy.LONGEST: _("always picks the longest answer"),
    Strategy.SHORTEST: _("always picks the shortest answer"),
    Strategy.HEDGED: _("always picks the most hedged answer"),
    Strategy.NO_ABSOLUTES: _("never picks an answer with “always” or “never”"),
    Strategy.STEM_WORDS: _("always picks the answer that repeats the question's words"),
    Strategy.ALL_OF_THE_ABOVE: _("always picks “all of the above”"),
    Strategy.MIDDLE_NUMBER: _("always picks the number in the middle"),
    Strategy.ODD_ONE_OUT: _("always picks the answer that is written unlike the others"),
    Strategy.ASK_FIRST: _("always picks the answer that asks somebody"),
    Strategy.TICK_ALL: _("ticks everything"),
    Strategy.TICK_ONE: _("ticks one answer only"),
    Strategy.SENSIBLE_TICKS: _("ticks several answers, but never all"),
    Strategy.USUAL_OUTCOME: _("always picks what is right most often at a limit"),
}

ROW_NAMES: Mapping[Row, str] = {
    Row.GUESS: _("Certified without any knowledge, in all tries"),
    Row.MASTER: _("Certified with 90% knowledge, in all tries"),
    Row.WEAK: _("Certified with 60% knowledge, in all tries"),
    Row.HOLE: _("Certified with nothing known of one objective, in all tries"),
    Row.RECALL: _("Gained by remembering answers"),
    Row.POSTERIOR: _("Sure of 70% of the topic at the pass mark"),
    Row.POOL: _("Question families that tries can use"),
    Row.BLOOM: _("Questions at Apply or above"),
}

GRADES: Mapping[Grade, str] = {
    Grade.A: _("Everything is met."),
    Grade.B: _("One figure that only advises is missed; grants accept the certificate."),
    Grade.C: _("It lets too many pass who know too little; grants of this tier refuse the certificate."),
    Grade.F: _("It does not tell apart who knows and who does not; grants of this tier refuse the certificate."),
}

_FINDINGS: Mapping[FindingId, str] = {
    FindingId.TRIES: _(
        "Tries are unlimited: everybody passes in the end. Somebody who knows 60% of the topic passes each try "
        "with {once}."
    ),
    FindingId.EXPOSED: _(
        "The pool has {pool} questions, {length} are drawn, and right answers are shown between tries: somebody who "
        "knows 60% of the topic passes by the second try with {twice}."
    ),
    FindingId.GUESS: _("Somebody who guesses blindly becomes certified with {all} ({tries}); at most {bound} may."),
    FindingId.ADVERSARY: _(
        "Somebody without any knowledge who {plays} gets {right} of {length} right ({language}) and becomes "
        "certified with {all} ({tries}); at most {bound} may."
    ),
    FindingId.REFUSED: _(
        "Of the people who know 90% of the topic, {first} fail the first try and {all} fail for good ({tries}); "
        "at most {bound} may. They could do the job and are kept from it."
    ),
    FindingId.WEAK: _(
        "Somebody who knows 60% of the topic becomes certified with {all} ({tries}); at most {bound} may."
    ),
    FindingId.HOLE: _(
        "Nobody has to know {objective}: somebody who knows nothing of it and nearly everything else becomes "
        "certified with {all}; at most {bound} may."
    ),
    FindingId.RECALL: _(
        "Right answers are shown between tries: whoever remembers them becomes certified with {all}, {gain} more "
        "than by knowing; at most {bound} may be gained."
    ),
    FindingId.POSTERIOR: _(
        "{cut} of {length} right: the probability that such a person would answer {standard} of the whole topic "
        "right is {sure}; the tier wants {bound}."
    ),
    FindingId.POOL: _(
        "{tries} with {length} questions each take {needed} question families, and {missing} are missing in {parts}. "
        "A later try repeats questions, and then it tests memory."
    ),
    FindingId.BLOOM: _(
        "Only {share} of the questions are at Apply or above, and the tier wants {bound}: knowing words does not show "
        "that somebody can decide."
    ),
    FindingId.EVERY_DECISION: _("Somebody who {plays} earns up to {earned} of the points in {questions}."),
    FindingId.GRANULARITY: _("With {length} questions, {low} and {high} are the same rule: {cut} of {length}."),
}

_ADVICE: Mapping[FindingId, str] = {
    FindingId.ADVERSARY: _("Rewrite the answers so that this no longer tells them apart."),
    FindingId.BLOOM: _("Turn some questions that ask for words into cases that ask for a decision."),
    FindingId.EVERY_DECISION: _("Make at most half of the options right, or give points for the whole answer only."),
    FindingId.GRANULARITY: _("Ask more questions if the difference matters."),
}

_FIX = _("Cheapest fix: {cut} of {length} right to pass, {tries}.")
_FIX_MISSES = _("Cheapest fix: {cut} of {length} right to pass, at most {misses} wrong in each part, {tries}.")
_SPLIT = _("Every objective gets a part of its own.")
_AFTER = _("Then it is {after}.")
_NO_FIX = _("No draw of up to {most} questions mends this: change the questions themselves.")
_REPAIR = _("All at once: {cut} of {length} right to pass, {tries}.")
_REPAIR_MISSES = _("All at once: {cut} of {length} right to pass, at most {misses} wrong in each part, {tries}.")

_GRADED = _("Grade {grade} for tier {tier}.")
_CARRIES = _("Strong enough for grants up to {tier}.")
_CARRIES_NOTHING = _("Strong enough for no grant.")

ASSUMPTIONS = (
    _("People who don't know an answer guess blindly. Whoever was taught something wrong scores lower still."),
    _("Within a persona all questions are equally hard, and one answer does not help with another."),
    _("Nobody learns between tries. Real people do, and that is the aim; the figures are the worst case."),
    _("Nobody cheats or sends somebody else: the quiz is not supervised."),
    _("It shows knowledge at that time. Whether people act on it shows on probation."),
)
"""What the figures rest on (validity brief, section 17)."""


def word_finding(finding: Finding, locale: str) -> str:
    """Say what is weak and what follows from it."""
    return phrases(locale).gettext(_FINDINGS[finding.id]).format(**_params(finding, locale))


def word_advice(finding: Finding, locale: str) -> tuple[str, ...]:
    """Say what to do about a finding, the cheapest fix first, one sentence each."""
    text = phrases(locale)
    sentences: list[str] = []
    if finding.fix is not None:
        sentences += _word_fix(finding.fix, locale, _FIX, _FIX_MISSES)
        if finding.after is not None and finding.row is not Row.POOL:
            after = 1 - finding.after if finding.id is FindingId.REFUSED else finding.after
            sentences.append(text.gettext(_AFTER, after=format_chance(after, locale)))
    elif finding.id in ROWS and finding.id is not FindingId.ADVERSARY:
        sentences.append(text.gettext(_NO_FIX, most=LONGEST_FORM))
    if finding.id in _ADVICE:
        sentences.append(text.gettext(_ADVICE[finding.id]))
    return tuple(sentences)


def word_repair(fix: Fix, locale: str) -> tuple[str, ...]:
    """Say what mends everything at once."""
    return tuple(_word_fix(fix, locale, _REPAIR, _REPAIR_MISSES))


def word_grade(report: StrengthReport, locale: str) -> tuple[str, ...]:
    """Say the grade, what it means, and how far the certificate carries."""
    text = phrases(locale)
    carries = _CARRIES if report.carries is not Tier.S0 else _CARRIES_NOTHING
    return (
        text.gettext(_GRADED, grade=report.grade, tier=report.tier),
        text.gettext(GRADES[report.grade]),
        text.gettext(carries).format(tier=report.carries),
    )


def word_persona(result: PersonaResult, locale: str) -> tuple[str, str]:
    """Name a persona and say what they know."""
    text = phrases(locale)
    name, knows = PERSONAS[result.persona]
    plays = text.gettext(STRATEGIES[result.strategy]) if result.strategy else ""
    return text.gettext(name), text.gettext(knows).format(plays=plays, objective=result.objective or "")


def word_measure(measure: Measure, locale: str) -> tuple[str, str, str]:
    """Name a row, and write its value and its bound."""
    text = phrases(locale)
    name = text.gettext(ROW_NAMES[measure.row])
    if measure.row is Row.POOL:
        return name, str(int(measure.value)), text.gettext(_("at least {bound}")).format(bound=int(measure.bound))
    bound = _("at most {bound}") if measure.is_upper_bound else _("at least {bound}")
    return name, format_chance(measure.value, locale), text.gettext(bound, bound=format_chance(measure.bound, locale))


def word_tries(tries: int | None, locale: str) -> str:
    """Write the number of tries."""
    text = phrases(locale)
    return text.gettext(_("unlimited tries")) if tries is None else text.ngettext("{n} try", "{n} tries", tries)


def _word_fix(fix: Fix, locale: str, plain: str, with_misses: str) -> list[str]:
    text = phrases(locale)
    misses = fix.misses
    rule = text.gettext(plain if misses is None else with_misses).format(
        cut=fix.cut, length=fix.length, misses=misses, tries=word_tries(fix.tries, locale)
    )
    sentences = [rule]
    if fix.is_split:
        sentences.append(text.gettext(_SPLIT))
    if fix.families:
        sentences.append(
            text.ngettext("Write {n} more question family.", "Write {n} more question families.", fix.families)
        )
    return sentences


def _params(finding: Finding, locale: str) -> dict[str, str]:
    text = phrases(locale)
    params = {name: format_chance(Fraction(share), locale) for name, share in finding.shares.items()}
    params |= {name: str(number) for name, number in finding.numbers.items()} | dict(finding.names)
    if "tries" in finding.numbers:
        params["tries"] = word_tries(finding.numbers["tries"] or None, locale)
    if "strategy" in finding.names:
        params["plays"] = text.gettext(STRATEGIES[Strategy(finding.names["strategy"])])
    return params
