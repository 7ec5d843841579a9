"""What people are told and asked at sign-up, each with the version of its wording.

Change a wording and its version together: what was shown to whom stands in NoticeShown and ConsentRecord.
"""

from dataclasses import dataclass

NOTICE_VERSION = "2026-11"
NEWS_WORDING_VERSION = "2026-11"

NEWS = "news"


@dataclass(frozen=True, slots=True)
class Channel:
    """One way of sending news, and the words beside its tick box."""

    key: str
    wording: str


NEWS_CHANNELS = (
    Channel("email", "E-mail me news about courses and campaigns"),
    Channel("sms", "Text me news about courses and campaigns"),
)
