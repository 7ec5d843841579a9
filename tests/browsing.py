"""Pages as somebody reads them, without a real browser."""

from django.test import Client

from academy.accounts.models import Account
from tests.cast import BACKEND


def browser(who: Account) -> Client:
    """In which they are signed in."""
    client = Client()
    client.force_login(who, backend=BACKEND)
    return client


def words_of(client: Client, path: str, status: int = 200) -> str:
    """The page, with one space wherever it breaks a line."""
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == status, page[-1500:]
    return " ".join(page.split())
