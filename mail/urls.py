"""Routes of the mail settings. Mailboxes stand under /in/, servers for outgoing mail under /out/."""

from django.urls import URLPattern, URLResolver, path

from mail.views import account_form, accounts, kept, queue, templates


def _account_urls(direction: str) -> list[URLPattern]:
    base, one = f"settings/mail/{direction}", f"settings/mail/{direction}/<int:account_id>"
    known = {"direction": direction}
    return [
        path(f"{base}/new", account_form.new, known, name="settings_mail_new"),
        path(one, account_form.edit, known, name="settings_mail_account"),
        path(f"{one}/test", accounts.test, known, name="settings_mail_test"),
        path(f"{one}/fetch", accounts.fetch, known, name="settings_mail_fetch"),
        path(f"{one}/state", accounts.state, known, name="settings_mail_state"),
        path(f"{one}/delete", accounts.delete, known, name="settings_mail_delete"),
    ]


_template = "settings/mail/templates/<str:key>/<str:language>/<int:brand_id>"
urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/mail", accounts.accounts, name="settings_mail"),
    *_account_urls("in"),
    *_account_urls("out"),
    path("settings/mail/kept", kept.kept, name="settings_mail_kept"),
    path("settings/mail/kept/retry", kept.retry_all, name="settings_mail_kept_retry_all"),
    path("settings/mail/kept/<int:mail_id>", kept.one, name="settings_mail_kept_one"),
    path("settings/mail/kept/<int:mail_id>/raw", kept.raw, name="settings_mail_kept_raw"),
    path("settings/mail/kept/<int:mail_id>/retry", kept.retry, name="settings_mail_kept_retry"),
    path("settings/mail/kept/<int:mail_id>/ignore", kept.ignore, name="settings_mail_kept_ignore"),
    path("settings/mail/queue", queue.queue, name="settings_mail_queue"),
    path("settings/mail/queue/<int:mail_id>/retry", queue.retry, name="settings_mail_queue_retry"),
    path("settings/mail/queue/<int:mail_id>/cancel", queue.cancel, name="settings_mail_queue_cancel"),
    path("settings/mail/templates", templates.templates, name="settings_mail_templates"),
    path(_template, templates.template, name="settings_mail_template"),
    path(f"{_template}/preview", templates.preview, name="settings_mail_template_preview"),
    path(f"{_template}/reset", templates.reset, name="settings_mail_template_reset"),
]
