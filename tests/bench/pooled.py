"""Our site with psycopg's pool, for workers with threads. Django itself then keeps no connection."""

from tests.bench.settings import *  # noqa: F403
from tests.bench.settings import DATABASES

DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 2, "max_size": 8, "timeout": 10}
