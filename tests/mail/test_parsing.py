"""Bytes to a value: what people send, and what their programs make of it."""

from email.message import EmailMessage

import pytest

from mail.parsing import parse
from tests.mail.conftest import SAMPLES, letter


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.eml").read_bytes()


def test_it_reads_who_wrote_to_whom() -> None:
    mail = parse(letter(Cc="Max <max@customer.EXAMPLE>, broken@@, ann@x.example").as_bytes())
    assert str(mail.sender) == "Cleo Customer <cleo@customer.example>"
    assert [item.email for item in mail.cc] == ["max@customer.example", "ann@x.example"]
    assert mail.date is not None
    assert mail.date.isoformat() == "2026-11-24T09:00:00+00:00"
    assert (mail.subject, mail.text, mail.html, mail.defects) == ("Printer on fire", "Please help.", "", ())


def test_reply_to_goes_before_the_sender() -> None:
    mail = parse(letter(Reply_To="desk@customer.example").as_bytes())
    assert mail.answer_to is not None
    assert mail.answer_to.email == "desk@customer.example"


def test_ids_come_without_brackets_and_once() -> None:
    raw = letter(In_Reply_To="<a@x>", References="<r@x> <a@x> <a@x>").as_bytes()
    assert (parse(raw).in_reply_to, parse(raw).references) == (("a@x",), ("r@x", "a@x"))


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (b"=?utf-8?b?R3LDvMOfZQ==?=", "Grüße"),
        (b"=?utf-8?q?Gr=C3?= =?utf-8?q?=BC=C3=9Fe?=", "Grüße"),  # a character cut in two
        (b"=?iso-8859-1?Q?Gr=FC=DFe_aus_?= Bonn", "Grüße aus Bonn"),
        (b"Gr\xfc\xdfe", "Grüße"),
        (b"Gr\xc3\xbc\xc3\x9fe", "Grüße"),
        (b"=?x-unknown?q?a=E4b?=", "aäb"),
        (b"=?utf-8?q?a_b?c?=", "=?utf-8?q?a_b?c?="),
        (b"two\r\n lines", "two lines"),
        (b"nul\x00nul", "nul nul"),
    ],
)
def test_it_decodes_subjects(raw: bytes, wanted: str) -> None:
    assert parse(b"Subject: " + raw + b"\r\n\r\nx").subject == wanted


@pytest.mark.parametrize(
    ("charset", "data", "wanted", "is_clean"),
    [
        ("iso-8859-1", b"caf\xe9 \x80", "café €", True),
        ("ks_c_5601-1987", "스티해".encode("cp949"), "스티해", True),
        ("shift_jis", "ｱ①".encode("cp932"), "ｱ①", True),
        ("gb2312", "镕".encode("gbk"), "镕", True),
        ("utf-16", "hé".encode("utf-16"), "hé", True),
        ("x-invented", b"caf\xe9", "café", False),
        ("utf-8", b"caf\xe9", "café", False),
        ("rot13", b"hello", "hello", False),
        ("us-ascii", "é".encode(), "é", True),
        ("utf-8", b"a\x00b", "a\ufffdb", True),
    ],
)
def test_it_reads_any_charset(charset: str, data: bytes, wanted: str, is_clean: bool) -> None:
    head = f"From: a@b.example\r\nContent-Type: text/plain; charset={charset}\r\n"
    mail = parse(head.encode() + b"Content-Transfer-Encoding: 8bit\r\n\r\n" + data)
    assert mail.text == wanted
    assert ("unknown_charset" in mail.defects) is not is_clean


def test_html_is_made_safe_and_its_images_are_inline() -> None:
    message = letter(text="See the picture.")
    message.add_alternative(
        '<p onclick="x()">See <img src="cid:one"><script>bad()</script></p>', subtype="html"
    )
    message.add_attachment(b"\x89PNG\r\n\x1a\n" + b"0" * 64, maintype="image", subtype="png", cid="<one>")
    mail = parse(message.as_bytes())
    assert "script" not in mail.html
    assert "onclick" not in mail.html
    assert [(item.content_type, item.inline) for item in mail.attachments] == [("image/png", True)]


def test_types_are_read_from_the_bytes_and_names_made_harmless() -> None:
    message = letter()
    message.add_attachment(
        b"<html><script>x</script>", maintype="image", subtype="png", filename="../../etc/a\u202egnp.png"
    )
    (item,) = parse(message.as_bytes()).attachments
    assert item.content_type == "text/html"
    assert "/" not in item.name
    assert "\u202e" not in item.name
    assert not item.name.startswith(".")


def test_a_text_beside_html_is_not_said_twice() -> None:
    message = letter(text="Hello")
    message.add_alternative("<p>Hello</p>", subtype="html")
    mail = parse(message.as_bytes())
    assert (mail.text, mail.html.strip()) == ("Hello", "<p>Hello</p>")


def test_a_footer_of_a_list_is_added_to_both_formats() -> None:
    message = EmailMessage()
    message.set_content("<p>Hello</p>", subtype="html")
    message.make_mixed()
    footer = EmailMessage()
    footer.set_content("Footer of the list")
    message.attach(footer)
    mail = parse(message.as_bytes())
    assert "Footer of the list" in mail.html
    assert mail.text.split() == ["Hello", "Footer", "of", "the", "list"]


def test_a_mail_inside_is_kept_as_a_file() -> None:
    message = letter()
    message.add_attachment(letter("The inner one"))
    (item,) = parse(message.as_bytes()).attachments
    assert (item.name, item.content_type) == ("The inner one.eml", "message/rfc822")
    assert b"Please help." in item.content


def test_a_uuencoded_file_leaves_the_text() -> None:
    mail = parse(sample("uuencoded"))
    assert [(item.name, item.content) for item in mail.attachments] == [
        ("greeting.txt", b"Hello from 1994\n")
    ]
    assert "begin" not in mail.text
    assert mail.text.startswith("The file")


def test_winmail_dat_is_kept_as_what_it_is() -> None:
    (item,) = parse(sample("tnef")).attachments
    assert (item.name, item.content_type) == ("winmail.dat", "application/ms-tnef")


def test_a_mail_without_a_sender_says_so() -> None:
    mail = parse(letter(From="").as_bytes())
    assert mail.sender is None
    assert "no_sender" in mail.defects


def test_a_missing_boundary_leaves_a_readable_mail() -> None:
    mail = parse(sample("no_boundary"))
    assert "no_boundary" in mail.defects
    assert "still legible" in mail.text


def test_too_many_parts_are_kept_as_one_file() -> None:
    raw = b"From: a@b.example\nSubject: Deep\nContent-Type: multipart/mixed; boundary=b0\n\n"
    for depth in range(400):
        raw += f"--b{depth}\nContent-Type: multipart/mixed; boundary=b{depth + 1}\n\n".encode()
    mail = parse(raw)
    assert "part_limit" in mail.defects
    assert (mail.subject, mail.attachments[0].content) == ("Deep", raw)


def test_deep_nesting_keeps_the_inner_part() -> None:
    message = letter()
    for depth in range(40):
        outer = EmailMessage()
        outer["Subject"] = f"Level {depth}"
        outer.make_mixed()
        outer.attach(message)
        message = outer
    mail = parse(message.as_bytes())
    assert "too_deep" in mail.defects
    assert any(b"Please help." in item.content for item in mail.attachments)


def test_a_very_long_text_is_cut_and_kept_whole_beside() -> None:
    mail = parse(letter(text="word " * 150_000).as_bytes())
    assert len(mail.text) <= 500_000
    assert "text_too_long" in mail.defects
    assert len(mail.attachments[0].content) > 700_000


def test_an_empty_mail_is_a_mail() -> None:
    assert parse(b"").defects == ("no_sender",)
