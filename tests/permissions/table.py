"""Who may do what. A line is a route; two words say what GET and POST answer, a sign a person, in this order:

    stranger  cleo  sam  ann  otto  max  admin

    +  let in: done, shown, or judged by the form      d  sent to the sign-in
    -  not there (404)                                 x  there, but not by this method (405)

Ann (agent) and Max (manager) work in Support, Otto (agent) in Billing; Cleo is a customer of Support, Sam of
Billing. A route with arguments has a line for an object of each side; with `=` before its name a line counts
for both: its object has no side. Whatever is refused has changed nothing.
"""

TABLE = """
# The door: for everybody; links in mails are signed, these are wrong ones
login                               +++++++ +++++++
login_aspx                          +++++++ +++++++
account_login                       +++++++ +++++++
logout                              xxxxxxx +++++++
account_logout                      xxxxxxx +++++++
account_signup                      +++++++ +++++++
register                            +++++++ +++++++
password_reset                      +++++++ +++++++
=account_reset                      +++++++ +++++++
=account_claim                      +++++++ +++++++
=account_invite                     +++++++ +++++++
=account_verify                     +++++++ +++++++
mfa_authenticate                    +++++++ +++++++
mfa_login_webauthn                  +++++++ +++++++

# One's own profile: for everybody who is signed in
profile                             d++++++ d++++++
profile_look                        xxxxxxx d++++++
profile_notify                      xxxxxxx d--++++
profile_email                       d++++++ d++++++
verify_again                        xxxxxxx d++++++
profile_password                    d++++++ d++++++
password_must_change                d++++++ d++++++
security                            d++++++ d++++++
mfa_index                           d++++++ d++++++
mfa_list_webauthn                   d++++++ d++++++
end_other_sessions                  xxxxxxx d++++++
=end_session                        xxxxxxx d------
account_reauthenticate              d++++++ d++++++
mfa_reauthenticate                  d++++++ d++++++
mfa_reauthenticate_webauthn         d++++++ d++++++
mfa_activate_totp                   d++++++ d++++++
mfa_deactivate_totp                 d------ d------
mfa_view_recovery_codes             d------ dxxxxxx
mfa_generate_recovery_codes         d++++++ d++++++
mfa_add_webauthn                    d++++++ d++++++
=mfa_edit_webauthn                  d++++++ d++++++
=mfa_remove_webauthn                d++++++ d++++++

# The portal: its pages for everybody, a ticket for its requester
portal_home                         +++++++ xxxxxxx
submit                              +++++++ +++++++
=submitted                          ------- xxxxxxx
similar_tickets                     xxxxxxx +++++++
portal_upload                       xxxxxxx +++++++
follow                              +++++++ +++++++
my_tickets                          d++++++ xxxxxxx
portal_ticket@support               d+----- dx-----
portal_ticket@billing               d-+---- d-x----
portal_reply@support                dx----- d+-----
portal_reply@billing                d-x---- d-+----
portal_close@support                dx----- d+-----
portal_close@billing                d-x---- d-+----
portal_reopen@support               dx----- d+-----
portal_reopen@billing               d-x---- d-+----
portal_news@support                 d+----- dx-----
portal_news@billing                 d-+---- d-x----
portal_stream@support               dx----- d+-----
portal_stream@billing               d-x---- d-+----
brand_css                           +++++++ xxxxxxx
brand_logo                          ------- xxxxxxx

# By the signed link of a mail: whoever has it
guest_ticket@support                +++++++ xxxxxxx
guest_ticket@billing                +++++++ xxxxxxx
guest_reply@support                 xxxxxxx +++++++
guest_reply@billing                 xxxxxxx +++++++
guest_close@support                 xxxxxxx +++++++
guest_close@billing                 xxxxxxx +++++++
guest_reopen@support                xxxxxxx +++++++
guest_reopen@billing                xxxxxxx +++++++
guest_news@support                  +++++++ xxxxxxx
guest_news@billing                  +++++++ xxxxxxx
guest_stream@support                xxxxxxx +++++++
guest_stream@billing                xxxxxxx +++++++
guest_renew@support                 xxxxxxx +++++++
guest_renew@billing                 xxxxxxx +++++++
guest_message_frame@support         +++++++ xxxxxxx
guest_message_frame@billing         +++++++ xxxxxxx
guest_attachment@support            +++++++ xxxxxxx
guest_attachment@billing            +++++++ xxxxxxx

# Bodies and files: the requester, and the agents who see the ticket
message_frame@support               -+-+-++ xxxxxxx
message_frame@billing               --+-+-+ xxxxxxx
attachment@support                  d+-+-++ xxxxxxx
attachment@billing                  d-+-+-+ xxxxxxx

# The workspace: agents
agent_home                          d--++++ d--xxxx
agent_list                          d--++++ d--xxxx
agent_rows                          d--++++ d--xxxx
agent_counts                        d--++++ d--xxxx
=agent_filter                       d--++++ d--xxxx
agent_columns                       d--xxxx d--++++
agent_bulk                          d--xxxx d--++++
agent_undo                          d--xxxx d--++++
agent_density                       d--xxxx d--++++
agent_stream                        d--xxxx d--++++
agent_search                        d--++++ d--xxxx
agent_palette                       d--++++ d--xxxx
agent_new                           d--++++ d--++++
agent_notifications                 d--++++ d--xxxx
agent_read_all                      d--xxxx d--++++
=agent_notification                 d--xxxx d--+---
agent_pick_agents                   d--++++ d--xxxx
agent_pick_groups                   d--++++ d--xxxx
agent_pick_tags                     d--++++ d--xxxx
agent_pick_customers                d--++++ d--xxxx
agent_receiving                     d--++++ d------
agent_upload                        d--xxxx d--++++

# A ticket in the workspace: agents of its group, managers of its department, administrators
agent_ticket@support                d--+-++ d--xxxx
agent_ticket@billing                d---+-+ d--xxxx
agent_outside@support               d--+-++ d--xxxx
agent_outside@billing               d---+-+ d--xxxx
agent_news@support                  d--+-++ d--xxxx
agent_news@billing                  d---+-+ d--xxxx
agent_look@support                  d--xxxx d--+-++
agent_look@billing                  d--xxxx d---+-+
agent_write@support                 d--xxxx d--+-++
agent_write@billing                 d--xxxx d---+-+
agent_draft@support                 d--xxxx d--+-++
agent_draft@billing                 d--xxxx d---+-+
agent_act@support                   d--xxxx d--+-++
agent_act@billing                   d--xxxx d---+-+
agent_fields@support                d--+-++ d--+-++
agent_fields@billing                d---+-+ d---+-+
agent_follow_up@support             d--+-++ d--+-++
agent_follow_up@billing             d---+-+ d---+-+
agent_time@support                  d--+-++ d--+-++
agent_time@billing                  d---+-+ d---+-+
agent_undo_send@support             d--xxxx d--+-++
agent_undo_send@billing             d--xxxx d---+-+
agent_send_now@support              d--xxxx d--+-++
agent_send_now@billing              d--xxxx d---+-+
agent_retry_send@support            d--xxxx d--+-++
agent_retry_send@billing            d--xxxx d---+-+

# Settings: administrators; managers only customers
settings_home                       d----++ xxxxxxx
settings_options                    d-----+ d-----+
settings_brands                     d-----+ xxxxxxx
settings_brand_new                  d-----+ d-----+
=settings_brand                     d-----+ d-----+
=settings_brand_state               xxxxxxx d-----+
=settings_department_new            xxxxxxx d-----+
settings_departments                d-----+ xxxxxxx
settings_department@support         d-----+ d-----+
settings_department@billing         d-----+ d-----+
settings_department_change@support  xxxxxxx d-----+
settings_department_change@billing  xxxxxxx d-----+
settings_group@support              d-----+ xxxxxxx
settings_group@billing              d-----+ xxxxxxx
settings_group_fields@support       xxxxxxx d-----+
settings_group_fields@billing       xxxxxxx d-----+
settings_member_add@support         xxxxxxx d-----+
settings_member_add@billing         xxxxxxx d-----+
settings_member@support             xxxxxxx d-----+
settings_member@billing             xxxxxxx d-----+
settings_member_remove@support      xxxxxxx d-----+
settings_member_remove@billing      xxxxxxx d-----+
settings_group_change@support       xxxxxxx d-----+
settings_group_change@billing       xxxxxxx d-----+
settings_fields                     d-----+ xxxxxxx
settings_template@support           d-----+ d-----+
settings_template@billing           d-----+ d-----+
settings_template_add@support       xxxxxxx d-----+
settings_template_add@billing       xxxxxxx d-----+
settings_template_copy@support      xxxxxxx d-----+
settings_template_copy@billing      xxxxxxx d-----+
settings_template_own@support       xxxxxxx d-----+
settings_template_own@billing       xxxxxxx d-----+
settings_template_remove@support    xxxxxxx d-----+
settings_template_remove@billing    xxxxxxx d-----+
settings_agents                     d-----+ d-----+
settings_agent_invite               d-----+ d-----+
=settings_agent                     d-----+ d-----+
=settings_agent_state               xxxxxxx d-----+
=settings_agent_invite_again        xxxxxxx d-----+
settings_roles                      d-----+ d-----+
settings_role_new                   d-----+ d-----+
=settings_role                      d-----+ d-----+
=settings_role_delete               xxxxxxx d-----+
settings_directories                d-----+ xxxxxxx
settings_directory_new              d-----+ d-----+
=settings_directory                 d-----+ d-----+
=settings_directory_state           xxxxxxx d-----+
=settings_directory_delete          xxxxxxx d-----+
settings_customers                  d----++ d----++
=settings_customer                  d----++ d----++
=settings_customer_state            xxxxxxx d----++
=settings_customer_link             xxxxxxx d----++

# The licence: administrators
settings_setup                      d-----+ xxxxxxx
setup_brand                         d-----+ d-----+
setup_places                        d-----+ d-----+
setup_agents                        d-----+ d-----+
setup_mail                          d-----+ d-----+
setup_files                         d-----+ d-----+
setup_done                          d-----+ xxxxxxx
settings_database                   d-----+ d-----+
settings_database_undo              xxxxxxx d-----+
settings_licensing                  d-----+ xxxxxxx
settings_licensing_check            xxxxxxx d-----+
settings_licensing_remove           d-----+ d-----+
settings_licensing_key              d-----+ d-----+
settings_licensing_online           xxxxxxx d-----+
settings_licensing_request          xxxxxxx d-----+
settings_licensing_answer           d-----+ d-----+

# External providers: administrators
settings_providers                  d-----+ d-----+
=settings_provider                  d-----+ d-----+
=settings_provider_test             xxxxxxx d-----+
=settings_provider_read             xxxxxxx d-----+
settings_provider_calls             d-----+ xxxxxxx
=settings_provider_call             d-----+ xxxxxxx

# E-mail settings: administrators. Mailboxes are Support's here, servers for outgoing mail Billing's
settings_mail                       d-----+ xxxxxxx
settings_mail_new@support           d-----+ d-----+
settings_mail_new@billing           d-----+ d-----+
settings_mail_account@support       d-----+ d-----+
settings_mail_account@billing       d-----+ d-----+
settings_mail_test@support          xxxxxxx d-----+
settings_mail_test@billing          xxxxxxx d-----+
settings_mail_fetch@support         xxxxxxx d-----+
settings_mail_fetch@billing         xxxxxxx d-----+
settings_mail_state@support         xxxxxxx d-----+
settings_mail_state@billing         xxxxxxx d-----+
settings_mail_delete@support        xxxxxxx d-----+
settings_mail_delete@billing        xxxxxxx d-----+
settings_mail_kept                  d-----+ xxxxxxx
settings_mail_kept_retry_all        xxxxxxx d-----+
=settings_mail_kept_one             d-----+ xxxxxxx
=settings_mail_kept_raw             d-----+ xxxxxxx
=settings_mail_kept_retry           xxxxxxx d-----+
=settings_mail_kept_ignore          xxxxxxx d-----+
settings_mail_queue                 d-----+ xxxxxxx
=settings_mail_queue_retry          xxxxxxx d-----+
=settings_mail_queue_cancel         xxxxxxx d-----+
settings_mail_templates             d-----+ xxxxxxx
=settings_mail_template             d-----+ d-----+
=settings_mail_template_preview     d-----+ d-----+
=settings_mail_template_reset       xxxxxxx d-----+

# Event rules and web hooks: administrators
settings_rules                      d-----+ xxxxxxx
settings_rules_order                xxxxxxx d-----+
settings_rule_new                   d-----+ d-----+
settings_rule_try_new               xxxxxxx d-----+
=settings_rule                      d-----+ d-----+
=settings_rule_try                  xxxxxxx d-----+
=settings_rule_up                   xxxxxxx d-----+
=settings_rule_switch               xxxxxxx d-----+
=settings_rule_copy                 xxxxxxx d-----+
=settings_rule_delete               d-----+ d-----+
=settings_rule_runs                 d-----+ xxxxxxx
=settings_rule_retry                xxxxxxx d-----+
settings_hooks                      d-----+ xxxxxxx
settings_hook_new                   d-----+ d-----+
=settings_hook                      d-----+ d-----+
=settings_hook_rotate               xxxxxxx d-----+
=settings_hook_delete               xxxxxxx d-----+
=settings_hook_calls                d-----+ xxxxxxx
=settings_hook_replay               xxxxxxx d-----+

# My events: each agent's own. Support's is Ann's, Billing's is Otto's
my_rules                            d--++++ xxxxxxx
my_rules_order                      xxxxxxx d--++++
my_rule_new                         d--++++ d--++++
my_rule_try_new                     xxxxxxx d--++++
my_rule@support                     d--+--- d--+---
my_rule@billing                     d---+-- d---+--
my_rule_try@support                 xxxxxxx d--+---
my_rule_try@billing                 xxxxxxx d---+--
my_rule_up@support                  xxxxxxx d--+---
my_rule_up@billing                  xxxxxxx d---+--
my_rule_switch@support              xxxxxxx d--+---
my_rule_switch@billing              xxxxxxx d---+--
my_rule_copy@support                xxxxxxx d--+---
my_rule_copy@billing                xxxxxxx d---+--
my_rule_delete@support              d--+--- d--+---
my_rule_delete@billing              d---+-- d---+--
my_rule_runs@support                d--+--- xxxxxxx
my_rule_runs@billing                d---+-- xxxxxxx
my_rule_retry@support               xxxxxxx d--+---
my_rule_retry@billing               xxxxxxx d---+--

# The cluster: administrators; the page for the day when nobody can sign in for near-by networks
settings_cluster                    d-----+ xxxxxxx
settings_cluster_add                d-----+ xxxxxxx
settings_cluster_networks           d-----+ d-----+
settings_cluster_refused            d-----+ xxxxxxx
=settings_cluster_act               xxxxxxx d-----+
settings_cluster_practise           d-----+ d-----+
settings_cluster_schedule           d-----+ d-----+
=settings_cluster_report            d-----+ xxxxxxx
activate_node                       +++++++ +++++++
activate_node_aspx                  +++++++ +++++++

# For those who watch the machine
healthz                             +++++++ +++++++
readyz                              +++++++ +++++++
"""


def lines() -> dict[str, tuple[str, str]]:
    """`route` or `route@side` to what GET and POST answer."""
    found = {}
    for line in TABLE.splitlines():
        if line and not line.startswith("#"):
            name, get, post = line.split()
            found[name] = (get, post)
    return found
