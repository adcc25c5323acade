"""Files: the same bytes once, types by content, names without tricks."""

import io

import pytest
from django.core.files.storage import default_storage

from common import files
from common.models import Blob


@pytest.mark.django_db
def test_the_same_bytes_are_kept_once() -> None:
    first, again = files.store(b"hello"), files.store(io.BytesIO(b"hello"))
    assert first.pk == again.pk
    assert Blob.objects.count() == 1
    assert files.read(first) == b"hello"
    assert first.size == 5
    assert first.path == f"blobs/2c/f2/{first.sha256}"


@pytest.mark.django_db
def test_a_large_file_is_whole() -> None:
    content = bytes(range(256)) * 12_000
    assert files.read(files.store(io.BytesIO(content))) == content


@pytest.mark.django_db
def test_a_lost_file_says_so() -> None:
    blob = files.store(b"soon gone")
    default_storage.delete(blob.path)
    with pytest.raises(FileNotFoundError):
        files.read(blob)


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "x.png", "image/png"),
        (b"%PDF-1.4\n", "x.pdf", "application/pdf"),
        (b"just words", "x.txt", "text/plain"),
        (b"<html><script>alert(1)</script>", "picture.png", "text/html"),
        (b"a\0b", "x.txt", "application/octet-stream"),
    ],
)
def test_the_type_is_found_by_content(head: bytes, name: str, kind: str) -> None:
    assert files.sniff(head, name) == kind


def test_html_and_svg_are_never_shown_by_the_browser() -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
    for head in (b"<html></html>", svg, b"<?xml version='1.0'?>" + svg):
        assert files.sniff(head, "image.png") not in files.INLINE_TYPES


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        ("a\r\nb.txt", "ab.txt"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("  .. ", "file"),
        ("", "file"),
        ('say "hi".txt', "say hi.txt"),
        ("ü.pdf", "ü.pdf"),
    ],
)
def test_names_from_outside_lose_their_tricks(given: str, kept: str) -> None:
    assert files.clean_name(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = files.clean_name("x" * 500 + ".pdf")
    assert len(name) <= 120
    assert name.endswith(".pdf")
