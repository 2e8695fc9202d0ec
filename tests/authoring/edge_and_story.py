"""A boundary question and a decision case beside the example catalogue, and mistakes in them."""

from collections.abc import Callable

from empower_lms.authoring.question_writers import write_question
from tests.authoring.conftest import Workspace

EDGE, EDGE_DE = "goodwill/questions/practice/edge.en.md", "goodwill/questions/practice/edge.de.md"
STORY, STORY_DE = "goodwill/questions/practice/story.en.md", "goodwill/questions/practice/story.de.md"

EDGE_TEXT = """\
---
id: goodwill.edge
kind: boundary
objective: goodwill.decide
practice: request
clause: GWC-1.amount
cases: [below, at, above, split, other-unit]
together: {en: "all in all", de: insgesamt}
---
You hold **GWC-1** (credits up to {limit} per case). A double charge of ours cost a customer money, and the customer
asks for it back. {case} What do you do now?

- [inside] Credit it, write it into the ticket, and tell the account owner today.
  > The card ends at {limit}; this is not yours alone.
- [outside] Ask the account owner first.
  > You would let the customer wait for a yes that nobody needs.
- [ ] {comm} Credit it; the account owner sees it in the monthly list.
  > Whoever answers for the account has to know within a day.

### split

They ask for {count} credits of {part} each, one for each charge of the same case.

### Why

A limit is a number. It is not softer at its edge.
"""

EDGE_TEXT_DE = """\
---
id: goodwill.edge
---
Du hast **GWC-1** (Gutschriften bis {limit} je Fall). Eine doppelte Abbuchung von uns hat Geld gekostet, und es soll
zurückkommen. {case} Was tust du jetzt?

- [inside] Gutschreiben, ins Ticket schreiben und heute der Kundenbetreuung Bescheid sagen.
  > Die Karte endet bei {limit}; das hier gehört dir nicht allein.
- [outside] Zuerst die Kundenbetreuung fragen.
  > Gewartet würde auf ein Ja, das niemand braucht.
- [ ] {comm} Gutschreiben; die Kundenbetreuung sieht es in der Monatsliste.
  > Wer für das Konto verantwortlich ist, muss es innerhalb eines Tages wissen.

### split

Gewünscht werden {count} Gutschriften zu je {part}, eine für jede Abbuchung desselben Falls.

### Warum

Eine Grenze ist eine Zahl. An ihrem Rand ist sie nicht weicher.
"""

STORY_TEXT = """\
---
id: goodwill.story
kind: case
objective: goodwill.decide
practice: request
clause: GWC-1.amount
---
You hold **GWC-1**: credits up to EUR 50 per case for a fault of ours.

## call

A customer was charged twice, EUR 45 each time.

- [x] Credit EUR 45 now. -> second
  > The customer thanks you.
  >> One charge too many is EUR 45, below the limit.
- [ ] {over} Credit both charges,
  EUR 90 in all. -> note
  > The account owner calls: that was too much.
  >> EUR 90 is above the limit, and one of the charges was right.
- [ ] {under} Ask the account owner first. -> end
  > The customer hangs up.
  >> It was yours to decide.

## second

The same customer asks for another EUR 10 "for the trouble".

- [x] Ask the account owner. -> note
  > She says no.
  >> 45 + 10 = 55 in one case.
- [ ] {over} Credit EUR 10. -> note
  > It is booked.
  >> The case counts as a whole.

## note

It is 17:00.

- [x] Write it into the ticket and tell the account owner. -> end
  > Everybody knows.
  >> Within 24 hours, as the card says.
- [ ] {comm} Go home. -> end
  > The next day she learns it from the customer.
  >> Not told is not done.

### Why

The card counts per case.
"""

STORY_TEXT_DE = """\
---
id: goodwill.story
---
Du hast **GWC-1**: Gutschriften bis 50 EUR je Fall für einen Fehler von uns.

## call

Zweimal abgebucht, je 45 EUR.

- [x] 45 EUR sofort gutschreiben. -> second
  > Du hörst ein Danke.
  >> Eine Abbuchung zu viel sind 45 EUR, unter der Grenze.
- [ ] {over} Beide Abbuchungen gutschreiben,
  90 EUR insgesamt. -> note
  > Die Kundenbetreuung ruft an: Das war zu viel.
  >> 90 EUR liegen über der Grenze, und eine der Abbuchungen war richtig.
- [ ] {under} Zuerst die Kundenbetreuung fragen. -> end
  > Am anderen Ende wird aufgelegt.
  >> Die Entscheidung war deine.

## second

Nun sollen es noch 10 EUR „für den Ärger“ sein.

- [x] Die Kundenbetreuung fragen. -> note
  > Sie sagt nein.
  >> 45 + 10 = 55 in einem Fall.
- [ ] {over} 10 EUR gutschreiben. -> note
  > Es ist gebucht.
  >> Der Fall zählt als Ganzes.

## note

Es ist 17:00 Uhr.

- [x] Ins Ticket schreiben und der Kundenbetreuung Bescheid sagen. -> end
  > Alle wissen es.
  >> Innerhalb von 24 Stunden, wie es auf der Karte steht.
- [ ] {comm} Nach Hause gehen. -> end
  > Am nächsten Tag erfährt sie es von anderen.
  >> Nicht gesagt ist nicht getan.

### Warum

Die Karte zählt je Fall.
"""

Edits = tuple[str, str, str]


def write_edge(workspace: Workspace) -> Workspace:
    return workspace.write(EDGE, EDGE_TEXT).write(EDGE_DE, EDGE_TEXT_DE)


def write_story(workspace: Workspace) -> Workspace:
    return workspace.write(STORY, STORY_TEXT).write(STORY_DE, STORY_TEXT_DE)


def edge(*edits: Edits) -> Callable[[Workspace], object]:
    """A boundary question with mistakes: file, old text, new text."""
    return lambda workspace: _edit_all(write_edge(workspace), edits)


def story(*edits: Edits) -> Callable[[Workspace], object]:
    return lambda workspace: _edit_all(write_story(workspace), edits)


def _edit_all(workspace: Workspace, edits: tuple[Edits, ...]) -> None:
    for path, old, new in edits:
        workspace.edit(path, old, new)


CARD = "scopes/GWC-1.yaml"
CASES = "cases: [below, at, above, split, other-unit]"
ENDLESS = "".join(f"## more-{n}\n\nMore.\n\n- [x] On. -> end\n  > .\n- [ ] Off. -> end\n  > .\n\n" for n in range(22))


def make_boxes(workspace: Workspace) -> None:
    """The limit counts boxes, which we have no words for."""
    write_edge(workspace)
    workspace.edit(CARD, "unit: EUR", "unit: boxes").edit(CARD, "at_most: 50 EUR", "at_most: 50 boxes")
    workspace.edit(CARD, "amount: 30 EUR", "amount: 30 boxes").edit(CARD, "amount: 70 EUR", "amount: 70 boxes")
    workspace.edit(EDGE, CASES, "cases: [below, at, above]")
    for path in (EDGE, EDGE_DE):
        text = (workspace.root / path).read_text(encoding="utf-8")
        head, _, tail = text.partition("### split")
        workspace.write(path, head + "###" + tail.split("###", 1)[1])


def stop_after_the_scene(workspace: Workspace) -> None:
    write_story(workspace).write(STORY, STORY_TEXT.partition("## call")[0])


def write_out(workspace: Workspace) -> None:
    """The question as Studio's plain text shows it."""
    catalogue = write_edge(workspace).load().catalogue
    assert catalogue is not None
    questions = catalogue.course_by_id["goodwill"].questions.practice
    texts = write_question(next(one for one in questions if one.kind == "boundary"), ("en", "de"))
    assert texts is not None
    workspace.write(EDGE, texts["en"]).write(EDGE_DE, texts["de"])


def speak_french(workspace: Workspace) -> None:
    write_edge(workspace)
    workspace.edit("catalogue.yaml", "languages: [en, de]", "languages: [en, de, fr]")
    workspace.write(EDGE.replace(".en.", ".fr."), EDGE_TEXT_DE)


MISTAKES = {
    "QST030": (edge((EDGE, "GWC-1.amount", "GWC-1.our-fault")), f"{EDGE}:6:1"),
    "QST031": (edge((CARD, "tier: S1\nlevel", "tier: S0\nlevel")), f"{EDGE}:6:1"),
    "QST032": (edge((EDGE, "[outside]", "[ ]"), (EDGE_DE, "[outside]", "[ ]")), f"{EDGE}:13:1"),
    "QST033": (edge((EDGE, "for a yes", "{amount} for a yes")), f"{EDGE}:16:37"),
    "QST034": (edge((EDGE, "{count} credits of {part} each", "several credits")), f"{EDGE}:20:1"),
    "QST035": (edge((EDGE, "### split", "### splitt")), f"{EDGE}:20:1"),
    "QST036": (edge((EDGE, "### Why", "### split\n\nOnce more {amount}.\n\n### Why")), f"{EDGE}:24:1"),
    "QST037": (edge((EDGE, "above, split,", "above,")), f"{EDGE}:20:1"),
    "QST038": (edge((EDGE, "other-unit]", "other-unit]\nother_unit: EUR")), f"{EDGE}:7:34"),
    "QST039": (edge((EDGE, 'together: {en: "all in all", de: insgesamt}\n', "")), f"{EDGE}:7:27"),
    "QST040": (edge((CARD, "all in all", "in this case")), f"{EDGE}:8:12"),
    "QST041": (edge((EDGE, CASES, "cases: [split, other-unit]")), f"{EDGE}:7:1"),
    "QST042": (make_boxes, f"{EDGE}:2:1"),
    "QST043": (speak_french, f"{EDGE}:3:1"),
    "QST044": (edge((EDGE, "other-unit]", "other-unit]\nstep: 1 h")), f"{EDGE}:8:1"),
    "QST045": (edge((EDGE, "credits up to {limit}", "credits up to EUR 50")), f"{EDGE}:10:1"),
    "QST046": (write_out, f"{EDGE}:7:1"),
    "QST050": (stop_after_the_scene, f"{STORY}:8:1"),
    "QST051": (story((STORY, "## second", "## The Second Call!")), f"{STORY}:25:4"),
    "QST052": (story((STORY, "## second", "## call")), f"{STORY}:25:4"),
    "QST053": (story((STORY, "-> second", "-> secnd")), f"{STORY}:14:1"),
    "QST054": (story((STORY, "Ask the account owner. -> note", "Ask the account owner. -> call")), f"{STORY}:29:1"),
    "QST055": (story((STORY, "-> second", "-> note"), (STORY_DE, "-> second", "-> note")), f"{STORY}:25:1"),
    "QST056": (story((STORY, "- [x] Credit", "- [ ] Credit")), f"{STORY}:10:1"),
    "QST057": (story((STORY, "- [ ] {comm} Go home.", "- [x] Go home.")), f"{STORY}:36:1"),
    "QST058": (story((STORY, "Go home. -> end", "Go home.")), f"{STORY}:43:1"),
    "QST059": (story((STORY, "  > The customer hangs up.\n", "")), f"{STORY}:21:1"),
    "QST060": (story((STORY, "It is 17:00.\n", "")), f"{STORY}:36:1"),
    "QST061": (story((STORY, "- [ ] {comm} Go home. -> end\n  > The next day she learns it from the customer.\n"
                             "  >> Not told is not done.\n", "")), f"{STORY}:36:1"),
    "QST062": (story((STORY, "### Why", ENDLESS + "### Why")), f"{STORY}:236:1"),
    "QST063": (story((STORY, "## call", "- [ ] {over} Hurry. -> end\n\n## call")), f"{STORY}:10:1"),
    "LNG020": (story((STORY_DE, "## second", "## zweiter"), (STORY_DE, "-> second", "-> zweiter")), f"{STORY_DE}:21:1"),
    "LNG021": (story((STORY_DE, "fragen. -> note", "fragen. -> end")), f"{STORY_DE}:25:1"),
}  # fmt: skip
