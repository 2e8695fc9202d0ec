"""Markdown: the only way in which authored text becomes HTML.

Raw HTML is off in the parser, and what comes out is cleaned against a list of allowed tags: the
second net holds even when a parser plug-in has a hole.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape
from mdit_py_plugins.container import container_plugin

from empower_lms.domain.translation import noop as _
from empower_lms.rendering.translation import translator

CONTAINERS: dict[str, str] = {
    "case": _("A case"),
    "try": _("Try it first"),
    "answer": _("What we would say"),
    "note": _("Note"),
}
"""Containers of the source format, with the title that they have when the author gives none."""

_INLINE_TAGS = frozenset({"strong", "em", "s", "code", "br"})
_TAGS = _INLINE_TAGS | {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "div", "details", "summary"),
}
# No style attribute, although the parser writes one for aligned columns: a strict CSP refuses it.
_ATTRIBUTES = {
    "a": {"href", "title"},
    "th": {"scope"},
    "ol": {"start"},
    "div": {"role", "tabindex", "aria-label"},
}
_CLASSES = {
    "div": {"scroll", *(f"callout--{name}" for name in CONTAINERS), "callout"},
    "p": {"callout__title"},
    "details": {"fold"},
}

_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[€%]|[A-Z]{3}\b)")


@lru_cache(maxsize=4096)
def to_html(markdown: str, locale: str = "en", demote: int = 0) -> Markup:
    """Render authored Markdown; ``demote`` pushes headings down where the page already has an outline."""
    tokens = _parser().parse(markdown, env := {"locale": locale})
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, max(2, int(token.tag[1]) + demote))}"
    html = _parser().renderer.render(tokens, _parser().options, env)
    cleaned = nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={tag: _ATTRIBUTES.get(tag, set()) | {"class"} for tag in _ATTRIBUTES | _CLASSES},
        attribute_filter=_keep_own_classes,
        url_schemes={"https"},
        link_rel="noopener noreferrer",
    )
    return Markup(cleaned)


def _keep_own_classes(tag: str, attribute: str, value: str) -> str | None:
    """Drop every class but ours. nh3's own ``allowed_classes`` is newer than what Open edX Teak pins."""
    if attribute != "class":
        return value
    own = _CLASSES.get(tag, set())
    return " ".join(name for name in value.split() if name in own) or None


@lru_cache(maxsize=8192)
def to_inline_html(markdown: str) -> Markup:
    """Render one line of text (an option, a cell): emphasis and code, no blocks and no links."""
    html = _parser().renderInline(" ".join(markdown.split()), {"locale": "en"})
    return Markup(nh3.clean(html, tags=set(_INLINE_TAGS), attributes={}, link_rel=None))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    parser.disable("image")
    for name in CONTAINERS:
        container_plugin(parser, name, render=_render_container)
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("table_close", _close_table)
    parser.add_render_rule("th_open", _open_header_cell)
    parser.add_render_rule("text", _keep_amounts_whole)
    return parser


def _render_container(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    token = tokens[index]
    name = token.type.removeprefix("container_").removesuffix("_open").removesuffix("_close")
    is_fold = name == "answer"
    if token.nesting != 1:
        return "</details>\n" if is_fold else "</div>\n"
    title = token.info.strip().removeprefix(name).strip()
    title = escape(title or translator(env["locale"]).gettext(CONTAINERS[name]))
    if is_fold:
        return f'<details class="fold"><summary>{title}</summary>\n'
    return f'<div class="callout callout--{name}"><p class="callout__title">{title}</p>\n'


def _keep_amounts_whole(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    # "85 €" must not be torn apart at the end of a line; an author has no key for that space.
    return _BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", renderer.text(tokens, index, options, env))


def _open_table(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    # A wide table scrolls by itself, and a keyboard can only scroll what it can focus.
    label = escape(translator(env["locale"]).gettext(_("Table")))
    return f'<div class="scroll" role="group" tabindex="0" aria-label="{label}"><table>\n'


def _close_table(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    return "</table></div>\n"


def _open_header_cell(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    tokens[index].attrSet("scope", "col")
    return renderer.renderToken(tokens, index, options, env)
