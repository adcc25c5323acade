from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from common.models import SearchDocument
from tickets.models import Ticket
from tickets.services import checks


class Command(BaseCommand):
    help = "Writes the search documents of tickets anew where they differ; with --check only says which."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        progress = tqdm(total=Ticket.objects.count(), unit=" tickets", disable=None)
        pairs = checks.tickets_with_words()
        while batch := list(islice(pairs, 500)):
            for ticket, words in self._different(batch):
                wrong += 1
                self.stdout.write(f"{ticket.number} differs")
                if not options["check"]:
                    checks.reindex_one(ticket, words)
            progress.update(len(batch))
        progress.close()
        if options["check"] and wrong:
            raise CommandError(f"{wrong} search documents differ.")
        self.stdout.write(
            f"{wrong} search documents differed." if wrong else "All search documents are right."
        )

    def _different(self, batch: list[tuple[Ticket, str]]) -> Iterator[tuple[Ticket, str]]:
        ids = [ticket.pk for ticket, _words in batch]
        stored = {row.item_id: row for row in SearchDocument.objects.filter(kind="ticket", item_id__in=ids)}
        for ticket, words in batch:
            if checks.document_differs(ticket, words, stored.get(ticket.pk)):
                yield ticket, words
