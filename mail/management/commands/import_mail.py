"""`manage.py import_mail FILE|DIRECTORY|-`: takes mail from files as if it had come from a mailbox."""

import mailbox
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from mail import registry, services
from mail.models import InboundMail
from organization.models import Department

State = InboundMail.State


class Command(BaseCommand):
    help = "Takes mail from a file, a directory, a Maildir, an mbox or standard input (-)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="a mail, a directory of mails, or - for standard input")
        parser.add_argument("--department", help="the department it is for; without it the default one")
        parser.add_argument("--mbox", action="store_true", help="the file holds many mails, as mbox")

    def handle(self, *args: Any, **options: Any) -> None:
        department = _department(options["department"])
        states: Counter[str] = Counter()
        reasons: Counter[str] = Counter()
        mails = _mails(options["source"], is_mbox=options["mbox"])
        for name, raw in tqdm(mails, unit=" mails", file=sys.stderr, disable=not sys.stderr.isatty()):
            mail = services.receive(raw=raw, department=department, claim=True)
            mail = services.handle_received(mail, raw)
            states[mail.state] += 1
            reasons[f"{mail.state}: {registry.sentence(mail.reason, mail.data)}"] += 1
            if mail.state not in (State.HANDLED, State.IGNORED):
                self.stderr.write(f"{name}: {registry.sentence(mail.reason, mail.data)}")
        self._summary(states, reasons)
        kept = states[State.FAILED] + states[State.RECEIVED]
        if kept:
            raise CommandError(
                _("%(count)s mails could not be handled; they are kept and can be retried.") % {"count": kept}
            )

    def _summary(self, states: Counter[str], reasons: Counter[str]) -> None:
        done = ", ".join(f"{State(state).label} {count}" for state, count in sorted(states.items()))
        self.stdout.write(_("%(count)s mails: %(done)s") % {"count": states.total(), "done": done or "–"})
        for reason, count in reasons.most_common(20):
            self.stdout.write(f"  {count:6} {reason}")


def _department(name: str | None) -> Department | None:
    if not name:
        return None
    found = Department.objects.filter(name__iexact=name, is_active=True).first()
    if found is None:
        raise CommandError(_("There is no department %(name)s.") % {"name": name})
    return found


def _mails(source: str, *, is_mbox: bool) -> Iterator[tuple[str, bytes]]:
    if source == "-":
        yield "-", sys.stdin.buffer.read()
        return
    path = Path(source)
    if not path.exists():
        raise CommandError(_("There is no file %(name)s.") % {"name": source})
    if is_mbox:
        box = mailbox.mbox(path, create=False)
        for key in box.iterkeys():
            yield f"{path.name}#{key}", box.get_bytes(key)
    elif path.is_dir():
        for file in sorted(
            item for item in path.rglob("*") if item.is_file() and not item.name.startswith(".")
        ):
            yield str(file.relative_to(path)), file.read_bytes()
    else:
        yield path.name, path.read_bytes()
