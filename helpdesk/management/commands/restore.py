"""`manage.py restore FILE`: the desk of a backup in an empty database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpdesk.backup import BackupError, Restored, restore
from helpdesk.backup.bar import Bar


class Command(BaseCommand):
    help = "Restores a backup into an empty database (DATABASE_URL) and the storage (STORAGE_URL)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--with-key", action="store_true", help="take the key files from the backup")
        parser.add_argument(
            "--without-secrets",
            action="store_true",
            help="the key is lost: empty all encrypted passwords and remove second factors that need it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bar = Bar()
        try:
            done = restore(
                options["file"],
                with_key=options["with_key"],
                without_secrets=options["without_secrets"],
                progress=bar,
            )
        except BackupError as error:
            bar.close()
            raise CommandError(str(error)) from error
        bar.close()
        self.tell(done)

    def tell(self, done: Restored) -> None:
        """What is there now, and what is not as it was."""
        manifest, changes = done.manifest, done.changes
        self.stdout.write(
            f"The desk of {manifest.made_at} is restored: {done.rows} rows of {len(manifest.tables)} tables "
            f"and {manifest.files.count} files, compared with the backup; "
            f"{done.documents} tickets can be searched."
        )
        if manifest.files.missing:
            self.stdout.write(f"{len(manifest.files.missing)} files were missing when the backup was made.")
        if changes.nuls:
            self.stdout.write(f"{changes.nuls} texts held the character NUL, which was taken out.")
        if changes.without_secrets:
            self.stdout.write(
                f"{changes.secrets} passwords were emptied and {changes.factors} second factors removed."
            )
        if done.links_broken:
            self.stdout.write("The keys are other ones: links in mails that were sent are valid no more.")
        self.stdout.write("The server that is started first becomes the active one. Everybody signs in anew.")
