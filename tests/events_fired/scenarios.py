"""What brings about each event: a request, a mail, or time that passes. Nothing here tells one itself."""

from collections.abc import Callable
from datetime import timedelta

from common import clock
from mail import services as mail
from mail.jobs import incoming
from mail.models import OutboundMail, SmtpAccount
from mail.services.handling import MAX_ATTEMPTS
from organization.models import Department, Membership
from tests.events_fired.world import BOX, World
from tests.servers.smtp import Mode
from tickets.models import Ticket

Scenario = Callable[[World], object]
SCENARIOS: dict[int, Scenario] = {}


def brings(event_id: int) -> Callable[[Scenario], Scenario]:
    def register(scenario: Scenario) -> Scenario:
        assert event_id not in SCENARIOS
        SCENARIOS[event_id] = scenario
        return scenario

    return register


# Tickets


@brings(502000)
def a_mail_opens_a_ticket(world: World) -> None:
    world.receive(world.mailbox(), world.letter())


@brings(502001)
def an_agent_transfers(world: World) -> None:
    world.act(world.ticket(), "transfer", value=str(world.cast.invoices.pk), comment="Theirs")


@brings(502002)
def an_agent_sets_the_status(world: World) -> None:
    world.act(world.ticket(), "status", value="2")


@brings(502003)
def an_agent_sets_the_priority(world: World) -> None:
    world.act(world.ticket(), "priority", value="4")


@brings(502004)
def an_agent_deletes(world: World) -> None:
    world.act(world.ticket(), "delete")


@brings(502005)
def an_agent_comments(world: World) -> None:
    world.write(world.ticket(), mode="comment", kind="10")


@brings(502006)
def an_agent_answers(world: World) -> None:
    world.write(world.ticket(), mode="reply")


@brings(502008)
def nobody_does_anything(world: World) -> None:
    world.rule(502008, minutes=60)
    world.look()
    world.ticket()
    with world.later(minutes=61):
        pass


def _a_second_ticket(world: World, event_id: int, **more: object) -> None:
    world.rule(event_id, count=1, direction="above", status="")
    world.ticket(**more)
    world.look()
    world.ticket(**more)
    world.look()


@brings(502009)
def a_department_has_many(world: World) -> None:
    _a_second_ticket(world, 502009)


@brings(502010)
def a_group_has_many(world: World) -> None:
    _a_second_ticket(world, 502010)


@brings(502011)
def an_agent_has_many(world: World) -> None:
    _a_second_ticket(world, 502011, agent=str(world.cast.ann.pk))


def _planned(world: World) -> Ticket:
    ticket = world.ticket()
    path = f"/agent/tickets/{ticket.number}/follow-up"
    world.ask(world.cast.ann, path, when="in 2 hours", status="1", comment="Call them")
    return ticket


@brings(502012)
def an_agent_plans(world: World) -> None:
    _planned(world)


@brings(502013)
def the_time_has_come(world: World) -> None:
    _planned(world)
    with world.later(hours=2, minutes=1):
        pass


@brings(502014)
def an_agent_logs_time(world: World) -> None:
    path = f"/agent/tickets/{world.ticket().number}/time"
    world.ask(world.cast.ann, path, time="35m", subject="Looked", billable="on")


# Mail in


@brings(509000)
def the_mail_server_is_away(world: World) -> None:
    world.receive(world.mailbox(port=1))


@brings(509001)
def the_password_is_wrong(world: World) -> None:
    world.receive(world.mailbox(password="not it"))


@brings(509002)
def a_mail_cannot_be_read(world: World) -> None:
    account = world.mailbox()
    world.imap.deliver(BOX, world.letter())
    for kept in (world.imap.folder / "mail" / BOX / "new").iterdir():
        kept.chmod(0)
    world.receive(account)


@brings(509003)
def a_mail_comes_to_a_department_that_nobody_works_in(world: World) -> None:
    Department.objects.filter(pk=world.cast.support.pk).update(front_line=None)
    world.receive(world.mailbox(), world.letter())
    for day in range(1, MAX_ATTEMPTS + 2):
        with clock.ahead(timedelta(days=day)):
            incoming.handle()


# Mail out


def _send(world: World, account: SmtpAccount) -> None:
    """The agent's answer goes out, after the seconds in which it can be taken back."""
    world.write(world.ticket(), mode="reply")
    with clock.ahead(timedelta(minutes=5)):
        OutboundMail.objects.filter(account=None).update(account=account)
        mail.send_account(account.pk)


@brings(510000)
def the_server_for_outgoing_mail_is_away(world: World) -> None:
    _send(world, world.outbox(port=1))


@brings(510001)
def the_server_does_not_know_us(world: World) -> None:
    world.smtp.credentials = ("desk", "right")
    _send(world, world.outbox(username="desk", password="wrong"))


@brings(510002)
def the_server_refuses_the_recipient(world: World) -> None:
    account = world.outbox()
    world.smtp.mode = Mode.REFUSE
    _send(world, account)


# Agents


@brings(512000)
def an_agent_receives_no_more_tickets(world: World) -> None:
    world.ask(world.cast.ann, "/agent/receiving", set="tickets:0:0")


@brings(512001)
def an_agent_receives_no_more_chats_in_a_group(world: World) -> None:
    group = Membership.objects.get(agent=world.cast.ann).group_id
    world.ask(world.cast.ann, "/agent/receiving", set=f"chats:{group}:0")
