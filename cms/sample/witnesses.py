"""What people who saw it say of a sample learner: one who has confirmed, one who was asked, one who cannot."""

from datetime import datetime, timedelta

from academy.shared.clock import london_date
from learners.portfolio.models import WitnessStatement
from learners.portfolio.states import Others, WitnessStatus
from learners.portfolio.witness_actions import Asked, Told, ask_witness, confirm_statement, decline_statement
from learners.registrations.models import QualRegistration

LEARNER = "amara@example.org"
ASKED = (
    (
        "Dilys Parry",
        "dilys",
        "Chair of the traders",
        "How I got the traders to agree on one thing to ask for.",
    ),
    ("Tomasz Zielinski", "tomasz", "Market officer", "How I talked with the council about the lights."),
    ("Joy Mensah", "joy", "Stallholder", "How I listened to people before the meeting."),
)
WORDS = (
    "Amara went from stall to stall for two weeks and asked each of us what would make the market better. At the "
    "meeting she put it all on the wall and let us choose. I have seen many meetings here. This one ended with a plan."
)


def load_witnesses(*, now: datetime) -> None:
    """Once, where the learner is on the way. The messages go out as all do; the addresses are made up."""
    registration = QualRegistration.objects.live().filter(account__email=LEARNER).first()
    if registration is None or WitnessStatement.objects.filter(learner__email=LEARNER).exists():
        return
    at = now - timedelta(days=9)
    seen = london_date(at) - timedelta(days=20)
    criteria = registration.version.criteria.order_by("outcome__unit__number", "outcome__number", "number")
    first, second, third = (
        ask_witness(
            asked=Asked(
                name=name,
                email=f"{box}@example.org",
                job_role=role,
                relationship="We know each other from the market.",
                status=WitnessStatus.COMMUNITY,
                relative=False,
                ask=ask,
                seen_from=seen,
                criteria=list(criteria.values_list("pk", flat=True)[:2]),
            ),
            registration_id=registration.pk,
            by=registration.account,
            now=at,
        )
        for name, box, role, ask in ASKED
    )
    told = Told(
        name=first.name,
        job_role=first.job_role,
        relationship=first.relationship,
        relative=False,
        words=WORDS,
        others=Others.ANONYMISED,
        seen_from=seen,
    )
    WitnessStatement.objects.filter(pk__in=(first.pk, second.pk, third.pk)).update(mailed_at=at)
    away = "I was not at that meeting. Ask Dilys."
    decline_statement(statement_id=third.pk, why=away, by=None, now=at + timedelta(days=1))
    confirm_statement(statement_id=first.pk, told=told, by=None, now=at + timedelta(days=3))
