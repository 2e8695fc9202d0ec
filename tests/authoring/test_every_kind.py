"""Each kind of finding, made by one mistake in a valid catalogue, at the place where the mistake is."""

# ruff: noqa: E501 (one mistake per line reads as a table)

import os
import socket
from collections.abc import Callable

import pytest

from empower_lms.authoring import reader
from empower_lms.authoring.kinds import ALL_KINDS
from tests.authoring import edge_and_story
from tests.authoring.conftest import Workspace
from tests.authoring.row_mistakes import ROW_MISTAKES

COURSE = "goodwill/course.yaml"
CARD = "scopes/GWC-1.yaml"
LESSON, LESSON_DE = "goodwill/lessons/card.en.md", "goodwill/lessons/card.de.md"
SINGLE = "goodwill/questions/certification/over-the-limit.en.md"
SINGLE_DE = "goodwill/questions/certification/over-the-limit.de.md"
NUMERIC = "goodwill/questions/certification/how-much-is-left.en.md"
NUMERIC_DE = "goodwill/questions/certification/how-much-is-left.de.md"
MULTI = "goodwill/questions/practice/whom-to-tell.en.md"

Mistake = Callable[[Workspace], object]


def edit(path: str, old: str, new: str) -> Mistake:
    return lambda workspace: workspace.edit(path, old, new)


def write(path: str, content: str | bytes) -> Mistake:
    return lambda workspace: workspace.write(path, content)


def remove(path: str) -> Mistake:
    return lambda workspace: workspace.remove(path)


def link_outside(workspace: Workspace) -> None:
    (workspace.root / "scopes" / "ABC-1.yaml").symlink_to("/etc/passwd")


def make_socket(workspace: Workspace) -> None:
    here = os.getcwd()
    os.chdir(workspace.root / "scopes")  # The path of a socket has to be short.
    try:
        with socket.socket(socket.AF_UNIX) as stream:
            stream.bind("ABC-1.yaml")
    finally:
        os.chdir(here)


def add_many_files(workspace: Workspace) -> None:
    for number in range(reader.MAX_FILES + 1):
        (workspace.root / f"{number}.txt").touch()


def lengthen_keys(workspace: Workspace) -> None:
    """Six more questions whose right option is the longest."""
    for language in ("en", "de"):
        text = (workspace.root / SINGLE.replace(".en.", f".{language}.")).read_text(encoding="utf-8")
        text = text.replace("- [x] ", "- [x] As the card says in so many words, and as everybody can read there: ")
        for number in range(6):
            copy = text.replace("goodwill.over-the-limit", f"goodwill.copy-{number}")
            workspace.write(f"goodwill/questions/certification/copy-{number}.{language}.md", copy)


def drop_explanation(workspace: Workspace) -> None:
    for path in (SINGLE, SINGLE_DE):
        text = (workspace.root / path).read_text(encoding="utf-8")
        workspace.write(path, text.split("\n### ")[0])


MISTAKES: dict[str, tuple[Mistake, str]] = {
    "CAT001": (remove("catalogue.yaml"), "catalogue.yaml:1:1"),
    "CAT002": (write("other/lessons/a.en.md", "---\nid: other.a\n---\nText.\n"), "other/course.yaml:1:1"),
    "CAT003": (write("goodwill/lessons/card.en.txt", "Text."), "goodwill/lessons/card.en.txt:1:1"),
    "CAT004": (add_many_files, "catalogue.yaml:1:1"),
    "SRC001": (write(LESSON, b"---\nid: goodwill.card\ntitle: \xff\n---\n"), f"{LESSON}:3:8"),
    "SRC002": (edit(LESSON, "---\nid: goodwill.card", "\ufeff---\nid: goodwill.card"), f"{LESSON}:1:1"),
    "SRC003": (edit(LESSON, "Go through", "Go\x00through"), f"{LESSON}:21:3"),
    "SRC004": (write(LESSON, "x" * (reader.MAX_FILE_BYTES + 1)), f"{LESSON}:1:1"),
    "SRC005": (link_outside, "scopes/ABC-1.yaml:1:1"),
    "SRC006": (make_socket, "scopes/ABC-1.yaml:1:1"),
    "YAM001": (edit(COURSE, "id: goodwill  ", "id: [goodwill  "), f"{COURSE}:3:1"),
    "YAM002": (edit(COURSE, "moved: {}", "pillar: trust"), f"{COURSE}:42:1"),
    "YAM003": (edit(COURSE, "moved: {}", "moved: *all"), f"{COURSE}:42:8"),
    "YAM004": (edit(COURSE, "moved: {}", "moved: !!python/object:os.system {}"), f"{COURSE}:42:8"),
    "YAM005": (edit(CARD, "must_be: true", "must_be: yes"), f"{CARD}:28:14"),
    "YAM006": (edit(COURSE, "moved: {}", "[a, b]: 1"), f"{COURSE}:42:1"),
    "YAM007": (edit(COURSE, "moved: {}", "moved: " + "[" * 30 + "]" * 30), f"{COURSE}:42:28"),
    "YAM008": (edit(COURSE, "moved: {}", "---\nid: other"), f"{COURSE}:42:1"),
    "YAM009": (write(COURSE, "- one\n- two\n"), f"{COURSE}:1:1"),
    "FRM001": (edit(LESSON, "---\nid: goodwill.card", "id: goodwill.card"), f"{LESSON}:1:1"),
    "FRM002": (write(LESSON, "---\nid: goodwill.card\n"), f"{LESSON}:1:1"),
    "MD001": (edit(LESSON, "Go through", "Go <b onclick=x>through"), f"{LESSON}:21:4"),
    "MD002": (edit(LESSON, "Go through", "[Go](javascript:alert(1)) through"), f"{LESSON}:21:6"),
    "MD003": (edit(LESSON, "Go through", "Go ![picture](https://example.org/a.png)"), f"{LESSON}:21:4"),
    "MD004": (edit(LESSON, ":::try What", ":::tip What"), f"{LESSON}:20:1"),
    "MD005": (edit(LESSON, "account owner.\n:::\n", "account owner.\n"), f"{LESSON}:24:1"),
    "MD006": (edit(LESSON, "## Three", "# Three"), f"{LESSON}:10:1"),
    "MD007": (edit(LESSON, ":::answer\n", ""), f"{LESSON}:25:1"),
    "MD008": (write(LESSON_DE, "---\nid: goodwill.card\ntitle: Karte\n---\n"), f"{LESSON_DE}:4:1"),
    "FLD001": (edit(LESSON, "minutes: 5\n", ""), f"{LESSON}:2:1"),
    "FLD002": (edit(LESSON, "minutes:", "minuets:"), f"{LESSON}:4:1"),
    "FLD003": (edit(COURSE, "pillar: scope", "pillar: scoop"), f"{COURSE}:3:1"),
    "FLD004": (edit(CARD, "version: 1", "version: one"), f"{CARD}:3:1"),
    "FLD005": (edit(COURSE, "cut: 7 ", "cut: 10"), f"{COURSE}:23:5"),
    "QST001": (write(SINGLE, "---\nid: goodwill.over-the-limit\nobjective: goodwill.decide\n---\nWhat now?\n"), f"{SINGLE}:5:1"),
    "QST002": (edit(SINGLE, "  > Above", "Above"), f"{SINGLE}:12:1"),
    "QST003": (edit(SINGLE, "[x]", "[y]"), f"{SINGLE}:11:3"),
    "QST004": (edit(SINGLE, "{under}", "{nuder}"), f"{SINGLE}:15:7"),
    "QST005": (edit(SINGLE, "\n### Why", "- [ ] More\n" * 9 + "\n### Why"), f"{SINGLE}:25:1"),
    "QST006": (edit(NUMERIC, "= 15 EUR ± 0", "- 16 EUR"), f"{NUMERIC}:8:1"),
    "QST007": (edit(NUMERIC, "= 15 EUR", "= 15,5 EUR"), f"{NUMERIC}:10:1"),
    "QST008": (edit(SINGLE, "- [ ] {over} Credit EUR 50 now and EUR 20 tomorrow.", "= 20 EUR"), f"{SINGLE}:13:1"),
    "QST009": (edit(SINGLE, "You hold **GWC-1** (credits up to EUR 50). Our fault cost a customer EUR 70, and they want it back today. What do you do now?", ""), f"{SINGLE}:7:1"),
    "QST010": (edit(NUMERIC, "- 0 EUR", "- 50 EUR"), f"{NUMERIC}:16:1"),
    "QST011": (edit(SINGLE, "- [ ] {under} Tell the customer that you cannot help with this.", "- [ ] {under}"), f"{SINGLE}:15:1"),
    "LNG001": (remove(LESSON_DE), f"{LESSON}:2:1"),
    "LNG002": (remove(LESSON), f"{LESSON_DE}:2:1"),
    "LNG003": (edit(SINGLE_DE, "- [ ] {under} Dem Kunden sagen, dass du da leider nichts tun kannst.\n  > Doch: Du weißt, wer entscheidet.\n", ""), f"{SINGLE_DE}:10:1"),
    "LNG004": (edit(SINGLE_DE, "- [ ] {under}", "- [x]"), f"{SINGLE_DE}:12:1"),
    "LNG005": (edit(SINGLE_DE, "70 EUR gekostet", "80 EUR gekostet"), f"{SINGLE_DE}:4:1"),
    "LNG006": (edit(SINGLE_DE, "id: goodwill.over-the-limit\n", "id: goodwill.over-the-limit\ncritical: true\n"), f"{SINGLE_DE}:3:1"),
    "LNG007": (edit(COURSE, "  de: Kulanzgutschriften\n", ""), f"{COURSE}:4:1"),
    "LNG008": (edit(COURSE, "  de: Kulanzgutschriften\n", "  de: Kulanzgutschriften\n  fr: Avoirs\n"), f"{COURSE}:7:3"),
    "LNG009": (edit(SINGLE_DE, "  > Doch: Du weißt, wer entscheidet.\n", ""), f"{SINGLE_DE}:12:1"),
    "LNG010": (edit(NUMERIC_DE, "= 15 EUR", "= 16 EUR"), f"{NUMERIC_DE}:6:1"),
    "REF001": (edit(LESSON, "[goodwill.decide]", "[goodwill.decid]"), f"{LESSON}:5:14"),
    "REF002": (edit(SINGLE, "clause: GWC-1.amount", "clause: GWC-1.amounts"), f"{SINGLE}:5:1"),
    "REF003": (edit(COURSE, "ref: goodwill.card", "ref: goodwill.cards"), f"{COURSE}:35:24"),
    "REF004": (edit(CARD, "course: goodwill", "course: tools"), f"{CARD}:10:5"),
    "REF005": (edit(SINGLE, "practice: request\n", "practice: request\nenemies: [goodwill.nobody]\n"), f"{SINGLE}:5:11"),
    "IDS001": (edit(COURSE, "id: goodwill.practice", "id: goodwill.decide"), f"{COURSE}:17:5"),
    "IDS002": (edit(LESSON, "id: goodwill.card", "id: badwill.card"), f"{LESSON}:2:1"),
    "IDS003": (edit(COURSE, "moved: {}", "moved: {goodwill.card: null}"), f"{COURSE}:42:9"),
    "IDS004": (edit(COURSE, "moved: {}", "moved: {goodwill.old: goodwill.new}"), f"{COURSE}:42:9"),
    "OUT001": (edit(COURSE, "      - {kind: lesson, ref: goodwill.card}\n", ""), f"{LESSON}:2:1"),
    "OUT002": (edit(COURSE, "kind: quiz, ref: goodwill.practice", "kind: lesson, ref: goodwill.card"), f"{COURSE}:37:9"),
    "OUT003": (edit(COURSE, "id: certify", "id: learn"), f"{COURSE}:38:5"),
    "OUT004": (edit(COURSE, "en: Goodwill credits", "en: " + "Goodwill " * 9), f"{COURSE}:5:3"),
    "QIZ001": (edit(COURSE, "count: 1}", "count: 2}"), f"{COURSE}:21:9"),
    "QIZ002": (edit(COURSE, "{tries: 1,", "{tries: 2,"), f"{COURSE}:28:9"),
    "QIZ003": (edit(COURSE, "bloom: apply ", "bloom: remember "), f"{COURSE}:23:5"),
    "QIZ004": (edit(CARD, "course: goodwill, tier: S1", "course: goodwill, tier: S3"), f"{CARD}:10:5"),
    "STR001": (edit(COURSE, "cut: 7 ", "cut: 6 "), f"{COURSE}:29:5"),
    "QIZ005": (edit(LESSON, "[goodwill.decide]", "[goodwill.other]"), f"{COURSE}:28:35"),
    "SCP001": (edit(CARD, "amount: 30 EUR", "amount: 60 EUR"), f"{CARD}:42:3"),
    "SCP002": (edit(CARD, "amount: 70 EUR", "amount: 40 EUR"), f"{CARD}:47:3"),
    "SCP003": (edit(CARD, "amount: 70 EUR, our_fault: true", "amount: 70 EUR, our_fault: false"), f"{CARD}:47:3"),
    "SCP004": (edit(CARD, "amount: 30 EUR", "amount: 1.000 EUR"), f"{CARD}:42:11"),
    "ITM001": (edit(SINGLE, "Tell the customer that you cannot help with this.", "All of the above."), f"{SINGLE}:15:1"),
    "ITM002": (edit(SINGLE, "Tell the customer that you cannot help with this.", "A and B"), f"{SINGLE}:15:1"),
    "ITM003": (lengthen_keys, "goodwill/questions/certification/copy-0.de.md:4:1"),
    "ITM004": (edit(SINGLE, "What do you do now?", "What do you not do now?"), f"{SINGLE}:7:1"),
    "ITM005": (edit(SINGLE, "Credit EUR 50 now and EUR 20 tomorrow.", "Ask the account owner for EUR 70 whilst the customer waits."), f"{SINGLE}:13:1"),
    "ITM006": (drop_explanation, f"{SINGLE}:2:1"),
    "ITM007": (edit(SINGLE, "What do you do now?", "What do you think?"), f"{SINGLE}:7:1"),
}  # fmt: skip


def collide(workspace: Workspace) -> None:
    """A lesson whose address is that of the scope card's page."""
    for language in ("en", "de"):
        text = (workspace.root / LESSON.replace(".en.", f".{language}.")).read_text(encoding="utf-8")
        copy = text.replace("goodwill.card", "scope.goodwill-gwc-1")
        workspace.write(f"goodwill/lessons/copy.{language}.md", copy)
    unit = "      - {kind: scope, ref: GWC-1}\n"
    workspace.edit(COURSE, unit, unit + "      - {kind: lesson, ref: scope.goodwill-gwc-1}\n")


MISTAKES |= ROW_MISTAKES
MISTAKES["IDS005"] = (collide, f"{COURSE}:37:9")
MISTAKES |= edge_and_story.MISTAKES


@pytest.mark.parametrize("code", sorted(MISTAKES))
def test_a_mistake_is_found_where_it_is(workspace: Workspace, code: str) -> None:
    mistake, place = MISTAKES[code]
    mistake(workspace)

    assert f"{place} {code}" in workspace.findings()


@pytest.mark.parametrize("code", sorted(MISTAKES))
def test_message_and_hint_can_be_written_out(workspace: Workspace, code: str) -> None:
    MISTAKES[code][0](workspace)

    for finding in workspace.load().diagnostics:
        for text in (finding.message(), finding.hint()):
            assert text
            assert "{}" not in text


def test_every_kind_has_a_mistake_that_makes_it() -> None:
    assert sorted(MISTAKES) == sorted(kind.code for kind in ALL_KINDS)


def test_codes_are_given_once() -> None:
    codes = [kind.code for kind in ALL_KINDS]

    assert len(set(codes)) == len(codes)


def test_the_example_has_nothing_to_correct(workspace: Workspace) -> None:
    assert workspace.findings() == []
