"""Production, and a header that says how many queries an answer took, for those who ask for it."""

from academy.settings.production import *  # noqa: F403
from academy.settings.production import MIDDLEWARE

MIDDLEWARE.insert(0, "tests.bench.counting.CountQueries")

REQUIRE_SECOND_FACTOR = False  # the benchmark signs in by code, also as a coordinator
