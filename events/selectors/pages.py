"""What the pages of rules and web hooks show beside them: how often, when last, what failed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.http import Http404
from django.utils import timezone

from common.models import OutboxRow
from common.paging import Page, page
from events.models import Delivery, Hook, HookDelivery, Rule, RuleRun

DAYS = 30
ENOUGH = 10_000  # a count that goes on is said to be more
ROWS = 50


@dataclass(frozen=True, slots=True)
class Record:
    """What a rule did lately."""

    last_run: datetime | None = None
    matched: int = 0
    dead: int = 0


def times_fired(event_id: int) -> tuple[int, bool]:
    """How often an event is on record, and whether that is all: walks its index, not further than ENOUGH."""
    facts = OutboxRow.objects.filter(event_id=event_id).order_by("-id")
    count = facts.values("id")[: ENOUGH + 1].count()
    return min(count, ENOUGH), count <= ENOUGH


def records_of(rules: Iterable[Rule]) -> dict[int, Record]:
    """What each rule did in the days that are shown, two statements for all of them."""
    ids = [rule.pk for rule in rules]
    since = timezone.now() - timedelta(days=DAYS)
    runs = RuleRun.objects.filter(rule_id__in=ids, action="", at__gte=since, outcome=RuleRun.Outcome.MATCHED)
    rows = runs.order_by().values_list("rule_id").annotate(n=Count("id"), last=Max("at"))
    found = {rule_id: (n, last) for rule_id, n, last in rows}
    lanes = {f"rule:{rule_id}": rule_id for rule_id in ids}
    failed = Delivery.objects.filter(state=Delivery.State.DEAD, lane__in=lanes)
    dead = dict(failed.order_by().values_list("lane").annotate(n=Count("id")))
    return {
        rule_id: Record(found.get(rule_id, (0, None))[1], found.get(rule_id, (0, None))[0], dead.get(lane, 0))
        for lane, rule_id in lanes.items()
    }


def folders_of(level: str, owner_id: int | None) -> list[str]:
    """The names of the folders in use."""
    rules = Rule.objects.filter(level=level, owner_id=owner_id).exclude(folder="")
    return list(rules.order_by("folder").values_list("folder", flat=True).distinct())


def runs_page(rule: Rule, *, outcome: str = "", cursor: str = "") -> Page[RuleRun]:
    """What a rule did, newest first. Raises BadCursorError."""
    runs = RuleRun.objects.filter(rule=rule)
    return page(runs.filter(outcome=outcome) if outcome else runs, "id", size=ROWS, cursor=cursor)


def dead_of(rule: Rule) -> QuerySet[Delivery]:
    """The actions of a rule that were given up, newest first."""
    dead = Delivery.objects.filter(state=Delivery.State.DEAD, lane=f"rule:{rule.pk}")
    return dead.select_related("fact").order_by("-id")


def given_up_count() -> int:
    """How many actions of rules were given up, of all rules for everybody and of agents."""
    return Delivery.objects.filter(state=Delivery.State.DEAD, lane__startswith="rule:").count()


def dead_delivery(rule: Rule, delivery_id: int) -> Delivery:
    """One of them. Raises Http404."""
    found = dead_of(rule).filter(pk=delivery_id).first()
    if found is None:
        raise Http404
    return found


def args_of(fact_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The arguments of facts, to name what they are about; facts are kept for FACT_DAYS only."""
    return dict(OutboxRow.objects.filter(pk__in=list(fact_ids)).values_list("pk", "args"))


def title_of(args: dict[str, Any]) -> str:
    """The words of an event's arguments that name its item best."""
    names = ("subject", "title", "mailSubject", "accountAddress", "agentName", "groupName", "departmentName")
    return next((str(args[name]) for name in names if args.get(name)), "")


def hooks() -> list[tuple[Hook, HookDelivery | None]]:
    """All hooks with their last call."""
    found = list(Hook.objects.order_by("name"))
    last = HookDelivery.objects.filter(hook__in=found).order_by().values_list("hook").annotate(last=Max("id"))
    calls = HookDelivery.objects.in_bulk([call_id for _hook, call_id in last])
    by_hook = {call.hook_id: call for call in calls.values()}
    return [(hook, by_hook.get(hook.pk)) for hook in found]


def hook(hook_id: int) -> Hook:
    """Raises Http404."""
    found = Hook.objects.filter(pk=hook_id).first()
    if found is None:
        raise Http404
    return found


def calls_page(one: Hook, *, only_failed: bool, cursor: str = "") -> Page[HookDelivery]:
    """The calls of a hook, newest first. Raises BadCursorError."""
    calls = HookDelivery.objects.filter(hook=one)
    if only_failed:
        calls = calls.exclude(code__range=(200, 299), error="")
    return page(calls, "id", size=ROWS, cursor=cursor)


def hook_call(call_id: int) -> HookDelivery:
    """Raises Http404."""
    found = HookDelivery.objects.select_related("hook").filter(pk=call_id).first()
    if found is None:
        raise Http404
    return found


def lost_facts(event_id: int, items: list[tuple[str, int]]) -> list[OutboxRow]:
    """The latest fact of an event for each of a few items."""
    kinds = {kind for kind, _item in items}
    facts = OutboxRow.objects.filter(
        event_id=event_id, item_kind__in=kinds, item_id__in=[item for _kind, item in items]
    )
    latest = {(fact.item_kind, fact.item_id): fact for fact in facts.order_by("id")}
    return [latest[item] for item in items if item in latest]
