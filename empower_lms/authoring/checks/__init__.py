"""Checks: one free function per rule, from values to findings. A new rule touches its file and the tuple here."""

from collections.abc import Callable, Iterator

from empower_lms.authoring.checks import identity, items, outline, pools, references, rows, scopes, strength, typed
from empower_lms.authoring.sources import Sources
from empower_lms.domain.course import Catalogue
from empower_lms.domain.diagnostic import Diagnostic

Check = Callable[[Catalogue, Sources], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    identity.check_ids_begin_with_their_course,
    identity.check_addresses_are_unique,
    identity.check_moved,
    references.check_objectives_exist,
    references.check_clauses_exist,
    references.check_enemies_exist,
    references.check_units_exist,
    references.check_needs_can_be_earned,
    outline.check_everything_is_placed_once,
    outline.check_sections,
    outline.check_titles,
    outline.check_tested_is_taught,
    pools.check_draw_is_possible,
    pools.check_second_try_is_fresh,
    pools.check_share_of_application,
    strength.check_certificates_carry_grants,
    scopes.check_inside_example,
    scopes.check_outside_example,
    items.check_all_of_the_above,
    items.check_combined_options,
    items.check_longest_is_key,
    items.check_negative_stem,
    items.check_near_duplicates,
    items.check_feedback_is_there,
    items.check_opinion,
    rows.check_surplus_partners,
    rows.check_guessing,
    rows.check_groups_are_used,
    typed.check_answer_is_not_in_the_case,
    typed.check_patterns_refuse_something,
    typed.check_variants_differ,
)


def run_checks(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    """Run every rule over a catalogue, which may lack pieces that are broken."""
    for check in CHECKS:
        yield from check(catalogue, sources)
