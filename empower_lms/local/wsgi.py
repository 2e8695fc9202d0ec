"""The WSGI application that gunicorn loads."""

from django.core.wsgi import get_wsgi_application

from empower_lms.local.boot import configure
from empower_lms.local.runtime import prepare_block_types

configure()
application = get_wsgi_application()
prepare_block_types()
