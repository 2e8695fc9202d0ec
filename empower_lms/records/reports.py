"""Reports: what commands say about decisions, publications and the ledger, one sentence a line."""

from collections.abc import Callable, Iterator, Mapping

from empower_lms.certification.wording import word_duty
from empower_lms.domain.translation import noop as _
from empower_lms.records.api import (
    ConflictKind,
    Finding,
    FindingKind,
    Publication,
    RecordedDecision,
    ScopeConflict,
    Step,
    Sweep,
    Verification,
    checked_clauses,
    duties,
    explain_reasons,
)
from empower_lms.rendering.translation import Phrases, phrases, translator

Translate = Callable[[str], str]

_CONFLICTS: dict[ConflictKind, str] = {
    ConflictKind.CHANGED_WITHOUT_VERSION: _(
        "{scope} differs from its published version {version} in {clauses}. Raise its version: "
        "a published card is never changed."
    ),
    ConflictKind.OLDER_THAN_PUBLISHED: _(
        "{scope} has version {version}, but version {published} is already published. Use a higher one."
    ),
}

_FINDINGS: dict[FindingKind, str] = {
    FindingKind.ALTERED: _("Holder {holder}, entry {number} ({subject}): its content was altered."),
    FindingKind.MISSING: _("Holder {holder}, entry {number}: it is missing."),
    FindingKind.REORDERED: _("Holder {holder}, entry {number} ({subject}): it was written under another number."),
    FindingKind.UNLINKED: _("Holder {holder}, entry {number} ({subject}): it does not follow the entry before it."),
    FindingKind.UNEXPECTED: _("Holder {holder}, entry {number} ({subject}): the holder's row knows nothing of it."),
    FindingKind.UNREADABLE: _("Holder {holder}, entry {number} ({subject}): its content is no event."),
    FindingKind.HEAD_MISMATCH: _("Holder {holder}: the ledger does not end with the entry that it should."),
    FindingKind.PROJECTION_DRIFT: _("Holder {holder}: the list row {subject} differs from the ledger."),
    FindingKind.EVIDENCE_MISSING: _("Holder {holder}, entry {number}: its evidence is missing: {subject}."),
    FindingKind.EVIDENCE_ALTERED: _("Holder {holder}, entry {number}: its evidence says something else: {subject}."),
    FindingKind.CARD_ALTERED: _("The published card {subject} was altered."),
}

_SWEEPS: dict[Sweep, Callable[[Phrases, int], str]] = {
    Sweep.CLOSE: lambda text, n: text.ngettext(
        "{n} try closed whose time was up", "{n} tries closed whose time was up", n
    ),
    Sweep.GRADES: lambda text, n: text.ngettext("{n} grade published", "{n} grades published", n),
    Sweep.REMIND: lambda text, n: text.ngettext("{n} letter with reminders", "{n} letters with reminders", n),
    Sweep.DEPROVISION: lambda text, n: text.ngettext("{n} lapsed grant announced", "{n} lapsed grants announced", n),
    Sweep.REPORT: lambda text, n: text.ngettext("{n} monthly summary", "{n} monthly summaries", n),
    Sweep.FORGET: lambda text, n: text.ngettext("{n} old decision deleted", "{n} old decisions deleted", n),
}


def report_answer(recorded: RecordedDecision, locale: str) -> Iterator[str]:
    """Say yes with clauses and duties, or no with every reason and its next step."""
    translate = translator(locale).gettext
    if recorded.is_granted:
        yield translate(_("Granted: {scope}")).format(scope=recorded.scope_id)
        for clause in checked_clauses(recorded):
            yield f"  {clause.id}: {clause.text.to(locale)}"
        for duty in duties(recorded):
            when = word_duty(duty, translate=translate, locale=locale)
            yield f"  {duty.id}: {duty.text.to(locale)} {when}"
        return
    yield translate(_("Refused: {scope}")).format(scope=recorded.scope_id)
    for way in explain_reasons(recorded, locale):
        yield f"  {way.explanation.text}"
        yield f"    → {way.explanation.next_step}{f' ({way.link})' if way.link else ''}"


def report_publication(publication: Publication, translate: Translate) -> Iterator[str]:
    """Say what was published, or why nothing was."""
    for conflict in publication.conflicts:
        yield report_conflict(conflict, translate)
    if publication.conflicts:
        yield translate(_("Nothing was published."))
        return
    for scope in publication.published:
        line = translate(_("Published {scope} version {version}, in effect from {date}."))
        yield line.format(scope=scope.id, version=scope.version, date=scope.effective.isoformat())
    yield translate(_("{published} published, {unchanged} unchanged.")).format(
        published=len(publication.published), unchanged=len(publication.unchanged)
    )


def report_conflict(conflict: ScopeConflict, translate: Translate) -> str:
    """Say what is wrong with a card and what to do about it."""
    clauses = ", ".join(conflict.changed_clauses) or translate(_("texts outside its clauses"))
    return translate(_CONFLICTS[conflict.kind]).format(
        scope=conflict.scope, version=conflict.version, published=conflict.published_version, clauses=clauses
    )


def report_verification(verification: Verification, translate: Translate) -> Iterator[str]:
    """Name every flaw, and the anchor to keep outside."""
    for finding in verification.findings:
        yield report_finding(finding, translate)
    if verification.findings:
        summary = translate(_("Findings: {count}. Decisions that rest on a broken ledger are refused."))
        yield summary.format(count=len(verification.findings))
    yield translate(_("{entries} entries of {holders} holders were checked.")).format(
        entries=verification.entries, holders=verification.holders
    )
    yield translate(_("Anchor: {anchor}")).format(anchor=verification.anchor)
    yield translate(_("Keep the anchor outside this system: it changes with every entry and with nothing else."))


def report_finding(finding: Finding, translate: Translate) -> str:
    return translate(_FINDINGS[finding.kind]).format(
        holder=finding.holder, number=finding.number, subject=finding.subject
    )


def report_sweeps(results: Mapping[Sweep, Step], locale: str) -> Iterator[str]:
    """Say what was done, what failed and who can't be written to."""
    text = phrases(locale)
    for sweep, step in results.items():
        yield _SWEEPS[sweep](text, step.done)
        if step.failed:
            yield "  " + text.ngettext(
                "{n} failed and is tried again in the next run; the log says why.",
                "{n} failed and are tried again in the next run; the log says why.",
                step.failed,
            )
        if step.without_address:
            yield "  " + text.ngettext(
                "{n} person has no mail address.", "{n} people have no mail address.", step.without_address
            )
