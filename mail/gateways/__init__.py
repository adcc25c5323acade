"""The three kinds of mail servers, one gateway class each. Errors say whether trying again may help."""

from mail.gateways.imap import ImapGateway
from mail.gateways.pop import PopGateway
from mail.gateways.server import Remote, Server, server_of
from mail.gateways.smtp import SmtpGateway

__all__ = ["ImapGateway", "PopGateway", "Remote", "Server", "SmtpGateway", "server_of"]
