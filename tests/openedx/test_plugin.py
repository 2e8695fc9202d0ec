"""The plug-in app: settings, addresses, receivers, tables."""

from datetime import UTC, datetime

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from openedx.core.djangoapps.oauth_dispatch.jwt import create_jwt_for_user
from openedx.core.djangoapps.user_api.accounts.signals import USER_RETIRE_LMS_MISC
from platform_course import OnThePlatform, shipped_catalogue
from xblock.core import XBlock

from empower_lms.records import api, models
from empower_lms.records.configuration import course_titles, course_url, is_offered
from empower_xblocks.lesson import LessonBlock
from empower_xblocks.quiz import QuizBlock
from empower_xblocks.scope import ScopeBlock

DECISIONS = "/empower/api/v1/decisions"


def publish_cards():
    with api.records.transaction():
        api.publish_scopes(shipped_catalogue().scopes, published_by="test", now=datetime.now(UTC))


class TestPlugin(OnThePlatform):
    def test_entry_points_bring_blocks_and_apps(self):
        for name, block in (("lesson", LessonBlock), ("quiz", QuizBlock), ("scope", ScopeBlock)):
            assert XBlock.load_class(f"empower_{name}") is block
        assert apps.get_app_config("empower_records").name == "empower_lms.records"
        assert apps.get_app_config("empower_openedx").name == "empower_lms.openedx"

    def test_no_name_of_ours_captures_one_that_the_platform_mixes_in(self):
        mixed_in = set()
        for mixin in settings.XBLOCK_MIXINS:
            mixed_in |= set(dir(import_string(mixin) if isinstance(mixin, str) else mixin))
        for block in (LessonBlock, QuizBlock, ScopeBlock):
            own = {name for part in block.__mro__ if part.__module__.startswith("empower") for name in vars(part)}
            # What XBlock itself knows or the platform expects of every block.
            meant = {"display_name", "has_score", "icon_class", "get_score", "max_score", "public_view"}
            assert (own & mixed_in) - set(dir(XBlock)) <= meant

    def test_pages_ask_for_a_sign_in_with_the_platforms_own_page(self):
        answer = self.client_class().get("/empower/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/login?next=")

    def test_a_learner_sees_what_is_missing_and_the_way_to_the_course(self):
        publish_cards()
        learner = self.learner()
        page = learner.client.get("/empower/")
        assert page.status_code == 200
        assert reverse("empower:home") == "/empower/"
        for card in shipped_catalogue().scopes:
            assert card.id in page.content.decode()
        assert b"/courses/course-v1:Empower+scope+2026/about" in page.content

    def test_only_courses_that_the_platform_has_are_offered(self):
        assert is_offered("scope")
        assert not is_offered("trust")
        assert course_url("trust") == ""
        assert course_titles("en")["scope"] == self.course.display_name

    def test_a_system_asks_for_a_decision_with_a_token_of_the_platform(self):
        publish_cards()
        learner = self.learner()
        question = {"holder": learner.user.username, "scope": "CHG-1", "facts": {}}
        stranger = self.client_class()
        assert stranger.post(DECISIONS, question, content_type="application/json").status_code == 401
        token = create_jwt_for_user(learner.user)
        answer = stranger.post(DECISIONS, question, content_type="application/json", HTTP_AUTHORIZATION=f"JWT {token}")
        assert answer.status_code == 200, answer.content
        assert answer.json()["outcome"] == "refused"

    def test_the_description_of_the_api_holds_our_operations_only(self):
        answer = self.learner().client.get("/empower/api/v1/schema", HTTP_ACCEPT="application/vnd.oai.openapi")
        assert answer.status_code == 200
        assert b"ask_decision" in answer.content
        assert b"/api/courses" not in answer.content

    def test_retirement_removes_the_mapping_and_keeps_the_evidence(self):
        learner = self.learner()
        learner.take()
        attempt = learner.attempt()
        USER_RETIRE_LMS_MISC.send(sender=type(self), user=learner.user)
        assert not models.Holder.objects.filter(user=learner.user).exists()
        assert models.Attempt.objects.filter(pk=attempt.id, passed=True).exists()
        assert models.Certificate.objects.get().holder.user is None
        assert not api.verify_ledger().findings
