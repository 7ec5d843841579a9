"""What a learner cannot hand in again by the rule of the qualification, and has not met."""

from datetime import date

from courses.qualifications.models import Criterion
from learners.registrations.models import QualRegistration
from learners.submissions.check_queries import again_for
from learners.submissions.piece_queries import answers_of, extras_of, past_of, person_of


def used_up(registration: QualRegistration, *, on: date) -> list[Criterion]:
    """In their order: not yet met, waiting for nobody, and closed to the learner. Four queries."""
    person = person_of(registration)
    past, answers, extras = past_of([person]), answers_of([registration.pk]), extras_of([registration.pk])
    rows = Criterion.objects.filter(outcome__unit__in=registration.units.values("unit"))
    found = []
    for one in rows.select_related("outcome__unit").order_by(
        "outcome__unit__number", "outcome__number", "number"
    ):
        key = (registration.pk, one.pk)
        before, answer = past.get((person, one.pk), []), answers.get(key)
        if (answer is not None and answer.met) or any(each.waiting for each in before):
            continue
        if not again_for(registration, before, on=on, answer=answer, extra=extras.get(key)):
            found.append(one)
    return found
