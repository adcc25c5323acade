"""`manage.py backup FILE`: database and files in one, while the desk is at work."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common import secrets
from helpdesk.backup import BackupError, back_up, verify
from helpdesk.backup.bar import Bar
from helpdesk.backup.manifest import Manifest
from helpdesk.backup.tables import LEFT_OUT

SAVED, NOT_WHOLE = "The backup is complete", 2


class Command(BaseCommand):
    help = "Writes database and files into one file that every supported database can be restored from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--verify", action="store_true", help="only read FILE and compare all hashes")
        parser.add_argument("--with-key", action="store_true", help="put DATA_KEY and SECRET_KEY into it")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        bar = Bar()
        try:
            if options["verify"]:
                manifest = verify(path, progress=bar)
            else:
                manifest = back_up(path, with_key=options["with_key"], progress=bar).manifest
        except BackupError as error:
            bar.close()
            raise CommandError(str(error)) from error
        bar.close()
        self.tell(path, manifest)
        if manifest.files.missing:
            raise CommandError(
                f"{len(manifest.files.missing)} files were missing in the storage and are not in the backup, "
                f"the first one {manifest.files.missing[0]}.",
                returncode=NOT_WHOLE,
            )

    def tell(self, path: Path, manifest: Manifest) -> None:
        """What is in it, and what is not."""
        size = path.stat().st_size / 2**20
        self.stdout.write(
            f"{path}: {size:.1f} MB, made {manifest.made_at} of {manifest.database}, "
            f"version {manifest.product}"
        )
        self.stdout.write(
            f"{SAVED}: {manifest.rows} rows of {len(manifest.tables)} tables, {manifest.files.count} files; "
            "read back, all hashes are right."
        )
        self.stdout.write(f"Left out: {', '.join(sorted(LEFT_OUT))}. Search is made anew by the restore.")
        if manifest.keys.included:
            self.stdout.write("The key files are in it: whoever has this file can read every password in it.")
        else:
            self.stdout.write(
                "The key files are NOT in it. Keep DATA_KEY and SECRET_KEY elsewhere: without DATA_KEY the"
                " passwords of mail accounts, directories, providers and second factors cannot be read again."
            )
        if manifest.keys.data != secrets.fingerprint():
            self.stdout.write(
                "It was made with another DATA_KEY than this node's: its seal was not compared."
            )
