"""A customer's problem wholly by mail: into a real IMAP and a real POP mailbox, answered into a third."""

import re
import time
from email.message import EmailMessage

import pytest

from tests.live import rows
from tests.live.company import PASSWORD
from tests.live.web import Browser
from tests.main_job.town import SECONDS, Town, answer_to, text_of
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("main_job")]


def letter(sender: str, to: str, subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Gwen Guest <{sender}>", to, subject
    mail["Message-ID"] = f"<{time.time_ns()}.first@customers.example>"
    mail.set_content("The printer prints only blue pages.\n")
    return mail


def bare(value: object) -> str:
    return str(value).strip().strip("<>")


@pytest.mark.parametrize("protocol", ["imap", "pop3"])
def test_a_problem_is_solved_by_mail(place: Town, protocol: str) -> None:
    gwen, ours = place.customer(f"gwen-{protocol}"), place.boxes[protocol]
    subject = f"Blue pages by {protocol}"
    first = letter(gwen, ours, subject)
    place.send(first)

    receipt = place.mail_with(gwen, "only blue pages")
    assert bare(receipt["In-Reply-To"]) == bare(first["Message-ID"])
    assert bare(first["Message-ID"]) in str(receipt["References"])
    assert str(receipt["Auto-Submitted"]).startswith("auto-")
    number = re.search(r"\d{3}-[0-9A-F]{8}-[0-9A-F]{4}", f"{receipt['Subject']} {text_of(receipt)}", re.I)
    assert number

    ann = Browser(place.desk.port)
    ann.sign_in("ann", PASSWORD)
    page = f"/agent/tickets/{number[0]}"
    assert subject in ann.get(page).text
    body = "Please change the black cartridge."
    assert ann.post(f"{page}/write", mode="reply", body_format="text", body=body, status="2").status == 302
    reply = place.mail_with(gwen, body)
    assert bare(first["Message-ID"]) in str(reply["References"]), "mail programs show it in the same thread"
    assert "Auto-Submitted" not in reply
    assert "##-" in text_of(reply)

    place.send(answer_to(reply, gwen, ours, "That helped, thank you."))
    until(lambda: "That helped, thank you." in ann.get(page).text, "the answer in the ticket", SECONDS)
    found = rows.read(place.desk)
    ticket = next(row for row in found["tickets"] if row["subject"] == subject)
    messages = [row for row in found["messages"] if row["ticket_id"] == ticket["id"]]
    joined = next(row for row in messages if "That helped" in row["text"])
    assert joined["text"].strip() == "That helped, thank you.", "the quote is not part of what is new"
    assert joined["why"]["code"].startswith("joined.")
    assert "hd-why" in ann.get(page).text, "the reason is there to be read"
    assert [row["seq"] for row in sorted(messages, key=lambda row: row["seq"])] == [1, 2, 3]
    assert not place.dovecot.messages(ours), "what is kept here is taken from the server"
