"""Identifiers: the only names that survive a rename, a re-import and a new edition.

Ids are written by training admins, so they are lower case, readable and free of characters
that a URL, a file system or an OLX ``url_name`` would have to escape.
"""

from typing import Annotated

from pydantic import StringConstraints

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"

COURSE_ID_PATTERN = rf"^{_SLUG}$"
MEMBER_ID_PATTERN = rf"^{_SLUG}\.{_SLUG}$"
SCOPE_ID_PATTERN = r"^[A-Z][A-Z0-9]{1,9}-[0-9]{1,3}$"
CLAUSE_ID_PATTERN = rf"^[A-Z][A-Z0-9]{{1,9}}-[0-9]{{1,3}}\.{_SLUG}$"
FACT_ID_PATTERN = r"^[a-z][a-z0-9_]{0,39}$"
LANGUAGE_PATTERN = r"^[a-z]{2}$"

CourseId = Annotated[str, StringConstraints(pattern=COURSE_ID_PATTERN, max_length=40)]
"""``scope``"""

MemberId = Annotated[str, StringConstraints(pattern=MEMBER_ID_PATTERN, max_length=90)]
"""An objective, lesson, question or quiz of a course: ``scope.locate``"""

ScopeId = Annotated[str, StringConstraints(pattern=SCOPE_ID_PATTERN)]
"""``CHG-1``"""

ClauseId = Annotated[str, StringConstraints(pattern=CLAUSE_ID_PATTERN, max_length=60)]
"""``CHG-1.not-in-freeze``"""

FactId = Annotated[str, StringConstraints(pattern=FACT_ID_PATTERN)]
"""What a system tells us about a case: ``amount``"""

Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
"""ISO 639-1: ``en``, ``de``"""


def url_name(member_id: str) -> str:
    """Turn an id into an OLX ``url_name`` (usage keys allow no slash and no blank)."""
    return member_id.replace(".", "-").lower()
