"""For the tests: what production does, on servers of the tests' own, with a fast password hasher.

`make test` names PostgreSQL and Redis by DATABASE_URL and REDIS_URL; without them SQLite, the embedded queue and a
cache in memory serve, so that plain `pytest tests/rules` works anywhere. Each pytest process has a database, a queue
and a folder of its own; a Celery worker that a test starts inherits the names and so shares them.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

SLOT = os.environ.get("PYTEST_XDIST_WORKER", "main")
SLOT_NUMBER = int(SLOT.removeprefix("gw")) + 1 if SLOT.startswith("gw") else 0

# Before the base settings look for DATA_DIR: a test never writes into the folder of a running Academy.
if not os.environ.get("TEST_DATA_DIR"):
    if "pytest" in sys.modules:
        os.environ["TEST_DATA_DIR"] = tempfile.mkdtemp(prefix="academy-test-")
        atexit.register(shutil.rmtree, os.environ["TEST_DATA_DIR"], ignore_errors=True)
    else:  # manage.py and mypy read these settings too, and keep nothing
        os.environ["TEST_DATA_DIR"] = str(Path(tempfile.gettempdir(), f"academy-checks-{os.getuid()}"))
os.environ["DATA_DIR"] = str(Path(os.environ["TEST_DATA_DIR"], SLOT))
if os.environ.get("REDIS_URL"):  # a child of ours comes here again: the server's own address is kept beside
    SERVER = os.environ.setdefault("TEST_REDIS_URL", os.environ["REDIS_URL"].rstrip("/"))
    os.environ["REDIS_URL"] = f"{SERVER}/{SLOT_NUMBER * 2}"

from academy.settings.base import *  # noqa: E402, F403
from academy.settings.base import CACHES, DATA_DIR, DATABASES, REDIS_URL  # noqa: E402

PAGE_CACHE_SECONDS = 0  # a test that wants pages kept says so
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# TEST_DATABASE is given where the template is migrated, from which every test database is copied.
DATABASES["default"]["NAME"] = os.environ.get("TEST_DATABASE") or (
    str(DATA_DIR / "test.sqlite3")
    if DATABASES["default"]["ENGINE"].endswith("sqlite3")
    else f"test_{DATABASES['default']['NAME']}_{SLOT}"
)
if REDIS_URL:
    CACHES["default"]["LOCATION"] = f"{os.environ['TEST_REDIS_URL']}/{SLOT_NUMBER * 2 + 1}"
else:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}

for folder in ("broker", "broker-control", "mail", "media"):
    (DATA_DIR / folder).mkdir(parents=True, exist_ok=True)
