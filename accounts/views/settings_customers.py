"""Settings: customers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import services
from accounts.forms.settings import CustomerForm
from accounts.permissions import MANAGE_CUSTOMERS
from accounts.selectors import asked_of, customer_for, history_of
from accounts.selectors import customers as customers_page
from accounts.views.guard import PersonRequest, permission_required
from customfields.forms import FieldsForm


@permission_required(MANAGE_CUSTOMERS)
def customers(request: PersonRequest) -> HttpResponse:
    query, cursor = request.GET.get("q", "").strip(), request.GET.get("after", "")
    page = customers_page(query=query, cursor=cursor)
    more = f"?{urlencode({'q': query, 'after': page.next})}" if page.next else ""
    fragment = cursor and request.headers.get("HX-Request") == "true"
    template = "accounts/settings/customer_rows.html" if fragment else "accounts/settings/customers.html"
    return render(request, template, {"customers": page.rows, "query": query, "more": more})


@permission_required(MANAGE_CUSTOMERS)
def customer(request: PersonRequest, customer_id: int) -> HttpResponse:
    shown = customer_for(customer_id)
    fields = ("organization_name", "phone", "time_zone", "language")
    initial = {name: getattr(shown, name) for name in fields} | {"name": shown.display_name}
    form = CustomerForm(request.POST or None, initial=initial)
    asked = FieldsForm(*asked_of(shown), request.POST or None, viewer="agent")
    if form.is_valid() and asked.is_valid():
        services.edit_customer(
            customer=shown, actor=request.user.actor, values=asked.values, **form.cleaned_data
        )
        messages.success(request, _("Saved"))
        return redirect("settings_customer", shown.pk)
    context = {"form": form, "asked": asked, "customer": shown, "history": history_of(shown)}
    return render(request, "accounts/settings/customer.html", context, status=422 if form.is_bound else 200)


@require_POST
@permission_required(MANAGE_CUSTOMERS)
def state(request: PersonRequest, customer_id: int) -> HttpResponse:
    shown = customer_for(customer_id)
    switch = services.enable if request.POST.get("active") == "1" else services.disable
    switch(user=shown, actor=request.user.actor)
    return redirect("settings_customer", shown.pk)


@require_POST
@permission_required(MANAGE_CUSTOMERS)
def send_link(request: PersonRequest, customer_id: int) -> HttpResponse:
    """A link to claim the account, or to set a new password."""
    shown = customer_for(customer_id)
    services.ask_to_reset(address=shown.email)
    messages.success(request, _("The link is on its way to %(address)s.") % {"address": shown.email})
    return redirect("settings_customer", shown.pk)
