"""What the kernel does for a supervisor: children end with their parent, and have names in `ps`."""

import ctypes
import os
import signal

_SET_DEATH_SIGNAL = 1
_SET_NAME = 15


def _prctl(option: int, value: object) -> None:
    try:
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)
    except (OSError, AttributeError):  # not Linux: the supervisor's own care has to do
        return


def end_with_parent(parent: int, how: signal.Signals = signal.SIGTERM) -> None:
    """The kernel sends `how` to this process when its parent dies, also when that was killed."""
    _prctl(_SET_DEATH_SIGNAL, int(how))
    if os.getppid() != parent:
        os._exit(0)


def set_name(name: str) -> None:
    """The name in `ps` and /proc, at most 15 letters."""
    _prctl(_SET_NAME, ctypes.c_char_p(name.encode()[:15]))
