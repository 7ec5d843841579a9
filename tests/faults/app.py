"""The Academy's own Celery application with a faster clock, for `celery -A tests.faults.app worker|beat`."""

from academy.celery import app
from academy.schedule import SCHEDULE

SWEEP = "send every message that is due"
EVERY = 3.0  # seconds between two sweeps

app.conf.beat_schedule = {SWEEP: {**SCHEDULE[SWEEP], "schedule": EVERY}}
app.conf.include = [*app.conf.include, "tests.faults.killing"]  # imported last, when Django is ready
