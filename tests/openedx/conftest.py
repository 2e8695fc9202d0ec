"""What Open edX's own tests set up before anything else."""

import sys
from pathlib import Path

from openedx.core.lib.safe_lxml import defuse_xml_libs

defuse_xml_libs()

# At the end: empower_lms is the installed one, and only our tests' own modules come from here.
sys.path.append(str(Path(__file__).parents[2]))

from cms.conftest import _django_clear_site_cache, no_webpack_loader  # noqa: E402, F401
