"""One face of the site: an address, who opens it, and what they do there before somebody looks."""

from dataclasses import dataclass

from tests.journeys.acts import Act


@dataclass(frozen=True, slots=True)
class Stop:
    """`who` is a first name of the town, or nobody. `then` acts on the page; what it leads to is looked at.
    `guest`: somebody learned here before without an account. `wide`: it is laid out in another way at 1280 px.
    `proof`: how they signed in, in allauth's words and ours."""

    name: str
    path: str
    who: str = ""
    status: int = 200
    then: Act | None = None
    guest: bool = False
    wide: bool = False
    proof: str = "code"
