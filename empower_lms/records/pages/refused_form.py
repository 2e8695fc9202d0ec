"""Refused forms: what a page shows again, so that nothing typed is lost and the message stands where the mistake is."""

from typing import Literal

from empower_lms.domain.base import Value


class RefusedForm(Value):
    """One form of a page that was not carried out."""

    action: str
    about: str
    """Which of the forms with this action: the quiz or the try that it is about."""
    holder: str
    field: Literal["reason", "percent", ""]
    """The field that the message belongs to; none when it is about the whole form."""
    message: str
    reason: str
    percent: str = ""
