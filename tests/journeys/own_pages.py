"""What learners find of their own: their learning, their profile, their messages."""

from collections.abc import Iterator

from django.urls import reverse

from tests.journeys.acts import add_passkey, both, go, press
from tests.journeys.proving_pages import proving_stops
from tests.journeys.stop import Stop
from tests.journeys.town import PASSWORD, Town


def learning_stops(town: Town) -> Iterator[Stop]:
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


def own_stops(town: Town) -> Iterator[Stop]:
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


def message_stops(town: Town) -> Iterator[Stop]:
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
