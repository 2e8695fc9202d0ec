"""What wrong rows show: a surplus partner that was chosen, and steps that were moved out of their order."""

from bisect import bisect_left
from collections.abc import Iterator

from empower_lms.assessment.responses import AssignmentResponse, OrderingResponse
from empower_lms.domain.question import Matching, OptionRole, Ordering


def roles_of_partners(question: Matching, response: AssignmentResponse) -> Iterator[OptionRole]:
    """Yield the role of each surplus partner that was chosen."""
    for partner_id in response.assigned.values():
        role = question.partner(partner_id).role
        if role is not None:
            yield role


def roles_of_steps(question: Ordering, response: OrderingResponse) -> Iterator[OptionRole]:
    """Yield the role of each step that stands too early or too late among the others."""
    for step_id, is_early in moved_steps(question, response).items():
        step = question.step(step_id)
        role = step.early if is_early else step.late
        if role is not None:
            yield role


def moved_steps(question: Ordering, response: OrderingResponse) -> dict[str, bool]:
    """Map each step that was moved to whether it stands too early.

    One step that was moved shifts all others by a place, but they keep their order. So a step counts as moved only
    when it is missing in some longest run of steps that are in the right order among themselves.
    """
    right = {step_id: place for place, step_id in enumerate(question.key)}
    given = sorted(response.places, key=response.places.__getitem__)
    ranks = [right[step_id] for step_id in given]
    before = _longest_runs(ranks)
    behind = _longest_runs([-rank for rank in reversed(ranks)])[::-1]
    longest = max(before, default=0)
    on_a_run = [index for index in range(len(ranks)) if before[index] + behind[index] - 1 == longest]
    # Two steps at the same place of longest runs can stand for each other, so neither is needed.
    lengths = [before[index] for index in on_a_run]
    stay = {index for index in on_a_run if lengths.count(before[index]) == 1}
    moved = (index for index, rank in enumerate(ranks) if index not in stay and rank != index)
    return {given[index]: ranks[index] > index for index in moved}


def _longest_runs(ranks: list[int]) -> list[int]:
    """Return for each element the length of the longest rising run that ends with it."""
    lowest_ends: list[int] = []
    lengths: list[int] = []
    for rank in ranks:
        place = bisect_left(lowest_ends, rank)
        lowest_ends[place : place + 1] = [rank]
        lengths.append(place + 1)
    return lengths
