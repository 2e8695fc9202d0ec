"""What bench_openedx.py needs of the platform's test set-up. The other benchmarks are scripts and never load it."""

import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
sys.path += [str(REPOSITORY), str(REPOSITORY / "tests" / "openedx")]

from openedx.core.lib.safe_lxml import defuse_xml_libs

defuse_xml_libs()

from cms.conftest import _django_clear_site_cache, no_webpack_loader  # noqa: F401
