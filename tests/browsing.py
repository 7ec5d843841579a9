"""Pages as somebody reads them, without a real browser."""

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.accounts.models import Account
from tests.cast import BACKEND


def browser(who: Account, ways: list[dict[str, object]] | None = None) -> Client:
    """In which they are signed in. ways: how they came there, as allauth writes it down; nothing is known without."""
    client = Client()
    client.force_login(who, backend=BACKEND)
    if ways is not None:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = ways
        session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(who.pk)
        session.save()
    return client


def words_of(client: Client, path: str, status: int = 200) -> str:
    """The page, with one space wherever it breaks a line."""
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == status, page[-1500:]
    return " ".join(page.split())


def queries_for(client: Client, path: str) -> int:
    """How many queries the page takes once it was opened before."""
    words_of(client, path)
    with CaptureQueriesContext(connection) as queries:
        words_of(client, path)
    return len(queries)
