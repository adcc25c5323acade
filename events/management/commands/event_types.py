"""`manage.py event_types`: the published event types, their keys, and which facts fire them."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.module_loading import autodiscover_modules

from events.facts import all_facts
from events.registry import event_types

# Whose events they are, by the first three digits; a type without a fact waits for its app.
APPS = {
    501: "kb",
    502: "tickets",
    503: "livechat",
    505: "livechat",
    506: "surveys",
    507: "tasks",
    508: "calllogs",
    509: "mail",
    510: "mail",
    511: "livechat",
    512: "accounts",
}


class Command(BaseCommand):
    help = "Lists all event types with their keys (and kinds of value) and the facts that fire them."

    def handle(self, *args: Any, **options: Any) -> None:
        autodiscover_modules("facts")
        fired: dict[int, list[str]] = {}
        for fact in all_facts():
            fired.setdefault(fact.event_id, []).append(f"{fact.__module__.partition('.')[0]}.{fact.__name__}")
        for event in sorted(event_types().values(), key=lambda event: event.id):
            by = ", ".join(sorted(set(fired.get(event.id, [])))) or f"not built yet: {APPS[event.id // 1000]}"
            self.stdout.write(f"{event.id}  {event.name}  [{by}]")
            self.stdout.write(f"        {', '.join(f'{key.name} ({key.kind})' for key in event.keys)}")
        number = len(event_types())
        built = len(fired.keys() & event_types().keys())
        self.stdout.write(f"{number} event types, {built} of them fired, {number - built} not built yet")
