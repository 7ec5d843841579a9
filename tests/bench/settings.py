"""Production, and a header that says how many queries an answer took, for those who ask for it."""

from academy.settings.production import *  # noqa: F403
from academy.settings.production import AUTHENTICATION_BACKENDS, MIDDLEWARE

MIDDLEWARE.insert(0, "tests.bench.counting.CountQueries")

# The sessions that fill.py writes are good for the bare site too, which has no backend of ours.
AUTHENTICATION_BACKENDS = [*AUTHENTICATION_BACKENDS, "django.contrib.auth.backends.ModelBackend"]
