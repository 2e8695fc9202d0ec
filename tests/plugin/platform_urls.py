"""The addresses of the small project: what the plug-ins bring, as the platform's ``urls.py`` takes it in."""

from edx_django_utils.plugins import get_plugin_url_patterns

from tests.plugin.platform import PROJECT

urlpatterns = list(get_plugin_url_patterns(PROJECT))
