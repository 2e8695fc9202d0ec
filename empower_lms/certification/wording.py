"""Wording: reasons, states and statements as people read them.

Every sentence is a template in the translation catalogue; nothing is put together from pieces.
"""

from collections.abc import Callable

from empower_lms.certification.decide import Reason, ReasonCode
from empower_lms.certification.status import ScopeState
from empower_lms.domain.base import Value
from empower_lms.domain.duration import format_duration
from empower_lms.domain.ids import CourseId
from empower_lms.domain.scope import Condition, Exclusion, Inform, Limit, Scope
from empower_lms.domain.translation import noop as _

Translate = Callable[[str], str]

STATES: dict[ScopeState, str] = {
    ScopeState.FREE: _("Always yours"),
    ScopeState.NOT_READY: _("Not yet"),
    ScopeState.READY: _("Ready: waiting for your sponsor"),
    ScopeState.DECLINED: _("Declined"),
    ScopeState.SIGNED: _("Signed: waiting for you"),
    ScopeState.ON_PROBATION: _("Yours, on probation"),
    ScopeState.ACTIVE: _("Yours"),
    ScopeState.DUE: _("Yours, renewal due"),
    ScopeState.LAPSED: _("Lapsed"),
    ScopeState.SUSPENDED: _("Suspended"),
}

_REASONS: dict[ReasonCode, tuple[str, str]] = {
    ReasonCode.UNKNOWN_SCOPE: (
        _("There is no scope {scope} in the register."),
        _("Check the id, or ask whoever runs the scope register."),
    ),
    ReasonCode.UNKNOWN_HOLDER: (
        _("There is nobody named {given} here."),
        _("Check the name. People appear here after their first sign-in."),
    ),
    ReasonCode.RECORDS_UNAVAILABLE: (
        _("The records can't be read at the moment, so nobody can be confirmed."),
        _("Ask {escalate_to} to decide, and try again later."),
    ),
    ReasonCode.NOT_IN_EFFECT: (
        _("Scope {scope} has no version in effect today."),
        _("Ask {escalate_to} to decide until it starts."),
    ),
    ReasonCode.CERTIFICATE_MISSING: (
        _("The certificate for {course} at tier {tier} is missing."),
        _("Take the course {course} and pass its certification quiz."),
    ),
    ReasonCode.CERTIFICATE_EXPIRED: (
        _("The certificate for {course} has expired."),
        _("Renew it: take the certification quiz of {course} again."),
    ),
    ReasonCode.CERTIFICATE_TOO_WEAK: (
        _("The certificate for {course} was earned with a quiz that is too weak for tier {tier}."),
        _("A training admin makes the quiz stronger, then it is taken again. Until then ask {escalate_to}."),
    ),
    ReasonCode.NOT_SIGNED: (
        _("No sponsor has signed this scope yet."),
        _("Ask the sponsor to sign it."),
    ),
    ReasonCode.NOT_COUNTERSIGNED: (
        _("The sponsor has signed, the holder has not counter-signed yet."),
        _("The holder reads the card and counter-signs under “My scopes”."),
    ),
    ReasonCode.DECLINED: (
        _("The sponsor declined: {note}"),
        _("Talk to the sponsor about what is missing."),
    ),
    ReasonCode.SUSPENDED: (
        _("The grant is suspended: {note}"),
        _("Ask {escalate_to} to decide. Only a person can lift the suspension."),
    ),
    ReasonCode.GRANT_EXPIRED: (
        _("The grant has expired."),
        _("Ask the sponsor to sign it again; certificates that ended are renewed first."),
    ),
    ReasonCode.CARD_CHANGED: (
        _("The card has a new version that nobody has signed for this person yet."),
        _("Ask the sponsor to sign version {version}."),
    ),
    ReasonCode.OVER_LIMIT: (
        _("{given} is over the limit of {limit}: {clause_text}"),
        "{beyond}",
    ),
    ReasonCode.OTHER_UNIT: (
        _("{given} can't be compared with the limit of {limit}."),
        _("Give the amount in {unit}, or ask {escalate_to}."),
    ),
    ReasonCode.CONDITION_NOT_MET: (
        _("A condition of the card is not met: {clause_text}"),
        "{beyond}",
    ),
    ReasonCode.EXCLUDED: (
        _("The card excludes this case: {clause_text}"),
        "{beyond}",
    ),
    ReasonCode.FACT_MISSING: (
        _("Not answered: {fact_label}"),
        _("Add the fact “{fact}”."),
    ),
    ReasonCode.FACT_UNREADABLE: (
        _("“{given}” is no answer to: {fact_label}"),
        _("Give the fact “{fact}” as {fact_form}."),
    ),
    ReasonCode.FACT_AMBIGUOUS: (
        _("“{given}” can be read in two ways: {fact_label}"),
        _("Write the number without a thousands separator, such as 1000 or 1.0."),
    ),
    ReasonCode.FACT_UNKNOWN: (
        _("The card says nothing about “{fact}”."),
        _("If it matters for the case, ask {escalate_to}; otherwise leave it out."),
    ),
}

_NOT_OFFERED = _("The course {course} is not offered here yet. Until it is, ask {escalate_to}.")

_FACT_FORMS = {
    "yes-no": _("yes or no"),
    "quantity": _("a number with its unit, such as 90 {unit}"),
    "choice": _("one of {choices}"),
}

SPONSOR_STATEMENT = _(
    "I expect you to decide without asking me: {action} "
    "I will back you if you acted inside this card, even if it goes wrong. "
    "You will tell {whom} within {within}."
)
HOLDER_STATEMENT = _("I have read and understood this card and I accept the scope.")


class Explanation(Value):
    """A reason in words, the next step in words, and the course it leads to, if any."""

    code: ReasonCode
    text: str
    next_step: str
    clause: str | None = None
    course: CourseId | None = None


def explain(
    reason: Reason,
    scope: Scope | None,
    *,
    translate: Translate,
    locale: str,
    scope_id: str = "",
    course_titles: dict[str, str] | None = None,
    is_offered: Callable[[str], bool] = bool,
) -> Explanation:
    """Put a reason into words for a reader of this locale.

    ``is_offered`` says whether a course can be taken here: a next step must be one that can be gone.
    """
    text, step = _REASONS[reason.code]
    if reason.course and not is_offered(reason.course):
        step = _NOT_OFFERED
    params = _params(reason, scope, translate=translate, locale=locale, scope_id=scope_id)
    if reason.course:
        params["course"] = (course_titles or {}).get(reason.course, reason.course)
    return Explanation(
        code=reason.code,
        text=translate(text).format(**params),
        next_step=translate(step).format(**params),
        clause=reason.clause,
        course=reason.course,
    )


def sponsor_statement(scope: Scope, *, translate: Translate, locale: str) -> str:
    """The three sentences that a sponsor signs: what I expect, what I promise, what I need."""
    duty = scope.inform[0] if scope.inform else None
    return translate(SPONSOR_STATEMENT).format(
        action=scope.action.to(locale),
        whom=duty.whom.to(locale) if duty else scope.escalate_to.to(locale),
        within=word_duration(format_duration(duty.within), translate) if duty else "–",
    )


DUTY = _("To {whom}, within {within}.")


def word_duty(clause: Inform, *, translate: Translate, locale: str) -> str:
    """Say whom to tell and how fast."""
    within = word_duration(format_duration(clause.within), translate)
    return translate(DUTY).format(whom=clause.whom.to(locale), within=within)


_DURATION_WORDS = {
    "m": (_("{n} minute"), _("{n} minutes")),
    "h": (_("{n} hour"), _("{n} hours")),
    "d": (_("{n} day"), _("{n} days")),
}


def word_duration(text: str, translate: Translate) -> str:
    """Write ``24h`` as “24 hours”."""
    number, unit = int(text[:-1]), text[-1]
    one, many = _DURATION_WORDS[unit]
    return translate(one if number == 1 else many).format(n=number)


def _params(reason: Reason, scope: Scope | None, *, translate: Translate, locale: str, scope_id: str) -> dict[str, str]:
    params = {
        "scope": scope.id if scope else scope_id,
        "version": str(scope.version) if scope else "",
        "given": reason.given or "",
        "fact": reason.fact or "",
        "note": reason.note,
        "course": reason.course or "",
        "tier": reason.tier or "",
        "escalate_to": scope.escalate_to.to(locale) if scope else translate(_("your manager")),
    }
    if scope is None:
        return params
    if reason.clause:
        clause = scope.clause(reason.clause)
        params["clause_text"] = clause.text.to(locale)
        if isinstance(clause, Limit):
            params |= {
                "limit": str(clause.at_most),
                "unit": clause.at_most.unit,
                "beyond": clause.beyond.to(locale),
            }
        elif isinstance(clause, Condition | Exclusion):
            params["beyond"] = clause.otherwise.to(locale)
    spec = next((fact for fact in scope.facts if fact.id == reason.fact), None)
    if spec is not None:
        params["fact_label"] = spec.label.to(locale)
        params["fact_form"] = translate(_FACT_FORMS[spec.kind]).format(
            unit=spec.unit, choices=", ".join(choice.value for choice in spec.choices)
        )
    return params
