from django.urls import URLPattern, URLResolver, path

from accounts.views import (
    entrance,
    factors,
    profile,
    security,
    settings_agents,
    settings_customers,
    settings_directories,
    settings_roles,
    signin,
)

# allauth finds its pages by names that begin with account_ and mfa_
entrance_urls: list[URLPattern] = [
    path("login", signin.sign_in, name="account_login"),
    path("login", signin.sign_in, name="login"),
    path("login.aspx", signin.sign_in, name="login_aspx"),
    path("logout", signin.sign_out, name="account_logout"),
    path("logout", signin.sign_out, name="logout"),
    path("login/code", signin.SecondFactorView.as_view(), name="mfa_authenticate"),
    path("login/passkey", factors.passkey_sign_in, name="mfa_login_webauthn"),
    path("register", entrance.register, name="account_signup"),
    path("register", entrance.register, name="register"),
    path("account/password", entrance.password_reset, name="password_reset"),
    path("account/must-change", profile.must_change, name="password_must_change"),
    path("account/reset/<str:token>", entrance.reset, name="account_reset"),
    path("account/claim/<str:token>", entrance.claim, name="account_claim"),
    path("account/invite/<str:token>", entrance.invitation, name="account_invite"),
    path("account/verify/<str:token>", entrance.verify, name="account_verify"),
]
profile_urls: list[URLPattern] = [
    path("profile", profile.profile, name="profile"),
    path("profile/look", profile.look, name="profile_look"),
    path("profile/notifications", profile.notify, name="profile_notify"),
    path("profile/email", profile.email, name="profile_email"),
    path("profile/email/again", profile.verify_again, name="verify_again"),
    path("profile/password", profile.password, name="profile_password"),
    path("profile/security", security.security, name="mfa_index"),
    path("profile/security", security.security, name="mfa_list_webauthn"),
    path("profile/security", security.security, name="security"),
    path("profile/browsers/others/end", security.end_other_sessions, name="end_other_sessions"),
    path("profile/browsers/<int:sign_in_id>/end", security.end_session, name="end_session"),
    path("profile/confirm", factors.confirm, name="account_reauthenticate"),
    path("profile/confirm/code", factors.confirm_by_code, name="mfa_reauthenticate"),
    path("profile/confirm/passkey", factors.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("profile/security/app", factors.app_add, name="mfa_activate_totp"),
    path("profile/security/app/remove", factors.app_remove, name="mfa_deactivate_totp"),
    path("profile/security/codes", factors.codes, name="mfa_view_recovery_codes"),
    path("profile/security/codes/new", factors.codes_new, name="mfa_generate_recovery_codes"),
    path("profile/security/passkeys/new", factors.passkey_add, name="mfa_add_webauthn"),
    path("profile/security/passkeys/<int:pk>", factors.passkey_edit, name="mfa_edit_webauthn"),
    path("profile/security/passkeys/<int:pk>/remove", factors.passkey_remove, name="mfa_remove_webauthn"),
]
settings_urls: list[URLPattern] = [
    path("settings/agents", settings_agents.agents, name="settings_agents"),
    path("settings/agents/invite", settings_agents.invite, name="settings_agent_invite"),
    path("settings/agents/<int:agent_id>", settings_agents.agent, name="settings_agent"),
    path("settings/agents/<int:agent_id>/state", settings_agents.state, name="settings_agent_state"),
    path(
        "settings/agents/<int:agent_id>/invite",
        settings_agents.invite_again,
        name="settings_agent_invite_again",
    ),
    path("settings/roles", settings_roles.roles, name="settings_roles"),
    path("settings/roles/new", settings_roles.new_role, name="settings_role_new"),
    path("settings/roles/<int:role_id>", settings_roles.role, name="settings_role"),
    path("settings/roles/<int:role_id>/delete", settings_roles.delete, name="settings_role_delete"),
    path("settings/directories", settings_directories.directories, name="settings_directories"),
    path("settings/directories/new", settings_directories.new, name="settings_directory_new"),
    path(
        "settings/directories/<int:directory_id>", settings_directories.directory, name="settings_directory"
    ),
    path(
        "settings/directories/<int:directory_id>/state",
        settings_directories.state,
        name="settings_directory_state",
    ),
    path(
        "settings/directories/<int:directory_id>/delete",
        settings_directories.delete,
        name="settings_directory_delete",
    ),
    path("settings/customers", settings_customers.customers, name="settings_customers"),
    path("settings/customers/<int:customer_id>", settings_customers.customer, name="settings_customer"),
    path(
        "settings/customers/<int:customer_id>/state", settings_customers.state, name="settings_customer_state"
    ),
    path(
        "settings/customers/<int:customer_id>/link",
        settings_customers.send_link,
        name="settings_customer_link",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [*entrance_urls, *profile_urls, *settings_urls]
