"""A message with everything that ours have, handed over."""

from academy.shared.mail import Composed
from academy.shared.post import Post

COMPOSED = Composed(
    "Amara’s place & yours", "Hello O'Brien <b>\n\nBye\n", "<p>Hello O&#39;Brien &lt;b&gt;</p>"
)
STOP = "https://academy.example/messages/" + "x" * 90 + "/stop/"
HEADERS = {"List-Unsubscribe": f"<{STOP}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def hand(post: Post, *, to: str = "amara@example.org", number: int = 1) -> str:
    return post.hand_over(
        to=to,
        composed=COMPOSED,
        message_id=f"<m{number}@academy.example>",
        headers=HEADERS,
        tags=["idle", "day"],
    )
