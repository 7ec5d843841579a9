"""Every page of the site and every face that it can show, for each kind of person who sees it.

A stop is an address, who opens it, and what they do there before somebody looks. `NOT_PAGES` are the named addresses
that show nothing of their own; tests/journeys/test_axe.py fails when an address is in neither.
"""

from collections.abc import Callable, Iterator

from django.urls import reverse

from tests.journeys.about_pages import about_stops
from tests.journeys.acts import add_passkey, both, go, open_everything, open_menu, press, type_code
from tests.journeys.allocation_pages import allocation_stops
from tests.journeys.capture_pages import capture_stops
from tests.journeys.date_message_pages import date_message_stops
from tests.journeys.date_pages import date_stops
from tests.journeys.feedback_pages import feedback_stops
from tests.journeys.intake_pages import intake_stops
from tests.journeys.joining_pages import joining_stops
from tests.journeys.judging_pages import judging_stops
from tests.journeys.kept_pages import kept_stops
from tests.journeys.planning_pages import planning_stops
from tests.journeys.portfolio_pages import portfolio_stops
from tests.journeys.proving_pages import proving_stops
from tests.journeys.qualification_pages import qualification_stops
from tests.journeys.queue_pages import queue_stops
from tests.journeys.record_pages import record_stops
from tests.journeys.register_pages import register_stops
from tests.journeys.registration_pages import registration_stops
from tests.journeys.running_pages import running_stops
from tests.journeys.signing_pages import signing_stops
from tests.journeys.staff_file_pages import staff_file_stops
from tests.journeys.stop import Stop
from tests.journeys.submission_pages import submission_stops
from tests.journeys.town import LONG_EMAIL, LONG_NAME, PASSWORD, Town
from tests.journeys.voice_pages import voice_stops
from tests.journeys.way_pages import way_stops

NOT_PAGES = {
    "lesson-progress", "lesson-read", "lesson-reflection", "lesson-video", "lesson-audio", "lesson-poster",
    "lesson-captions", "lesson-words", "certificate-pdf", "hide-certificate", "image", "health",
    "mfa_login_webauthn", "mfa_download_recovery_codes", "mail-events", "calendar-feed", "place-calendar",
    "register-marks", "register-paper", "register-asked",
    "register-photo", "register-photo-delete", "offline-worker", "guardian-paper",
    "people-list-result", "export-file", "date-slips-paper", "cohort-certificate-files",
    "evidence-bring-back", "evidence-file", "evidence-file-remove", "portfolio-copy-file", "upload", "upload-part",
    "specification-step", "specification-sheet-answer",
    "submission-check", "judge-put-back", "evidence-page",
    "witness-take-back",
    "registration-press",
    "contact-notes", "plan-answer", "plan-change", "task-done", "plan-template-retire",
    "cohort-poster", "seat-code-again", "seat-code-withdraw",
    # they lead elsewhere
    "account_request_login_code", "guest-answer", "message-pause", "send-invitation-again", "course", "page",
    "to-ring-line", "address-again", "here-as", "look-stop", "release-records", "handed-in-to-me",
    "queue-next", "claim",
}  # fmt: skip


def _as_visitor_and_learner(town: Town) -> Iterator[Stop]:
    yield from _public(town)
    yield from _courses(town)
    yield from _entrance()
    yield from _learners(town)
    yield from _own(town)
    yield from _messages(town)
    yield from portfolio_stops(town)
    yield from _faults(town)


def _with_dates(town: Town) -> Iterator[Stop]:
    yield from date_stops(town)
    yield from about_stops(town)
    yield from running_stops(town)
    yield from register_stops(town)
    yield from voice_stops(town)


def _for_those_who_work_here(town: Town) -> Iterator[Stop]:
    yield from _staff(town)
    yield from kept_stops()
    yield from _people(town)
    yield from _sent(town)
    yield from intake_stops(town)
    yield from date_message_stops(town)
    yield from joining_stops(town)


def _with_qualifications(town: Town) -> Iterator[Stop]:
    yield from qualification_stops(town)
    yield from staff_file_stops(town)
    yield from registration_stops(town)
    yield from planning_stops(town)
    yield from submission_stops(town)
    yield from queue_stops(town)
    yield from judging_stops(town)
    yield from signing_stops(town)
    yield from record_stops(town)
    yield from feedback_stops(town)
    yield from allocation_stops(town)
    yield from capture_stops(town)
    yield from way_stops(town)


# Each part in the order of a visit, and in a town of its own.
PARTS: dict[str, Callable[[Town], Iterator[Stop]]] = {
    "visitors and learners": _as_visitor_and_learner,
    "dates": _with_dates,
    "those who work here": _for_those_who_work_here,
    "qualifications": _with_qualifications,
}


def _public(town: Town) -> Iterator[Stop]:
    yield Stop("front page", "/", wide=True)
    yield Stop("front page with the menu open", "/", then=open_menu)
    yield Stop("front page, signed in", "/", who="amara")
    for slug in ("help", "privacy", "accessibility"):
        yield Stop(f"{slug} page", f"/{slug}/", wide=slug == "help")
    yield Stop("hubs", reverse("hubs"), wide=True)
    yield Stop("a hub", reverse("hub", args=["harbour-road"]), wide=True)
    yield Stop("problem form", f"{reverse('report-problem')}?page=/hubs/")
    yield Stop(
        "problem form, empty", f"{reverse('report-problem')}?page=/", then=press("Tell us", email="no")
    )
    thanks = press("Tell us", words="The second line has a word twice.")
    yield Stop("problem form, sent", f"{reverse('report-problem')}?page=/", then=thanks)
    yield Stop("check a certificate", reverse("verify"), wide=True)
    yield Stop("check a certificate, empty", f"{reverse('verify')}?serial=", status=400)
    yield Stop("certificate not known", reverse("verify-certificate", args=["SAMPLE-0000-00"]), status=404)
    for state in ("issued", "replaced", "revoked", "long"):
        serial = town.certificates[state].serial
        yield Stop(f"certificate checked, {state}", reverse("verify-certificate", args=[serial]))
    for state, certificate in town.certificates.items():
        yield Stop(f"certificate, {state}", reverse("certificate", args=[certificate.token]))


def _courses(town: Town) -> Iterator[Stop]:
    free, closed, gone = (reverse("lesson", args=[one.key]) for one in (town.free, town.closed, town.gone))
    for who in ("", "nia", "amara", "femi"):
        role = f"for {who or 'a visitor'}"
        yield Stop(f"course {role}", "/framework-focus/", who=who, wide=who == "amara")
        yield Stop(f"free module {role}", "/framework-focus/reach/", who=who)
        yield Stop(f"lesson {role}", free, who=who)
    yield Stop("course with every module open", "/framework-focus/", who="amara", then=open_everything)
    yield Stop("module closed to a visitor", "/framework-focus/connect/")
    yield Stop("module closed to a learner", "/framework-focus/connect/", who="nia")
    yield Stop("module half way", "/framework-focus/organise/", who="amara", wide=True)
    yield Stop("lesson closed to a visitor", closed, wide=True)
    yield Stop("lesson closed to a learner", closed, who="nia")
    yield Stop("lesson with a question", reverse("lesson", args=[town.second.key]), who="amara", wide=True)
    yield Stop("lesson read by a visitor", free, then=press("I have read it"))
    yield Stop("lesson that came down", gone, status=410)
    yield Stop("short course", "/a-taste-of-organising/", who="gus")
    yield Stop("finish a course", reverse("finish-course", args=["a-taste-of-organising"]), who="lena")
    yield Stop("join a course", reverse("join-course", args=["framework-focus"]), who="nia")


def _entrance() -> Iterator[Stop]:
    login, signup = reverse("account_login"), reverse("account_signup")
    reset, hub_code = reverse("account_reset_password"), reverse("hub-code")
    code = press("Send me a code", login="amara@example.org")
    yield Stop("sign in", login, wide=True)
    yield Stop("sign in, empty", login, then=press("Send me a code", login="not an address"))
    yield Stop("sign in, code", login, then=code)
    yield Stop("sign in, wrong code", login, then=both(code, press("Sign in", code="1")))
    yield Stop("sign in, code sent again", login, then=both(code, press("Send me a new code")))
    wrong = press("Sign in", code="1")
    yield Stop("sign in, three wrong codes", login, then=both(code, wrong, wrong, wrong))
    yield Stop("sign in with a password", f"{login}?with=password")
    typed = press("Sign in", login="amara@example.org", password="wrong")
    yield Stop("sign in, wrong password", f"{login}?with=password", then=typed)
    second = press("Sign in", login="editor@example.org", password=PASSWORD)
    yield Stop("sign in, second step", f"{login}?with=password", then=second)
    yield Stop("hub code", hub_code)
    yield Stop("hub code, wrong", hub_code, then=press("Sign in", code="ABCD-2345"))
    yield Stop("sign up", signup, wide=True)
    young = press("Make my account", email="x", is_adult="no", news_sms="on")
    yield Stop("sign up, wrong", signup, then=young)
    good = press("Make my account", email=f"y{LONG_EMAIL}", full_name=LONG_NAME, is_adult="yes")
    yield Stop("sign up, code", signup, then=good)
    yield Stop("sign up, wrong code", signup, then=both(good, press("Finish my account", code="1")))
    yield Stop("forgotten password", reset)
    yield Stop("forgotten password, empty", reset, then=press("Send me a code", email="x"))
    yield Stop("forgotten password, code", reset, then=press("Send me a code", email="amara@example.org"))
    new = both(press("Send me a code", email="manager@example.org"), type_code("Choose a new password"))
    yield Stop("forgotten password, new one", reset, then=new)
    yield Stop("password was changed", reverse("account_password_reset_completed"))
    yield Stop("account closed", reverse("account_inactive"))


def _learners(town: Town) -> Iterator[Stop]:
    home = reverse("my-learning")
    for who in ("nia", "amara", "femi", "lena", "gus", "hubert"):
        yield Stop(f"my learning of {who}", home, who=who, wide=who in ("nia", "amara"))
    yield Stop("my learning after learning as a guest", home, who="nia", guest=True)
    calendar = reverse("calendar")
    yield Stop("calendar of nia", calendar, who="nia", wide=True)
    yield Stop("calendar of nia, with an address", calendar, who="nia", then=press("Make an address"))
    name = reverse("confirm-certificate-name")
    yield Stop("name for the certificate", name, who="lena")
    yield Stop("name for the certificate, empty", name, who="lena", then=press("Print this name", name=" "))
    mine = town.certificates["issued"].token
    yield Stop("own certificate", reverse("certificate", args=[mine]), who="femi", wide=True)
    yield Stop("name on it is wrong", reverse("correct-certificate-name", args=[mine]), who="femi")


def _own(town: Town) -> Iterator[Stop]:
    """One's profile and ways of signing in."""
    for who in ("nia", "kit", "hubert", "colin"):
        yield Stop(f"profile of {who}", reverse("profile"), who=who, wide=who == "colin")
    saved = press("Save my details", full_name="")
    yield Stop("profile, wrong", reverse("profile"), who="nia", then=saved)
    texts = both(press("Save my choice", **{"news-sms": "on", "news-phone": "x"}))
    yield Stop("profile, wrong news", reverse("profile"), who="nia", then=texts)
    yield Stop("name on certificates", reverse("certificate-name"), who="femi")
    yield from proving_stops(town.people)
    yield Stop("welcome", reverse("welcome"), who="una")
    yield Stop("welcome, empty", reverse("welcome"), who="una", then=press("Save and go on", full_name=""))
    login = both(press("Sign in", login="manager@example.org", password=PASSWORD), go("usersessions_list"))
    yield Stop("where one is signed in", f"{reverse('account_login')}?with=password", then=login)
    for name in ("account_email", "account_set_password", "usersessions_list", "mfa_index", "account_logout"):
        yield Stop(name, reverse(name), who="gus")
    new = press("Add it", email="other@example.org")
    yield Stop("account_email, one more", reverse("account_email"), who="hubert", then=new)
    yield Stop("account_email, none", reverse("account_email"), who="yusuf")
    weak = press("Set my password", password1="a", password2="b")
    yield Stop("account_set_password, weak", reverse("account_set_password"), who="gus", then=weak)
    yield Stop("account_change_password", reverse("account_change_password"), who="mona")
    yield Stop("account_reauthenticate", reverse("account_reauthenticate"), who="mona")
    yield Stop("a passkey added", reverse("mfa_add_webauthn"), who="lena", then=add_passkey)
    yield Stop("mfa_reauthenticate_webauthn", reverse("mfa_reauthenticate_webauthn"), who="lena")
    yield Stop("mfa_add_webauthn", reverse("mfa_add_webauthn"), who="nia")
    for name in ("mfa_list_webauthn", "mfa_activate_totp"):
        yield Stop(name, reverse(name), who="gus")
    key = town.people["gus"].authenticator_set.get().pk  # type: ignore[attr-defined]
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        yield Stop(name, reverse(name, args=[key]), who="gus")
    wrong = press("Turn it on", code="1")
    yield Stop("mfa_activate_totp, wrong code", reverse("mfa_activate_totp"), who="gus", then=wrong)
    for name in ("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        yield Stop(name, reverse(name), who="edie")


def _messages(town: Town) -> Iterator[Stop]:
    """What was sent to oneself, and what one chooses."""
    inbox, choices, goal = (reverse(name) for name in ("messages", "message-choices", "study-goal"))
    yield Stop("messages of amara", inbox, who="amara", wide=True)
    yield Stop("messages, page 2", f"{inbox}?page=2", who="amara")
    yield Stop("messages, none", inbox, who="kit")
    for key, sent in town.messages.items():
        yield Stop(
            f"message, {key}", reverse("message", args=[sent.token]), who="amara", wide=key == "question"
        )
    asked, answered, always, old = (
        town.messages[key].token for key in ("question", "answered", "always", "old")
    )
    yield Stop("message of somebody else", reverse("message-go", args=[asked]), who="hubert", status=403)
    answer, stop = reverse("message-answer", args=[asked]), reverse("message-stop", args=[asked])
    yield Stop("answer a message", f"{answer}?a=month")
    yield Stop("answer a message, answered", reverse("message-answer", args=[answered]))
    yield Stop("answer a message, too late", reverse("message-answer", args=[old]))
    yield Stop("stop a message", stop, wide=True)
    yield Stop("stop a message, stopped", stop, then=press("Stop these e-mails"))
    yield Stop("stop a message that always comes", reverse("message-stop", args=[always]))
    for who in ("amara", "hubert", "lena", "kit", "yusuf", "colin"):
        yield Stop(f"choices of {who}", choices, who=who, wide=who in ("amara", "colin"))
    for who in ("amara", "hubert", "femi"):
        yield Stop(f"weekly goal of {who}", goal, who=who, wide=who == "amara")


def _staff(town: Town) -> Iterator[Stop]:
    people = reverse("people")
    for who in ("mona", "colin", "bess"):
        yield Stop(f"people for {who}", people, who=who, then=open_everything)
    yield Stop("people, page 2", f"{people}?page=2", who="mona", wide=True)
    yield Stop("people, nobody found", f"{people}?q=xyzxyz", who="mona")
    yield Stop("people, filtered", f"{people}?role=trainer&hub=harbour-road", who="mona")
    for role, who in (("a learner", "nia"), ("an editor", "edie"), ("a trainer", "tess")):
        yield Stop(f"people refused to {role}", people, who=who, status=403)
    yield Stop("invite", reverse("invite"), who="mona", wide=True)
    yield Stop("invite, empty", reverse("invite"), who="mona", then=press("Go on"))
    for who in ("mona", "colin"):
        yield Stop(f"invitations for {who}", reverse("invitations"), who=who)
    yield Stop("invitations, none", reverse("invitations"), who="bess")
    withdraw = reverse("withdraw-invitation", args=[town.invitations["long"].pk])
    yield Stop("take an invitation back", withdraw, who="mona")
    yield Stop("add a person", reverse("add-person"), who="colin")
    young = press("Make the account", full_name="", is_adult="no")
    yield Stop("add a person, wrong", reverse("add-person"), who="colin", then=young)
    yield Stop("codes", reverse("codes"), who="tess", wide=True)
    yield Stop("codes, nobody found", f"{reverse('codes')}?q=xyzxyz", who="tess")


def _people(town: Town) -> Iterator[Stop]:
    for who in ("hubert", "yusuf", "tess", "mona", "kit"):
        yield Stop(f"the person {who}", reverse("person", args=[town.people[who].pk]), who="mona")
    hubert, yusuf = town.people["hubert"].pk, town.people["yusuf"].pk
    yield Stop("a person of one's hub", reverse("person", args=[yusuf]), who="colin", wide=True)
    look = reverse("look-as", args=[yusuf])
    yield Stop("look at somebody's pages", look, who="mona", wide=True)
    yield Stop("look at somebody's pages, no reason", look, who="mona", then=press("Look at their pages"))
    looks = press("Look at their pages", reason="She cannot find lesson 2")
    yield Stop("somebody's pages", look, who="mona", then=looks, wide=True)
    give = reverse("give-role", args=[hubert])
    yield Stop("give a role", give, who="mona")
    yield Stop("give a role, empty", give, who="mona", then=press("Go on"))
    for who, key in (("tess", "end a role"), ("mona", "end a role, refused")):
        yield Stop(key, reverse("end-role", args=[town.people[who].roles.get().pk]), who="mona")  # type: ignore[attr-defined]
    hand = reverse("hand-code", args=[yusuf, "harbour-road"])
    yield Stop("hand a code over", hand, who="tess")
    yield Stop("a code to hand over", hand, who="tess", then=press("They are here: make the code"))
    colin = reverse("hand-code", args=[town.people["colin"].pk, "harbour-road"])
    yield Stop("no code for staff", colin, who="tess")
    for key, found in town.invitations.items():
        yield Stop(f"invitation, {key}", reverse("invitation", args=[found.token]))
    invited = reverse("invitation", args=[town.invitations["open"].token])
    yield Stop("invitation of somebody else", invited, who="nia")


def _sent(town: Town) -> Iterator[Stop]:
    """People to ring, and what was sent to whom."""
    ring, log, figures = (reverse(name) for name in ("to-ring", "message-log", "message-figures"))
    for who in ("tess", "colin", "mona", "bess"):
        yield Stop(f"people to ring for {who}", ring, who=who, wide=who == "tess")
    yield Stop("people to ring, all open", ring, who="tess", then=open_everything)
    yield Stop("people to ring, ticked off", ring, who="tess", then=press("I told them"))
    yield Stop("people to ring, address tried again", ring, who="tess", then=press("Try this address again"))
    yield Stop("people to ring, of all hubs", f"{ring}?hub=all", who="mona")
    for who in ("tess", "bess"):
        yield Stop(f"told today, for {who}", f"{ring}?show=told", who=who)
        yield Stop(f"addresses, for {who}", f"{ring}?show=addresses", who=who)
    yield Stop("people to ring, refused", ring, who="nia", status=403)
    for who in ("hubert", "yusuf"):
        yield Stop(
            f"what was sent to {who}", reverse("person-messages", args=[town.people[who].pk]), who="tess"
        )
    mine = reverse("person-messages", args=[town.people["hubert"].pk])
    yield Stop("what was sent to a person, for a manager", mine, who="mona", wide=True)
    yield Stop("all messages", log, who="mona", wide=True)
    yield Stop("all messages, filters open", log, who="mona", then=open_everything)
    yield Stop("all messages, nothing found", f"{log}?state=told&kind=welcome", who="mona")
    yield Stop("figures about messages", figures, who="mona", wide=True, then=open_everything)
    yield Stop("figures about messages, refused", figures, who="colin", status=403)


def _faults(town: Town) -> Iterator[Stop]:
    yield Stop("404", "/nothing-here/", status=404, wide=True)
    yield Stop("404, a lesson that never was", "/lesson/00000000-0000-4000-8000-000000000000/", status=404)
    yield Stop("403, no such certificate of one’s own", _correct(town), who="nia", status=403)
    yield Stop("400", "/strange%00address/", status=400)
    wrong = press("Sign in", code="ABCD-2345")
    yield Stop("429", reverse("hub-code"), then=both(wrong, wrong))
    yield Stop("gallery", "/gallery/", wide=True)
    yield Stop("mail of the demo", "/dev/mail/")


def _correct(town: Town) -> str:
    return reverse("correct-certificate-name", args=[town.certificates["issued"].token])
