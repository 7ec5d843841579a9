"""The trainer's day, registers and what belongs to them, as stops of tests/journeys/pages.py."""

from collections.abc import Iterator

from django.urls import reverse

from academy.shared import clock
from learners.attendance.door_codes import code_of
from learners.certificates.models import Certificate
from learners.certificates.states import CertificateState
from tests.journeys.acts import open_everything, press
from tests.journeys.stop import Stop
from tests.journeys.town import Town


def register_stops(town: Town) -> Iterator[Stop]:
    at = {name: session.uid for name, session in town.sessions.items()}
    now, signed = reverse("register", args=[at["now"]]), reverse("register", args=[at["signed"]])
    for who in ("tess", "mona"):
        yield Stop(f"today, for {who}", reverse("today"), who=who, wide=who == "tess")
    yield Stop("today, all open", reverse("today"), who="tess", then=open_everything)
    yield Stop("today, refused", reverse("today"), who="nia", status=403)
    yield Stop("register", now, who="tess", wide=True)
    yield Stop("register, nobody marked", reverse("register", args=[at["late"]]), who="colin")
    yield Stop("register, refused", now, who="nia", status=403)
    yield Stop("register, signed, and a mark since", signed, who="tess", wide=True)
    yield Stop("register, to sign", reverse("register-sign", args=[at["now"]]), who="tess")
    change = reverse("register-amend", args=[at["signed"]])
    yield Stop("register, to change", change, who="tess", wide=True)
    yield Stop("register, changed without a reason", change, who="tess", then=press("Sign the change"))
    door = reverse("register-walk-in", args=[at["now"]])
    yield Stop("walk-in", door, who="tess")
    yield Stop("walk-in, known", door, who="tess", then=press("Add them, as here", name="Hubert Road"))
    yield Stop("walk-in, no name", door, who="tess", then=press("Add them, as here", name="123"))
    yield from _door_stops(town)
    yield from _review_stops(town)
    for name in ("now", "signed"):
        photos = reverse("register-photos", args=[at[name]])
        yield Stop(f"photos of the sheet, {name}", photos, who="tess", wide=name == "now")
    minor = press("Add them, as here", name="Kim Young", under_18="on")
    yield Stop("walk-in, under 18", door, who="tess", then=minor)
    slip = reverse("register-slip", args=[at["now"], town.sessions["now"].walk_ins.get().code])
    yield Stop("slip", slip, who="tess", wide=True)


def _door_stops(town: Town) -> Iterator[Stop]:
    """The code on the wall, and the phone at the door."""
    session = town.sessions["now"]
    wall = reverse("register-code", args=[session.uid])
    yield Stop("code for the door", wall, who="tess", wide=True)
    over = reverse("register-code", args=[town.sessions["late"].uid])
    yield Stop("code for the door, over", over, who="tess")
    yield Stop("code for the door, refused", wall, who="nia", status=403)
    yield Stop("three words", reverse("here-words"))
    yield Stop("three words, wrong", reverse("here-words") + "?words=one+two+three", status=400)
    here = reverse("here", args=[code_of(session.pk, at=clock.now())])
    yield Stop("I am here", here, wide=True)
    yield Stop("I am here, nothing typed", here, then=press("I am here"))
    yield Stop("I am here, said", here, then=press("I am here", who="Somebody Else"))
    yield Stop("I am here, signed in", here, who="nia")
    yield Stop("I am here, certain", here, who="gus", then=press("and I am here"))
    yield Stop("an old code", reverse("here", args=["1-2-abc"]), status=403)


def _review_stops(town: Town) -> Iterator[Stop]:
    """A certificate whose register was changed, for everybody whom it concerns."""
    found = Certificate.objects.get(state=CertificateState.UNDER_REVIEW)
    decide = reverse("certificate-review", args=[found.token])
    yield Stop("certificates to look at again", reverse("certificate-reviews"), who="colin")
    yield Stop("none to look at again", reverse("certificate-reviews"), who="nia", status=403)
    yield Stop("does it count", decide, who="colin", wide=True)
    yield Stop("does it count, nothing said", decide, who="colin", then=press("Decide"))
    yield Stop("does it count, refused", decide, who="tess", status=403)
    yield Stop("certificate, looked at again", reverse("certificate", args=[found.token]))
    yield Stop("verified, looked at again", reverse("verify-certificate", args=[found.serial]))
    group = reverse("cohort-certificates", args=[town.sessions["signed"].cohort_id])
    yield Stop("certificates of the group, one in doubt", group, who="colin")
