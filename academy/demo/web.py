"""The demo's WSGI application: ours, with static files straight from the source folders (no collectstatic)."""

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application

application = StaticFilesHandler(get_wsgi_application())
