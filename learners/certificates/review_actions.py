"""A certificate is looked at again when the signed registers no longer earn it. The enrolment is locked.

Nothing is taken back by itself: a register that is changed only asks, and somebody decides with a reason. When the
registers earn it again before anybody has decided, it counts again by itself.
"""

from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from learners.certificates.models import Certificate
from learners.certificates.policies import may_decide
from learners.certificates.review_queries import doubtful, is_earned
from learners.certificates.states import LIVE, TRANSITIONS, CertificateState
from learners.enrolments.models import Enrolment

DECIDED = "Somebody has decided this already. Look at the certificate again."


def look_again_at(*, cohort_id: int, now: datetime) -> int:
    """Every live certificate of these dates, each in its own transaction. Returns how many changed."""
    places = Certificate.objects.filter(enrolment__cohort=cohort_id, state__in=LIVE).order_by("enrolment")
    return sum(
        look_again(enrolment_id=pk, now=now) for pk in list(places.values_list("enrolment", flat=True))
    )


def look_again_at_doubtful(*, now: datetime) -> None:
    """The sweep: what a nudge has missed."""
    for pk in list(doubtful(now=now).values_list("enrolment", flat=True)[:1000]):
        look_again(enrolment_id=pk, now=now)


@transaction.atomic
def look_again(*, enrolment_id: int, now: datetime) -> bool:
    """Compare the place's certificate with the signed registers of today. Any repeat changes nothing."""
    enrolment = _enrolment(enrolment_id)
    certificate = Certificate.objects.filter(enrolment=enrolment, state__in=LIVE).first()
    if certificate is None or enrolment.cohort_id is None:
        return False
    earned = is_earned(enrolment)
    if certificate.state == CertificateState.ISSUED and not earned and not certificate.kept_why:
        _move(certificate, CertificateState.UNDER_REVIEW, review_since=now)
        audit(
            enrolment, "certificate_under_review", by=None, now=now, about=certificate, hub_id=_hub(enrolment)
        )
        return True
    if certificate.state == CertificateState.UNDER_REVIEW and earned:
        _move(certificate, CertificateState.ISSUED)
        audit(
            enrolment, "certificate_holds_again", by=None, now=now, about=certificate, hub_id=_hub(enrolment)
        )
        return True
    if earned and certificate.kept_why:  # what was decided then is not what would be asked next time
        certificate.kept_why = ""
        certificate.save(update_fields=["kept_why"])
    return False


@transaction.atomic
def decide(*, certificate_id: int, keep: bool, why: str, by: Account, now: datetime) -> Certificate:
    """Somebody who looks after the hub says that it counts all the same, or takes it back; with a reason either way.

    The same answer sent twice is given once.
    """
    enrolment = _enrolment(Certificate.objects.values_list("enrolment", flat=True).get(pk=certificate_id))
    certificate = Certificate.objects.get(pk=certificate_id)
    may_decide(by, enrolment, now=now).enforce()
    why = " ".join(why.split())
    to = CertificateState.ISSUED if keep else CertificateState.REVOKED
    if certificate.state == to and why in (certificate.kept_why, certificate.ended_reason):
        return certificate
    if certificate.state != CertificateState.UNDER_REVIEW:
        raise Refused(DECIDED)
    if not why:
        raise Refused("Say why. The person whose certificate it is can read it.")
    before = certificate.state
    if keep:
        _move(certificate, to, kept_why=why)
    else:
        _move(certificate, to, ended_at=now, ended_reason=why)
    audit(
        enrolment,
        "certificate_kept" if keep else "certificate_revoked",
        by=by,
        now=now,
        about=certificate,
        hub_id=_hub(enrolment),
        reason=why,
        before={"state": str(before)},
        after={"state": str(to)},
    )
    return certificate


def _enrolment(pk: int) -> Enrolment:
    return locked_one(Enrolment.objects.select_related("course", "cohort__hub", "account"), pk)


def _hub(enrolment: Enrolment) -> int | None:
    return enrolment.cohort.hub_id if enrolment.cohort is not None else None


def _move(
    certificate: Certificate,
    to: CertificateState,
    *,
    review_since: datetime | None = None,
    ended_at: datetime | None = None,
    ended_reason: str = "",
    kept_why: str = "",
) -> None:
    assert to in TRANSITIONS[CertificateState(certificate.state)], f"{certificate.state} cannot become {to}"
    certificate.state, certificate.review_since, certificate.kept_why = to, review_since, kept_why
    certificate.ended_at, certificate.ended_reason = ended_at, ended_reason
    certificate.save(update_fields=["state", "review_since", "kept_why", "ended_at", "ended_reason"])
