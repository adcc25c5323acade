"""Password sign-in by user name or e-mail address."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Q
from django.http import HttpRequest

from accounts.models import User


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
