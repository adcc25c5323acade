"""Routes of the pages of rules, in the settings and in the profile, and of web hooks."""

from django.urls import URLPattern, URLResolver, path

from events.views import editor, hooks, rules, runs, trying
from events.views.place import BOTH, MINE, READ, SETTINGS, WRITE, Place, at


def _routes(place: Place, base: str) -> list[URLPattern]:
    name, one = place.prefix, f"{base}/<int:rule_id>"
    return [
        path(base, at(place, rules.index, READ), name=f"{name}_rules"),
        path(f"{base}/order", at(place, rules.order, WRITE), name=f"{name}_rules_order"),
        path(f"{base}/new", at(place, editor.new, BOTH), name=f"{name}_rule_new"),
        path(f"{base}/new/try", at(place, trying.try_new, WRITE), name=f"{name}_rule_try_new"),
        path(one, at(place, editor.edit, BOTH), name=f"{name}_rule"),
        path(f"{one}/try", at(place, trying.try_saved, WRITE), name=f"{name}_rule_try"),
        path(f"{one}/up", at(place, rules.up, WRITE), name=f"{name}_rule_up"),
        path(f"{one}/switch", at(place, rules.switch, WRITE), name=f"{name}_rule_switch"),
        path(f"{one}/copy", at(place, rules.copy, WRITE), name=f"{name}_rule_copy"),
        path(f"{one}/delete", at(place, rules.delete, BOTH), name=f"{name}_rule_delete"),
        path(f"{one}/runs", at(place, runs.runs, READ), name=f"{name}_rule_runs"),
        path(f"{one}/runs/<int:delivery_id>/retry", at(place, runs.retry, WRITE), name=f"{name}_rule_retry"),
    ]


HOOKS, ONE = "settings/hooks", "settings/hooks/<int:hook_id>"
urlpatterns: list[URLPattern | URLResolver] = [
    *_routes(SETTINGS, "settings/rules"),
    *_routes(MINE, "profile/events"),
    path(HOOKS, at(SETTINGS, hooks.index, READ), name="settings_hooks"),
    path(f"{HOOKS}/new", at(SETTINGS, hooks.new, BOTH), name="settings_hook_new"),
    path(ONE, at(SETTINGS, hooks.edit, BOTH), name="settings_hook"),
    path(f"{ONE}/secret", at(SETTINGS, hooks.rotate, WRITE), name="settings_hook_rotate"),
    path(f"{ONE}/delete", at(SETTINGS, hooks.delete, WRITE), name="settings_hook_delete"),
    path(f"{ONE}/calls", at(SETTINGS, hooks.calls, READ), name="settings_hook_calls"),
    path(
        f"{HOOKS}/calls/<int:call_id>/replay", at(SETTINGS, hooks.replay, WRITE), name="settings_hook_replay"
    ),
]
