"""The six pillars of empowerment in service management.

Source: "Empowerment as a Gamechanger: How to implement ITSM, Part 4".
"""

from enum import StrEnum

from empower_lms.domain.translation import noop as _


class Pillar(StrEnum):
    """What a course teaches. ``lead`` is the managers' course beside the six pillars."""

    TRUST = "trust"
    SCOPE = "scope"
    SKILLS = "skills"
    TOOLS = "tools"
    TEAM = "team"
    SILO = "silo"
    LEAD = "lead"


SIX_PILLARS = tuple(pillar for pillar in Pillar if pillar is not Pillar.LEAD)


PILLAR_NAMES = {
    Pillar.TRUST: _("Trust"),
    Pillar.SCOPE: _("Decision scope"),
    Pillar.SKILLS: _("Knowledge and skills"),
    Pillar.TOOLS: _("Tools"),
    Pillar.TEAM: _("Teambuilding"),
    Pillar.SILO: _("Overcoming silos"),
    Pillar.LEAD: _("Leading"),
}


class Practice(StrEnum):
    """The service management practice that a case is taken from."""

    INCIDENT = "incident"
    CHANGE = "change"
    REQUEST = "request"
    PROBLEM = "problem"
    MAJOR_INCIDENT = "major-incident"
    SUPPLIER = "supplier"
    BUDGET = "budget"
