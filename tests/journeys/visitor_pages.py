"""What anybody finds without an account: the public pages, the courses, the way in, and what is not there."""

from collections.abc import Iterator

from django.urls import reverse

from tests.journeys.acts import both, open_everything, open_menu, press, type_code
from tests.journeys.stop import Stop
from tests.journeys.town import LONG_EMAIL, LONG_NAME, PASSWORD, Town


def public_stops(town: Town) -> Iterator[Stop]:
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


def course_stops(town: Town) -> Iterator[Stop]:
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


def entrance_stops() -> Iterator[Stop]:
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


def fault_stops(town: Town) -> Iterator[Stop]:
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
