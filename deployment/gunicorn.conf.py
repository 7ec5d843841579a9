"""gunicorn for the real Academy: one request at a time in each worker, behind a server that waits for slow phones.

Run from the project's folder: `gunicorn --config deployment/gunicorn.conf.py`. Why sync workers: decision 13.
"""

import gc
import os
from typing import Any

wsgi_app = "academy.wsgi:application"
bind = os.environ.get("WEB_BIND", "127.0.0.1:8001")  # under systemd the socket unit hands over its own
workers = int(os.environ.get("WEB_WORKERS") or 2 * (os.cpu_count() or 1) + 1)
worker_class = "sync"
preload_app = True  # the workers share what was loaded once
timeout = 30
graceful_timeout = 30
max_requests = 5000  # a worker that grew is replaced; not all at the same moment
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
errorlog = "-"
accesslog = None  # nginx keeps it


def pre_fork(server: Any, worker: Any) -> None:
    """What is loaded by now lives for ever: the garbage collector need not look at it again and again."""
    gc.freeze()
