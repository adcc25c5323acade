"""Small real files: a log, a screenshot, a letter, a mail; made here, not kept beside the code."""

import struct
import zlib
from email.message import EmailMessage

from helpdesk.seeding.world import File


def all_files() -> list[File]:
    """What customers and agents attach."""
    return [
        File("headers.txt", _HEADERS.encode()),
        File("error.log", _LOG.encode()),
        File("mailboxes.csv", _LIST.encode()),
        File("screenshot.png", picture(480, 270, (11, 102, 106))),
        File("panel.png", picture(360, 240, (39, 87, 184))),
        File("bounce.eml", _mail()),
        File(
            "offer.pdf", letter(["Offer 2026-1184", "Two dedicated servers, two sites", "Valid for 30 days"])
        ),
        File("invoice.pdf", letter(["Invoice NW-2026-4471", "Plan Business, one year", "Total 238.80 EUR"])),
    ]


def picture(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A PNG: a window with a bar in `colour` and grey lines of text."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            if y < height // 8:
                rows += bytes(colour)
            elif y % 24 < 8 and width // 10 < x < width - width // 10 - (y * 37) % (width // 3):
                rows += b"\xc9\xd2\xd0"
            else:
                rows += b"\xf6\xf8\xf7"
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def letter(lines: list[str]) -> bytes:
    """A PDF of one page with these lines."""
    text = " ".join(f"({line}) Tj 0 -24 Td" for line in lines)
    stream = f"BT /F1 16 Tf 72 740 Td {text} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R " + _FONTS,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return bytes(out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)


def _mail() -> bytes:
    mail = EmailMessage()
    mail["From"] = "MAILER-DAEMON@mx2.northwind.example"
    mail["To"] = "orders@marsh-daughters.example"
    mail["Subject"] = "Undelivered Mail Returned to Sender"
    mail["Date"] = "Mon, 02 Mar 2026 09:14:05 +0000"
    mail["Message-ID"] = "<20260302091405.4F2A1@mx2.northwind.example>"
    mail.set_content("550 5.7.1 [203.0.113.24] sender rejected: no PTR record\n")
    return mail.as_bytes()


_FONTS = b"/Resources << /Font << /F1 5 0 R >> >> >>"
_HEADERS = """Received: from vps-1184.northwind.example ([203.0.113.24])
    by mx.orders.example with ESMTPS; Mon, 2 Mar 2026 09:14:02 +0000
Authentication-Results: mx.orders.example; spf=pass; dkim=pass
Subject: Your order 20418
"""
_LOG = """[2026-03-02 20:04:11] WARN pool www: server reached pm.max_children setting (40)
[2026-03-02 20:04:12] ERROR connect() to unix:/run/php/www.sock failed (11: Resource temporarily unavailable)
[2026-03-02 20:04:19] ERROR upstream timed out while reading response header from upstream
"""
_LIST = """address,alias,kind
info@harborlight.example,,mailbox
orders@harborlight.example,sales@harborlight.example,shared
office@harborlight.example,,shared
"""
