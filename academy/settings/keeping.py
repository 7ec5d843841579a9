"""How long each kind of record is kept, in days. What each is, and why so long, stands in academy/retention.py."""

from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured

from academy import env


def _days(count: int) -> timedelta:
    return timedelta(days=count)


KEPT_FOR = {
    # what people told us
    "day-needs": _days(env.number("KEEP_DAY_NEEDS_DAYS", 30, least=1)),
    "guardian-consents": _days(env.number("KEEP_GUARDIAN_CONSENTS_DAYS", 1096, least=1)),
    "reasons-of-places": _days(env.number("KEEP_REASONS_OF_PLACES_DAYS", 183, least=1)),
    "interest": _days(env.number("KEEP_INTEREST_DAYS", 365, least=1)),
    "evaluations": _days(env.number("KEEP_EVALUATIONS_DAYS", 1096, least=1)),
    "follow-ups": _days(env.number("KEEP_FOLLOW_UPS_DAYS", 1096, least=1)),
    "lists-of-people": _days(env.number("KEEP_LISTS_OF_PEOPLE_DAYS", 30, least=1)),
    "seat-codes": _days(env.number("KEEP_SEAT_CODES_DAYS", 30, least=1)),
    "uploads": _days(env.number("KEEP_UPLOADS_DAYS", 7, least=1)),
    "portfolio-copies": _days(env.number("KEEP_PORTFOLIO_COPIES_DAYS", 7, least=1)),
    "exports": _days(env.number("KEEP_EXPORTS_DAYS", 7, least=1)),
    "page-problems": _days(env.number("KEEP_PAGE_PROBLEMS_DAYS", 365, least=1)),
    # what people were told and agreed to
    "messages": _days(env.number("KEEP_MESSAGES_DAYS", 365, least=1)),
    "cohort-letters": _days(env.number("KEEP_COHORT_LETTERS_DAYS", 365, least=1)),
    "address-troubles": _days(env.number("KEEP_ADDRESS_TROUBLES_DAYS", 365, least=1)),
    "news-consents": _days(env.number("KEEP_NEWS_CONSENTS_DAYS", 731, least=731)),
    # who was there; the database itself refuses to let go of a register or a certificate within three years
    "registers": _days(env.number("KEEP_REGISTERS_DAYS", 2192, least=1096)),
    "check-in-requests": _days(env.number("KEEP_CHECK_IN_REQUESTS_DAYS", 30, least=1)),
    "attendance-certificates": _days(env.number("KEEP_ATTENDANCE_CERTIFICATES_DAYS", 2192, least=1096)),
    "unclaimed-walk-ins": _days(env.number("KEEP_UNCLAIMED_WALK_INS_DAYS", 731, least=1)),
    # signing in
    "unfinished-sign-ups": _days(env.number("KEEP_UNFINISHED_SIGN_UPS_DAYS", 183, least=1)),
    "guests": _days(env.number("KEEP_GUESTS_DAYS", 91, least=91)),  # their cookie lasts ninety
    "invitations": _days(env.number("KEEP_INVITATIONS_DAYS", 365, least=1)),
    "hub-codes": _days(env.number("KEEP_HUB_CODES_DAYS", 30, least=1)),
    "sessions": _days(env.number("KEEP_SESSIONS_DAYS", 1, least=1)),
    "signed-in-devices": _days(env.number("KEEP_SIGNED_IN_DEVICES_DAYS", 1, least=1)),
    # who did what
    "audit-words": _days(env.number("KEEP_AUDIT_WORDS_DAYS", 2557, least=1)),
    "registration-words": _days(env.number("KEEP_REGISTRATION_WORDS_DAYS", 1096, least=1096)),
    "rounds": _days(env.number("KEEP_ROUNDS_DAYS", 731, least=1)),
    # counted, and then forgotten; figures of a year need thirteen months
    "equality": _days(env.number("KEEP_EQUALITY_DAYS", 396, least=396)),
    "paper-slips": _days(env.number("KEEP_PAPER_SLIPS_DAYS", 396, least=396)),
}

if KEPT_FOR["attendance-certificates"] > KEPT_FOR["registers"]:
    raise ImproperlyConfigured(
        "KEEP_ATTENDANCE_CERTIFICATES_DAYS must not be more than KEEP_REGISTERS_DAYS: "
        "a certificate is kept no longer than the register that proves it."
    )
