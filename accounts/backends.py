"""Who proves who they are by a password: one that is kept here, or the one of a directory."""

import logging
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from accounts import gateways, services
from accounts.adapters import note_refusal
from accounts.errors import DirectoryError, NoEntryError
from accounts.models import Directory, User
from accounts.selectors.directories import directory_named, local_person
from accounts.selectors.first import NAME, PASSWORD, is_first_sign_in_open
from common.peer import is_on_this_machine

log = logging.getLogger(__name__)
ONLY_HERE = gettext_lazy(
    "The first sign-in is possible only in a browser on the server itself, at localhost. "
    "From elsewhere, make an administrator there: manage.py createadmin"
)


class FirstSignInBackend(BaseBackend):
    """`admin` with the password `admin`: on a desk without people, in a browser on the server itself."""

    @sensitive_variables("password")
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if request is None or (username or "").strip().lower() != NAME or password != PASSWORD:
            return None
        if not is_first_sign_in_open():
            return None
        if not is_on_this_machine(request):
            note_refusal(request, str(ONLY_HERE))
            return None
        return services.first_admin()

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()


class PasswordBackend(BaseBackend):
    """One statement, one hash, whether the name is known or not."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if not username or not password:
            return None
        name = username.strip().lower()
        user = User.objects.filter(Q(username=name) | Q(email_key=name)).order_by("id").first()
        if user is None:
            User().set_password(password)  # the same time as for a known name
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()


class DirectoryBackend(BaseBackend):
    """Asks the directory of the name's domain. Comes after the passwords that are kept here."""

    @sensitive_variables("password")
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if request is None or not username or not password:
            return None
        directory, login = directory_named(username)
        if directory is None:
            return None
        is_local = local_person(username.strip().lower()) is not None
        try:
            return self._ask(directory, login, password, is_local=is_local)
        except NoEntryError as error:
            note_refusal(request, str(error.sentence))
        except DirectoryError as error:
            log.warning("The directory %s could not be asked: %s", directory.name, error)
            services.note_outcome(directory_id=directory.pk, error=str(error))
            said = _(
                "The directory %(name)s cannot be asked at the moment, so nobody can sign in by it. "
                "Try again in a few minutes."
            )
            note_refusal(request, said % {"name": directory.name})
        return None

    def _ask(self, directory: Directory, login: str, password: str, *, is_local: bool) -> User | None:
        """The password of a local person goes to no directory; the way there is as long all the same."""
        if is_local:
            gateways.look(directory, login)
            return None
        person = gateways.authenticate(directory, login, password)
        services.note_outcome(directory_id=directory.pk, error="")
        return services.admit(directory=directory, person=person) if person else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
