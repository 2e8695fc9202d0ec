"""The one API of the records: everything that reads or writes them from outside goes through here.

Writers say so in their docstring and run in the caller's ``records.transaction()``; outside one
they raise ``OutsideTransaction``. ``now`` is always a parameter.
"""

from empower_lms.records.certificates import CertificateProof, read_certificate
from empower_lms.records.decisions import RecordedDecision, RequestChanged, decide_case, may_ask_for, read_decision
from empower_lms.records.explanations import WayOn, checked_clauses, duties, explain_reasons
from empower_lms.records.grants import (
    GrantOutcome,
    GrantRefused,
    confirm_grant,
    countersign_grant,
    decline_grant,
    reinstate_grant,
    sign_grant,
    suspend_grant,
)
from empower_lms.records.holders import person_name, release_holder
from empower_lms.records.outlook import is_intact, read_outlook
from empower_lms.records.overdue import ClosedAttempt, close_overdue_attempts
from empower_lms.records.people import PersonScope, read_people, read_person_scope
from empower_lms.records.register import (
    ConflictKind,
    Publication,
    RegisterUnreadable,
    ScopeConflict,
    publish_scopes,
    scope_version,
    scopes_in_effect,
)
from empower_lms.records.sponsors import (
    Person,
    PersonRef,
    SponsorRefused,
    assign_sponsor,
    is_sponsor,
    list_people,
    remove_sponsor,
    sponsors_of,
)
from empower_lms.records.store import DatabaseRecords, records
from empower_lms.records.supports import record_reading
from empower_lms.records.transactions import OutsideTransaction
from empower_lms.records.verification import Finding, FindingKind, Verification, verify_ledger

__all__ = [
    "CertificateProof",
    "ClosedAttempt",
    "ConflictKind",
    "DatabaseRecords",
    "Finding",
    "FindingKind",
    "GrantOutcome",
    "GrantRefused",
    "OutsideTransaction",
    "Person",
    "PersonRef",
    "PersonScope",
    "Publication",
    "RecordedDecision",
    "RegisterUnreadable",
    "RequestChanged",
    "ScopeConflict",
    "SponsorRefused",
    "Verification",
    "WayOn",
    "assign_sponsor",
    "checked_clauses",
    "close_overdue_attempts",
    "confirm_grant",
    "countersign_grant",
    "decide_case",
    "decline_grant",
    "duties",
    "explain_reasons",
    "is_intact",
    "is_sponsor",
    "list_people",
    "may_ask_for",
    "person_name",
    "publish_scopes",
    "read_certificate",
    "read_decision",
    "read_outlook",
    "read_people",
    "read_person_scope",
    "record_reading",
    "records",
    "reinstate_grant",
    "release_holder",
    "remove_sponsor",
    "scope_version",
    "scopes_in_effect",
    "sign_grant",
    "sponsors_of",
    "suspend_grant",
    "verify_ledger",
]
