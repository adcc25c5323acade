"""What the services of accounts refuse, in words for the person who asked."""

from django.utils.translation import gettext_lazy as _

from common.checks import StepError
from common.text import Text


class AccountError(Exception):
    """Base. `sentence` may be shown to the person."""

    sentence: Text = ""


class BadTokenError(AccountError):
    """The link of a mail is unknown, used, or too old."""

    sentence = _("This link is not valid any more. It works once, and only for a limited time.")


class AddressTakenError(AccountError):
    sentence = _("Somebody else already has this e-mail address.")


class NameTakenError(AccountError):
    sentence = _("This name is already in use.")


class AlreadyAgentError(AccountError):
    sentence = _("This person is an agent already.")


class LastAdministratorError(AccountError):
    sentence = _("This is the last administrator who can sign in. Make somebody else administrator first.")


class BuiltinRoleError(AccountError):
    sentence = _("A built-in role keeps its name and cannot be deleted.")


class FirstSignInOverError(AccountError):
    sentence = _("Somebody has set this desk up meanwhile. Sign in with your own account.")


class PasswordNotChangeableError(AccountError):
    sentence = _("Passwords cannot be changed here.")


class WrongPasswordError(AccountError):
    sentence = _("The current password is not right.")


class DirectoryError(StepError):
    """A directory could not be asked. `step` is connect, tls, bind, find or groups."""


class NoEntryError(AccountError):
    """The password is right, and yet the directory's person may not come in."""


class PasswordExpiredError(NoEntryError):
    sentence = _("Your password has expired in the directory. Change it there, then sign in here.")


class NoGroupError(NoEntryError):
    sentence = _(
        "Your password is right, but you are in no group that may use this desk. "
        "Ask whoever looks after the directory."
    )


class AddressKnownError(NoEntryError):
    sentence = _(
        "Your password is right, but your e-mail address already belongs to an account here. "
        "Sign in with that one, or ask an administrator to join the two."
    )


class SwitchedOffError(NoEntryError):
    sentence = _("Your account is switched off here. Ask an administrator.")
