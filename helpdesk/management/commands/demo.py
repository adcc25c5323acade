"""The demo company: for trying the desk out, with invented people and tickets."""

from typing import Any

from django.core.management.base import BaseCommand

from helpdesk.demo.build import build


class Command(BaseCommand):
    help = "Makes the demo company with its people and tickets, unless it is there. Nothing of it is mailed."

    def handle(self, *args: Any, **options: Any) -> None:
        if build():
            self.stdout.write("The demo company is ready.")
