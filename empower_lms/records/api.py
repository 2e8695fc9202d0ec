"""The one API of the records: everything that reads or writes them from outside goes through here.

Writers say so in their docstring and run in the caller's ``records.transaction()``; outside one
they raise ``OutsideTransaction``. ``now`` is always a parameter.
"""

from empower_lms.records.announcements import announced
from empower_lms.records.certificates import CertificateProof, read_certificate
from empower_lms.records.course_team import CourseLearner, CourseState, CourseTeam, course_team, read_course
from empower_lms.records.decisions import RecordedDecision, RequestChanged, decide_case, may_ask_for, read_decision
from empower_lms.records.explanations import WayOn, checked_clauses, duties, explain_reasons
from empower_lms.records.export import export_person
from empower_lms.records.grade_book import GradeBook, grade_book, grades_waiting
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
from empower_lms.records.help import (
    HelpRefused,
    confirm_talk,
    grant_extra_time,
    reset_attempt,
    resolve_obstacle,
    unlock_next_try,
)
from empower_lms.records.holders import Account, person_name, read_account
from empower_lms.records.needs import LearnerNeed, NeedKind, PersonTries, TryRow, read_needs, read_person_tries
from empower_lms.records.outlook import is_intact, read_outlook
from empower_lms.records.overdue import GradeNews, close_overdue_attempts
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
from empower_lms.records.retirement import release_holder
from empower_lms.records.sponsors import (
    Person,
    PersonRef,
    SponsorRefused,
    assign_sponsor,
    find_person,
    is_sponsor,
    list_people,
    remove_sponsor,
    sponsors_of,
)
from empower_lms.records.store import DatabaseRecords, records
from empower_lms.records.sweeps.run import Sweep, run_step, run_sweep, run_sweeps
from empower_lms.records.sweeps.step import Step
from empower_lms.records.transactions import OutsideTransaction
from empower_lms.records.verification import Finding, FindingKind, Verification, verify_ledger
from empower_lms.records.voiding import AffectedAttempt, VoidingPlan, VoidingReport, apply_voiding, plan_voiding
from empower_lms.records.withdrawals import note_withdrawal

__all__ = [
    "Account",
    "AffectedAttempt",
    "CertificateProof",
    "ConflictKind",
    "CourseLearner",
    "CourseState",
    "CourseTeam",
    "DatabaseRecords",
    "Finding",
    "FindingKind",
    "GradeBook",
    "GradeNews",
    "GrantOutcome",
    "GrantRefused",
    "HelpRefused",
    "LearnerNeed",
    "NeedKind",
    "OutsideTransaction",
    "Person",
    "PersonRef",
    "PersonScope",
    "PersonTries",
    "Publication",
    "RecordedDecision",
    "RegisterUnreadable",
    "RequestChanged",
    "ScopeConflict",
    "SponsorRefused",
    "Step",
    "Sweep",
    "TryRow",
    "Verification",
    "VoidingPlan",
    "VoidingReport",
    "WayOn",
    "announced",
    "apply_voiding",
    "assign_sponsor",
    "checked_clauses",
    "close_overdue_attempts",
    "confirm_grant",
    "confirm_talk",
    "countersign_grant",
    "course_team",
    "decide_case",
    "decline_grant",
    "duties",
    "explain_reasons",
    "export_person",
    "find_person",
    "grade_book",
    "grades_waiting",
    "grant_extra_time",
    "is_intact",
    "is_sponsor",
    "list_people",
    "may_ask_for",
    "note_withdrawal",
    "person_name",
    "plan_voiding",
    "publish_scopes",
    "read_account",
    "read_certificate",
    "read_course",
    "read_decision",
    "read_needs",
    "read_outlook",
    "read_people",
    "read_person_scope",
    "read_person_tries",
    "records",
    "reinstate_grant",
    "release_holder",
    "remove_sponsor",
    "reset_attempt",
    "resolve_obstacle",
    "run_step",
    "run_sweep",
    "run_sweeps",
    "scope_version",
    "scopes_in_effect",
    "sign_grant",
    "sponsors_of",
    "suspend_grant",
    "unlock_next_try",
    "verify_ledger",
]
