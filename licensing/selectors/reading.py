"""A key somebody pasted, looked at before anything is done with it."""

from django.utils import timezone

from licensing.errors import EndedError, OtherVersionError
from licensing.papers import KeyFacts, known_licensors, read_key
from licensing.selectors.license import has_ended, is_too_new


def key_facts(text: str) -> KeyFacts:
    """What a pasted key says. Raises PaperError: no key, tampered, foreign, run out, or too old for us."""
    key = read_key(text, known_licensors())
    if has_ended(key, timezone.now()):
        raise EndedError
    if is_too_new(key):
        raise OtherVersionError
    return key
