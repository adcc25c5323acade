"""The first administrator of an empty desk chooses a name and a password; nothing else is served before."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from accounts import services
from accounts.errors import AccountError
from accounts.forms.people import FirstForm
from accounts.registry import first_page
from accounts.views.guard import PersonRequest


def first_time(request: PersonRequest) -> HttpResponse:
    """The page of `must_change` for them."""
    user = request.user
    form = FirstForm(request.POST or None, person=user)
    if form.is_valid():
        data, old_key = form.cleaned_data, request.session.session_key or ""
        try:
            user = services.settle_first_admin(
                user=user,
                name=data["name"],
                address=data["email"],
                password=data["password"],
                session_key=old_key,
            )
        except AccountError as error:
            form.add_error("email", error.sentence)
        else:
            update_session_auth_hash(request, user)
            services.renew_session(old_key=old_key, new_key=request.session.session_key or "")
            return HttpResponseRedirect(first_page())
    return render(request, "accounts/first.html", {"form": form}, status=422 if form.is_bound else 200)
