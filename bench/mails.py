"""Mails to import: different people, subjects and texts, every third with a file."""

import random
from email.message import EmailMessage
from pathlib import Path

_WORDS = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").split()


def write(folder: Path, count: int, *, seed: int) -> None:
    """So many files in a new folder; the same seed writes the same mails."""
    rng = random.Random(seed)  # noqa: S311  # repeatable, not secret
    folder.mkdir(parents=True)
    for number in range(count):
        mail = EmailMessage()
        mail["From"] = f"Sender {number} <sender-{seed}-{number}@visitors.example>"
        mail["To"] = "support@northwind.example"
        mail["Subject"] = " ".join(rng.choices(_WORDS, k=5)).capitalize()
        mail["Date"] = "Mon, 02 Mar 2026 09:14:05 +0000"
        mail["Message-ID"] = f"<{seed}.{number}@visitors.example>"
        text = "\n\n".join(" ".join(rng.choices(_WORDS, k=40)).capitalize() + "." for _ in range(3))
        mail.set_content(text)
        html = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
        mail.add_alternative(f"<html><body>{html}</body></html>", subtype="html")
        if number % 3 == 0:
            content = rng.randbytes(4000)
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename="data.bin")
        (folder / f"{number:05}.eml").write_bytes(mail.as_bytes())
