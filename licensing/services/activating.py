"""A key is activated: by asking the licensor on line, or by a request file and an answer file.

Both are the same question and the same signed answer. Nothing is kept of a key before its answer is here.
"""

from common.actor import Actor
from common.unit import assert_no_transaction
from licensing import gateways
from licensing.errors import LicenseError, NoLicensorError
from licensing.models import Way
from licensing.papers import Request
from licensing.selectors import License, current, licensor_address
from licensing.services.asking import ask
from licensing.services.noting import note_refusal
from licensing.services.taking import take_answer


def make_request(*, key: str, actor: Actor) -> Request:
    """The question for a request file (`.as_json()`), which is waited for. Raises PaperError."""
    try:
        return ask(key=key, way=Way.OFF_LINE, actor=actor)
    except LicenseError as error:
        note_refusal(error, actor=actor)
        raise


def activate_by_answer(*, answer: str, actor: Actor) -> License:
    """Takes the answer file's content, or the answer itself. Raises PaperError, which says why."""
    try:
        take_answer(answer=answer, way=Way.OFF_LINE, actor=actor)
    except LicenseError as error:
        note_refusal(error, actor=actor)
        raise
    return current()


def activate_online(*, key: str, actor: Actor) -> License:
    """Asks the licensor over HTTPS; never called inside a transaction. Raises PaperError, LicensorError."""
    assert_no_transaction()
    try:
        if not licensor_address():
            raise NoLicensorError
        request = ask(key=key, way=Way.ON_LINE, actor=actor)
        take_answer(answer=gateways.activate(request), way=Way.ON_LINE, actor=actor)
    except LicenseError as error:
        note_refusal(error, actor=actor)
        raise
    return current()
