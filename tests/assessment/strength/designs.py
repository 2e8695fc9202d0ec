"""Designs for tests: small, and those of the validity brief."""

from empower_lms.assessment.strength.design import Design, Feedback, Item, Part
from empower_lms.assessment.strength.items import ItemModel, single_choice


def items(model: ItemModel, count: int, *, objective: str = "o", **more: object) -> tuple[Item, ...]:
    return tuple(
        Item(id=f"{objective}-{model.kind}-{number}", model=model, objective=objective, **more)
        for number in range(count)
    )


def design(
    parts: int,
    count: int,
    cut: int,
    tries: int | None = 1,
    *,
    at_least: int = 0,
    options: int = 4,
    pool: int | None = None,
    feedback: Feedback = Feedback.OBJECTIVES,
) -> Design:
    """Parts of equal single-choice questions, from a pool in which every try is fresh if none is given."""
    return Design(
        parts=tuple(
            Part(
                id=f"p{number}",
                count=count,
                at_least=at_least,
                pool=items(single_choice(options), pool or count * (tries or 1), objective=f"o{number}"),
            )
            for number in range(parts)
        ),
        cut=cut,
        tries=tries,
        feedback=feedback,
    )


DEFAULTS = {
    "S1": design(1, 10, 9, 2),
    "S2": design(5, 4, 17, 2, at_least=3),
    "S3": design(5, 5, 21, 2, at_least=4),
    "S4": design(5, 6, 27, 3, at_least=5),
}
"""The default designs (section 12)."""
USUAL = design(1, 10, 8, 3)
