"""What happens by the clock. Every nudge has its sweep here, which finds the same work by asking the database."""

from datetime import timedelta

from celery.schedules import crontab

MINUTE = timedelta(minutes=1)

SCHEDULE = {
    "publish pages whose hour has come": {"task": "cms.publish_due", "schedule": MINUTE},
    "issue certificates that a nudge missed": {"task": "learners.certificates.issue_due", "schedule": MINUTE},
    "send every message that is due": {"task": "learners.reminders.send_all_due", "schedule": 5 * MINUTE},
    "send invitations that a nudge missed": {
        "task": "academy.accounts.send_waiting_invitations",
        "schedule": 5 * MINUTE,
    },
    "let Wagtail's groups follow the roles of today": {
        "task": "academy.accounts.keep_groups",
        "schedule": crontab(hour=0, minute=5),
    },
    "compare pages with the catalogue": {
        "task": "cms.check_catalogue",
        "schedule": crontab(hour=3, minute=10),
    },
    "forget guests after ninety days": {
        "task": "learners.enrolments.forget_old_guests",
        "schedule": crontab(hour=3, minute=20),
    },
    "forget sessions that ran out": {
        "task": "academy.accounts.forget_old_sessions",
        "schedule": crontab(hour=3),
    },
    "forget accounts that nobody confirmed": {
        "task": "academy.accounts.forget_unfinished_signups",
        "schedule": crontab(hour=3, minute=5),
    },
    "seal the audit trail": {"task": "academy.shared.seal_audit", "schedule": crontab(hour=3, minute=30)},
}
