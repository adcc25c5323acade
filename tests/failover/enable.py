"""An administrator enables a node, in a process of its own: `python -m tests.failover.enable two`."""

import os
import sys

import django


def _enable(name: str) -> None:
    from clustering.models import Node  # noqa: PLC0415 - Django has to be set up first
    from clustering.services import enable  # noqa: PLC0415
    from common.actor import SYSTEM  # noqa: PLC0415

    enable(Node.objects.get(name=name), actor=SYSTEM)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    django.setup()
    _enable(sys.argv[1])
