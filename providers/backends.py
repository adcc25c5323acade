"""Sign-in through the login provider, before the desk's own passwords."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.adapters import note_refusal
from accounts.models import User
from accounts.selectors import is_agent_name
from accounts.selectors.directories import names_directory
from providers import services
from providers.models import Kind
from providers.selectors import is_asked


class ExternalLoginBackend(BaseBackend):
    """The provider's word on a customer is final: its no ends the sign-in, its yes makes the customer.

    Agents and administrators sign in with the desk's own passwords, names with a directory's domain with the
    directory's; neither reaches it. When the provider fails, the policy says whether a password of the desk
    may still count.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Raises PermissionDenied, which keeps the backends after this one from being asked."""
        if request is None or not username or not password or not is_asked(Kind.LOGIN):
            return None
        if is_agent_name(username) or names_directory(username):
            return None
        name = str(kwargs.get("typed") or username).strip()
        answer = services.authenticate(name, password)
        if answer.ok:
            user = services.linked_customer(
                login=name, email=answer.email, display_name=answer.display_name, fields=answer.fields
            )
            if user is not None:
                return user
            raise PermissionDenied
        if answer.reason == "refused" or answer.refuses:
            note_refusal(request, answer.message)
            raise PermissionDenied
        return None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
