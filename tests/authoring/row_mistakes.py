"""One mistake in a question with rows or typed words, for each kind of finding that only they have."""

# ruff: noqa: E501 (one mistake per line reads as a table)

from collections.abc import Callable

from tests.authoring.conftest import Workspace
from tests.authoring.question_texts import CLASSIFICATION, GERMAN, MATCHING, ORDERING, TEXT, TEXTS

TEXT_DE, CLASSIFICATION_DE = TEXT.replace(".en.", ".de."), CLASSIFICATION.replace(".en.", ".de.")


def write_rows(workspace: Workspace, *paths: str) -> Workspace:
    """Add the questions to the example catalogue."""
    for path in paths or tuple(TEXTS):
        workspace.write(path, TEXTS[path]).write(path.replace(".en.", ".de."), GERMAN[path])
    return workspace


def edit(path: str, old: str, new: str) -> Callable[[Workspace], object]:
    return lambda workspace: write_rows(workspace).edit(path, old, new)


def drop_surplus(workspace: Workspace) -> None:
    write_rows(workspace)
    for language in ("en", "de"):
        path = MATCHING.replace(".en.", f".{language}.")
        lines = (workspace.root / path).read_text(encoding="utf-8").split("\n")
        first = next(number for number, line in enumerate(lines) if line.startswith("- =>"))
        workspace.write(path, "\n".join([*lines[:first], *lines[first + 4 :]]))


def drop_a_step(workspace: Workspace) -> None:
    write_rows(workspace)
    for language in ("en", "de"):
        path = ORDERING.replace(".en.", f".{language}.")
        lines = (workspace.root / path).read_text(encoding="utf-8").split("\n")
        last = next(number for number, line in enumerate(lines) if line.startswith("4."))
        workspace.write(path, "\n".join([*lines[:last], *lines[last + 2 :]]))


def empty_a_group(workspace: Workspace) -> None:
    write_rows(workspace)
    for language in ("en", "de"):
        workspace.edit(
            CLASSIFICATION.replace(".en.", f".{language}."), "- [outside] {inside: over, ask: comm}", "- [ask]"
        )


ROW_MISTAKES: dict[str, tuple[Callable[[Workspace], object], str]] = {
    "QST012": (edit(MATCHING, "- A change to the price list => The head of sales", "- A change to the price list"), f"{MATCHING}:13:1"),
    "QST013": (edit(ORDERING, "{late: over}", "{over}"), f"{ORDERING}:13:4"),
    "QST014": (edit(ORDERING, "3. {late", "5. {late"), f"{ORDERING}:13:1"),
    "QST015": (edit(CLASSIFICATION, "- [outside]", "- [beyond]"), f"{CLASSIFICATION}:17:4"),
    "QST016": (edit(CLASSIFICATION, "  inside: I decide", "  Inside: I decide"), f"{CLASSIFICATION}:7:3"),
    "QST017": (edit(TEXT, "/(the )?account", "/(?=the )account"), f"{TEXT}:11:1"),
    "QST018": (edit(TEXT, "= key account manager", "= …"), f"{TEXT}:10:1"),
    "QST019": (edit(TEXT, "= key account manager", "= key account manager\n  > Them."), f"{TEXT}:13:3"),
    "QST020": (edit(TEXT_DE, "- den Kunden", "- Account-Owner"), f"{TEXT_DE}:11:1"),
    "QST021": (edit(MATCHING, "kind: matching", "kind: matching\nasked: [1, 2, 2]"), f"{MATCHING}:4:1"),
    "LNG011": (edit(CLASSIFICATION_DE, "  ask: Ich", "  fragen: Ich"), f"{CLASSIFICATION_DE}:3:1"),
    "ITM008": (drop_surplus, f"{MATCHING}:9:1"),
    "ITM009": (drop_a_step, f"{ORDERING}:9:1"),
    "ITM010": (empty_a_group, f"{CLASSIFICATION}:6:1"),
    "ITM011": (edit(TEXT, "Whom do you ask when a credit", "An account-owner is away. Whom do you ask when a credit"), f"{TEXT}:9:1"),
    "ITM012": (edit(TEXT, "/(the )?account (owner|holder)s?/", "/[^tnd].*/"), f"{TEXT}:11:1"),
    "ITM013": (edit(TEXT, "= key account manager", "= The Account Owner!"), f"{TEXT}:10:1"),
}  # fmt: skip
