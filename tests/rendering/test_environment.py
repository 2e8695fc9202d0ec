"""The environment: escaping, strictness, translation, and templates of other packages."""

import gettext

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from empower_lms.domain.text import LocalizedText
from empower_lms.rendering.environment import environment, render
from empower_lms.rendering.pages import Message, NavItem, PageFrame, render_page
from empower_lms.rendering.translation import Phrases, best_locale, translator


def show(source: str, **context: object) -> str:
    return environment("en").from_string(source).render(context)


def test_values_are_escaped():
    assert show("{{ x }}", x="<b>&") == "&lt;b&gt;&amp;"


def test_translated_text_and_its_parameters_are_escaped():
    assert show("{{ _('a < {x}', x='<b>') }}|{{ _('a < b') }}") == "a &lt; &lt;b&gt;|a &lt; b"


def test_an_unknown_name_is_an_error():
    with pytest.raises(UndefinedError):
        show("{{ missing }}")


@pytest.mark.parametrize("name", ["nothing.html.j2", "../environment.py", "no_such_package:x.html.j2", "page/../../x"])
def test_templates_come_from_templates_folders_only(name):
    with pytest.raises(TemplateNotFound):
        render(name, "en")


def test_plurals_have_their_number():
    source = "{{ ngettext('{n} try', '{n} tries', n) }}"
    assert [show(source, n=n) for n in (1, 2)] == ["1 try", "2 tries"]


def test_texts_of_the_catalogue_show_the_language_of_the_page():
    text = LocalizedText({"en": "yes", "de": "ja"})
    assert environment("de").from_string("{{ x | localized }}").render(x=text) == "ja"


def test_phrases_come_from_the_catalogue():
    class Shouting(gettext.NullTranslations):
        def gettext(self, message):
            return message.upper()

    assert Phrases(Shouting()).gettext("stop") == "STOP"


@pytest.mark.parametrize(
    ("requested", "locale"),
    [("de", "de"), ("de-AT", "de"), ("de_CH", "de"), ("DE", "de"), ("fr", "en"), ("", "en"), (None, "en")],
)
def test_the_best_locale_is_one_that_we_have(requested, locale):
    assert best_locale(requested) == locale
    assert translator(locale) is translator(locale)


def test_a_page_has_its_frame():
    frame = PageFrame(
        title="My <scopes>",
        locale="de",
        static_url=lambda path: f"/static/{path}",
        path="/empower/?x=1&y=2",
        user_name="Ada",
        nav=(NavItem(label="Home", url="/", current=True), NavItem(label="Other", url="/other/")),
        csrf_token="token",
        language_url="/language/",
        sign_out_url="/sign-out/",
        messages=(Message(level="success", text="Saved <b>"),),
    )
    page = render_page("page/base.html.j2", frame)
    for part in (
        '<html lang="de">',
        "<title>My &lt;scopes&gt;",
        '<a class="skip" href="#main">',
        '<a href="/" aria-current="page">Home</a>',
        '<a href="/other/">Other</a>',
        'name="csrfmiddlewaretoken" value="token"',
        'name="next" value="/empower/?x=1&amp;y=2"',
        'action="/sign-out/"',
        '<p class="alert alert--success">Saved &lt;b&gt;</p>',
        'href="/static/empower/app.css"',
    ):
        assert part in page
    assert "<script" not in page
    assert "style=" not in page


def test_a_visitor_is_offered_to_sign_in():
    frame = PageFrame(title="x", locale="en", static_url=str, sign_in_url="/sign-in/")
    page = render_page("page/base.html.j2", frame)
    assert 'href="/sign-in/"' in page
    assert "Sign out" not in page
