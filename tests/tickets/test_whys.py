"""Each incoming mail says why it is in its ticket, in words."""

from tests.tickets.conftest import Cast
from tickets.models import Message
from tickets.views.agent.whys import why_sentence


def test_the_recorded_decision_is_told(cast: Cast) -> None:
    why = {"code": "joined.number", "class": "person", "number": "000-6B05DFA2-0001"}
    said = why_sentence(Message(why=why, source="mail", seq=2))
    assert said == "Its subject names 000-6B05DFA2-0001, and its sender is part of that ticket."


def test_a_machines_mail_says_how_it_was_recognized(cast: Cast) -> None:
    why = {"code": "joined.own_id", "class": "auto.submitted", "value": "auto-replied", "number": "X"}
    said = why_sentence(Message(why=why, source="mail", seq=3, is_automatic=True))
    assert "this desk sent for X" in said
    assert said.endswith("An automatic answer (Auto-Submitted: auto-replied).")


def test_what_came_by_the_portal_needs_no_decision(cast: Cast) -> None:
    assert "portal" in why_sentence(Message(source="portal", seq=1))
