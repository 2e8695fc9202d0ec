"""What Open edX's own tests set up before anything else."""

from openedx.core.lib.safe_lxml import defuse_xml_libs

defuse_xml_libs()

from cms.conftest import _django_clear_site_cache, no_webpack_loader  # noqa: E402, F401
