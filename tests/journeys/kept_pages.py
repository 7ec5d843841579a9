"""The faces of what we keep about people, and of saying as what one is here."""

from collections.abc import Iterator

from django.urls import reverse

from academy.accounts.models import Account
from academy.shared import clock
from tests.journeys.acts import both, change_here, here_as, open_everything, press
from tests.journeys.stop import Stop
from tests.journeys.town import LONG_NAME
from tests.learners import qualifying
from tests.learners.submissions.work import with_file


def kept_stops() -> Iterator[Stop]:
    """First the line in the header, then the table, then holding records back."""
    yield Stop("what one can be here as", reverse("profile"), who="bess", wide=True, then=change_here)
    yield Stop("here as another", reverse("profile"), who="bess", then=here_as("Learner"))
    take = reverse("remove-content")
    yield Stop("take content away, which", take, who="mona")
    yield Stop("take content away, no such hand-in", f"{take}?address=nowhere", who="mona")
    file = with_file(qualifying.piece(Account.objects.get(email="nia@example.org")))
    one = reverse("remove-content-of", args=[file.token])
    yield Stop("take content away, one file", one, who="mona", wide=True)
    yield Stop(
        "take content away, without a reason", one, who="mona", then=press("Take the content away for good")
    )
    kept, messages = reverse("kept-records"), reverse("kept-records-of", args=["messages"])
    yield Stop("what we keep", kept, who="mona", wide=True)
    yield Stop("what we keep, refused", kept, who="colin", status=403)
    yield Stop("what we keep of messages", messages, who="mona", wide=True, then=open_everything)
    wrong = both(open_everything, press("Hold them back"))
    yield Stop("holding records back, wrong", messages, who="mona", then=wrong)
    year = f"{clock.today().year + 1}-01-02"
    held = press("Hold them back", until=year, reason="A funder asks about " + LONG_NAME)
    yield Stop("records on hold", messages, who="mona", then=both(open_everything, held))
    yield Stop("what we keep, with a hold", kept, who="mona")
