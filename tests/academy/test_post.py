"""Handing messages over to a real SMTP server: each way it can fail is named rightly."""

import logging
import smtplib
import socket
from dataclasses import replace
from typing import Any

import pytest
from django.core.mail import EmailMessage

from academy.demo.messages import read_mails
from academy.shared.mail import Composed, File
from academy.shared.post import NotAccepted, Post, Unsure
from tests.academy.posting import COMPOSED, STOP, hand
from tests.fixtures.mail_server import SmtpServer
from tests.servers.running import free_port
from tests.waiting import eventually

# --- what arrives -------------------------------------------------------------------------------------------


def test_a_message_arrives_as_it_was_made(smtp_server: SmtpServer) -> None:
    with Post() as post:
        assert post.ready()
        assert hand(post) == "<m1@academy.example>"
    (mail,) = smtp_server.wait_for(1)
    assert mail["Message-ID"] == "<m1@academy.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert str(mail["List-Unsubscribe"]).replace(" ", "") == f"<{STOP}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (mail["Subject"], mail["To"]) == (COMPOSED.subject, "amara@example.org")
    plain, dressed = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and plain.get_content().replace("\r", "") == COMPOSED.text
    assert dressed is not None and dressed.get_content().strip() == COMPOSED.html


def test_what_goes_with_a_message_arrives_beside_both_of_its_forms(smtp_server: SmtpServer) -> None:
    words = "BEGIN:VCALENDAR\r\nSUMMARY:Tea – and “cake”\r\nEND:VCALENDAR\r\n"
    day = File("day.ics", words.encode(), "text/calendar")
    with Post() as post:
        post.hand_over(
            to="amara@example.org",
            composed=replace(COMPOSED, files=(day,)),
            message_id="<m1@academy.example>",
        )
    (mail,) = smtp_server.wait_for(1)
    (came,) = mail.iter_attachments()
    assert (came.get_filename(), came.get_content_type()) == ("day.ics", "text/calendar")
    assert came.get_content().splitlines() == words.splitlines()
    assert mail.get_body(("plain",)) is not None and mail.get_body(("html",)) is not None


def test_many_messages_share_one_connection(smtp_server: SmtpServer) -> None:
    with Post() as post:
        for number in range(3):
            assert post.ready()
            hand(post, number=number)
    assert len(smtp_server.wait_for(3)) == 3
    assert len(smtp_server.connections) == 1


def test_a_connection_that_has_gone_is_opened_anew(smtp_server: SmtpServer) -> None:
    with Post() as post:
        hand(post)
        smtp_server.hang_up()
        eventually(lambda: not _alive(post), within=5)
        assert post.ready()
        hand(post, number=2)
    assert [mail["Message-ID"] for mail in smtp_server.wait_for(2)] == [
        "<m1@academy.example>",
        "<m2@academy.example>",
    ]
    assert len(smtp_server.connections) == 2


def _alive(post: Post) -> bool:
    """Without a word to the server: nothing has ended the connection yet."""
    sock: socket.socket = post._connection.connection.sock
    sock.setblocking(False)
    try:
        return sock.recv(1, socket.MSG_PEEK) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        sock.settimeout(5)


# --- what is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "for_good"),
    [
        ("550 5.1.1 No such user", True),
        ("550 No such user here", True),
        ("553 5.1.3 Bad address", True),
        ("550 5.2.1 Mailbox closed", True),
        ("552 5.2.2 Mailbox full", False),
        ("550 5.7.1 Relaying denied", False),
        ("554 Refused by policy", False),
        ("530 5.7.0 Sign in first", False),
        ("450 4.2.1 Try later", False),
        ("451 4.1.1 Try later", False),
        ("421 4.7.0 Too many from you", False),
    ],
)
def test_a_refused_recipient(smtp_server: SmtpServer, reply: str, for_good: bool) -> None:
    smtp_server.refusing = reply
    with Post() as post:
        with pytest.raises(NotAccepted) as refused:
            hand(post)
        assert refused.value.for_good is for_good
        assert str(refused.value) == reply
        smtp_server.refusing = ""
        assert post.ready()
        hand(post, number=2)
    assert len(smtp_server.wait_for(1)) == 1


@pytest.mark.parametrize("reply", ["554 5.7.1 This looks like spam", "451 4.3.0 No room", "550 5.1.1 Nobody"])
def test_a_refused_message_is_not_the_addresses_fault(smtp_server: SmtpServer, reply: str) -> None:
    smtp_server.refusing_content = reply
    with Post() as post, pytest.raises(NotAccepted) as refused:
        hand(post)
    assert not refused.value.for_good and not smtp_server.mails


@pytest.mark.parametrize(
    "address", ["", "amara", "amara@", "a b@example.org", "a@b@c.org", "x@example.org\nBcc: y@z.org"]
)
def test_what_is_no_address_is_not_tried(smtp_server: SmtpServer, address: str) -> None:
    with Post() as post, pytest.raises(NotAccepted) as refused:
        hand(post, to=address)
    assert refused.value.for_good and not smtp_server.connections


def test_a_message_that_cannot_be_made_is_not_the_addresses_fault(smtp_server: SmtpServer) -> None:
    with Post() as post:
        with pytest.raises(NotAccepted, match="could not be made") as refused:
            post.hand_over(to="a@example.org", composed=Composed("two\nlines", "x", "x"), message_id="<m@x>")
        assert not refused.value.for_good
        hand(post)
    assert len(smtp_server.wait_for(1)) == 1


# --- what nobody knows --------------------------------------------------------------------------------------


def test_a_server_that_hangs_up_over_a_message_leaves_us_unsure(smtp_server: SmtpServer) -> None:
    smtp_server.dropping = True
    with Post() as post:
        with pytest.raises(Unsure):
            hand(post)
        smtp_server.dropping = False
        assert post.ready()
        hand(post, number=2)
    assert [mail["Message-ID"] for mail in smtp_server.wait_for(1)] == ["<m2@academy.example>"]


def test_a_server_that_never_answers_leaves_us_unsure(smtp_server: SmtpServer, settings: Any) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    smtp_server.hanging = 1.0
    with Post() as post:
        assert post.ready()
        with pytest.raises(Unsure):
            hand(post)
        smtp_server.hanging = 0.0
        assert post.ready()
        hand(post, number=2)


@pytest.mark.parametrize(
    "error", [OSError("cut"), smtplib.SMTPException("?"), smtplib.SMTPDataError(-1, b"?"), KeyError("?")]
)
def test_whatever_else_happens_leaves_us_unsure(
    mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(self: Any, messages: Any) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    with Post() as post, pytest.raises(Unsure):
        hand(post)


# --- a server that is away ----------------------------------------------------------------------------------


def test_a_server_that_is_away_gets_nothing(
    smtp_server: SmtpServer, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_PORT = free_port()
    with caplog.at_level(logging.WARNING), Post() as post:
        assert not post.ready()
        assert len(caplog.records) == 1 and "mail_server_away" in caplog.text
        with pytest.raises(NotAccepted) as refused:
            hand(post)
        assert not refused.value.for_good


def test_no_connection_that_is_not_signed_in_is_used(smtp_server: SmtpServer, settings: Any) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "a", "b"  # this server knows no signing in
    with Post() as post:
        assert not post.ready()
        assert not post.ready()
        with pytest.raises(NotAccepted):
            hand(post)
    assert not smtp_server.mails


def test_ready_asks_the_server(smtp_server: SmtpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with Post() as post:
        assert post.ready()
        monkeypatch.setattr(smtplib.SMTP, "noop", lambda self: (421, b"closing"))
        first = post._connection.connection
        assert post.ready()
        assert post._connection.connection is not first


# --- other ways ---------------------------------------------------------------------------------------------


def test_in_the_demo_messages_become_files(settings: Any, tmp_path: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    with Post() as post:
        for number in (1, 2):
            assert post.ready()
            assert hand(post, number=number) == f"<m{number}@academy.example>"
    assert [mail.subject for mail in read_mails(tmp_path)] == [COMPOSED.subject] * 2


def test_in_tests_messages_go_to_the_outbox(mailoutbox: list[EmailMessage]) -> None:
    with Post() as post:
        assert post.ready()
        hand(post)
    assert mailoutbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
