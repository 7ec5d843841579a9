"""Who gets what where an assessor's work waits."""

from tests.access.addresses import Rows, everybody, signed_in

QUEUE: Rows = {
    "queue": signed_in(),
    "handed-in-to-me": everybody(302),
}
