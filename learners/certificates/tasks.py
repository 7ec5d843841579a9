"""Certificates by worker. Each task takes ids and may run any number of times."""

from celery import shared_task

from academy.shared import clock
from academy.shared.jobs import enqueue
from learners.certificates import actions, review_actions
from learners.certificates.queries import enrolments_due, unprinted

AT_ONCE = 500


@shared_task(name="learners.certificates.issue")
def issue(enrolment_id: int) -> None:
    """Issue one place's certificate when it is time."""
    actions.issue_certificate(enrolment_id=enrolment_id, now=clock.now())


@shared_task(name="learners.certificates.look_again")
def look_again(cohort_id: int) -> None:
    """A register of these dates was changed: do their certificates still count?"""
    review_actions.look_again_at(cohort_id=cohort_id, now=clock.now())


@shared_task(name="learners.certificates.look_again_at_doubtful")
def look_again_at_doubtful() -> None:
    """The sweep: the same for whatever a nudge has missed."""
    review_actions.look_again_at_doubtful(now=clock.now())


@shared_task(name="learners.certificates.make_pdf")
def make_pdf(certificate_id: int) -> None:
    """Print one certificate."""
    actions.make_pdf(certificate_id=certificate_id)


@shared_task(name="learners.certificates.issue_due")
def issue_due() -> None:
    """The sweep: nudge again whatever the database says is still to be done."""
    for enrolment_id in enrolments_due().values_list("pk", flat=True)[:AT_ONCE]:
        enqueue("learners.certificates.issue", enrolment_id=enrolment_id)
    for certificate_id in unprinted().values_list("pk", flat=True)[:AT_ONCE]:
        enqueue("learners.certificates.make_pdf", certificate_id=certificate_id)
