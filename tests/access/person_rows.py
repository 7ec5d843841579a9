"""Who gets what where people sign in, see to their own things, and where those who work here look after them."""

from learners.portfolio.models import EvidenceFile
from tests.access.addresses import AT_THE_HUB, LEADERS, Address, Rows, everybody, only, signed_in, visitors
from tests.access.world import World
from tests.learners import qualifying
from tests.learners.submissions.work import with_file


def of_message(world: World) -> tuple[str]:
    return (world.message.token,)


def of_learner(world: World) -> tuple[int]:
    return (world.cast.learner.pk,)


def of_removable(world: World) -> tuple[str]:
    """A file of the learner's."""
    known = EvidenceFile.objects.filter(name="talk.txt").first()
    return ((known or with_file(qualifying.piece(world.cast.learner))).token,)


SIGNING_IN: Rows = {
    "account_login": visitors(),
    "account_signup": visitors(),
    "hub-code": visitors(),
    "account_request_login_code": everybody(302),
    "account_confirm_login_code": everybody(302),
    "account_email_verification_sent": everybody(302),
    "account_reset_password": everybody(),
    "account_confirm_password_reset_code": everybody(302),
    "account_complete_password_reset": everybody(302),
    "account_password_reset_completed": everybody(),
    "account_inactive": everybody(),
    "account_logout": signed_in(),
    "account_email": signed_in(),
    "account_set_password": signed_in(),
    "account_change_password": signed_in(302),  # nobody here has a password: on to setting one
    "account_reauthenticate": signed_in(403),
    "mfa_index": signed_in(),
    "mfa_authenticate": everybody(302),
    "mfa_reauthenticate": signed_in(403),
    "mfa_activate_totp": signed_in(),
    "mfa_deactivate_totp": signed_in(404),
    "mfa_view_recovery_codes": signed_in(404),
    "mfa_generate_recovery_codes": signed_in(),
    "mfa_download_recovery_codes": signed_in(404),
    "mfa_list_webauthn": signed_in(),
    "mfa_add_webauthn": signed_in(),
    "mfa_edit_webauthn": signed_in(404, args=lambda world: (world.passkey.pk,)),
    "mfa_remove_webauthn": signed_in(404, args=lambda world: (world.passkey.pk,)),
    "mfa_reauthenticate_webauthn": signed_in(403),
    "mfa_login_webauthn": everybody(302),
    "usersessions_list": signed_in(),
}

ONESELF: Rows = {
    "welcome": signed_in(302),
    "second-factor": signed_in(302),  # tests ask for none: see test_second_factor.py
    "second-factor-forget": (
        only("manager", args=of_learner),
        only("manager", status=302, args=of_learner, data={"why": "Met today"}),
    ),
    "confirm-yourself": (signed_in(), signed_in(302, data={"send": "yes"})),
    "look-as": only("manager", args=of_learner),
    "look-stop": (signed_in(405), signed_in(302, data={"stop": "yes"})),
    "here-as": (signed_in(302), signed_in(302, data={"as": "learner"})),
    "profile": signed_in(),
    "profile-news": signed_in(302, data={"news-email": "on"}),
    "certificate-name": signed_in(),
    "my-learning": signed_in(),
    "confirm-certificate-name": signed_in(),
    "messages": signed_in(),
    "message": only("learner", args=of_message),
    "message-go": only("learner", status=302, args=of_message),
    "message-answer": everybody(args=of_message),  # whoever has the link
    "message-stop": (
        everybody(args=of_message),
        everybody(args=of_message, data={"List-Unsubscribe": "One-Click"}),
    ),
    "message-choices": (signed_in(), signed_in(302, data={"shown": "course_idle email"})),
    "message-pause": signed_in(302, data={"for": "week"}),
    "study-goal": (signed_in(), signed_in(302, data={"lessons": "2", "weekday": "1", "hour": "19"})),
    "guest-answer": signed_in(302, data={"keep": "no"}),
    "join-course": (
        signed_in(args=lambda world: (world.slug,)),
        signed_in(302, args=lambda world: (world.slug,), data={"join": "yes"}),
    ),
    "finish-course": (
        only(args=lambda world: (world.slug,)),
        only(args=lambda world: (world.slug,), data={}),
    ),
}

PEOPLE: Rows = {
    "people": only(*LEADERS),
    "person": only(*LEADERS, args=of_learner),
    "add-person": only(*LEADERS),
    "give-role": only(*LEADERS, args=of_learner),
    "end-role": (
        only(*LEADERS, args=lambda world: (world.trainers_role.pk,)),
        only(*LEADERS, status=302, args=lambda world: (world.trainers_role.pk,), data={"end": "yes"}),
    ),
    "invite": only(*LEADERS),
    "invitations": only(*LEADERS),
    "withdraw-invitation": (
        only(*LEADERS, args=lambda world: (world.invitation.pk,)),
        only(*LEADERS, status=302, args=lambda world: (world.invitation.pk,), data={"back": "yes"}),
    ),
    "send-invitation-again": only(
        *LEADERS, status=302, args=lambda world: (world.invitation.pk,), data={"again": "yes"}
    ),
    "invitation": (
        everybody(args=lambda world: (world.invitation.token,)),
        Address((200, *(403,) * 5), args=lambda world: (world.invitation.token,), data={"yes": "yes"}),
    ),
    "codes": only(*AT_THE_HUB),
    "hand-code": (
        only(*AT_THE_HUB, args=lambda world: (world.cast.neighbour.pk, "harbour-road")),
        only(*AT_THE_HUB, args=lambda world: (world.cast.neighbour.pk, "harbour-road"), data={"make": "yes"}),
    ),
}

STAFF: Rows = {
    "to-ring": only("trainer", "coordinator", "manager"),
    "to-ring-line": only(
        "trainer",
        "coordinator",
        "manager",
        status=302,
        args=lambda world: (world.line.pk,),
        data={"did": "told"},
    ),
    "address-again": only(
        "trainer", "coordinator", "manager", status=302, args=lambda world: (world.trouble.pk,), data={}
    ),
    "person-messages": only("trainer", "coordinator", "manager", args=of_learner),
    "message-log": only("manager"),
    "message-figures": only("manager"),
    "kept-records": only("manager"),
    "remove-content": only("manager"),
    "remove-content-of": only("manager", args=of_removable),
    "kept-records-of": (
        only("manager", args=lambda world: ("messages",)),
        only("manager", status=422, args=lambda world: ("messages",), data={"until": "", "reason": ""}),
    ),
    "release-records": only("manager", status=302, args=lambda world: ("messages",), data={}),
    "mail-events": everybody(404, data={}),  # no mail provider is set up in tests
}
