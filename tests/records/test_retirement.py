"""Somebody leaves: their history stays, and belongs to nobody who could be named."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Model

from empower_lms.certification.announcements import Announcement, GrantAnnouncement
from empower_lms.certification.status import ScopeState
from empower_lms.records import api, models
from empower_lms.records.api import OutsideTransaction, records
from tests.records.cases import NOW, assign, give_scope, make_user, publish, uid


def release(user: User) -> None:
    with records.transaction():
        api.release_holder(uid(user))


def test_the_history_of_a_retired_person_stays_and_names_nobody(ada: User, sam: User) -> None:
    publish()
    holder = give_scope(sam, ada)
    before = models.LedgerEntry.objects.filter(holder=holder).count()
    release(ada)
    holder.refresh_from_db()
    assert holder.user is None
    assert models.LedgerEntry.objects.filter(holder=holder).count() == before > 0
    assert models.Certificate.objects.filter(holder=holder).count() == 2
    assert not api.verify_ledger().findings


def test_the_account_holds_nothing_any_more(ada: User, sam: User) -> None:
    publish()
    give_scope(sam, ada)
    release(ada)
    status = api.read_outlook(uid(ada), now=NOW).status_of("FIN-1")
    assert status is not None
    assert status.state is ScopeState.NOT_READY


def test_a_retired_sponsor_signs_for_nobody_and_what_they_signed_stays(ada: User, sam: User) -> None:
    publish()
    holder = give_scope(sam, ada)
    release(sam)
    assert not api.is_sponsor(sam)
    assert models.Grant.objects.filter(holder=holder).exists()


def test_deleting_the_account_releases_it_as_well(ada: User, sam: User) -> None:
    publish()
    holder = give_scope(sam, ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    api.decide_case(uid(sam), "ada", "FIN-1", {}, now=NOW)
    ada.delete()
    holder.refresh_from_db()
    assert holder.user is None
    assert not models.Sponsorship.objects.exists()
    assert not models.Decision.objects.filter(asked_holder="ada").exists()
    assert not api.verify_ledger().findings


def test_releasing_twice_or_somebody_without_a_history_changes_nothing(ada: User, sam: User) -> None:
    other = assign(sam, make_user("other"))
    release(ada)
    release(ada)
    other.refresh_from_db()
    assert other.user is not None
    assert api.is_sponsor(sam)


def test_releasing_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(OutsideTransaction):
        api.release_holder("1")


def people_columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.related_model is User]


def test_no_table_holds_the_name_of_somebody_who_left(ada: User, sam: User) -> None:
    publish()
    give_scope(sam, ada)
    assign(ada, make_user("pupil"))
    # Asked about by name: before they had an account that is active.
    User.objects.filter(pk=ada.pk).update(is_active=False)
    unknown = api.decide_case(uid(sam), "ada", "FIN-1", {}, now=NOW)
    User.objects.filter(pk=ada.pk).update(is_active=True)
    own = api.decide_case(uid(ada), "ada", "FIN-1", {}, now=NOW)
    release(ada)
    for model in apps.get_app_config("empower_records").get_models():
        for row in model._default_manager.values():
            assert "ada" not in {str(value) for value in row.values()}, model
            assert not any('"ada"' in str(value) for value in row.values()), model
            assert not any(row[name] == ada.pk for name in people_columns(model)), model
    assert models.Decision.objects.count() == 2
    assert models.Decision.objects.get(pk=own.id).holder is not None
    assert models.Decision.objects.get(pk=unknown.id).outcome == "refused"


def test_systems_hear_that_a_grant_in_force_has_no_owner_any_more(
    ada: User, sam: User, django_capture_on_commit_callbacks: Any
) -> None:
    publish()
    holder = give_scope(sam, ada)
    heard: list[Announcement] = []

    def listen(announcement: Announcement, **_: object) -> None:
        heard.append(announcement)

    api.announced.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            release(ada)
    finally:
        api.announced.disconnect(listen)
    (said,) = heard
    assert isinstance(said, GrantAnnouncement)
    assert (said.holder, said.state, said.state.may_decide) == (str(holder.key), "released", False)


def test_a_person_is_given_everything_and_no_answer_key(ada: User, sam: User) -> None:
    publish()
    give_scope(sam, ada)
    api.decide_case(uid(ada), "ada", "FIN-1", {"amount": "40 EUR"}, now=NOW)
    api.decide_case(uid(sam), "sam", "FIN-1", {}, now=NOW)
    data = api.export_person("ada")
    assert data is not None
    json.dumps(data)
    assert data["account"]["email"] == "ada@example.org"
    assert [len(data[kind]) for kind in ("attempts", "ledger", "certificates", "grants")] == [2, 4, 2, 1]
    assert [len(attempt["answers"]) for attempt in data["attempts"]] == [8, 8]
    assert (len(data["decisions_about"]), len(data["decisions_asked"])) == (1, 1)
    assert [row["name"] for row in data["sponsors"]] == ["Sam Sponsor"]
    assert "correct" not in json.dumps(data["attempts"])
    assert [row["name"] for row in api.export_person("sam")["sponsor_of"]] == ["Ada Learner"]  # type: ignore[index]
    assert api.export_person("nobody") is None


def test_every_table_that_points_to_a_person_is_part_of_what_they_are_given() -> None:
    """A new table with people in it fails here until the export knows it."""
    pointing = {
        model.__name__
        for model in apps.get_app_config("empower_records").get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model in {User, models.Holder, models.Attempt}
    }
    assert pointing == {
        "Holder",
        "Attempt",
        "AnswerEvent",
        "LedgerEntry",
        "Certificate",
        "Grant",
        "Sponsorship",
        "Decision",
        "Delivery",
        "Support",
        "Obstacle",
        "SupersededResult",
    }
