from accounts.services.administrators import create_administrator
from accounts.services.agents import (
    accept_invitation,
    disable,
    edit_agent,
    enable,
    invite_again,
    invite_agent,
    set_roles,
)
from accounts.services.customers import (
    ask_to_verify,
    claim,
    customer_for_address,
    edit_customer,
    register,
    verify,
)
from accounts.services.directories import (
    admit,
    check_directory,
    delete_directory,
    note_outcome,
    recheck_people,
    save_directory,
    set_directory_active,
)
from accounts.services.factors import note_factor_change
from accounts.services.first import end_first_sign_in, first_admin, settle_first_admin
from accounts.services.grace import mail_grace
from accounts.services.passwords import ask_to_reset, change_password, may_change, reset
from accounts.services.preferences import (
    COLUMNS,
    PREFERENCES,
    choose_columns,
    chosen_columns,
    preferences_of,
    set_preferences,
)
from accounts.services.profile import update_profile
from accounts.services.roles import create_role, delete_role, edit_role, sync_builtin_roles
from accounts.services.sessions import (
    end_session,
    end_sessions,
    prune_people,
    record_sign_in,
    renew_session,
    sign_out,
    touch,
)
from accounts.services.takeovers import mail_takeover

__all__ = [
    "COLUMNS",
    "PREFERENCES",
    "accept_invitation",
    "admit",
    "ask_to_reset",
    "ask_to_verify",
    "change_password",
    "check_directory",
    "choose_columns",
    "chosen_columns",
    "claim",
    "create_administrator",
    "create_role",
    "customer_for_address",
    "delete_directory",
    "delete_role",
    "disable",
    "edit_agent",
    "edit_customer",
    "edit_role",
    "enable",
    "end_first_sign_in",
    "end_session",
    "end_sessions",
    "first_admin",
    "invite_again",
    "invite_agent",
    "mail_grace",
    "mail_takeover",
    "may_change",
    "note_factor_change",
    "note_outcome",
    "preferences_of",
    "prune_people",
    "recheck_people",
    "record_sign_in",
    "register",
    "renew_session",
    "reset",
    "save_directory",
    "set_directory_active",
    "set_preferences",
    "set_roles",
    "settle_first_admin",
    "sign_out",
    "sync_builtin_roles",
    "touch",
    "update_profile",
    "verify",
]
