"""Our pages and API on the platform's site: tokens and scopes, language, theme, who sees what."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from common.djangoapps.student.models import CourseEnrollment
from common.djangoapps.student.tests.factories import InstructorFactory, StaffFactory, UserFactory
from django.contrib.auth.models import Permission
from django.test import override_settings
from lxml import html
from oauth2_provider.models import Application
from openedx.core.djangoapps.dark_lang.models import DarkLangConfig
from openedx.core.djangoapps.oauth_dispatch.models import ApplicationAccess, RestrictedApplication
from openedx.core.djangoapps.theming.tests.test_util import with_comprehensive_theme_context
from openedx.core.djangoapps.user_api.preferences.api import set_user_preference
from platform_course import COURSE, PASSWORD, OnThePlatform, shipped_catalogue
from test_events import SCOPE, give_scope, publish_cards

from empower_lms.records.models import Holder

DECISIONS = "/empower/api/v1/decisions"
CARD = f"/empower/api/v1/scopes/{SCOPE}"


@override_settings(RATELIMIT_ENABLE=False)
class TestTokens(OnThePlatform):
    def system(self, *scopes, restricted=True):
        """A system as an operator makes it in the platform's admin: account, application, scopes."""
        user = UserFactory(username="ticket-tool")
        user.user_permissions.add(
            Permission.objects.get(codename="ask_decisions", content_type__app_label="empower_records")
        )
        application = Application.objects.create(
            name="Ticket tool",
            user=user,
            client_type=Application.CLIENT_CONFIDENTIAL,
            authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
            client_id="tool",
            client_secret="secret",
        )
        ApplicationAccess.objects.create(application=application, scopes=list(scopes))
        if restricted:
            RestrictedApplication.objects.create(application=application)
        return application

    def token(self, *scopes, kind="jwt"):
        values = {"grant_type": "client_credentials", "client_id": "tool", "client_secret": "secret"}
        answer = self.client_class().post(
            "/oauth2/access_token", {**values, "token_type": kind, "scope": " ".join(scopes)}
        )
        return answer.status_code, answer.json().get("access_token")

    def ask(self, token, kind="JWT"):
        question = {"holder": "mara", "scope": SCOPE, "facts": {}}
        return self.client_class().post(
            DECISIONS, question, content_type="application/json", HTTP_AUTHORIZATION=f"{kind} {token}"
        )

    def get(self, address, token, kind="JWT"):
        return self.client_class().get(address, HTTP_AUTHORIZATION=f"{kind} {token}").status_code

    def test_a_token_for_decisions_asks_for_decisions_and_does_nothing_else(self):
        publish_cards()
        learner = self.learner()
        self.system("empower:decide")
        status, token = self.token("empower:decide")
        assert status == 200
        answer = self.ask(token)
        assert answer.status_code == 200, answer.content
        assert answer.json()["outcome"] == "refused"
        learner.take()
        key = Holder.objects.get(user=learner.user).key
        assert self.get(CARD, token) == 403
        assert self.get(f"/empower/api/v1/holders/{key}", token) == 403
        # Nor anything of the platform's own.
        assert self.get("/api/enrollment/v1/enrollment", token) == 403
        assert self.get("/api/user/v1/me", token) == 403
        # Nor a page of ours: those want a session.
        assert self.get("/empower/", token) == 302

    def test_each_operation_has_its_own_scope(self):
        publish_cards()
        learner = self.learner()
        learner.take()
        key = Holder.objects.get(user=learner.user).key
        self.system("empower:cards", "empower:people")
        _, cards = self.token("empower:cards")
        _, people = self.token("empower:people")
        assert (self.get(CARD, cards), self.get(CARD, people)) == (200, 403)
        holder = f"/empower/api/v1/holders/{key}"
        assert (self.get(holder, people), self.get(holder, cards)) == (200, 403)
        assert self.ask(cards).status_code == self.ask(people).status_code == 403

    def test_a_system_gets_no_scope_that_it_was_not_given(self):
        self.system("empower:cards")
        status, _ = self.token("empower:decide")
        assert status in {400, 401}
        _, token = self.token("read")
        assert self.ask(token).status_code == 403

    def test_an_opaque_token_needs_the_scope_as_well(self):
        publish_cards()
        self.learner()
        self.system("empower:decide", restricted=False)
        _, token = self.token("empower:decide", kind="bearer")
        assert self.ask(token, "Bearer").status_code == 200
        _, token = self.token("read", kind="bearer")
        assert self.ask(token, "Bearer").status_code == 403
        assert self.ask("nonsense", "Bearer").status_code == 401

    def test_a_signed_in_person_asks_from_a_page_with_the_usual_protection(self):
        publish_cards()
        learner = self.learner()
        browser = self.client_class(enforce_csrf_checks=True)
        assert browser.login(username="mara", password=PASSWORD)
        question = {"holder": "mara", "scope": SCOPE, "facts": {}}
        assert browser.post(DECISIONS, question, content_type="application/json").status_code == 403
        assert learner.client.post(DECISIONS, question, content_type="application/json").status_code == 200


class TestLanguage(OnThePlatform):
    def test_pages_speak_the_language_that_somebody_chose_for_the_site(self):
        publish_cards()
        learner = self.learner()
        assert "My scopes" in learner.client.get("/empower/").content.decode()
        learner.client.cookies["openedx-language-preference"] = "de-de"
        page = learner.client.get("/empower/").content.decode()
        assert '<html lang="de">' in page
        assert "Meine " in page

    def test_a_language_that_the_site_keeps_dark_stays_dark(self):
        DarkLangConfig(released_languages="fr", enabled=True, changed_by=UserFactory()).save()
        learner = self.learner()
        dark = learner.client.get("/empower/", HTTP_ACCEPT_LANGUAGE="de-de").content.decode()
        assert '<html lang="en">' in dark
        DarkLangConfig(released_languages="fr,de-de", enabled=True, changed_by=UserFactory()).save()
        shown = learner.client.get("/empower/", HTTP_ACCEPT_LANGUAGE="de-de").content.decode()
        assert '<html lang="de">' in shown


class TestSiteAndTheme(OnThePlatform):
    @override_settings(PLATFORM_NAME="Acme Academy", LOGO_URL="/static/acme/logo.svg")
    def test_logo_and_name_lead_back_to_the_dashboard(self):
        page = self.learner().client.get("/empower/").content.decode()
        assert '<a class="site" href="/dashboard"><img class="site__logo" src="/static/acme/logo.svg"' in page
        assert "Back to Acme Academy" in page

    def test_a_theme_of_the_platform_brings_its_own_tokens(self):
        learner = self.learner()
        assert 'href="/static/empower/theme.css"' in learner.client.get("/empower/").content.decode()
        with tempfile.TemporaryDirectory() as collected:
            # Where collectstatic puts red-theme/lms/static/empower/theme.css.
            themed = Path(collected, "red-theme", "empower")
            themed.mkdir(parents=True)
            (themed / "theme.css").write_text(":root { --empower-accent: #7a0c5c; }")
            storage = "openedx.core.djangoapps.theming.storage.ThemeStorage"
            with (
                override_settings(STATIC_ROOT=collected, STATICFILES_STORAGE=storage),
                with_comprehensive_theme_context("red-theme"),
            ):
                page = learner.client.get("/empower/").content.decode()
        assert 'href="/static/red-theme/empower/theme.css"' in page

    @override_settings(
        MFE_CONFIG={"PARAGON_THEME_URLS": {"variants": {"light": {"urls": {"brandOverride": "/brand/light.css"}}}}}
    )
    def test_the_brand_of_the_micro_frontends_is_linked(self):
        assert (
            '<link rel="stylesheet" href="/brand/light.css">' in self.learner().client.get("/empower/").content.decode()
        )


class TestWhoSeesWhat(OnThePlatform):
    def open(self, user, address):
        browser = self.client_class()
        assert browser.login(username=user.username, password=PASSWORD)
        return browser.get(address)

    def test_course_staff_see_where_the_learners_of_their_course_stand(self):
        passed, failed = self.learner("mara", first_name="Mara", last_name="M"), self.learner("jonas")
        self.learner("stranger", enrolled=False)
        passed.take()
        failed.take(right=False)
        teacher = StaffFactory(course_key=COURSE, password=PASSWORD)
        page = self.open(teacher, "/empower/courses/scope/").content.decode()
        assert "Mara M" in page
        assert "Certified" in page
        assert "jonas" in page
        assert "Has begun" in page
        assert "stranger" not in page
        assert "of 2 learners" not in page, "no figure about so few"
        assert self.open(teacher, "/empower/courses/").url == "/empower/courses/scope/"
        assert "My courses" in self.open(teacher, "/empower/").content.decode()

    def test_from_eight_people_on_there_is_a_figure(self):
        self.learner("mara").take()
        for number in range(7):
            CourseEnrollment.enroll(UserFactory(username=f"l{number}"), COURSE)
        teacher = InstructorFactory(course_key=COURSE, password=PASSWORD)
        assert "1 of 8 learners are certified today." in self.open(teacher, "/empower/courses/scope/").content.decode()

    def test_superusers_see_every_course_and_learners_none(self):
        chief = UserFactory(is_superuser=True, is_staff=True, password=PASSWORD)
        assert self.open(chief, "/empower/courses/scope/").status_code == 200
        assert self.open(chief, "/empower/people/").status_code == 200
        learner = self.learner()
        assert learner.client.get("/empower/courses/scope/").status_code == 404
        assert learner.client.get("/empower/courses/").status_code == 404
        assert learner.client.get("/empower/people/").status_code == 404

    def test_sponsors_see_their_people_and_nobody_elses(self):
        publish_cards()
        mara, jonas = (self.learner(name, first_name=name, last_name="L") for name in ("mara", "jonas"))
        sam, eva = (UserFactory(username=name, password=PASSWORD) for name in ("sam", "eva"))
        mara.take()
        jonas.take()
        key = give_scope(mara, sam)
        give_scope(jonas, eva)
        page = self.open(sam, "/empower/sponsor/").content.decode()
        assert "mara" in page.lower()
        assert "jonas" not in page.lower()
        assert self.open(eva, f"/empower/sponsor/{key}/{SCOPE}/").status_code == 404

    def test_everybody_gets_what_is_stored_about_them(self):
        learner = self.learner()
        learner.take()
        answer = learner.client.get("/empower/my-data/")
        assert answer["Content-Disposition"].startswith("attachment")
        data = answer.json()
        assert len(data["attempts"]) == 1
        assert data["account"]["username"] == "mara"


class TestTheWholeWay(OnThePlatform):
    """From the import to Granted, over the LMS's addresses only; the learner reads German."""

    def test_a_german_learner_comes_to_decide_alone(self):
        publish_cards(datetime(2026, 1, 1, tzinfo=UTC))
        mara = self.learner("mara", first_name="Mara", last_name="Muster")
        UserFactory(username="sam", first_name="Sam", last_name="Sponsor", password=PASSWORD)
        chief = UserFactory(username="chief", is_superuser=True, is_staff=True, password=PASSWORD)
        set_user_preference(mara.user, "pref-lang", "de-de")
        mara.client.get("/dashboard")
        assert "noch nicht" in mara.client.get("/empower/").content.decode().lower()

        staff = self.client_class()
        assert staff.login(username="chief", password=PASSWORD)
        assigned = staff.post("/empower/people/", {"person": "mara", "sponsor": "sam", "action": "assign"})
        assert assigned.status_code == 302

        german = mara.post("set_language", {"language": "de", "place": "intro"})
        assert german.status == 200
        done = mara.take()
        assert "Bestanden" in done.text
        assert "Dein" in mara.client.get("/empower/").content.decode()

        sponsor = self.client_class()
        assert sponsor.login(username="sam", password=PASSWORD)
        key = str(Holder.objects.get(user=mara.user).key)
        signing = f"/empower/sponsor/{key}/{SCOPE}/"
        card = self.hidden(sponsor.get(signing), "card")
        assert sponsor.post(signing, {"action": "sign", "card": card, "accept": "yes"}).status_code == 302
        waiting = self.ask(mara)
        assert [reason["code"] for reason in waiting["reasons"]] == ["not-countersigned"]

        own = f"/empower/scopes/{SCOPE}/"
        page = mara.client.get(own)
        assert '<html lang="de">' in page.content.decode()
        accepted = mara.client.post(own, {"card": self.hidden(page, "card"), "accept": "yes", "missing": ""})
        assert accepted.status_code == 302
        granted = self.ask(mara)
        assert granted["outcome"] == "granted"
        assert granted["on_probation"] is True
        assert f"{SCOPE}." in granted["clauses"][0]

        facts = {f"fact-{name}": self.said(value) for name, value in self.inside().items()}
        answer = mara.client.post("/empower/decide/", {"scope": SCOPE, "holder": "mara", **facts}, follow=True)
        assert answer.status_code == 200
        assert "Gewährt" in answer.content.decode()
        assert chief.username not in answer.content.decode()

    def inside(self):
        return next(card for card in shipped_catalogue().scopes if card.id == SCOPE).inside.facts

    def ask(self, learner):
        question = {"holder": "mara", "scope": SCOPE, "facts": self.inside()}
        return learner.client.post(
            DECISIONS, question, content_type="application/json", HTTP_ACCEPT_LANGUAGE="de"
        ).json()

    @staticmethod
    def said(value):
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    @staticmethod
    def hidden(response, name):
        return html.fromstring(response.content.decode()).xpath(f"//input[@name='{name}']/@value")[0]
