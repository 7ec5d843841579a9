"""The Celery application. Slices' tasks are listed here: Celery's own discovery looks only at the top of an app."""

import os

from celery import Celery

from academy.schedule import SCHEDULE

TASK_MODULES = [
    "cms.tasks",
    "learners.assessment.tasks",
    "learners.attendance.tasks",
    "learners.certificates.tasks",
    "learners.dashboards.tasks",
    "learners.enrolments.tasks",
    "learners.registrations.tasks",
    "learners.intake.tasks",
    "learners.joining.tasks",
    "learners.equality.tasks",
    "learners.portfolio.tasks",
    "learners.reminders.tasks",
    "academy.keeping.tasks",
    "academy.shared.tasks",
    "academy.accounts.tasks",
]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.development")

app = Celery("academy", include=TASK_MODULES)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
