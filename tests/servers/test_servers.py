"""Each real server does its one job: what the other tests stand on."""

import imaplib
import poplib
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path

import ldap3
import psycopg
import pytest
import redis
from playwright.sync_api import Page

from tests.servers import certificates, ldap, smtp
from tests.servers.dovecot import DovecotServer
from tests.servers.fixtures import DatabaseFactory
from tests.servers.ldap import LdapServer
from tests.servers.mariadb import MariadbServer
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer
from tests.servers.smtp import Mode, SmtpServer


def letter(subject: str = "Printer is on fire") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "cleo@example.org", "help@example.com", subject
    message.set_content("It smells of burnt toner.\n.\nA dot stood alone above.")
    return message


def test_postgres_copies_a_template(postgres_server: PostgresServer) -> None:
    first = postgres_server.create("first_desk")
    with psycopg.connect(first, autocommit=True) as connection:
        connection.execute("CREATE TABLE note (text varchar(20))")
        connection.execute("INSERT INTO note VALUES ('grün')")
    with psycopg.connect(postgres_server.create("second_desk", template="first_desk")) as connection:
        row = connection.execute("SELECT text FROM note").fetchone()
    assert row == ("grün",)
    postgres_server.drop("first_desk")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(first).close()


def test_mariadb_copies_a_template(mariadb_server: MariadbServer) -> None:
    driver = pytest.importorskip("MySQLdb")
    mariadb_server.create("first_desk")
    mariadb_server.run(
        "CREATE TABLE first_desk.note (text varchar(20)); INSERT INTO first_desk.note VALUES ('é')"
    )
    mariadb_server.create("second_desk", template="first_desk")
    connection = driver.connect(
        host="127.0.0.1", port=mariadb_server.port, user="root", database="second_desk", charset="utf8mb4"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM note")
        assert cursor.fetchall() == (("é",),)
    connection.close()


def test_empty_databases_are_different(empty_database: DatabaseFactory) -> None:
    assert empty_database("sqlite") != empty_database("sqlite")


def test_redis_answers(redis_server: RedisServer) -> None:
    client = redis.Redis.from_url(redis_server.url)
    client.set("queue", "7")
    assert client.get("queue") == b"7"


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
def test_imap_reads_what_was_delivered(dovecot_server: DovecotServer, tls: bool) -> None:
    name = dovecot_server.add_user("help@example.com")
    dovecot_server.deliver(name, letter())
    ports, context = dovecot_server.ports, ssl.create_default_context(cafile=dovecot_server.certificate)
    client = (
        imaplib.IMAP4_SSL("localhost", ports.imaps, ssl_context=context)
        if tls
        else imaplib.IMAP4("localhost", ports.imap)
    )
    client.login(name, "secret")
    assert client.select()[1] == [b"1"]
    client.store("1", "+FLAGS", "\\Deleted")
    client.expunge()
    client.logout()
    assert dovecot_server.messages(name) == []


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
def test_pop_reads_what_was_delivered(dovecot_server: DovecotServer, tls: bool) -> None:
    name = dovecot_server.add_user("pop@example.com", "other")
    dovecot_server.deliver(name, letter().as_bytes())
    ports, context = dovecot_server.ports, ssl.create_default_context(cafile=dovecot_server.certificate)
    client = (
        poplib.POP3_SSL("localhost", ports.pop3s, context=context)
        if tls
        else poplib.POP3("localhost", ports.pop3)
    )
    client.user(name)
    client.pass_("other")
    assert client.stat()[0] == 1
    client.quit()
    assert len(dovecot_server.messages(name)) == 1


def test_imap_refuses_a_wrong_password(dovecot_server: DovecotServer) -> None:
    name = dovecot_server.add_user("help@example.com")
    client = imaplib.IMAP4("localhost", dovecot_server.ports.imap)
    with pytest.raises(imaplib.IMAP4.error):
        client.login(name, "wrong")
    client.shutdown()


def send(server: SmtpServer, timeout: float = 5) -> None:
    with smtplib.SMTP(server.host, server.port, timeout=timeout) as client:
        client.send_message(letter())


def test_smtp_records_and_delivers(smtp_server: SmtpServer, dovecot_server: DovecotServer) -> None:
    name = dovecot_server.add_user("help@example.com")
    smtp_server.deliver = lambda one: dovecot_server.deliver(name, one.raw)
    send(smtp_server)
    assert smtp_server.received[0].recipients == ["help@example.com"]
    assert smtp_server.messages[0]["Subject"] == "Printer is on fire"
    assert "A dot stood alone" in smtp_server.messages[0].get_content()
    assert b"Printer is on fire" in dovecot_server.messages(name)[0]


@pytest.mark.parametrize(
    ("mode", "code"), [(Mode.REFUSE, 550), (Mode.TEMPORARY, 451)], ids=["refused", "try later"]
)
def test_smtp_refuses_recipients(smtp_server: SmtpServer, mode: Mode, code: int) -> None:
    smtp_server.mode = mode
    with pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
        send(smtp_server)
    assert [answer[0] for answer in caught.value.recipients.values()] == [code]
    assert smtp_server.received == []


def test_smtp_refuses_the_message(smtp_server: SmtpServer) -> None:
    smtp_server.mode = Mode.REFUSE_DATA
    with pytest.raises(smtplib.SMTPDataError):
        send(smtp_server)


def test_smtp_hangs_at_the_door(smtp_server: SmtpServer) -> None:
    smtp_server.mode = Mode.HANG_CONNECT
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        send(smtp_server, timeout=2)
    assert smtp_server.connections == 1


@pytest.mark.parametrize(("mode", "timeout"), [(Mode.HANG_DATA, 2), (Mode.DROP, 30)], ids=["silence", "cut"])
def test_smtp_takes_a_message_without_an_answer(smtp_server: SmtpServer, mode: Mode, timeout: float) -> None:
    smtp_server.mode = mode
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected, ConnectionError)):
        send(smtp_server, timeout=timeout)
    assert [one.answered for one in smtp_server.received] == [False]


def test_smtp_with_tls_and_password(tmp_path: Path) -> None:
    made = certificates.make(tmp_path)
    context = smtp.tls_context(made.certificate, made.key)
    trust = ssl.create_default_context(cafile=made.certificate)
    with (
        smtp.running(credentials=("desk", "open sesame"), starttls=context) as server,
        smtplib.SMTP("localhost", server.port, timeout=5) as client,
    ):
        client.starttls(context=trust)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("desk", "wrong")
        client.login("desk", "open sesame")
        client.send_message(letter())
        assert len(server.received) == 1


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
def test_the_directory_knows_people_and_groups(ldap_server: LdapServer, tls: bool) -> None:
    ann = ldap_server.add_person("ann", "Ann Keller")
    group = ldap_server.add_group("agents", ann)
    trust = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=str(ldap_server.authority))
    port = ldap_server.tls_port if tls else ldap_server.port
    server = ldap3.Server("localhost", port, use_ssl=tls, tls=trust)
    assert not ldap3.Connection(server, ann, "wrong").bind()
    with ldap3.Connection(server, ann, ldap.PASSWORD, auto_bind=True) as connection:
        connection.search(ldap.BASE, "(uid=ann)", attributes=["memberOf"])
        assert connection.response is not None
        assert connection.response[0]["attributes"]["memberOf"] == [group]
    ldap_server.lock(ann)
    assert not ldap3.Connection(server, ann, ldap.PASSWORD).bind()


def test_the_browser_reads_a_page(page: Page) -> None:
    page.set_content("<h1>Help desk</h1><button id=b>0</button>")
    page.evaluate("b.addEventListener('click', () => b.textContent = '1')")
    page.click("#b")
    assert page.text_content("#b") == "1"
