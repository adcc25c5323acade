"""The licensor's side: a company makes a pair of keys, issues licence keys, answers its customers' desks."""

import logging
import signal
import threading
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from licensing import licensor
from licensing.errors import LicensorError
from licensing.papers import Edition, answer_file, in_lines, read_request


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is no day; write it as 2027-12-31") from error


class Command(BaseCommand):
    help = "Makes, issues and revokes licence keys, and serves their activation. Needs no database of a desk."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        default = Path(settings.VAR_DIR) / "licensor"
        parser.add_argument("--folder", type=Path, default=default, help=f"the licensor's folder ({default})")
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("keypair", help="make the folder with a new pair of keys")
        self._issue_arguments(verbs.add_parser("issue", help="issue a licence key"))
        revoke = verbs.add_parser("revoke", help="revoke a licence key")
        revoke.add_argument("key", help="the key's name, as in NH25-8KQ4-ZR7D-1M0X")
        revoke.add_argument("--why", default="")
        release = verbs.add_parser("release", help="forget a place where a key is active")
        release.add_argument("activation", help="as `list` shows it")
        verbs.add_parser("list", help="show all keys and where they are active")
        answer = verbs.add_parser("answer", help="answer a request file")
        answer.add_argument("request", type=Path)
        answer.add_argument("--out", type=Path, help="the answer file; without it the answer is printed")
        self._serve_arguments(verbs.add_parser("serve", help="answer desks on line"))

    def _issue_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--edition", choices=Edition.values, required=True)
        parser.add_argument("--agents", type=int, default=1)
        parser.add_argument("--customer", required=True)
        parser.add_argument(
            "--maintenance-until", type=_day, help="last day of maintenance; for ever without it"
        )
        parser.add_argument(
            "--valid-until", type=_day, help="last day of the key itself; for ever without it"
        )
        parser.add_argument("--places", type=int, default=3, help="at how many places it may be active (3)")

    def _serve_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8443)
        parser.add_argument("--certificate", type=Path, help="TLS certificate with its chain (PEM)")
        parser.add_argument("--certificate-key", type=Path, help="the certificate's private key (PEM)")
        parser.add_argument("--per-minute", type=int, default=30, help="requests an address and minute (30)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["verb"] == "keypair":
                self._keypair(options["folder"])
            else:
                getattr(self, f"_{options['verb']}")(licensor.Folder(options["folder"]), options)
        except (licensor.FolderError, licensor.RefusedError, LicensorError, ValueError, OSError) as error:
            raise CommandError(str(error)) from error

    def _keypair(self, path: Path) -> None:
        made = licensor.Folder.make(path)
        self.stdout.write(
            f"The private key is {path / 'private.key'}: keep a copy where nobody else reads it."
        )
        self.stdout.write(f"Desks believe it with LICENSOR_KEYS={made.public}")

    def _issue(self, folder: licensor.Folder, options: dict[str, Any]) -> None:
        key = licensor.issue(
            folder,
            edition=Edition(options["edition"]),
            agents=options["agents"],
            customer=options["customer"],
            maintenance_until=options["maintenance_until"],
            valid_until=options["valid_until"],
            places=options["places"],
        )
        self.stderr.write(f"Key {key.id}, number {key.serial}, for {key.customer}:")
        self.stdout.write(in_lines(key.text))

    def _revoke(self, folder: licensor.Folder, options: dict[str, Any]) -> None:
        licensor.revoke(folder, options["key"], options["why"])
        self.stdout.write(f"Key {options['key']} is revoked. Desks that ask on line hear of it within a day.")

    def _release(self, folder: licensor.Folder, options: dict[str, Any]) -> None:
        licensor.release(folder, options["activation"])
        self.stdout.write("This place counts no more.")

    def _list(self, folder: licensor.Folder, options: dict[str, Any]) -> None:
        for key in licensor.issued(folder):
            state = f"revoked {key['revoked_at'][:10]}" if key["revoked_at"] else "good"
            sold = f"{key['edition']}, {key['agents']} agents, {key['active']} of {key['places']} places"
            self.stdout.write(f"{key['serial']:>5}  {key['id']}  {sold}, {state}  {key['customer']}")
            for place in licensor.activations(folder, key["id"]):
                state = "released" if place["released_at"] else "active"
                self.stdout.write(f"       {place['id']}  {state} since {place['first_at'][:10]}, last seen "
                                  f"{place['last_at'][:10]}, version {place['version']}")  # fmt: skip

    def _answer(self, folder: licensor.Folder, options: dict[str, Any]) -> None:
        text = answer_file(licensor.answer(folder, read_request(options["request"].read_text())))
        if options["out"]:
            options["out"].write_text(text + "\n")
        else:
            self.stdout.write(text)

    def _serve(self, folder: licensor.Folder, options: dict[str, Any]) -> None:
        logging.getLogger("licensing").setLevel(logging.INFO)
        files = options["certificate"], options["certificate_key"]
        if any(files) and not all(files):
            raise CommandError("TLS needs both --certificate and --certificate-key.")
        server = licensor.LicensorServer(
            folder,
            (options["host"], options["port"]),
            per_minute=options["per_minute"],
            tls=files if all(files) else None,
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
        scheme = "https" if all(files) else "http"
        self.stdout.write(f"Answering on {scheme}://{options['host']}:{server.server_address[1]}")
        self.stdout.flush()
        server.serve_forever()
        server.server_close()
