"""German words of the default templates."""

from mail.services.texts.words import Words

_HELLO = "Guten Tag #CUSTOMERNAME#,"
_AGENT = "Hallo #AGENTNAME#,"
_USER = "Guten Tag #USERNAME#,"
_IGNORE = "Wenn Sie das nicht angefordert haben, brauchen Sie nichts zu tun."

WORDS: dict[str, Words] = {
    "ticket_auto_response": Words(
        subject="[#TICKETNUMBER#] #SUBJECT#",
        lines=(
            _HELLO,
            (
                "danke für Ihre Nachricht. Sie ist angekommen, und jemand aus dem Bereich "
                "#DEPARTMENT# kümmert sich darum. "
                "Ihre Nummer ist #TICKETNUMBER#."
            ),
            "Wenn Sie etwas ergänzen möchten, antworten Sie einfach auf diese Mail.",
        ),
        quote="#MESSAGE#",
        button="Ticket ansehen",
        link="TICKETLINK",
        foot="Sie bekommen diese Mail, weil Sie uns geschrieben haben.",
    ),
    "ticket_reply": Words(
        subject="Re: [#TICKETNUMBER#] #SUBJECT#",
        lines=("#MESSAGE#", "#SIGNATURE#"),
        button="Das ganze Gespräch ansehen",
        link="TICKETLINK",
        foot="Ticket #TICKETNUMBER#. Zum Antworten genügt eine Antwort auf diese Mail.",
    ),
    "ticket_locked_notice": Words(
        subject="[#TICKETNUMBER#] Dieses Ticket ist geschlossen",
        lines=(
            _HELLO,
            (
                "Sie haben uns zu „#SUBJECT#“ geschrieben. Dieses Ticket ist endgültig geschlossen, "
                "neue Nachrichten darin liest niemand mehr."
            ),
            (
                "Ihr Anliegen ist uns trotzdem wichtig: Bitte öffnen Sie ein neues Ticket, und "
                "nennen Sie die Nummer "
                "#TICKETNUMBER#, wenn es um dasselbe geht."
            ),
        ),
        button="Neues Ticket öffnen",
        link="NEWTICKETLINK",
    ),
    "ticket_refused": Words(
        subject="Ihre Nachricht „#SUBJECT#“ konnte nicht angenommen werden",
        lines=(
            _HELLO,
            (
                "vielen Dank für Ihre Nachricht „#SUBJECT#“. #DEPARTMENT# konnte dafür kein Ticket "
                "öffnen, aus diesem Grund:"
            ),
            "#REASON#",
            (
                "Ihre Nachricht ist nicht verloren, aber sie wird nicht beantwortet. Bitte schreiben Sie "
                "noch einmal, sobald das geklärt ist."
            ),
        ),
    ),
    "ticket_link": Words(
        subject="[#TICKETNUMBER#] Ihr Link zu „#SUBJECT#“",
        lines=(
            _HELLO,
            "hier ist der Link zu Ihrem Ticket #TICKETNUMBER#. Er gilt 30 Tage, und nur Sie haben ihn.",
        ),
        button="Ihr Ticket ansehen",
        link="TICKETLINK",
        foot=(
            "Sie bekommen diese Nachricht, weil jemand mit Ihrer Adresse darum gebeten hat. Waren Sie es "
            "nicht, tun Sie nichts."
        ),
    ),
    "notify_assigned": Words(
        subject="[#TICKETNUMBER#] Für Sie: #SUBJECT#",
        lines=(_AGENT, "#ACTORNAME# hat Ihnen das Ticket „#SUBJECT#“ von #CUSTOMERNAME# gegeben."),
        quote="#MESSAGE#",
        button="Ticket öffnen",
        link="TICKETLINK",
        foot="Diese Hinweise können Sie in Ihrem Profil abschalten.",
    ),
    "notify_customer_replied": Words(
        subject="[#TICKETNUMBER#] #CUSTOMERNAME# hat geantwortet: #SUBJECT#",
        lines=(_AGENT, "#CUSTOMERNAME# hat auf „#SUBJECT#“ geantwortet."),
        quote="#MESSAGE#",
        button="Ticket öffnen",
        link="TICKETLINK",
        foot="Diese Hinweise können Sie in Ihrem Profil abschalten.",
    ),
    "notify_follow_up": Words(
        subject="[#TICKETNUMBER#] Wiedervorlage: #SUBJECT#",
        lines=(_AGENT, "das Ticket „#SUBJECT#“ von #CUSTOMERNAME# liegt Ihnen wie geplant wieder vor."),
        quote="#MESSAGE#",
        button="Ticket öffnen",
        link="TICKETLINK",
        foot="Diese Hinweise lassen sich im Profil abschalten.",
    ),
    "notify_rule": Words(
        subject="[#TICKETNUMBER#] #ACTORNAME#: #SUBJECT#",
        lines=(
            _AGENT,
            "die Regel „#ACTORNAME#“ hat etwas zum Ticket „#SUBJECT#“ von #CUSTOMERNAME# zu sagen.",
        ),
        quote="#MESSAGE#",
        button="Ticket öffnen",
        link="TICKETLINK",
        foot="Diese Regel hat die Verwaltung geschrieben oder Sie selbst; zu ändern bei den Ereignissen.",
    ),
    "account_verify": Words(
        subject="Bitte bestätigen Sie Ihre E-Mail-Adresse",
        lines=(
            _USER,
            "bitte bestätigen Sie, dass diese Adresse Ihnen gehört. Der Link gilt bis #EXPIRES#.",
        ),
        button="Adresse bestätigen",
        link="LINK",
        foot=_IGNORE,
    ),
    "account_reset": Words(
        subject="Ein neues Passwort für #BRANDNAME#",
        lines=(_USER, "hier können Sie ein neues Passwort wählen. Der Link gilt einmal, bis #EXPIRES#."),
        button="Neues Passwort wählen",
        link="LINK",
        foot=_IGNORE,
    ),
    "account_invite": Words(
        subject="#INVITERNAME# lädt Sie zu #BRANDNAME# ein",
        lines=(
            _USER,
            (
                "#INVITERNAME# hat ein Konto für Sie angelegt, damit Sie Kunden von #BRANDNAME# "
                "antworten können. "
                "Wählen Sie ein Passwort, um zu beginnen. Der Link gilt bis #EXPIRES#."
            ),
        ),
        button="Beginnen",
        link="LINK",
    ),
    "account_claim": Words(
        subject="Ihr Konto bei #BRANDNAME#",
        lines=(
            _USER,
            (
                "Sie haben uns schon einmal geschrieben. Wählen Sie ein Passwort, und Sie sehen alle "
                "Ihre Tickets "
                "an einem Ort. Der Link gilt bis #EXPIRES#."
            ),
        ),
        button="Passwort wählen",
        link="LINK",
        foot=_IGNORE,
    ),
}
