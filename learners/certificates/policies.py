"""When a certificate may be issued, and who may change one."""

from datetime import datetime

from academy.accounts.models import Account
from academy.accounts.queries import holds, roles_of
from academy.accounts.roles import Role
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.catalogue.kinds import CertificateKind
from courses.delivery.policies import leads
from learners.certificates.models import Certificate
from learners.certificates.queries import forgotten
from learners.certificates.states import CertificateState
from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind, PlaceState


def may_be_issued(enrolment: Enrolment) -> Ruling:
    """Is it time for this place's certificate? `enrolment` comes with its course and account."""
    if enrolment.course.certificate_kind == CertificateKind.NONE:
        return Ruling.no("This course gives no certificate of ours.")
    if enrolment.completed_at is None:
        return Ruling.no("The course is not finished yet. Your learning page says what is still missing.")
    if forgotten(enrolment):
        return Ruling.no("These dates were so long ago that their registers and certificates are gone.")
    if enrolment.kind == EnrolmentKind.COHORT and enrolment.state != PlaceState.ATTENDED:
        return Ruling.no(
            "The register was changed since, and now says that a day is missing. Ask your trainer."
        )
    if enrolment.certificates.filter(state=CertificateState.REVOKED).exists():
        return Ruling.no("Your certificate was taken back. Ask the Academy if you want to know why.")
    if enrolment.counts_for_id is not None:
        return Ruling.no("This day was entered twice. The certificate is made out for the other entry.")
    if holder_of(enrolment).certificate_name_confirmed_at is None:
        return Ruling.no("Tell us which name to print, and we will make your certificate.")
    return Ruling.yes()


def holder_of(enrolment: Enrolment) -> Account:
    """Whose certificate it is: of a row that was joined to another, the one that stands for the person."""
    account = enrolment.account
    joined = account.joined_to
    # somebody at the door said which name to print; that holds until they say another
    return joined if joined is not None and joined.certificate_name_confirmed_at is not None else account


def may_hide(account_id: int, certificate: Certificate) -> Ruling:
    """May this person close or open the public page of this certificate? Also of one that was replaced."""
    if certificate.enrolment.account.person_id != account_id:
        return Ruling.no("This certificate belongs to somebody else. Sign in as the person it was given to.")
    return Ruling.yes()


def may_decide_any(by: Account, *, now: datetime) -> Ruling:
    """See the certificates that have to be looked at again."""
    if holds(roles_of(by, london_date(now)), Role.MANAGER, Role.COORDINATOR):
        return Ruling.yes()
    return Ruling.no(
        "Whether a certificate still counts is decided by the hub's coordinator or an Academy manager. Ask one of them."
    )


def may_decide(by: Account, enrolment: Enrolment, *, now: datetime) -> Ruling:
    """Say whether a certificate counts after its register was changed. `enrolment` comes with its cohort and hub."""
    assert enrolment.cohort is not None
    if enrolment.account.person_id == by.pk:
        return Ruling.no("This is your own certificate. Somebody else decides: ask an Academy manager.")
    if not leads(by, enrolment.cohort.hub, now=now):
        return Ruling.no(
            f"Whether it still counts is decided by the coordinator of {enrolment.cohort.hub.name} "
            "or an Academy manager. Ask one of them."
        )
    return Ruling.yes()


def may_correct_name(account_id: int, certificate: Certificate) -> Ruling:
    """May this person have their certificate made again with a corrected name?"""
    if not (ruling := may_hide(account_id, certificate)):
        return ruling
    if certificate.state == CertificateState.UNDER_REVIEW:
        return Ruling.no(
            "Somebody looks at this certificate again just now. Correct the name when that is settled."
        )
    if certificate.state != CertificateState.ISSUED:
        return Ruling.no("This certificate is no longer valid. Open the newer one from your learning page.")
    return Ruling.yes()
