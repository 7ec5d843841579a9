"""The certificates of one cohort, for those who run it: who holds one, who waits for what, and whom to hand one to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from courses.delivery.models import Cohort
from learners.certificates.models import Certificate
from learners.certificates.states import CertificateState
from learners.enrolments.models import Enrolment
from learners.enrolments.states import PlaceState

ON_A_PAGE = 50
CAME = (PlaceState.ATTENDED, PlaceState.PART_ATTENDED)


@dataclass(frozen=True, slots=True)
class Held:
    """One person who was there. `by_hand`: no e-mail reaches them, so somebody gives them the paper."""

    name: str
    label: str
    kind: str
    why: str
    href: str
    by_hand: bool
    review: str = ""  # where it is decided whether it counts


def held_page(cohort: Cohort, number: str) -> Page[Held]:
    """Those who were there, by name, a page at a time."""
    page: Page[Any] = Paginator(_came(cohort), ON_A_PAGE).get_page(number)
    page.object_list = [_held(place) for place in page.object_list]
    return page


def printed(cohort: Cohort) -> Iterator[Certificate]:
    """The valid certificates of these dates whose file is made, by name."""
    rows = Certificate.objects.filter(
        enrolment__cohort=cohort,
        enrolment__counts_for__isnull=True,
        state=CertificateState.ISSUED,
        pdf__isnull=False,
    )
    return rows.order_by(Lower("name"), "pk").iterator(chunk_size=200)


def _came(cohort: Cohort) -> QuerySet[Enrolment]:
    valid = Certificate.objects.exclude(state=CertificateState.REPLACED).order_by("issued_at")
    asked = Certificate.objects.filter(enrolment=OuterRef("pk"), state=CertificateState.UNDER_REVIEW)
    return (
        Enrolment.objects.counted()
        .filter(Q(state__in=CAME) | Exists(asked), cohort=cohort)
        .select_related("account__joined_to", "course")
        .prefetch_related(Prefetch("certificates", queryset=valid))
        .order_by(Lower("account__full_name"), "pk")
    )


def _held(place: Enrolment) -> Held:
    found = list(place.certificates.all())
    label, kind, why = _standing(place, found[-1] if found else None)
    ready = kind == "done"
    return Held(
        name=str(place.account),
        label=label,
        kind=kind,
        why=why,
        href=reverse("certificate-pdf", args=[found[-1].token]) if ready else "",
        review=reverse("certificate-review", args=[found[-1].token])
        if label == "Being looked at again"
        else "",
        by_hand=ready and (place.account.joined_to or place.account).email is None,
    )


def _standing(place: Enrolment, certificate: Certificate | None) -> tuple[str, str, str]:
    """Label, look, and what there is to say."""
    if certificate is not None and certificate.state == CertificateState.UNDER_REVIEW:
        return "Being looked at again", "warn", "A register was changed. The coordinator decides."
    if certificate is not None and certificate.state != CertificateState.ISSUED:
        return CertificateState(certificate.state).label, "warn", certificate.ended_reason
    if certificate is not None and certificate.pdf is not None:
        return "Ready", "done", ""
    if certificate is not None:
        return "Being printed", "info", "It takes about a minute."
    if place.state == PlaceState.PART_ATTENDED:
        return "Not earned", "", "They missed some of what counts."
    if place.completed_at is None:
        return "Not earned", "", "Fewer people came than these certificates need."
    return "Being made", "info", "It takes about a minute."
