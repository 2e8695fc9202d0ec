"""Pages: the way from a card to a grant and a decision, as plain forms."""

import re
from datetime import datetime
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from empower_lms.certification.status import ScopeState
from empower_lms.certification.wording import STATES
from empower_lms.records import models
from empower_lms.records.pages.wording import REFUSED, SPONSOR_STATES
from tests.certification.cards import STOP, make_scope
from tests.records.cases import (
    DAY,
    assign,
    certify,
    countersign,
    give_scope,
    make_quiz,
    make_user,
    publish,
    sign,
    take_quiz,
)


@pytest.fixture
def before(db: None) -> datetime:
    """Yesterday: the pages read the clock, so what they show has to have happened already."""
    instant = timezone.now() - DAY
    publish(make_scope(), STOP, now=instant)
    return instant


def browser(user: User, language: str = "en") -> Client:
    client = Client(headers={"Accept-Language": language})
    client.force_login(user)
    return client


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return str(response.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def test_the_whole_way_from_nothing_to_a_decision(ada: User, sam: User, staff: User, before: datetime) -> None:
    learner, sponsor = browser(ada), browser(sam)
    assert "Take the course “Decision scope”" in words(read(learner, "/empower/"))

    certify(ada, now=before)
    assert "you have no sponsor yet" in words(read(learner, "/empower/"))
    response = browser(staff).post("/empower/people/", {"person": "ada", "sponsor": "sam", "action": "assign"})
    assert response.status_code == 302
    assert "Sam Sponsor can sign FIN-1 now" in words(read(learner, "/empower/"))

    ready = read(sponsor, "/empower/sponsor/")
    assert "Waiting for your signature" in ready
    path = re.search(r'href="(/empower/sponsor/[^"]+/FIN-1/)"', ready)
    assert path
    page = read(sponsor, path[1])
    assert "I will back you if you acted inside this card, even if it goes wrong." in words(page)
    signed = sponsor.post(path[1], {"action": "sign", "accept": "yes", "card": hidden(page, "card")})
    assert (signed.status_code, signed.headers["Location"]) == (302, path[1])

    card = read(learner, "/empower/scopes/FIN-1/")
    assert "Sam Sponsor signed this for you" in words(card)
    form = {"accept": "yes", "card": hidden(card, "card"), "missing": "A test account <b>soon</b>"}
    assert learner.post("/empower/scopes/FIN-1/", form).status_code == 302
    assert "Yours, on probation" in read(learner, "/empower/scopes/FIN-1/")
    assert "A test account &lt;b&gt;soon&lt;/b&gt;" in read(sponsor, path[1])

    facts = {"fact-amount": "40 EUR", "fact-waited": "yes", "fact-topic": "service"}
    asked = learner.post("/empower/decide/", {"scope": "FIN-1", **facts})
    assert asked.status_code == 302
    answer = words(read(learner, asked.headers["Location"]))
    assert "Granted" in answer
    assert "Up to 100" in answer
    assert "Tell the lead." in answer

    over = learner.post("/empower/decide/", {"scope": "FIN-1", **facts, "fact-amount": "140 EUR"})
    refusal = words(read(learner, over.headers["Location"]))
    assert "Refused" in refusal
    assert "140 EUR is over the limit of 100 EUR" in refusal
    assert "Ask the lead." in refusal


def test_a_refusal_links_to_the_missing_course(ada: User, before: datetime) -> None:
    asked = browser(ada).post("/empower/decide/", {"scope": "FIN-1"})
    html = read(browser(ada), asked.headers["Location"])
    assert 'href="/course/trust/"' in html
    assert "No sponsor has signed this scope yet." in html


def test_signing_without_the_tick_changes_nothing_and_says_why(ada: User, sam: User, before: datetime) -> None:
    certify(ada, now=before)
    path = f"/empower/sponsor/{assign(sam, ada).key}/FIN-1/"
    response = browser(sam).post(path, {"action": "sign", "card": make_scope().digest})
    assert response.status_code == 422
    assert "Tick the statement first" in response.content.decode()
    assert not models.Grant.objects.exists()


def test_a_double_click_is_no_mistake(ada: User, sam: User, before: datetime) -> None:
    certify(ada, now=before)
    path = f"/empower/sponsor/{assign(sam, ada).key}/FIN-1/"
    form = {"action": "sign", "accept": "yes", "card": make_scope().digest}
    assert [browser(sam).post(path, form).status_code for _ in range(2)] == [302, 302]
    again = browser(sam).post(path, form, follow=True).content.decode()
    assert "alert--info" in again
    assert "already been done" in again
    assert [browser(ada).post("/empower/scopes/FIN-1/", form).status_code for _ in range(2)] == [302, 302]
    assert models.Grant.objects.count() == 1


def test_a_declined_scope_waits_for_nobody(ada: User, sam: User, before: datetime) -> None:
    certify(ada, now=before)
    path = f"/empower/sponsor/{assign(sam, ada).key}/FIN-1/"
    assert "Waiting for your signature" in read(browser(sam), "/empower/sponsor/")
    browser(sam).post(path, {"action": "decline", "reason": "Shadow Kim first."})
    people = read(browser(sam), "/empower/sponsor/")
    assert "Waiting for your signature" not in people
    assert "Lapsed, declined or suspended" in people
    assert "Sign FIN-1" in read(browser(sam), path), "they may change their mind"


def test_answers_come_back_into_the_form_with_what_was_wrong(ada: User, sam: User, before: datetime) -> None:
    learner = browser(ada)
    facts = {"fact-amount": "1.000", "fact-waited": "no", "fact-topic": "nonsense"}
    asked = learner.post("/empower/decide/", {"scope": "FIN-1", **facts})
    refusal = read(learner, asked.headers["Location"])
    again = re.search(r'href="(/empower/decide/\?scope=FIN-1&amp;again=[^"#]+)"', refusal)
    assert again
    form = read(learner, again[1].replace("&amp;", "&"))
    assert 'value="1.000"' in form
    assert re.search(r'name="fact-waited" value="no" checked', form)
    assert "Write the number without a thousands separator" in form
    assert "“nonsense” is no answer to this question." in form
    assert "1.000" not in read(browser(sam), again[1].replace("&amp;", "&")), "other people's answers stay theirs"


def test_a_scope_that_is_not_in_effect_is_said_at_the_field(ada: User, before: datetime) -> None:
    for answer in (
        browser(ada).post("/empower/decide/", {"scope": "XYZ-1"}),
        browser(ada).get("/empower/decide/?scope="),
    ):
        assert 'id="scope-error"' in answer.content.decode()
    assert 'id="scope-error"' not in read(browser(ada), "/empower/decide/")


def test_what_no_database_can_keep_is_left_out(staff: User, before: datetime) -> None:
    client = browser(staff)
    for path in ("people/?search=a%00", "attempts/?person=a%00", "attempts/void-question/?question=a%00"):
        assert "\0" not in read(client, f"/empower/{path}")
    assert client.post("/empower/people/", {"person": "a\0", "sponsor": "b\0", "action": "assign"}).status_code == 422


def test_a_card_that_changed_in_between_has_to_be_read_again(ada: User, sam: User, before: datetime) -> None:
    certify(ada, now=before)
    path = f"/empower/sponsor/{assign(sam, ada).key}/FIN-1/"
    publish(make_scope(version=2, validity_months=6), now=before)
    response = browser(sam).post(path, {"action": "sign", "accept": "yes", "card": make_scope().digest})
    assert response.status_code == 422
    assert "The card has changed since you opened it" in response.content.decode()
    assert not models.Grant.objects.exists()


def test_a_sponsor_declines_with_a_reason_that_the_learner_reads(ada: User, sam: User, before: datetime) -> None:
    certify(ada, now=before)
    path = f"/empower/sponsor/{assign(sam, ada).key}/FIN-1/"
    assert browser(sam).post(path, {"action": "decline", "reason": " "}).status_code == 422
    assert browser(sam).post(path, {"action": "decline", "reason": "Shadow Kim first."}).status_code == 302
    assert "Shadow Kim first." in read(browser(ada), "/empower/scopes/FIN-1/")


def test_a_sponsor_confirms_suspends_and_reinstates(ada: User, sam: User, before: datetime) -> None:
    path = f"/empower/sponsor/{give_scope(sam, ada, now=before).key}/FIN-1/"
    sponsor, learner = browser(sam), browser(ada)
    for form, state in [
        ({"action": "confirm"}, "Yours"),
        ({"action": "suspend", "reason": "Two credits over the limit."}, "Suspended"),
        ({"action": "reinstate", "reason": "We talked."}, "Yours"),
    ]:
        assert sponsor.post(path, form).status_code == 302
        assert f"> {state} <" in re.sub(r">\s*", "> ", re.sub(r"\s*<", " <", read(learner, "/empower/scopes/FIN-1/")))
    assert models.LedgerEntry.objects.count() == 7


def test_an_unknown_action_is_answered_without_a_change(ada: User, sam: User, before: datetime) -> None:
    path = f"/empower/sponsor/{give_scope(sam, ada, now=before).key}/FIN-1/"
    entries = models.LedgerEntry.objects.count()
    assert browser(sam).post(path, {"action": "delete"}).status_code == 422
    assert models.LedgerEntry.objects.count() == entries


def test_sponsors_see_neither_scores_nor_tries_nor_answers(ada: User, sam: User, before: datetime) -> None:
    take_quiz(ada, make_quiz(), right=False, now=before - 2 * DAY)
    holder = give_scope(sam, ada, now=before)
    for attempt in models.Attempt.objects.all():
        assert attempt.result
    for path in ("/empower/sponsor/", f"/empower/sponsor/{holder.key}/FIN-1/"):
        text = words(read(browser(sam), path)).lower().replace("never their scores, tries or answers", "")
        for word in ("score", "point", "tries", "attempt", "answer", "passed", "failed", "8 of 8", "0 of 4"):
            assert word not in text, (path, word)
    certificate = models.Certificate.objects.first()
    assert certificate is not None
    assert browser(sam).get(f"/empower/certificates/{certificate.id}/").status_code == 404


def test_a_certificate_says_honestly_what_it_shows(ada: User, before: datetime) -> None:
    certify(ada, "scope", now=before)
    certificate = models.Certificate.objects.get()
    text = words(read(browser(ada), f"/empower/certificates/{certificate.id}/"))
    assert "Ada Learner answered 8 of 8 decision cases" in text
    assert "in English" in text
    assert "7 were needed to pass" in text
    assert "It shows knowledge at that time, not performance." in text
    assert re.search(r"knows 60% of the topic passes this quiz with a probability of \d+ ?%", text)


def test_german_readers_get_the_cards_in_german(ada: User, before: datetime) -> None:
    assert "Grant a goodwill credit (de)" in read(browser(ada, "de-AT"), "/empower/")
    assert '<html lang="de">' in read(browser(ada, "de-AT"), "/empower/scopes/FIN-1/")


def pages_of(holder: models.Holder, certificate: models.Certificate, decision: str) -> dict[str, str]:
    return {
        "home": "/empower/",
        "scope": "/empower/scopes/FIN-1/",
        "no such scope": "/empower/scopes/XYZ-1/",
        "certificate": f"/empower/certificates/{certificate.id}/",
        "no such certificate": "/empower/certificates/x/",
        "sponsor": "/empower/sponsor/",
        "sponsor-scope": f"/empower/sponsor/{holder.key}/FIN-1/",
        "nobody's scope": "/empower/sponsor/x/FIN-1/",
        "free scope": f"/empower/sponsor/{holder.key}/STP-0/",
        "decide": "/empower/decide/",
        "decision": decision,
        "no such decision": "/empower/decide/x/",
        "people": "/empower/people/",
        "attempts": "/empower/attempts/?person=ada",
        "void-question": "/empower/attempts/void-question/?question=scope.q1",
    }


WHO_MAY_SEE = {
    "ada": {"home", "scope", "certificate", "decide", "decision"},
    "sam": {"home", "scope", "sponsor", "sponsor-scope", "decide"},
    "other-sponsor": {"home", "scope", "sponsor", "decide"},
    "eve": {"home", "scope", "decide"},
    "staff": {"home", "scope", "decide", "people", "attempts", "void-question"},
    "root": {"home", "scope", "decide", "people", "attempts", "void-question"},
}


@pytest.mark.parametrize("who", WHO_MAY_SEE)
def test_everybody_sees_their_own_and_nothing_else(
    who: str, ada: User, sam: User, staff: User, before: datetime
) -> None:
    holder = give_scope(sam, ada, now=before)
    assign(make_user("other-sponsor"), make_user("eve"))
    make_user("root", is_staff=True, is_superuser=True)
    decision = browser(ada).post("/empower/decide/", {"scope": "FIN-1"}).headers["Location"]
    certificate = models.Certificate.objects.first()
    assert certificate is not None
    client = browser(User.objects.get(username=who))
    with CaptureQueriesContext(connection) as captured:
        statuses = {
            name: client.get(path).status_code for name, path in pages_of(holder, certificate, decision).items()
        }
    assert {name for name, status in statuses.items() if status == 200} == WHO_MAY_SEE[who]
    assert {status for status in statuses.values() if status != 200} == {404}
    writes = [q["sql"] for q in captured if re.match(r"(INSERT|UPDATE|DELETE)", q["sql"])]
    assert writes == [], "a page that is only read must not write"


def test_whoever_is_not_signed_in_is_sent_to_sign_in(ada: User, sam: User, before: datetime) -> None:
    holder = give_scope(sam, ada, now=before)
    certificate = models.Certificate.objects.first()
    assert certificate is not None
    for path in pages_of(holder, certificate, "/empower/decide/x/").values():
        for response in (Client().get(path), Client().post(path)):
            assert (response.status_code, response.headers["Location"]) == (302, f"/sign-in/?next={quote(path)}")


@pytest.mark.parametrize("action", ["sign", "decline", "confirm", "suspend", "reinstate"])
@pytest.mark.parametrize("who", ["ada", "eve", "staff", "root"])
def test_nobody_but_the_sponsor_changes_a_grant(
    who: str, action: str, ada: User, sam: User, staff: User, before: datetime
) -> None:
    holder = give_scope(sam, ada, now=before)
    make_user("eve")
    make_user("root", is_staff=True, is_superuser=True)
    entries = models.LedgerEntry.objects.count()
    form = {"action": action, "reason": "because", "accept": "yes", "card": make_scope().digest}
    response = browser(User.objects.get(username=who)).post(f"/empower/sponsor/{holder.key}/FIN-1/", form)
    assert response.status_code == 404
    assert models.LedgerEntry.objects.count() == entries


FORMS = ("scopes/FIN-1/", "decide/", "people/", "attempts/", "attempts/void-question/", "sponsor/help/")


@pytest.mark.parametrize("path", [f"/empower/{form}" for form in FORMS])
def test_a_form_without_its_token_is_refused(path: str, staff: User, before: datetime) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    assert client.post(path).status_code == 403


def test_asking_for_others_needs_the_permission(ada: User, sam: User, before: datetime) -> None:
    form = {"scope": "FIN-1", "holder": "ada"}
    refused = browser(sam).post("/empower/decide/", form)
    assert refused.status_code == 422
    assert "You may ask for yourself only" in refused.content.decode()
    assert not models.Decision.objects.exists()
    sam.user_permissions.add(Permission.objects.get(codename="ask_decisions"))
    assert browser(User.objects.get(pk=sam.pk)).post("/empower/decide/", form).status_code == 302


def test_staff_assign_and_remove_sponsors(ada: User, sam: User, staff: User) -> None:
    client = browser(staff)
    form = {"person": "ada", "sponsor": "sam"}
    for _ in range(2):
        assert client.post("/empower/people/", {**form, "action": "assign"}).status_code == 302
    assert models.Sponsorship.objects.get().sponsor == sam
    assert "Sam Sponsor" in read(client, "/empower/people/")
    assert client.post("/empower/people/", {**form, "action": "remove"}).status_code == 302
    assert not models.Sponsorship.objects.exists()
    for wrong in ({"person": "nobody", "sponsor": "sam"}, {"person": "ada", "sponsor": "ada"}, {}):
        assert client.post("/empower/people/", {**wrong, "action": "assign"}).status_code == 422


def test_a_broken_ledger_is_said_and_nothing_is_confirmed(ada: User, sam: User, before: datetime) -> None:
    holder = give_scope(sam, ada, now=before)
    models.LedgerEntry.objects.filter(number=2).update(payload="{}")
    home = read(browser(ada), "/empower/")
    assert "Your records failed their integrity check" in home
    assert "Yours, on probation" not in home
    path = f"/empower/sponsor/{holder.key}/FIN-1/"
    assert "failed their integrity check" in read(browser(sam), path)
    assert browser(sam).post(path, {"action": "suspend", "reason": "x"}).status_code == 422


@pytest.mark.parametrize("state", ScopeState)
def test_every_state_has_words_for_holder_and_sponsor(state: ScopeState) -> None:
    assert STATES[state]
    assert SPONSOR_STATES[state]


def test_every_refusal_has_words() -> None:
    from empower_lms.certification.commands import CommandRefused
    from empower_lms.records.api import GrantRefused, SponsorRefused

    assert set(REFUSED) == {*CommandRefused, *GrantRefused, *SponsorRefused}


def test_hostile_text_stays_text(ada: User, sam: User, before: datetime) -> None:
    certify(ada, now=before)
    holder = assign(sam, ada)
    script = "<script>alert(1)</script>"
    browser(sam).post(f"/empower/sponsor/{holder.key}/FIN-1/", {"action": "decline", "reason": script})
    assert script not in read(browser(ada), "/empower/scopes/FIN-1/")
    asked = browser(ada).post("/empower/decide/", {"scope": "FIN-1", "fact-amount": script})
    assert script not in read(browser(ada), asked.headers["Location"])


def test_the_renewal_of_a_signed_grant_is_offered_again(ada: User, sam: User, before: datetime) -> None:
    card = make_scope(validity_months=1)
    models.ScopeVersion.objects.all()._raw_delete("default")
    start = before - 20 * DAY
    publish(card, now=start)
    certify(ada, now=start)
    holder = assign(sam, ada)
    sign(sam, holder, card, now=start)
    countersign(ada, card, now=start)
    page = read(browser(sam), "/empower/sponsor/")
    assert "In force, renewal due" in page
    assert "Waiting for your signature" in page


def test_a_weak_certificate_explains_itself(ada: User, sam: User, before: datetime) -> None:
    for course in ("scope", "trust"):
        take_quiz(ada, make_quiz(course=course), now=before)
    home, page = (words(read(browser(ada), path)) for path in ("/empower/", "/empower/scopes/FIN-1/"))
    said = "was earned with a quiz that is too weak for FIN-1. Ask a training admin whether there is a stronger one now"
    assert said in home
    assert said in page
    assert "earned with a quiz that is too weak" in page
    assert not models.Grant.objects.exists()


def test_a_company_larger_than_a_page_is_searched(staff: User) -> None:
    for number in range(105):
        make_user(f"person{number:03}", first_name="Zoë" if number == 104 else "")
    client = browser(staff)
    page = words(read(client, "/empower/people/"))
    assert "These are the first 100 by username." in page
    assert "person104" not in page
    assert "person104" in words(read(client, "/empower/people/?search=zoë"))
    assert "person104" in words(read(client, "/empower/people/?search=PERSON104@example.org"))
    assert "Nobody has this in their name." in words(read(client, "/empower/people/?search=nobody"))
    # Somebody who is not on the page can be named all the same.
    done = client.post("/empower/people/", {"person": "person104", "sponsor": "person103", "action": "assign"})
    assert done.status_code == 302
    assert models.Sponsorship.objects.get().sponsor.username == "person103"


def test_everybody_can_take_what_is_stored_about_them(before: datetime, ada: User, sam: User) -> None:
    give_scope(sam, ada, now=before)
    assert "/empower/my-data/" in read(browser(ada), "/empower/")
    answer = browser(ada).get("/empower/my-data/")
    assert answer["Content-Disposition"] == 'attachment; filename="empower-data.json"'
    assert [len(answer.json()[kind]) for kind in ("attempts", "grants")] == [2, 1]
    assert Client().get("/empower/my-data/").status_code == 302
