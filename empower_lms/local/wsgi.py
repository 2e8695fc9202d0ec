"""The WSGI application that gunicorn loads."""

from django.core.wsgi import get_wsgi_application

from empower_lms.local.boot import configure

configure()
application = get_wsgi_application()
