from mail.models.accounts import MailAccount, MailHourly, SeenUid, SmtpAccount
from mail.models.inbound import InboundMail
from mail.models.outbound import DeliveryAttempt, OutboundMail
from mail.models.templates import EmailTemplate

__all__ = [
    "DeliveryAttempt",
    "EmailTemplate",
    "InboundMail",
    "MailAccount",
    "MailHourly",
    "OutboundMail",
    "SeenUid",
    "SmtpAccount",
]
