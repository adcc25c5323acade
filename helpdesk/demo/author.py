"""Writes stories: picks a plot, fills it with the facts of a case, and lets time pass between the turns."""

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from helpdesk.demo import phrases
from helpdesk.demo.plots import LANGUAGES, Plot, plots
from helpdesk.seeding.steps import Start, Step, Story
from helpdesk.seeding.world import File, Person, Place, World
from tickets.models import Message, Priority, Status, Ticket

BOUNCE = "550 5.1.1 User unknown in virtual mailbox table"
FATES = ("closed", "locked", "reopened", "left", "spam", "deleted")


@dataclass(slots=True)
class Desk:
    """Where stories happen. `places` are found by the keys that plots use; `fates` weighs FATES."""

    world: World
    places: dict[str, list[Place]]
    until: datetime
    files: list[File] = field(default_factory=list)
    fates: tuple[float, ...] = (70, 5, 8, 12, 3, 2)
    answer_hours: float = 1.5


@dataclass(slots=True)
class Case:
    """One story while it is written."""

    desk: Desk
    rng: random.Random
    plot: Plot
    place: Place
    customer: Person
    agent: Person
    facts: dict[str, str]
    at: datetime
    steps: list[Step] = field(default_factory=list)
    seq: int = 1

    def wait(self, hours: float) -> bool:
        """Lets time pass; False when the next step would lie in the future."""
        self.at += timedelta(seconds=int(60 + 3600 * self.rng.lognormvariate(0, 0.9) * hours))
        return self.at < self.desk.until

    def do(self, verb: str, by: Person, **given: Any) -> None:
        self.steps.append(Step(verb, self.at, by, given))


def write(
    desk: Desk,
    rng: random.Random,
    *,
    number: int,
    at: datetime,
    customer: Person,
    place_key: str = "",
    fate: str = "",
    words: tuple[str, ...] = (),
) -> Story:
    """A whole story that began at `at`. `words` are put into the first message, to be searched for."""
    fate = fate or rng.choices(FATES, desk.fates)[0]
    case = _case(desk, rng, at, customer, place_key, spam=fate == "spam")
    start = _start(case, number, words)
    if fate == "spam":
        case.wait(1)
        case.do("mark_spam", case.agent)
    else:
        _tell(case, fate)
    return Story(start, tuple(step for step in case.steps if step.at < desk.until))


def _case(
    desk: Desk, rng: random.Random, at: datetime, customer: Person, place_key: str, *, spam: bool
) -> Case:
    language = customer.language if customer.language in LANGUAGES else "en"
    pool = plots("spam" if spam else language)
    fitting = [plot for plot in pool if plot.place == place_key] if place_key else pool
    plot = rng.choice(fitting or pool)
    place = rng.choice(desk.places[plot.place])
    agent = rng.choice(place.members)
    name = customer.name or "Sam"
    facts = phrases.facts(rng, language, name, agent.name.split()[0])
    return Case(desk, rng, plot, place, customer, agent, facts, at)


def _start(case: Case, number: int, words: tuple[str, ...]) -> Start:
    rng, plot = case.rng, case.plot
    text = _customer_text(case, plot.turns[0][1].say(rng, case.facts), first=True)
    if words:
        text += f"\n\n(Our names for it: {', '.join(words)}.)"
    by_mail = rng.random() < 0.62
    start = Start(
        key=f"form:{_token(rng)}",
        at=case.at,
        place=case.place,
        subject=rng.choice(plot.subjects).say(rng, case.facts),
        text=text,
        requester=case.customer,
        language=case.customer.language,
        priority=rng.choices(tuple(Priority), (6, 76, 13, 5))[0],
        files=_files(case, 0.1),
        cc=_copies(case),
    )
    if not by_mail:
        return start
    host = case.customer.email.partition("@")[2]
    why = {"code": "new.first", "class": "person"}
    mail_id = f"{_token(rng)}@{host}"
    return replace(start, key=f"mail:seed-{number}", source=Ticket.Source.MAIL, mail_id=mail_id, why=why)


def _copies(case: Case) -> tuple[Person, ...]:
    others = case.desk.world.customers
    if case.rng.random() > 0.07 or len(others) < 2:
        return ()
    other = case.rng.choice(others)
    return (other,) if other.id != case.customer.id else ()


def _tell(case: Case, fate: str) -> None:
    """The turns of the plot, with what happens between them."""
    rng, turns = case.rng, case.plot.turns[1:]
    if rng.random() < 0.12:
        _detour(case)
    if rng.random() < 0.25 and case.wait(0.4):
        case.do("assign", rng.choice(case.place.members), agent=case.agent)
    last = rng.randrange(len(turns) + 1) if fate == "left" else len(turns)
    for who, text in turns[:last]:
        if not _turn(case, who, text.say(rng, case.facts)):
            return
    if fate == "left":
        return
    _close(case, locked=fate == "locked")
    if fate == "reopened":
        _again(case)
    if fate == "deleted" and case.wait(5):
        case.do("delete", case.agent)
    case.do("mark_read", case.agent, seq=case.seq)


def _turn(case: Case, who: str, body: str) -> bool:
    """One turn; False when it would happen in the future."""
    if who == "c":
        if not case.wait(4):
            return False
        _customer_writes(case, body)
    elif who == "n":
        if not case.wait(0.5):
            return False
        _note(case, body)
    else:
        if not case.wait(case.desk.answer_hours):
            return False
        _agent_writes(case, body)
    return True


def _agent_writes(case: Case, body: str) -> None:
    rng, language = case.rng, case.plot.language
    case.facts["first"], case.facts["name"] = _called(case.customer, language), case.customer.name
    hello = rng.choice(phrases.DEAR[language]).format_map(case.facts)
    bye = rng.choice(phrases.FAREWELL[language]).format_map(case.facts) if rng.random() < 0.6 else ""
    text = "\n\n".join(filter(None, (hello, body, bye)))
    case.do("reply", case.agent, text=text, files=_files(case, 0.03))
    case.seq += 1
    case.at += timedelta(seconds=case.desk.world.send_delay + 2)
    said = BOUNCE if rng.random() < 0.008 else ""
    case.do("delivered", case.agent, seq=case.seq, said=said)
    case.do("read_notices", case.agent)
    if rng.random() < 0.3:
        _order(case)


def _order(case: Case) -> None:
    """What an agent sets while answering."""
    rng = case.rng
    known = {step.given["name"] for step in case.steps if step.verb == "add_tag"}
    fresh = [tag for tag in case.plot.tags if tag not in known]
    case.at += timedelta(seconds=20)
    if fresh and rng.random() < 0.7:
        case.do("add_tag", case.agent, name=rng.choice(fresh))
    elif rng.random() < 0.4:
        case.do(
            "set_priority", case.agent, priority=rng.choice((Priority.HIGH, Priority.URGENT, Priority.LOW))
        )


def _customer_writes(case: Case, body: str) -> None:
    rng = case.rng
    by_mail = rng.random() < 0.7
    given: dict[str, Any] = {"text": _customer_text(case, body, first=False), "files": _files(case, 0.06)}
    if by_mail:
        host = case.customer.email.partition("@")[2]
        why = {"code": "joined.own_id", "class": "person"}
        given |= {"source": "mail", "mail_id": f"{_token(rng)}@{host}", "why": why}
        last = next((step.given["text"] for step in reversed(case.steps) if step.verb == "reply"), "")
        given["quoted"] = "\n".join(f"> {line}" for line in last.split("\n")) if last else ""
    case.do("customer_reply", case.customer, **given)
    case.seq += 1


def _note(case: Case, body: str) -> None:
    kinds = (Message.Kind.GENERAL, Message.Kind.STICKY, Message.Kind.FOLLOW_UP)
    kind = case.rng.choices(kinds, (8, 1, 1))[0]
    case.do("comment", case.rng.choice(case.place.members), text=body, kind=int(kind))
    case.seq += 1


def _detour(case: Case) -> None:
    """It came into the wrong group, and somebody there passes it on."""
    all_places = [place for places in case.desk.places.values() for place in places]
    wrong = [place for place in all_places if place.brand_id == case.place.brand_id and place.is_front_line]
    other = case.rng.choice(wrong)
    if other.id == case.place.id or not case.wait(0.6):
        return
    here, back = case.place, case.rng.choice(other.members)
    case.do("transfer", case.agent, place=other, comment=f"Looks like one for {other.department}.")
    case.seq += 1
    if case.wait(0.6):
        case.do("transfer", back, place=here, agent=case.agent, comment="No, this is yours.")
        case.seq += 1


def _close(case: Case, *, locked: bool) -> None:
    if not case.wait(6):
        return
    comment = ""
    if case.plot.resolution is not None:
        comment = case.plot.resolution.say(case.rng, case.facts)
        case.seq += 1
    case.do("set_status", case.agent, status=int(Status.LOCKED if locked else Status.CLOSED), comment=comment)


def _again(case: Case) -> None:
    """The customer writes into the closed ticket; it is opened by that, answered and closed again."""
    thanks = {"de": "Noch einmal vielen Dank!", "fr": "Encore merci !", "es": "¡Gracias otra vez!"}
    text = thanks.get(case.plot.language, "Thanks again for your help!")
    if case.wait(9):
        case.do("customer_reply", case.customer, text=text)
        case.seq += 1
        if case.wait(case.desk.answer_hours):
            case.do("set_status", case.agent, status=int(Status.CLOSED), comment="")


def _customer_text(case: Case, body: str, *, first: bool) -> str:
    rng, language = case.rng, case.plot.language
    case.facts["first"], case.facts["name"] = _called(case.customer, language), case.customer.name
    hello = rng.choice(phrases.HELLO[language]) if first or rng.random() < 0.3 else ""
    bye = rng.choice(phrases.BYE[language]) if first or rng.random() < 0.4 else ""
    return "\n\n".join(filter(None, (hello, body, bye.format_map(case.facts))))


def _called(person: Person, language: str) -> str:
    parts = person.name.split() or [person.email]
    return parts[-1] if language == "ja" else parts[0]


def _files(case: Case, chance: float) -> tuple[File, ...]:
    files = case.desk.files
    return (case.rng.choice(files),) if files and case.rng.random() < chance else ()


def _token(rng: random.Random) -> str:
    return f"{rng.getrandbits(80):020x}"
