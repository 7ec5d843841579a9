"""What something takes, in a process that does nothing else."""

import gc
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.counting import counted

PAGE = resource.getpagesize()


def weighed(act: Callable[[], int]) -> None:
    """Do it, and print one line of JSON: seconds, CPU seconds, extra memory in MB at its highest, queries, bytes."""
    gc.collect()
    before, cpu = _memory(), time.process_time()
    done = counted(act)
    used = time.process_time() - cpu
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    told = {
        "seconds": done.seconds,
        "cpu": used,
        "extra_mb": (highest - before) / 1e6,
        "queries": done.queries,
    }
    print(json.dumps(told | {"bytes": done.answer}))


def _memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE
