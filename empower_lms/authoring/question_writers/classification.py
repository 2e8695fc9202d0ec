"""``groups:`` in the front matter of every language, and ``- [inside] case`` for each case."""

import re

from empower_lms.authoring.question_writers.parts import Written, answer, feedback, say, show_roles
from empower_lms.domain.question import AnyQuestion, Classification

_MAX = 30


def write_classification(question: AnyQuestion, language: str) -> Written:
    """Write groups and cases. The short words of groups are not stored: they are made from the groups' titles."""
    assert isinstance(question, Classification)
    words = _group_words(question)
    lines: list[str] = []
    for case in question.cases:
        roles = {words[group]: role for group, role in case.roles.items()}
        mark = f"- [{words[case.group]}] {show_roles(roles)}".rstrip()
        lines += [answer(mark, say(case.text, language)), *feedback(case.feedback, language)]
    titles = {words[group.id]: say(group.text, language) for group in question.groups}
    return Written(tuple(lines), translated={"groups": titles})


def _group_words(question: Classification) -> dict[str, str]:
    words: dict[str, str] = {}
    for group in question.groups:
        slug = re.sub(r"[^a-z0-9]+", "-", group.text.to("en").lower()).strip("-")[:_MAX].strip("-")
        if not slug or not slug[0].isalpha() or slug in words.values():
            slug = f"group-{group.id}"
        words[group.id] = slug
    return words
