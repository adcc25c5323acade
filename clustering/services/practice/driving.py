"""The state machine. Every node's heartbeat turns it; each does only its own part of it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from clustering.models import Practice, ThreadRun
from clustering.selectors import open_practice
from clustering.services.lease import locked_lease
from clustering.services.practice import account
from clustering.services.practice.turn import HOLD_SECONDS, PATIENCE_SECONDS, THREADS_SECONDS, Turn
from common.clock import database_now
from common.unit import write_unfenced


def drive(name: str) -> Practice | None:
    """The practice that is under way, after this node has done its part; None: there is none. One statement
    while there is none."""
    return _drive(name) if open_practice() is not None else None


@write_unfenced
def _drive(name: str) -> Practice | None:
    lease = locked_lease()
    practice = Practice.objects.select_for_update().filter(ended_at=None).order_by("id").first()
    if practice is not None:
        _STEPS[Practice.State(practice.state)](Turn(practice, lease, name, database_now()))
        practice.save()
    return practice


def _asked(turn: Turn) -> None:
    """Home notices, so that it looks at its pages from now on; then the other node takes over."""
    practice = turn.practice
    if turn.active != practice.home:
        turn.end(_("Another server became active before it began."))
    elif turn.age > PATIENCE_SECONDS:
        turn.end(_("%(node)s did not react.") % {"node": practice.target})
    elif turn.is_home:
        practice.there.setdefault("noticed", turn.now.isoformat())
    elif turn.is_target and "noticed" in practice.there:
        if reasons := turn.why_not():
            turn.end(" ".join(map(str, reasons)))
        else:
            practice.work = account.snapshot()
            turn.take(practice.there, Practice.State.THERE)


def _end_in_the_middle(turn: Turn) -> None:
    turn.end(
        _("%(target)s stopped answering in the middle; %(active)s took over.")
        % {"target": turn.practice.target, "active": turn.active or "-"}
    )


def _there(turn: Turn) -> None:
    """The other node serves; it gives back when its pages and its background threads have run."""
    practice = turn.practice
    if turn.active != practice.target:
        _end_in_the_middle(turn)
        return
    taken = practice.there["taken"]
    practice.threads_moved = ThreadRun.objects.filter(node=practice.target, last_run_at__gte=taken).count()
    opened = turn.since(practice.there, "opened")
    if opened is None and turn.age > PATIENCE_SECONDS:
        practice.error = _("The pages of %(node)s did not open.") % {"node": practice.target}
        turn.move(Practice.State.BACK)
    elif opened is not None and opened >= (HOLD_SECONDS if practice.threads_moved else THREADS_SECONDS):
        turn.move(Practice.State.BACK)


def _back(turn: Turn) -> None:
    """Home takes over again."""
    practice = turn.practice
    if turn.active != practice.target:
        _end_in_the_middle(turn)
    elif turn.age > PATIENCE_SECONDS:
        turn.end(
            _("%(home)s did not come back; %(target)s stays active.")
            % {"home": practice.home, "target": practice.target}
        )
    elif turn.is_home and not turn.why_not():
        practice.back["asked"] = practice.changed_at.isoformat()
        turn.take(practice.back, Practice.State.RETURNED)


def _returned(turn: Turn) -> None:
    """Home serves; what waited before gets a moment to be done."""
    practice = turn.practice
    opened = turn.since(practice.back, "opened")
    if turn.active != practice.home:
        turn.end(_("Another server became active in the middle."))
    elif opened is None and turn.age > PATIENCE_SECONDS:
        turn.end(_("The pages of %(node)s did not open.") % {"node": practice.home})
    elif opened is not None and opened >= HOLD_SECONDS:
        turn.end()


_STEPS: dict[Practice.State, Callable[[Turn], None]] = {
    Practice.State.ASKED: _asked,
    Practice.State.THERE: _there,
    Practice.State.BACK: _back,
    Practice.State.RETURNED: _returned,
}
