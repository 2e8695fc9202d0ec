"""The registry of everything that ``empower-lms check`` can find.

A code never changes its meaning and is never used again. ``docs/reference/diagnostics.md`` is made from here.
"""

from empower_lms.authoring.kinds.catalogue import CATALOGUE_KINDS
from empower_lms.authoring.kinds.edges import EDGE_KINDS
from empower_lms.authoring.kinds.files import FILE_KINDS
from empower_lms.authoring.kinds.stories import STORY_KINDS
from empower_lms.authoring.kinds.structure import STRUCTURE_KINDS

ALL_KINDS = (*FILE_KINDS, *STRUCTURE_KINDS, *EDGE_KINDS, *STORY_KINDS, *CATALOGUE_KINDS)

__all__ = ["ALL_KINDS", "CATALOGUE_KINDS", "EDGE_KINDS", "FILE_KINDS", "STORY_KINDS", "STRUCTURE_KINDS"]
