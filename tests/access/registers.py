"""Registers and the door: who gets what there, as a part of table.py."""

from tests.access.addresses import REFUSED, RUN_BY, Address, Rows, everybody, only
from tests.access.world import World


def of_session(world: World) -> tuple[str]:
    return (world.dates.sessions.get().uid,)


REGISTERS: Rows = {
    "today": only(*RUN_BY),
    "register": (
        only(*RUN_BY, args=of_session),
        only(*RUN_BY, status=302, args=of_session, data={"do": "save"}),
    ),
    "register-sign": (
        only(*RUN_BY, args=of_session),
        only(args=of_session, data={}),  # it has not begun
    ),
    "register-amend": only(*RUN_BY, status=302, args=of_session),  # it is not signed
    "register-marks": Address((401, *(409,) * 5), args=of_session, data={}),
    "register-walk-in": only(*RUN_BY, args=of_session),
    "register-slip": only(*RUN_BY, status=404, args=lambda world: (*of_session(world), "DAY-NONE")),
    "register-paper": only(*RUN_BY, args=of_session),
    "register-code": only(*RUN_BY, args=of_session),
    "register-asked": only(
        *RUN_BY, status=404, args=lambda world: (*of_session(world), 99), data={"who": "nobody"}
    ),
    "register-photos": (only(*RUN_BY, args=of_session), only(*RUN_BY, status=400, args=of_session, data={})),
    "register-photo": only(*RUN_BY, status=404, args=lambda world: (*of_session(world), "none")),
    "register-photo-delete": only(
        *RUN_BY, status=404, args=lambda world: (*of_session(world), "none"), data={}
    ),
    "certificate-reviews": only("coordinator", "manager"),
    "certificate-review": only(status=404, refused=404, args=lambda world: (world.certificate.token,)),
    "offline-worker": everybody(),
    "here-words": everybody(),
    "here": (
        Address(REFUSED, args=lambda world: ("1-2-abc",)),
        Address(REFUSED, args=lambda world: ("1-2-abc",), data={}),
    ),
}
