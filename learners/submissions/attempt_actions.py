"""One more try, or more time, for a criterion, where the rule of the qualification allows none."""

from datetime import date, datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.qualifications.models import Criterion
from learners.registrations.models import QualRegistration
from learners.submissions.answer_models import ExtraAttempt
from learners.submissions.check_queries import again_for
from learners.submissions.piece_queries import answers_of, extras_of, past_of, person_of
from learners.submissions.policies import may_give_attempt


@transaction.atomic
def give_attempt(
    *, registration_id: int, criterion_id: int, until: date | None, why: str, by: Account, now: datetime
) -> ExtraAttempt:
    """One more try for this criterion. until: the last day to hand it in; None: there is none.

    Refused while it can be handed in anyway, and so pressing twice gives one.
    """
    rows = QualRegistration.objects.select_related("version", "account")
    registration = locked_one(rows, registration_id)
    criterion = Criterion.objects.select_related("outcome").filter(
        pk=criterion_id, outcome__unit__in=registration.units.values("unit")
    )
    found = criterion.first()
    if found is None:
        raise Refused("The learner does not take the unit that this belongs to.")
    may_give_attempt(by, registration, found.outcome.unit_id, on=london_date(now)).enforce()
    if not why.strip():
        raise Refused("Write why another try is given.")
    if until is not None and until < london_date(now):
        raise Refused("The last day is over already. Choose a later one.")
    _check_needed(registration, found, on=london_date(now))
    made = ExtraAttempt.objects.create(
        registration=registration,
        criterion=found,
        until=until,
        why=why.strip()[:300],
        given_by=by,
        given_at=now,
    )
    QualRegistration.objects.filter(pk=registration.pk).update(moved_at=now)
    after = {"criterion": found.pk, "until": until.isoformat() if until else ""}
    hub, why = registration.hub_id, made.why
    audit(registration, "attempt_given", by=by, now=now, about=made, hub_id=hub, reason=why, after=after)
    enqueue("learners.reminders.send_due", kind="another_attempt")
    return made


def _check_needed(registration: QualRegistration, criterion: Criterion, *, on: date) -> None:
    """Only for what is not yet met, waits for nobody, and cannot be handed in again by the rule."""
    person, key = person_of(registration), (registration.pk, criterion.pk)
    before = past_of([person]).get((person, criterion.pk), [])
    answer = answers_of([registration.pk]).get(key)
    if answer is not None and answer.met:
        raise Refused("This is met. There is nothing more to hand in for it.")
    if any(one.waiting for one in before):
        raise Refused("It is handed in and waits for an answer. Judge that first.")
    if again_for(registration, before, on=on, answer=answer, extra=extras_of([registration.pk]).get(key)):
        raise Refused("The learner can hand this in again as it is, so there is nothing to give.")
