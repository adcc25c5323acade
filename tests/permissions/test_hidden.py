"""What is hidden in a query or a form: another department's objects are neither shown nor touched."""

import json
from collections.abc import Callable

import pytest

from common import realtime
from tests.permissions.world import WORD, World, snapshot

Where = Callable[[World], str]

LOOKS: dict[str, Where] = {
    "list of all": lambda w: "/agent/tickets?view=all",
    "list of the other group": lambda w: f"/agent/tickets?group={w.billing.group.pk}",
    "list of the other department": lambda w: f"/agent/tickets?department={w.billing.department.pk}",
    "list of the other agent": lambda w: f"/agent/tickets?agent={w.people['otto'].pk}",
    "list by the other's words": lambda w: f"/agent/tickets?text={WORD}",
    "list by the other's tag": lambda w: f"/agent/tickets?tag={WORD}-tag",
    "changed rows": lambda w: f"/agent/rows?ids={w.billing.ticket.pk}",
    "search": lambda w: f"/agent/search?q={WORD}",
    "palette": lambda w: f"/agent/palette?q={WORD}",
    "tags": lambda w: "/agent/pick/tags?q=ze",
    "notifications": lambda w: "/agent/notifications",
    "a new ticket": lambda w: f"/agent/new?group={w.billing.group.pk}",
}


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("person", ["ann", "max"])
def test_nothing_of_another_department_is_shown(name: str, person: str, world: World) -> None:
    text = world.clients[person].get(LOOKS[name](world)).content.decode()
    assert f"The subject {WORD}" not in text
    assert f"The text {WORD}" not in text
    assert world.billing.ticket.number not in text


@pytest.mark.parametrize("name", ["list of all", "changed rows"])
def test_the_same_look_shows_it_to_its_own_people(name: str, world: World) -> None:
    """So the look above could have seen it."""
    text = world.clients["otto"].get(LOOKS[name](world)).content.decode()
    assert f"The subject {WORD}" in text


@pytest.mark.parametrize(
    ("verb", "value"),
    [("close", ""), ("status", "2"), ("priority", "4"), ("assign", "1"), ("spam", ""), ("restore", "")],
)
def test_a_bulk_action_does_not_touch_it(verb: str, value: str, world: World) -> None:
    before = snapshot()["tickets.Ticket"]
    world.clients["ann"].post(
        "/agent/bulk", {"verb": verb, "value": value, "number": world.billing.ticket.number}
    )
    assert snapshot()["tickets.Ticket"] == before


def test_a_stream_is_given_for_what_one_may_hear_only(world: World) -> None:
    side = world.billing
    asked = [f"group:{side.group.pk}", f"ticket:{side.ticket.pk}", f"user:{world.people['otto'].pk}"]
    own = [f"group:{world.support.group.pk}", f"ticket:{world.support.ticket.pk}"]
    answer = world.clients["ann"].post("/agent/stream", {"channel": [*asked, *own, "public:1", "x"]})
    given = set(realtime.open_ticket(json.loads(answer.content)["ticket"]).channels)
    assert given == {f"user:{world.people['ann'].pk}", *own}


def test_a_customers_stream_hears_the_public_part_of_the_own_ticket(world: World) -> None:
    answer = world.clients["cleo"].post(
        f"/tickets/{world.support.ticket.number}/stream", {"channel": f"ticket:{world.billing.ticket.pk}"}
    )
    given = realtime.open_ticket(json.loads(answer.content)["ticket"]).channels
    assert given == (f"public:{world.support.ticket.pk}",)


@pytest.mark.parametrize("person", ["cleo", "stranger"])
def test_comments_and_their_files_are_never_for_customers(person: str, world: World) -> None:
    side, client = world.support, world.clients[person]
    addresses = [
        f"/messages/{side.comment.pk}/body",
        f"/files/{side.comment_file.pk}/x.png",
        f"/t/{side.token}/messages/{side.comment.pk}/body",
        f"/t/{side.token}/files/{side.comment_file.pk}/x.png",
    ]
    for address in addresses:
        assert client.get(address).status_code in {404, 302}, address
    for address in (f"/t/{side.token}/", f"/t/{side.token}/news"):
        assert "internal.png" not in client.get(address).content.decode()


def test_a_link_opens_its_own_ticket_only(world: World) -> None:
    client, token = world.clients["stranger"], world.support.token
    assert client.get(f"/t/{token}/messages/{world.billing.message.pk}/body").status_code == 404
    assert client.get(f"/t/{token}/files/{world.billing.file.pk}/x.png").status_code == 404
    assert client.get(f"/t/{token[:-1]}x/").status_code == 404
    text = client.get(f"/t/{token}/").content.decode()
    assert WORD not in text


def test_somebody_elses_upload_cannot_be_sent(world: World) -> None:
    """An upload is named by a signed token; a plain id is none."""
    before = snapshot()["tickets.Attachment"]
    world.clients["cleo"].post(
        f"/tickets/{world.support.ticket.number}/reply",
        {"text": "With a file", "key": "k1", "upload": str(world.billing.file.pk)},
    )
    assert snapshot()["tickets.Attachment"] == before
