"""The resolver's routes by name, with arguments that point to objects of one side."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from providers.models import Call
from tests.permissions.world import Side, World

Arguments = Callable[[World, Side], Any]


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """All patterns, of included lists too."""
    for item in (resolver or get_resolver()).url_patterns:
        if isinstance(item, URLResolver):
            yield from patterns(item)
        else:
            yield item


def names() -> set[str]:
    """Every pattern must have a name: it is what the table calls it."""
    return {str(item.name) for item in patterns()}


def parameters() -> dict[str, set[str]]:
    """Which arguments the routes of a name take."""
    return {str(item.name): {*item.pattern.converters, *item.default_args} for item in patterns()}


# The same name for mailboxes and for servers: told apart by a fixed argument
TWICE = {f"settings_mail_{name}" for name in ("new", "account", "test", "fetch", "state", "delete")}

# Where an argument points to; the first that fits is taken: "route.argument", then "argument".
ARGUMENTS: dict[str, Arguments] = {
    **{
        f"settings_rule{name}.rule_id": lambda world, side: world.rules.system.pk
        for name in ("", "_try", "_up", "_switch", "_copy", "_delete", "_runs", "_retry")
    },
    "number": lambda world, side: side.ticket.number,
    "token": lambda world, side: side.token,
    "message_id": lambda world, side: side.answer.pk,
    "message_frame.message_id": lambda world, side: side.message.pk,
    "guest_message_frame.message_id": lambda world, side: side.message.pk,
    "attachment_id": lambda world, side: side.file.pk,
    "notification_id": lambda world, side: world.notification.pk,
    "agent_act.verb": lambda world, side: "priority",
    "attachment.name": lambda world, side: side.file.name,
    "guest_attachment.name": lambda world, side: side.file.name,
    "agent_filter.name": lambda world, side: "status",
    "brand_id": lambda world, side: world.brand.pk,
    "department_id": lambda world, side: side.department.pk,
    "group_id": lambda world, side: side.group.pk,
    "membership_id": lambda world, side: side.membership.pk,
    "line_id": lambda world, side: side.line.pk,
    "settings_template.kind": lambda world, side: "tickets",
    "settings_template_add.kind": lambda world, side: "tickets",
    "settings_template_copy.kind": lambda world, side: "tickets",
    "settings_template_own.kind": lambda world, side: "tickets",
    "settings_template_remove.kind": lambda world, side: "tickets",
    "settings_department_change.verb": lambda world, side: "rename",
    "settings_group_change.verb": lambda world, side: "rename",
    "account_id": lambda world, side: world.mailbox.pk if side is world.support else world.server.pk,
    "mail_id": lambda world, side: world.kept.pk,
    "settings_mail_queue_retry.mail_id": lambda world, side: world.waiting.pk,
    "settings_mail_queue_cancel.mail_id": lambda world, side: world.waiting.pk,
    "key": lambda world, side: "ticket_reply",
    "settings_provider.kind": lambda world, side: "tickets",
    "settings_provider_test.kind": lambda world, side: "tickets",
    "settings_provider_read.kind": lambda world, side: "tickets",
    "call_id": lambda world, side: Call.objects.get().pk,
    "node": lambda world, side: world.node.pk,
    "practice": lambda world, side: world.practice.pk,
    "settings_cluster_act.verb": lambda world, side: "check",
    "language": lambda world, side: "en",
    "agent_id": lambda world, side: world.people["otto"].pk,
    "customer_id": lambda world, side: world.people["sam"].pk,
    "directory_id": lambda world, side: world.directory.pk,
    "role_id": lambda world, side: world.role.pk,
    "rule_id": lambda world, side: (world.rules.ann if side is world.support else world.rules.otto).pk,
    "delivery_id": lambda world, side: world.rules.dead[0 if side is world.support else 1].pk,
    "settings_rule_retry.delivery_id": lambda world, side: world.rules.dead[2].pk,
    "hook_id": lambda world, side: world.rules.hook.pk,
    "settings_hook_replay.call_id": lambda world, side: world.rules.call.pk,
    "sign_in_id": lambda world, side: 1,
    "pk": lambda world, side: 1,
    "account_reset.token": lambda world, side: "no-such-token",
    "account_claim.token": lambda world, side: "no-such-token",
    "account_invite.token": lambda world, side: "no-such-token",
    "account_verify.token": lambda world, side: "no-such-token",
    "submitted.token": lambda world, side: "no-such-token",
}


def _other(world: World, side: Side) -> Side:
    return world.billing if side is world.support else world.support


# What a form must carry so that its answer tells a refusal from a mistake
FORMS: dict[str, Arguments] = {
    "settings_member_add": lambda world, side: {"agent": world.people["admin"].pk},
    "settings_template_copy": lambda world, side: {"source": _other(world, side).line.template_id},
}


def arguments(route: str, world: World, side: Side) -> dict[str, Any]:
    """Values for all arguments of a route. Raises KeyError for one that nobody has said where to point."""
    found: dict[str, Any] = {}
    if route in TWICE:
        found["direction"] = "in" if side is world.support else "out"
    for name in parameters()[route] - {"direction"}:
        value = ARGUMENTS.get(f"{route}.{name}") or ARGUMENTS[name]
        found[name] = value(world, side)
    return found
