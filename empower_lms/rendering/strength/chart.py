"""The chart: P(certified) over knowledge, as an SVG that needs no style sheet and no script.

Colours are the reader's own (``currentColor``), so it reads in dark mode, in forced colours and on paper;
lines differ by their dashes and every mark has its words.
"""

from collections.abc import Iterable
from fractions import Fraction

from markupsafe import Markup

from empower_lms.assessment.strength.grade import Row
from empower_lms.assessment.strength.players import Persona
from empower_lms.assessment.strength.report import StrengthReport
from empower_lms.domain.base import Value
from empower_lms.rendering.environment import render
from empower_lms.rendering.strength.wording import PERSONAS, word_tries
from empower_lms.rendering.translation import phrases

LEFT, TOP, WIDTH, HEIGHT = 48, 32, 480, 240
ANCHORS = {Persona.PARTIAL: "middle", Persona.MASTER: "end", Persona.EXPERT: "start"}
"""Neighbours write their names away from each other."""

BOUND_ROWS = {Persona.PARTIAL: Row.WEAK, Persona.MASTER: Row.MASTER}
"""Which figure the tier bounds for whom."""


class Mark(Value):
    """A persona on the line: where, what to write above, and where the tier's bound is."""

    x: str
    y: str
    label: str
    anchor: str
    bound_y: str | None


def render_chart(report: StrengthReport, locale: str, *, standalone: bool = False) -> Markup:
    """Draw P(certified) over the share of the topic that somebody knows.

    Args:
        standalone: for a file of its own, with the namespace and a ground of the viewer's colours.
    """
    return render(
        "strength/chart.svg.j2",
        locale,
        report=report,
        tries=word_tries(report.tries, locale),
        standalone=standalone,
        frame={"left": LEFT, "top": TOP, "width": WIDTH, "height": HEIGHT},
        grid=[(share, _x(share), _y(share)) for share in (Fraction(step, 5) for step in range(6))],
        first=_path((point.knows, point.first) for point in report.curve),
        all=_path((point.knows, point.all) for point in report.curve),
        spoken=report.curve[::2],
        cut=_x(report.knows_at_cut),
        marks=_marks(report, locale),
    )


def _marks(report: StrengthReport, locale: str) -> list[Mark]:
    text = phrases(locale)
    bounds = {measure.row: measure.bound for measure in report.measures}
    return [
        Mark(
            x=_x(result.knows),
            y=_y(result.all),
            label=text.gettext(PERSONAS[result.persona][0]),
            anchor=ANCHORS[result.persona],
            bound_y=_y(bounds[BOUND_ROWS[result.persona]]) if result.persona in BOUND_ROWS else None,
        )
        for result in report.personas
        if result.persona in ANCHORS
    ]


def _path(points: Iterable[tuple[Fraction, Fraction]]) -> str:
    return " ".join(f"{_x(knows)},{_y(chance)}" for knows, chance in points)


def _x(share: Fraction) -> str:
    return _number(LEFT + share * WIDTH)


def _y(chance: Fraction) -> str:
    return _number(TOP + (1 - chance) * HEIGHT)


def _number(value: Fraction | int) -> str:
    """Write a coordinate with one decimal."""
    tenths = round(Fraction(value) * 10)
    return f"{tenths // 10}.{tenths % 10}"
