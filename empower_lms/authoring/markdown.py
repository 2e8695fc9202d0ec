"""Find in Markdown what must not be published. Texts stay Markdown; rendering makes HTML of them.

Parsing costs far more than everything else in a build, so a text in which nothing can be wrong
(no ``<``, no link, no directive, no heading) is recognised by one regular expression instead.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from empower_lms.authoring.kinds import files as kinds
from empower_lms.authoring.source import SourceFile, report
from empower_lms.domain.diagnostic import Diagnostic, Place

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

DIRECTIVES = ("case", "try", "answer", "note")

_WORTH_PARSING = re.compile(r"<|!\[|\](?:\(|:|\[)|:::|^ {0,3}#(?:\s|$)|^ {0,3}=+\s*$", re.MULTILINE)
_DIRECTIVE_NAME = re.compile(r"^\s*([^\s{]*)")


def check_markdown(source: SourceFile, text: str, first_line: int) -> list[Diagnostic]:
    """Check a body or a part of one.

    Args:
        source: the file, for places.
        text: the Markdown.
        first_line: the line of the file on which it begins.
    """
    if not _WORTH_PARSING.search(text):
        return []
    lines = text.split("\n")
    findings: list[Diagnostic] = []
    for token in _parser().parse(text):
        start, end = token.map or (0, 0)
        line = first_line + start
        if token.type == "html_block":
            findings.append(_raw_html(source, line, token.content))
        elif token.type == "container_directive_open":
            findings.extend(_check_directive(source, line, token.info, end < len(lines) and lines[end].strip()))
        elif token.type == "heading_open" and token.tag == "h1":
            heading = lines[start].strip("# ")
            findings.append(report(kinds.TOP_HEADING, source.place(line), heading=heading))
        elif token.type == "inline":
            findings.extend(_check_inline(source, line, token))
    return findings


@cache
def _parser() -> "MarkdownIt":
    """Make the parser once. It accepts HTML and every link, so that it can see and report them."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.container import container_plugin

    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    container_plugin(parser, "directive", validate=lambda info, _markup: bool(info.strip()))
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _check_directive(source: SourceFile, line: int, info: str, last_line: str | bool) -> Iterator[Diagnostic]:
    match = _DIRECTIVE_NAME.match(info)
    name = match[1] if match else ""
    if name not in DIRECTIVES:
        yield report(kinds.UNKNOWN_DIRECTIVE, source.place(line), name=name, known=", ".join(DIRECTIVES))
    if not (isinstance(last_line, str) and last_line.startswith(":::")):
        yield report(kinds.OPEN_DIRECTIVE, source.place(line), name=name)


def _check_inline(source: SourceFile, line: int, token: "Token") -> Iterator[Diagnostic]:
    """Check the inside of a paragraph; children carry no lines, so breaks are counted."""
    if ":::" in token.content:
        for offset, text in enumerate(token.content.split("\n")):
            if text.lstrip().startswith(":::"):
                yield report(kinds.STRAY_DIRECTIVE_END, source.place(line + offset))
    for child in token.children or ():
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "html_inline":
            yield _raw_html(source, line, child.content)
        elif child.type == "image":
            target = str(child.attrGet("src") or "")
            yield report(kinds.IMAGE, _locate(source, line, "!["), target=target)
        elif child.type == "link_open":
            target = str(child.attrGet("href") or "")
            if not target.lower().startswith("https://"):
                yield report(kinds.LINK_TARGET, _locate(source, line, target), target=target)


def _raw_html(source: SourceFile, line: int, html: str) -> Diagnostic:
    first = html.strip().split("\n", 1)[0]
    return report(kinds.RAW_HTML, _locate(source, line, first), html=first[:80])


def _locate(source: SourceFile, line: int, needle: str) -> Place:
    """Point at the column of a text if it stands literally on the line, else at its first character."""
    place = source.place(line)
    column = source.lines[place.line - 1].find(needle)
    return source.place(line, column + 1) if column >= 0 else place
