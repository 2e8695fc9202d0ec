"""An author's browser in Studio: pages, forms of the editor, and the buttons of a unit."""

import json

from cms.djangoapps.contentstore.utils import reverse_usage_url
from common.djangoapps.student.tests.factories import UserFactory
from django.urls import reverse
from lxml import html
from opaque_keys.edx.keys import UsageKey
from platform_course import PASSWORD, QUIZ, OnThePlatform
from xmodule.modulestore.django import modulestore

from empower_lms.domain.documents import QuizDocument, read_document
from empower_xblocks.studio.block import STUDIO_TYPE


class InStudio(OnThePlatform):
    """A course of ours in Studio, and somebody of its team who is signed in."""

    def setUp(self):
        super().setUp()
        self.author = UserFactory(username="author", password=PASSWORD, is_staff=True, is_superuser=True)
        self.client.login(username=self.author.username, password=PASSWORD)

    def view(self, usage, name):
        answer = self.client.get(
            reverse_usage_url("xblock_view_handler", usage, {"view_name": name}), HTTP_ACCEPT="application/json"
        )
        assert answer.status_code == 200, answer.content
        return answer.json()["html"]

    def create(self, **values):
        answer = self.client.post(reverse("xblock_handler"), json.dumps(values), content_type="application/json")
        assert answer.status_code == 200, answer.content
        return UsageKey.from_string(answer.json()["locator"])

    def publish(self, usage):
        answer = self.client.post(
            reverse_usage_url("xblock_handler", usage),
            json.dumps({"publish": "make_public"}),
            content_type="application/json",
        )
        assert answer.status_code == 200, answer.content

    def open_editor(self, usage=QUIZ, tab=""):
        page = html.fromstring(self.view(usage, "studio_view"))
        return self.send(page, {"leave": tab}) if tab else page

    def send(self, page, changes):
        """Send the form of a page with some fields changed, where the page says."""
        form = page.xpath("//form[contains(@class, 'studio__form')]")[0]
        values = dict(form.form_values())
        for name in [name for name, value in changes.items() if value is None]:
            values.pop(name, None)
        values.update({name: value for name, value in changes.items() if value is not None})
        answer = self.client.post(form.get("action"), values, HTTP_ACCEPT=STUDIO_TYPE)
        assert answer.status_code == 200, answer.content
        return html.fromstring(answer.content.decode())

    def quiz(self, usage=QUIZ):
        return read_document(QuizDocument, modulestore().get_item(usage).document)

    def notices(self, page):
        return " ".join(
            " ".join(one.text_content().split()) for one in page.xpath("//*[@role='status' or @role='alert']")
        )
