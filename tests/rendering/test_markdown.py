"""Authored text becomes HTML, and only the HTML that we allow."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empower_lms.rendering.markdown import CONTAINERS, to_html, to_inline_html

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    '[x](https://a.example "t\\" onclick=\\"alert(1)")',
    "![x](https://a.example/pixel.png)",
    "<a href=https://a.example onclick=alert(1)>x</a>",
    ":::case <script>alert(1)</script>\nx\n:::",
    "| <script> | a |\n|---|---|\n| <style>*{}</style> | b |",
]


ALLOWED = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "hr", "br", "a", "strong"),
    *("em", "s", "table", "thead", "tbody", "tr", "th", "td", "div", "details", "summary"),
}


class Tags(HTMLParser):
    """Collects what a browser would see as tags, attributes and addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, str | None] = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(attrs)


def assert_harmless(html: str) -> None:
    seen = Tags(html)
    assert seen.tags <= ALLOWED
    assert not any(name.startswith("on") or name == "style" for name in seen.attributes)
    assert (seen.attributes.get("href") or "https:").startswith("https:")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    assert_harmless(to_html(text))
    assert_harmless(to_inline_html(text))


@given(st.text(alphabet=st.sampled_from("<>\"'&[]()!:`*_#|-\n aimgscript=/"), max_size=80))
def test_no_text_opens_a_tag_that_is_not_allowed(text):
    assert_harmless(to_html(text))
    assert_harmless(to_inline_html(text))


def test_html_of_an_author_is_shown_as_it_was_typed():
    assert to_html("a <b>c</b>") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n"
    assert to_inline_html("a <em>c</em>") == "a &lt;em&gt;c&lt;/em&gt;"


@pytest.mark.parametrize("name", list(CONTAINERS))
@pytest.mark.parametrize("locale", ["en", "de"])
def test_every_container_has_a_frame_and_a_title(name, locale):
    html = to_html(f":::{name}\nText\n:::", locale)
    title = to_html(f":::{name} My title\nText\n:::", locale)
    assert "<p>Text</p>" in html
    assert "My title" in title
    if name == "answer":
        assert '<details class="fold"><summary>' in html
    else:
        assert f'<div class="callout callout--{name}"><p class="callout__title">' in html


def test_headings_sink_below_the_outline_of_the_page():
    assert to_html("## A\n\n### B\n\n###### C", "en", 1) == "<h3>A</h3>\n<h4>B</h4>\n<h6>C</h6>\n"


def test_no_heading_competes_with_the_title_of_the_page():
    assert to_html("# A") == "<h2>A</h2>\n"


def test_a_table_scrolls_and_can_be_reached_by_keyboard():
    html = to_html("| a | b |\n|:-:|---|\n| 1 | 2 |")
    assert '<div class="scroll" role="group" tabindex="0" aria-label="Table"><table>' in html
    assert '<th scope="col">a</th>' in html
    assert "style=" not in html


def test_links_are_https_and_keep_their_page_to_themselves():
    assert 'href="https://a.example" rel="noopener noreferrer"' in to_html("[x](https://a.example)")
    assert "href" not in to_html("[x](http://a.example)")


def test_an_option_is_one_line_of_emphasis_and_code():
    assert to_inline_html("**a** `b`\nc [d](https://e.example)") == "<strong>a</strong> <code>b</code> c d"


def test_an_amount_is_never_torn_from_its_unit():
    assert to_inline_html("bis 85 € oder 10 % von 5 000 EUR") == "bis 85&nbsp;€ oder 10&nbsp;% von 5 000&nbsp;EUR"
    assert "1 und 2 Tage" in to_html("1 und 2 Tage, `85 €`")
    assert "<code>85 €</code>" in to_html("1 und 2 Tage, `85 €`")
