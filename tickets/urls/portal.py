from django.urls import URLPattern, URLResolver, path

from tickets.views import files
from tickets.views import settings as options_page
from tickets.views.portal import home, lists, pages, submit, ticket, uploads
from tickets.views.portal.visit import by_link, signed_in

_PAGES = {
    "": ("ticket", ticket.ticket),
    "/reply": ("reply", ticket.reply),
    "/close": ("close", ticket.close),
    "/reopen": ("reopen", ticket.reopen),
    "/news": ("news", ticket.news),
    "/stream": ("stream", ticket.stream),
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="portal_home"),
    path("submit", submit.submit, name="submit"),
    path("submit/sent/<str:token>", submit.submitted, name="submitted"),
    path("submit/similar", pages.similar, name="similar_tickets"),
    path("uploads", uploads.upload, name="portal_upload"),
    path("follow", home.follow, name="follow"),
    path("tickets", lists.my_tickets, name="my_tickets"),
    *(
        path(f"tickets/<str:number>{end}", signed_in(view), name=f"portal_{name}")
        for end, (name, view) in _PAGES.items()
    ),
    *(
        path(f"t/<str:token>{end or '/'}", by_link(view), name=f"guest_{name}")
        for end, (name, view) in _PAGES.items()
    ),
    path("t/<str:token>/renew", home.renew, name="guest_renew"),
    path("settings/options", options_page.portal_options, name="settings_options"),
    path("messages/<int:message_id>/body", files.message_frame, name="message_frame"),
    path("files/<int:attachment_id>/<str:name>", files.attachment, name="attachment"),
    path(
        "t/<str:token>/messages/<int:message_id>/body", files.guest_message_frame, name="guest_message_frame"
    ),
    path(
        "t/<str:token>/files/<int:attachment_id>/<str:name>", files.guest_attachment, name="guest_attachment"
    ),
]
