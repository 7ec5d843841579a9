"""For working on the project and for `make demo`: everything embedded, every page explains itself."""

from academy import env
from academy.settings.base import *  # noqa: F403
from academy.settings.base import DATA_DIR

DEBUG = env.flag("DEBUG", default=True)
DEMO = env.flag("DEMO", default=True)
PAGE_CACHE_SECONDS = 0  # an edited template shows at once
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

for folder in ("broker", "broker-control", "mail", "media"):
    (DATA_DIR / folder).mkdir(parents=True, exist_ok=True)
