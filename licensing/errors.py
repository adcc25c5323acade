"""What licensing refuses, in words for the person who asked."""

from django.utils.translation import gettext_lazy as _

from common.text import Text


class LicenseError(Exception):
    """Base. `sentence` may be shown to the person; `code` tells programs and the history what it was."""

    code = ""
    sentence: Text = ""

    def __init__(self, sentence: Text | None = None) -> None:
        if sentence is not None:
            self.sentence = sentence
        super().__init__(str(self.sentence))


class NoSeatError(LicenseError):
    """No more agent may be added or switched on."""

    code = "no_seat"


class PaperError(LicenseError):
    """A key or an answer is refused."""


class NotAPaperError(PaperError):
    code = "not_a_key"
    sentence = _("This is no licence key. A key begins with HDKEY1; paste all of its lines.")


class TamperedError(PaperError):
    code = "tampered"
    sentence = _("This text was changed after it was signed, or a part of it is missing. Copy it once more.")


class UnknownLicensorError(PaperError):
    code = "foreign"
    sentence = _(
        "This was signed by a licensor whom this desk does not know. "
        "Ask whoever runs the server whether LICENSOR_KEYS names the right public key."
    )


class EndedError(PaperError):
    code = "ended"
    sentence = _("This key has run out. Ask the licensor for a new one.")


class RevokedError(PaperError):
    code = "revoked"
    sentence = _("The licensor has revoked this key.")


class OtherVersionError(PaperError):
    code = "version"
    sentence = _(
        "The maintenance of this key ended before this version was released. "
        "Renew it, or use a version of that time: those work for ever."
    )


class NotAnAnswerError(PaperError):
    code = "not_an_answer"
    sentence = _("This is no answer of a licensor. An answer begins with HDANS1.")


class OtherAnswerError(PaperError):
    """The answer is genuine, and was not made for what this desk has asked."""

    code = "other_request"
    sentence = _(
        "This answer does not belong to a request of this desk. "
        "Save a new request file and exchange that one."
    )


class ReplayedError(PaperError):
    code = "replayed"
    sentence = _("This answer has been used already. Each answer works once; save a new request file.")


class OtherPlaceError(PaperError):
    code = "other_place"
    sentence = _(
        "This answer is for another server or another database. "
        "Save a new request file here and exchange that one."
    )


class StaleRequestError(PaperError):
    code = "stale"
    sentence = _("The request of this answer is more than 30 days old. Save a new request file.")


class LicensorError(LicenseError):
    """The licensor could not be asked, or said no."""

    code = "licensor"


class NoLicensorError(LicensorError):
    code = "no_address"
    sentence = _("No address of a licensor is set (LICENSOR_URL): use the request file and the answer file.")
