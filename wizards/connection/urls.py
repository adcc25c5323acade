from django.urls import URLPattern, URLResolver, path

from wizards.connection import views

handler404 = "wizards.connection.plain.not_found"
handler500 = "wizards.connection.plain.broken"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("connection", views.connection, name="connection"),
    path("tables", views.tables, name="tables"),
    path("tables/<slug:verb>", views.change, name="tables_change"),
]
