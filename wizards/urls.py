"""Routes of the wizards inside the running desk."""

from django.urls import path

from wizards.connection import again
from wizards.views import agents, brand, done, files, index, mail, places

urlpatterns = [
    path("settings/setup", index.index, name="settings_setup"),
    path("settings/setup/brand", brand.brand, name="setup_brand"),
    path("settings/setup/places", places.places, name="setup_places"),
    path("settings/setup/agents", agents.agents, name="setup_agents"),
    path("settings/setup/mail", mail.mail, name="setup_mail"),
    path("settings/setup/files", files.files, name="setup_files"),
    path("settings/setup/done", done.done, name="setup_done"),
    path("settings/database", again.database, name="settings_database"),
    path("settings/database/undo", again.undo, name="settings_database_undo"),
]
