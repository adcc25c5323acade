"""`manage.py import_mail`."""

import io
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mail.models import InboundMail
from organization.models import Department
from tests.mail.conftest import SAMPLES, Desk, letter


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("import_mail", *args, stdout=out)
    return out.getvalue()


def test_it_takes_a_directory_and_says_what_became_of_it(desk: Desk, department: Department) -> None:
    files = list(SAMPLES.glob("*.eml"))
    said = run(str(SAMPLES), "--department", "support")
    assert said.startswith(f"{len(files)} mails: Handled {len(files)}")
    assert InboundMail.objects.filter(department=department, source="import").count() == len(files)
    run(str(SAMPLES))
    assert len(desk.mails) == len(files)


def test_it_takes_an_mbox(desk: Desk, department: Department, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.write_bytes(b"".join(b"From x\n" + letter(f"Mail {n}").as_bytes() + b"\n\n" for n in range(3)))
    run(str(box), "--mbox")
    assert desk.subjects == ["Mail 0", "Mail 1", "Mail 2"]


def test_it_fails_when_something_could_not_be_handled(
    desk: Desk, department: Department, tmp_path: Path
) -> None:
    desk.error = ValueError("no")
    file = tmp_path / "a.eml"
    file.write_bytes(letter().as_bytes())
    with pytest.raises(CommandError, match="1 mails could not be handled"):
        run(str(file))
    assert InboundMail.objects.get().state == "received"


def test_it_knows_its_departments(department: Department) -> None:
    with pytest.raises(CommandError, match="no department Marketing"):
        run(str(SAMPLES), "--department", "Marketing")


def test_a_thousand_mails_cost_little_beside_their_handler(
    desk: Desk, department: Department, tmp_path: Path
) -> None:
    """Kept, read, classified and closed: two transactions a mail. The bound is loose, for busy machines."""
    for number in range(1000):
        (tmp_path / f"{number:04}.eml").write_bytes(letter(f"Mail {number}").as_bytes())
    started = time.process_time()
    run(str(tmp_path))
    assert len(desk.mails) == 1000
    assert time.process_time() - started < 40
