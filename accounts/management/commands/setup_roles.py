"""Gives built-in roles the default permissions of a new version; a background thread does the same."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.services import sync_builtin_roles


class Command(BaseCommand):
    help = "Gives the built-in roles the default permissions that are new since the last time."

    def handle(self, *args: Any, **options: Any) -> None:
        count = sync_builtin_roles()
        self.stdout.write(self.style.SUCCESS(f"{count} permissions given."))
