"""What the services of accounts refuse, in words for the person who asked."""

from django.utils.translation import gettext_lazy as _

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


class PasswordNotChangeableError(AccountError):
    sentence = _("Passwords cannot be changed here.")


class WrongPasswordError(AccountError):
    sentence = _("The current password is not right.")
