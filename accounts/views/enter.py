"""Signs in a person who has just proven who they are by a mailed link; a second factor is still asked for."""

from typing import cast

from allauth.account.internal.flows import login as stages
from allauth.account.internal.flows import logout as leaving
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse

from accounts.models import User


def enter(request: HttpRequest, user: User) -> HttpResponse:
    """Whoever was signed in before is signed out."""
    if request.user.is_authenticated:
        leaving.logout(request, show_message=False)
    return cast("HttpResponse", stages.perform_login(request, Login(user=user)))
