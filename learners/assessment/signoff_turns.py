"""Whose signature is next, for many learners at once: as rows, for lists and messages. What one person may sign is
asked of signoff_policies.
"""

from datetime import date
from typing import Any

from django.db.models import Case, Exists, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from academy.accounts.queries import person_id
from courses.qualifications.models import Criterion
from courses.qualifications.staff_models import AssessorStatus
from courses.qualifications.staff_states import AssessorLevel
from learners.adjustments.models import AssessmentHold
from learners.assessment.models import CriterionDecision
from learners.assessment.signoff_models import Signature, UnitSignoff
from learners.assessment.states import DecisionState, SignedAs, SignoffState
from learners.registrations.models import RegisteredUnit
from learners.submissions.states import Outcome

MET = {"state": DecisionState.CONFIRMED, "outcome": Outcome.MET}


def ready_to_sign() -> QuerySet[RegisteredUnit]:
    """Units in which every criterion is confirmed met, that no hold stops, and that nobody has signed."""
    of_criterion = CriterionDecision.objects.filter(
        **MET, criterion=OuterRef("pk"), registration=OuterRef(OuterRef("registration"))
    )
    criteria = Criterion.objects.filter(outcome__unit=OuterRef("unit"))
    signed = UnitSignoff.objects.filter(registration=OuterRef("registration"), unit=OuterRef("unit"))
    holds = AssessmentHold.objects.filter(
        Q(unit=None) | Q(unit=OuterRef("unit")), registration=OuterRef("registration"), lifted_at=None
    )
    return RegisteredUnit.objects.filter(
        Exists(criteria),
        ~Exists(criteria.filter(~Exists(of_criterion))),
        ~Exists(signed.exclude(state=SignoffState.OPEN)),
        ~Exists(holds),
    )


def last_met() -> QuerySet[CriterionDecision, Any]:
    """For a subquery of such units: when the last of their criteria was confirmed."""
    rows = CriterionDecision.objects.filter(
        **MET, criterion__outcome__unit=OuterRef("unit"), registration=OuterRef("registration")
    )
    return rows.order_by().values("registration").annotate(at=Max("confirmed_at")).values("at")


def asked_to_countersign(on: date) -> QuerySet[Any, Any]:
    """Signatures of trainees that count, with `asked`: whom the staff file names for them on this day while they are in
    training; after that, whoever it was when they signed.
    """
    newest = (
        AssessorStatus.objects.filter(starts_on__lte=on)
        .annotate(whose=Coalesce("person__joined_to", "person"), second=person_id("countersigner"))
        .filter(whose=OuterRef("signer"))
        .order_by("-starts_on", "-pk")
    )
    today = Case(
        When(level=AssessorLevel.TRAINEE, then=Subquery(newest.values("second")[:1])),
        default=person_id("status__countersigner"),
    )
    rows = Signature.objects.filter(
        signed_as=SignedAs.ASSESSOR,
        voided_at__isnull=True,
        signoff__state=SignoffState.ASSESSOR_SIGNED,
        status__level=AssessorLevel.TRAINEE,
    ).annotate(signer=person_id("person"))
    return rows.annotate(level=Subquery(newest.values("level")[:1])).annotate(asked=today)
