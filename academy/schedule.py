"""What happens by the clock. Every nudge has its sweep here, which finds the same work by asking the database.

A sweep that no worker has begun in time is left out, because the next one finds the same: otherwise a night without
workers would end with hundreds of them, each of which hands out the same work again.
"""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab

from academy.retention import ROWS

MINUTE = timedelta(minutes=1)

IN_TIME, TONIGHT = 10 * MINUTE, timedelta(hours=12)


def _left_out_when_late(entry: dict[str, Any]) -> dict[str, Any]:
    late = IN_TIME if isinstance(entry["schedule"], timedelta) else TONIGHT
    return {**entry, "options": {"expires": late.total_seconds()}}


_ENTRIES: dict[str, dict[str, Any]] = {
    "publish pages whose hour has come": {"task": "cms.publish_due", "schedule": MINUTE},
    "issue certificates that a nudge missed": {"task": "learners.certificates.issue_due", "schedule": MINUTE},
    "pass on places whose offer ran out": {"task": "learners.enrolments.expire_offers", "schedule": MINUTE},
    "let dates begin and end": {"task": "learners.enrolments.advance_cohorts", "schedule": MINUTE},
    "close dates whose registers are signed": {
        "task": "learners.attendance.close_cohorts",
        "schedule": 5 * MINUTE,
    },
    "send seat codes, and let go of seats that were held long enough": {
        "task": "learners.intake.tend_codes",
        "schedule": MINUTE,
    },
    "go on with lists of people that a nudge missed": {
        "task": "learners.intake.work_on_all",
        "schedule": MINUTE,
    },
    "look again at certificates whose register was changed": {
        "task": "learners.certificates.look_again_at_doubtful",
        "schedule": 5 * MINUTE,
    },
    "send every message that is due": {"task": "learners.reminders.send_all_due", "schedule": 5 * MINUTE},
    "send invitations that a nudge missed": {
        "task": "academy.accounts.send_waiting_invitations",
        "schedule": 5 * MINUTE,
    },
    "write to witnesses that a nudge missed": {
        "task": "learners.portfolio.send_waiting_witness_requests",
        "schedule": 5 * MINUTE,
    },
    "make lists that a nudge missed": {"task": "learners.dashboards.make_exports", "schedule": MINUTE},
    "check files of portfolios that a nudge missed": {
        "task": "learners.portfolio.check_files",
        "schedule": 5 * MINUTE,
    },
    "make copies of portfolios that a nudge missed": {
        "task": "learners.portfolio.make_copies",
        "schedule": MINUTE,
    },
    "drop content of files that belongs to no piece": {
        "task": "learners.portfolio.drop_strays",
        "schedule": crontab(hour=4, minute=20),
    },
    "let Wagtail's groups follow the roles of today": {
        "task": "academy.accounts.keep_groups",
        "schedule": crontab(hour=0, minute=5),
    },
    "end registrations whose version gives no certificates any more": {
        "task": "learners.registrations.lapse_due",
        "schedule": crontab(hour=0, minute=20),
    },
    "write down that learners did not answer an assessor's record": {
        "task": "learners.assessment.note_silence",
        "schedule": crontab(hour=0, minute=35),
    },
    "go on where learners were asked to confirm a unit and did not answer": {
        "task": "learners.assessment.tell_silent",
        "schedule": crontab(hour=5, minute=50),
    },
    "compare pages with the catalogue": {
        "task": "cms.check_catalogue",
        "schedule": crontab(hour=3, minute=10),
    },
    "count what people told about themselves": {
        "task": "learners.equality.make_figures",
        "schedule": crontab(hour=3, minute=52),
    },
    "seal the audit trail": {"task": "academy.shared.seal_audit", "schedule": crontab(hour=3, minute=30)},
}

# One round each night for every kind of record that goes by the clock, two minutes apart, London time.
KEEPING_AT = {
    row.key: divmod(3 * 60 + 2 * place, 60) for place, row in enumerate(row for row in ROWS if row.find)
}

_ENTRIES |= {
    f"forget {key}": {
        "task": "academy.keeping.forget",
        "kwargs": {"key": key},
        "schedule": crontab(hour=hour, minute=minute),
    }
    for key, (hour, minute) in KEEPING_AT.items()
}

SCHEDULE = {name: _left_out_when_late(entry) for name, entry in _ENTRIES.items()}
