"""The licence of the demo company, from a licensor of its own: a pair of keys made here, in VAR_DIR."""

from datetime import timedelta

from django.conf import settings
from django.utils.timezone import now

from common.actor import SYSTEM
from helpdesk.demo.company import COLLEAGUES, NORTHWIND
from licensing import services
from licensing.licensor import Folder, answer, issue
from licensing.papers import Edition
from licensing.selectors import State, current

FREE_SEATS = 12
_MAINTENANCE = timedelta(days=400)


def found() -> None:
    """Issues and activates a key, without any network, where no licence counts yet.

    Only where the demo's licensor is believed: in demo mode, and no other one was set.
    """
    path = settings.VAR_DIR / "licensor"
    if str(path / "public.key") not in settings.LICENSOR_KEYS or current().state is not State.NONE:
        return
    folder = Folder(path) if (path / "private.key").exists() else Folder.make(path)
    key = issue(
        folder,
        edition=Edition.FAILOVER,
        agents=len(COLLEAGUES) + FREE_SEATS,
        customer=NORTHWIND,
        maintenance_until=(now() + _MAINTENANCE).date(),
    )
    asked = services.make_request(key=key.text, actor=SYSTEM)
    services.activate_by_answer(answer=answer(folder, asked), actor=SYSTEM)
