"""Pages about faults, and the next step of those who sign for others."""

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from empower_lms.certification.outlook import Outlook
from empower_lms.local.errors import fault
from empower_lms.local.nextstep import choose_next_step


@pytest.mark.parametrize("locale", ["en", "de"])
def test_a_fault_is_admitted_without_session_or_database(locale):
    # Without the ``db`` fixture a look at the database is an error, and this request has neither session nor person.
    with override(locale):
        answer = fault(RequestFactory().get("/"))
    page = answer.content.decode()
    assert answer.status_code == 500
    assert f'<html lang="{locale}">' in page
    assert "<main" in page


def test_those_who_sign_for_others_do_that_first():
    outlook = Outlook(scopes=(), certificates=())
    step = choose_next_step((), outlook, scope_url="/{scope}", to_sign=3, sponsor_url="/sponsor/")
    assert step is not None
    assert (step.kind, step.count, step.url) == ("sign", 3, "/sponsor/")
    assert choose_next_step((), outlook, scope_url="/{scope}") is None
