"""`manage.py event_types`: the published event types, their keys, and which facts fire them."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.module_loading import autodiscover_modules

from events.facts import all_facts
from events.registry import event_types


class Command(BaseCommand):
    help = "Lists all event types with their keys and the facts that fire them."

    def handle(self, *args: Any, **options: Any) -> None:
        autodiscover_modules("facts")
        fired: dict[int, list[str]] = {}
        for fact in all_facts():
            fired.setdefault(fact.event_id, []).append(f"{fact.__module__.partition('.')[0]}.{fact.__name__}")
        for event in sorted(event_types().values(), key=lambda event: event.id):
            by = ", ".join(sorted(set(fired.get(event.id, [])))) or "not built yet"
            self.stdout.write(f"{event.id}  {event.name}  [{by}]")
            self.stdout.write(f"        {', '.join(key.name for key in event.keys)}")
        self.stdout.write(f"{len(event_types())} event types, {len(fired)} of them fired")
