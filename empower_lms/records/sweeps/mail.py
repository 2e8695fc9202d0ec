"""Letters: plain-text mails through Django's mail backend, in the language of whoever reads them."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import parseaddr
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import override

from empower_lms.records.configuration import language_of
from empower_lms.records.deliveries import DeliveryKey, claim, confirm, give_back
from empower_lms.records.models import AnswerEvent, Delivery, Holder
from empower_lms.records.sweeps.step import Step
from empower_lms.rendering.environment import render_text
from empower_lms.rendering.translation import best_locale

logger = logging.getLogger(__name__)

GIVE_UP_AFTER = 3
"""After so many failures in a row the mail server is down: the rest waits for the next run."""


class MailServerDown(Exception):
    """Several letters in a row could not be handed over."""


class Post:
    """One run's connection to the mail server, and what it has done."""

    def __init__(self, connection: BaseEmailBackend, *, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self._failures = 0
        self.step = Step()

    def send(
        self,
        recipient: Holder,
        keys: Sequence[DeliveryKey],
        template: str,
        describe: Callable[[frozenset[DeliveryKey], str], dict[str, Any]],
    ) -> None:
        """Send one letter about what is due, unless it was sent before.

        Args:
            describe: from what is left to send and the reader's locale to what the template needs.

        Raises:
            MailServerDown: when this letter and those before it failed.
        """
        user = recipient.user
        address = getattr(user, "email", "") if user is not None else ""
        if user is None or not address:
            self.step = self.step.plus(Step(without_address=1))
            return
        rows = claim(recipient, keys, now=self._now)
        if not rows:
            return
        locale = locale_for(user, recipient)
        try:
            claimed = frozenset(_key_of(row) for row in rows)
            with override(locale):
                text = render_text(template, locale, **describe(claimed, locale))
            self._hand_over(address, text, rows)
        except (SMTPException, OSError) as error:
            give_back(rows)
            self.step = self.step.plus(Step(failed=1))
            self._failures += 1
            # The address is a person's: what failed is in the error, whom it was for in the deliveries.
            logger.warning("a letter to holder %s was not sent: %s", recipient.key, type(error).__name__)
            if self._failures >= GIVE_UP_AFTER:
                raise MailServerDown from error
            return
        confirm(rows, now=self._now)
        self._failures = 0
        self.step = self.step.plus(Step(done=1))

    def _hand_over(self, address: str, text: str, rows: Sequence[Delivery]) -> None:
        """The first line of the text is the subject, as in a message file."""
        subject, _, body = text.strip().partition("\n")
        headers = {"Auto-Submitted": "auto-generated", "Message-ID": _message_id(rows)}
        EmailMessage(
            subject.strip(), body.strip() + "\n", to=[address], headers=headers, connection=self._connection
        ).send()


def locale_for(user: AbstractBaseUser, holder: Holder) -> str:
    """Return the platform's language for a person, else that of their newest answer, else the site's."""
    known = language_of(user)
    if not known:
        answers = AnswerEvent.objects.filter(attempt__holder=holder).order_by("-at")
        known = answers.values_list("language", flat=True).first() or settings.LANGUAGE_CODE
    return best_locale(known)


def _message_id(rows: Sequence[Delivery]) -> str:
    """The same letter has the same id, so that mail systems which look at it drop the second copy."""
    parts = sorted(f"{row.recipient_id}|{row.kind}|{row.subject}|{row.detail}|{row.due}" for row in rows)
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:32]}@{host}>"


def _key_of(row: Delivery) -> DeliveryKey:
    return DeliveryKey(kind=row.kind, subject=str(row.subject), detail=row.detail, due=row.due)
