"""Bodies in frames and attachments: who gets them, and how harmless they are."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.servers.objectstore import ObjectStore
from tests.tickets.conftest import Cast
from tickets import services
from tickets.models import Attachment, Message, Ticket
from tickets.selectors import guest_token
from tickets.templatetags.bodies import body_of, simple

RICH = '<p style="color:red">Hi</p><img src="cid:pic1"><img src="https://tracker.example/x.gif">'
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def rich(open_ticket: Callable[..., Ticket]) -> Message:
    files = (
        services.NewFile(name="pic.png", content=PNG, content_id="pic1"),
        services.NewFile(name="page.html", content=b"<html><script>alert(1)</script></html>"),
    )
    return Message.objects.get(ticket=open_ticket(content=services.Content(html=RICH), files=files))


def test_simple_text_stands_in_the_page_and_nothing_else() -> None:
    assert simple("<p>Hello <b>there</b><br></p>")
    for other in (
        RICH,
        "<p onclick=x>a</p>",
        "<script>1</script>",
        '<a href="javascript:1">x</a>',
        "<table></table>",
    ):
        assert not simple(other)


def test_rich_html_comes_in_a_frame_without_scripts(
    client: Client, cast: Cast, open_ticket: Callable[..., Ticket]
) -> None:
    message = rich(open_ticket)
    body = body_of(message)
    assert body.frame
    assert body.has_remote
    assert [file.name for file, _ in body.files] == ["page.html"]  # the picture stands in the text
    client.force_login(cast.ann)
    answer = client.get(body.frame)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "https:" not in policy
    assert "sandbox" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    picture = Attachment.objects.get(content_id="pic1")
    assert f"/files/{picture.pk}/" in answer.content.decode()
    assert "https:" in client.get(f"{body.frame}?images=1")["Content-Security-Policy"]


def test_who_gets_bodies_and_files(client: Client, cast: Cast, open_ticket: Callable[..., Ticket]) -> None:
    message = rich(open_ticket)
    file = Attachment.objects.get(name="page.html")
    paths = [f"/messages/{message.pk}/body", f"/files/{file.pk}/page.html"]
    assert client.get(paths[0]).status_code == 404
    assert client.get(paths[1]).status_code == 302
    for person, status in (
        (cast.cleo, 200),
        (cast.sam, 404),
        (cast.ann, 200),
        (cast.otto, 404),
        (cast.ada, 200),
    ):
        client.force_login(person)
        assert [client.get(path).status_code for path in paths] == [status, status], person.name
    client.logout()
    link = f"/t/{guest_token(message.ticket, cast.cleo)}"
    assert client.get(f"{link}/messages/{message.pk}/body").status_code == 200
    assert client.get(f"{link}/files/{file.pk}/page.html").status_code == 200
    other = open_ticket()
    foreign = f"/t/{guest_token(other, cast.cleo)}"
    assert client.get(f"{foreign}/messages/{message.pk}/body").status_code == 404
    assert client.get(f"{foreign}/files/{file.pk}/page.html").status_code == 404


def test_files_of_comments_are_for_agents_only(
    client: Client, cast: Cast, open_ticket: Callable[..., Ticket]
) -> None:
    message = rich(open_ticket)
    Message.objects.filter(pk=message.pk).update(kind=Message.Kind.GENERAL)
    file = Attachment.objects.get(name="page.html")
    client.force_login(cast.cleo)
    assert client.get(f"/files/{file.pk}/page.html").status_code == 404
    assert client.get(f"/messages/{message.pk}/body").status_code == 404


def test_uploads_go_to_the_object_store_and_come_back(
    client: Client, cast: Cast, open_ticket: Callable[..., Ticket], bucket: str, object_store: ObjectStore
) -> None:
    client.force_login(cast.cleo)
    kept = client.post("/uploads", {"file": SimpleUploadedFile("pic.png", PNG)}).json()
    ticket = open_ticket(attachment_ids=services.open_tokens([kept["id"]]))
    file = Attachment.objects.get(ticket=ticket)
    assert object_store.names(bucket) == [f"desk/{file.blob.path}"]
    assert client.get(f"/files/{file.pk}/pic.png").content == PNG


def test_a_store_that_is_away_is_told_and_nothing_is_lost(
    client: Client,
    cast: Cast,
    open_ticket: Callable[..., Ticket],
    object_store: ObjectStore,
    bucket: str,
    dead_port: int,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rich(open_ticket)
    object_store.use(settings, monkeypatch, f"s3://{bucket}/desk?endpoint=http://127.0.0.1:{dead_port}")
    client.raise_request_exception = False
    client.force_login(cast.cleo)
    answer = client.post("/uploads", {"file": SimpleUploadedFile("pic.png", PNG)})
    assert answer.status_code == 413
    assert "pic.png could not be kept" in answer.json()["error"]
    assert Attachment.objects.count() == 2  # of the ticket before
    page = client.get(f"/files/{Attachment.objects.get(name='pic.png').pk}/pic.png")
    assert page.status_code == 503
    assert page["Retry-After"]
    assert "cannot reach its files" in page.text


def test_html_is_always_a_download(client: Client, cast: Cast, open_ticket: Callable[..., Ticket]) -> None:
    rich(open_ticket)
    client.force_login(cast.cleo)
    page = client.get(f"/files/{Attachment.objects.get(name='page.html').pk}/page.html")
    assert page["Content-Disposition"].startswith("attachment")
    assert page["Content-Type"] == "application/octet-stream"
    assert page["X-Content-Type-Options"] == "nosniff"
    picture = client.get(f"/files/{Attachment.objects.get(name='pic.png').pk}/pic.png")
    assert picture["Content-Disposition"].startswith("inline")
    assert picture["Content-Type"] == "image/png"
