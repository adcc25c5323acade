"""Administrators are mailed of a grace period: it began, it ends soon, it is over; each once."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import Settings

from accounts.services import mails
from clustering import fence
from clustering.services import set_active
from common.actor import SYSTEM
from common.clock import ahead
from common.unit import FenceError
from licensing import services
from licensing.licensor import Folder, answering
from licensing.models import Stage, StoredLicense
from licensing.papers import Edition, KeyFacts
from licensing.selectors import WARN, untold_grace
from licensing.services import checking
from mail.models import OutboundMail
from organization.jobs import tell_of_grace
from tests.clustering.conftest import As, needs_failover, two_nodes
from tests.clustering.conftest import as_node as as_node  # noqa: PLC0414 - a fixture
from tests.conftest import PRODUCT_EMAIL_BACKEND
from tests.factories.accounts import AgentFactory, administrator, named
from tests.licensing.conftest import activated, sold
from tests.licensing.test_last_seat import Both

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _mail_is_queued(_mail_stays_here: None, settings: Settings) -> Iterator[None]:
    settings.EMAIL_BACKEND = PRODUCT_EMAIL_BACKEND
    fence.forget()
    yield
    fence.forget()


@pytest.fixture
def ada(db: None) -> None:
    """Ada is an administrator, and so is Ben; Ann is an agent, Gone was an administrator once."""
    administrator("Ada")
    administrator("Ben")
    administrator("Gone", is_active=False)
    named(AgentFactory, "Ann")


def moved(folder: Folder) -> KeyFacts:
    """The desk works with a key, and its database becomes another one."""
    key = sold(folder)
    activated(folder, key)
    services.renew_database_id()
    services.check_regularly()
    return key


def told(days: float = 0) -> list[tuple[str, str]]:
    """Recipient and subject of each mail that is queued when so many days have passed, with the threads."""
    before = OutboundMail.objects.count()
    with ahead(days * DAY):
        services.check_regularly()
        count = tell_of_grace()
        assert tell_of_grace() == 0
    rows = list(OutboundMail.objects.order_by("id")[before:])
    assert len(rows) == count
    return [(row.recipients[0], row.subject) for row in rows]


def text_of(row: OutboundMail, kind: str = "plain") -> str:
    assert row.raw
    with default_storage.open(row.raw.path, "rb") as file:
        mail = message_from_bytes(file.read(), policy=policy.default)
    body = mail.get_body((kind,))
    assert body
    return " ".join(str(body.get_content()).split())


def said(found: list[tuple[str, str]], *words: str) -> bool:
    """Did Ada and Ben get one mail each, with these words in its subject?"""
    to = [address for address, _subject in found]
    return to == ["ada@example.org", "ben@example.org"] and all(
        word in subject for _address, subject in found for word in words
    )


@pytest.mark.usefixtures("ada")
def test_each_stage_is_mailed_once_to_each_administrator(folder: Folder) -> None:
    moved(folder)
    assert said(told(), "does not fit", "a grace period runs until")
    assert told(1) == []
    assert told(24.9) == []
    assert said(told(25.1), "ends on")
    assert told(29.9) == []
    assert said(told(30.1), "is over")
    assert told(31) == []
    assert told(4000) == []


@pytest.mark.usefixtures("ada")
def test_without_a_licence_or_with_one_that_fits_nobody_is_mailed(folder: Folder) -> None:
    assert told() == []
    activated(folder, sold(folder))
    assert told() == []
    assert told(4000) == []


@pytest.mark.usefixtures("ada")
def test_a_mail_says_what_happened_until_when_and_what_to_do(folder: Folder) -> None:
    moved(folder)
    told()
    row = OutboundMail.objects.earliest("id")
    since = StoredLicense.objects.get().grace_since
    assert since
    until = since + 30 * DAY
    for kind in ("plain", "html"):
        text = text_of(row, kind)
        assert "This desk moved to another database. A grace period began on" in text
        assert f"Until {until.day} {until:%B %Y, %H:%M} UTC everything works as before." in text
        assert "no agent can be added or switched on" in text
        assert "What to do: Activate the key here once more." in text
        assert "/settings/licensing" in text
    told(30.1)
    over = text_of(OutboundMail.objects.latest("id"))
    assert (
        f"has run from {since.day} {since:%B %Y, %H:%M} UTC to {until.day} {until:%B %Y, %H:%M} UTC." in over
    )
    assert "everything works" not in over


def test_a_mail_is_in_the_language_of_its_reader(folder: Folder) -> None:
    administrator("Ada", language="de")
    moved(folder)
    told()
    assert text_of(OutboundMail.objects.get()).startswith("Guten Tag Ada, Dieser Helpdesk ist")


@pytest.mark.usefixtures("ada")
def test_the_next_period_is_told_anew(folder: Folder) -> None:
    key = moved(folder)
    assert len(told()) == 2
    activated(folder, key)
    assert told(40) == []
    services.renew_database_id()
    assert said(told(), "does not fit")
    assert said(told(25.1), "ends on")


@pytest.mark.usefixtures("ada")
def test_another_reason_in_the_same_period_is_not_told_as_a_new_one(
    folder: Folder, settings: Settings
) -> None:
    settings.LICENSOR_URL = "https://licensor.example"
    activated(folder, sold(folder, maintenance_until=settings.RELEASED))
    settings.RELEASED += DAY
    assert said(told(), "does not fit")
    services.renew_database_id()
    settings.LICENSOR_URL = ""
    assert told(10) == []
    assert StoredLicense.objects.get().grace_reason == "database"
    assert said(told(25.1), "ends on")
    assert "moved to another database" in text_of(OutboundMail.objects.latest("id"))


@pytest.mark.usefixtures("ada")
def test_a_revoked_key_is_told(folder: Folder) -> None:
    """As `ask_again` takes the licensor's word."""
    activated(folder, sold(folder))
    row = StoredLicense.objects.get()
    checking._set_grace(row, "revoked", timezone.now(), SYSTEM)
    assert said(told(), "does not fit")
    text = text_of(OutboundMail.objects.latest("id"))
    assert "revoked the key" in text
    assert "Ask the licensor why, and activate another key." in text


@pytest.mark.usefixtures("ada")
def test_a_key_that_runs_out_is_told_by_its_date_alone(folder: Folder) -> None:
    last = datetime.now(UTC).date() + 10 * DAY
    activated(folder, sold(folder, until=last))
    ends = datetime.combine(last + DAY, time(), UTC) - datetime.now(UTC)
    days = ends / DAY
    assert told(days - 0.01) == []
    assert said(told(days + 0.01), "does not fit")
    assert told(days + 24.9) == []
    assert said(told(days + 25.1), "ends on")
    assert said(told(days + 30.1), "is over")
    assert told(days + 500) == []


@pytest.mark.usefixtures("ada")
def test_a_desk_that_was_off_meanwhile_tells_the_last_stage_alone(folder: Folder) -> None:
    moved(folder)
    assert said(told(40), "is over")
    assert told(0) == [], "nothing that is older comes after it"
    assert told(26) == []


@pytest.mark.usefixtures("ada")
def test_a_short_period_warns_when_half_of_it_is_over(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "GRACE_DAYS", 4)
    moved(folder)
    assert timedelta(days=2) < WARN
    assert said(told(), "does not fit")
    assert told(1.9) == []
    assert said(told(2.1), "ends on")
    assert said(told(4.1), "is over")


@pytest.mark.usefixtures("ada")
def test_a_version_that_is_too_new_is_told_when_it_was_noted(folder: Folder, settings: Settings) -> None:
    """Before, its period begins anew at every moment: each look would tell it again."""
    activated(folder, sold(folder, maintenance_until=settings.RELEASED))
    settings.RELEASED += DAY
    assert tell_of_grace() == 0
    assert said(told(), "does not fit")
    assert "maintenance of the key ended" in text_of(OutboundMail.objects.latest("id"))


def test_it_stays_to_be_told_while_nobody_has_an_address(folder: Folder) -> None:
    nobody = administrator("Ada")
    address, nobody.email = nobody.email, ""
    nobody.save()
    moved(folder)
    assert told() == []
    news = untold_grace()
    assert news
    assert news.stage is Stage.BEGAN
    nobody.email = address
    nobody.save()
    assert [to for to, _subject in told(3)] == ["ada@example.org"]


@pytest.mark.usefixtures("ada")
def test_a_run_that_breaks_in_the_middle_leaves_nothing(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved(folder)
    send = mails.send

    def breaks_at_ben(name: str, *, to: str, **more: object) -> None:
        send(name, to=to, **more)  # type: ignore[arg-type]  # what it was given
        if to.startswith("ben"):
            raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(mails, "send", breaks_at_ben)
        with pytest.raises(OSError, match="disk"):
            tell_of_grace()
    assert not OutboundMail.objects.exists()
    assert StoredLicense.objects.get().told_stage == Stage.NONE
    assert said(told(), "does not fit")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("ada")
def test_many_who_tell_at_once_tell_it_once(folder: Folder) -> None:
    moved(folder)
    both = Both(*[tell_of_grace] * 4)
    assert both.refused == []
    assert OutboundMail.objects.count() == 2


@pytest.mark.usefixtures("ada")
def test_a_node_that_lost_the_lease_tells_nothing_and_the_next_one_goes_on(
    folder: Folder, as_node: As
) -> None:
    needs_failover()
    _one, two = two_nodes()
    with as_node("one"):
        key = sold(folder, edition=Edition.FAILOVER)
        activated(folder, key)
        services.renew_database_id()
        assert said(told(), "does not fit")
    set_active(two, actor=SYSTEM)
    with as_node("one"), ahead(26 * DAY), pytest.raises(FenceError):
        tell_of_grace()
    with as_node("two"):
        assert told(20) == []
        assert said(told(26), "ends on")
