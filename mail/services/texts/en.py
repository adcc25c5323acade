"""English words of the default templates."""

from mail.services.texts.words import Words

_HELLO = "Hello #CUSTOMERNAME#,"
_AGENT = "Hello #AGENTNAME#,"
_USER = "Hello #USERNAME#,"
_IGNORE = "If you did not ask for this, you need not do anything."

WORDS: dict[str, Words] = {
    "ticket_auto_response": Words(
        subject="[#TICKETNUMBER#] #SUBJECT#",
        lines=(
            _HELLO,
            (
                "thank you for writing to us. Your message has arrived, and somebody of #DEPARTMENT# "
                "will look at it. "
                "Its number is #TICKETNUMBER#."
            ),
            "If you want to add something, simply answer this mail.",
        ),
        quote="#MESSAGE#",
        button="See your ticket",
        link="TICKETLINK",
        foot="You get this mail because you wrote to us.",
    ),
    "ticket_reply": Words(
        subject="Re: [#TICKETNUMBER#] #SUBJECT#",
        lines=("#MESSAGE#", "#SIGNATURE#"),
        button="See the whole conversation",
        link="TICKETLINK",
        foot="Ticket #TICKETNUMBER#. To answer, simply reply to this mail.",
    ),
    "ticket_locked_notice": Words(
        subject="[#TICKETNUMBER#] This ticket is closed",
        lines=(
            _HELLO,
            (
                "you wrote to us about “#SUBJECT#”. That ticket is closed for good, so nobody reads new "
                "messages in it."
            ),
            (
                "Your concern still matters to us: please open a new ticket, and mention the number "
                "#TICKETNUMBER# "
                "if it is about the same thing."
            ),
        ),
        button="Open a new ticket",
        link="NEWTICKETLINK",
    ),
    "ticket_refused": Words(
        subject="Your message “#SUBJECT#” could not be taken",
        lines=(
            _HELLO,
            (
                "thank you for writing to us. #DEPARTMENT# could not open a ticket for your message "
                "“#SUBJECT#”, for this reason:"
            ),
            "#REASON#",
            ("Your message is not lost, but nobody will answer it. Please write again once this is settled."),
        ),
    ),
    "ticket_link": Words(
        subject="[#TICKETNUMBER#] Your link to “#SUBJECT#”",
        lines=(
            _HELLO,
            "here is the link to your ticket #TICKETNUMBER#. It works for 30 days, and only you have it.",
        ),
        button="See your ticket",
        link="TICKETLINK",
        foot=(
            "You get this mail because somebody asked for it with your address. If it was not you, do "
            "nothing."
        ),
    ),
    "notify_assigned": Words(
        subject="[#TICKETNUMBER#] Assigned to you: #SUBJECT#",
        lines=(_AGENT, "#ACTORNAME# has given you the ticket “#SUBJECT#” of #CUSTOMERNAME#."),
        quote="#MESSAGE#",
        button="Open the ticket",
        link="TICKETLINK",
        foot="You can switch these notices off in your profile.",
    ),
    "notify_customer_replied": Words(
        subject="[#TICKETNUMBER#] #CUSTOMERNAME# has replied: #SUBJECT#",
        lines=(_AGENT, "#CUSTOMERNAME# has replied to “#SUBJECT#”."),
        quote="#MESSAGE#",
        button="Open the ticket",
        link="TICKETLINK",
        foot="You can switch these notices off in your profile.",
    ),
    "notify_follow_up": Words(
        subject="[#TICKETNUMBER#] Follow-up: #SUBJECT#",
        lines=(_AGENT, "the ticket “#SUBJECT#” of #CUSTOMERNAME# has come back to you, as planned."),
        quote="#MESSAGE#",
        button="Open the ticket",
        link="TICKETLINK",
        foot="You can switch these notices off in your profile.",
    ),
    "notify_rule": Words(
        subject="[#TICKETNUMBER#] #ACTORNAME#: #SUBJECT#",
        lines=(
            _AGENT,
            "the rule “#ACTORNAME#” has something to say about the ticket “#SUBJECT#” of #CUSTOMERNAME#.",
        ),
        quote="#MESSAGE#",
        button="Open the ticket",
        link="TICKETLINK",
        foot="An administrator or you wrote this rule; it can be changed in the settings of events.",
    ),
    "account_verify": Words(
        subject="Please confirm your e-mail address",
        lines=(_USER, "please confirm that this address is yours. The link works until #EXPIRES#."),
        button="Confirm the address",
        link="LINK",
        foot=_IGNORE,
    ),
    "account_reset": Words(
        subject="A new password for #BRANDNAME#",
        lines=(_USER, "here you can choose a new password. The link works once, until #EXPIRES#."),
        button="Choose a new password",
        link="LINK",
        foot=_IGNORE,
    ),
    "account_invite": Words(
        subject="#INVITERNAME# invites you to #BRANDNAME#",
        lines=(
            _USER,
            (
                "#INVITERNAME# has made an account for you, so that you can answer customers of #BRANDNAME#. "
                "Choose a password to begin. The link works until #EXPIRES#."
            ),
        ),
        button="Begin",
        link="LINK",
    ),
    "account_claim": Words(
        subject="Your account at #BRANDNAME#",
        lines=(
            _USER,
            (
                "you have written to us before. Choose a password, and you see all your tickets in "
                "one place. "
                "The link works until #EXPIRES#."
            ),
        ),
        button="Choose a password",
        link="LINK",
        foot=_IGNORE,
    ),
}
