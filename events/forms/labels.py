"""The words of a rule: event categories, keys of facts, comparisons."""

from django.utils.translation import gettext_lazy as _

from common.text import Text

# The first three digits of an event's id say where it comes from.
CATEGORIES: dict[int, Text] = {
    502: _("Tickets"),
    512: _("Agents"),
    509: _("Incoming mail"),
    510: _("Outgoing mail"),
    511: _("Live chat"),
    503: _("Who’s On"),
    505: _("Chat channels"),
    507: _("Tasks"),
    508: _("Call logs"),
    501: _("Knowledge base"),
    506: _("Surveys"),
}

OPERATORS: dict[str, Text] = {
    "is": _("is"),
    "is_not": _("is not"),
    "contains": _("contains"),
    "not_contains": _("does not contain"),
    "starts": _("starts with"),
    "matches": _("matches"),
    "not_matches": _("does not match"),
    "one_of": _("is one of"),
    "none_of": _("is none of"),
    "empty": _("is empty"),
    "not_empty": _("is not empty"),
    "at_least": _("is at least"),
    "at_most": _("is at most"),
    "lt": _("is less than"),
    "gt": _("is more than"),
    "between": _("is between"),
}
OF_DATES: dict[str, Text] = {"is": _("is on"), "lt": _("is before"), "gt": _("is after")}

TIME, WEEKDAY = "time", "weekday"
WEEKDAYS: tuple[tuple[str, Text], ...] = (
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
)

KEYS: dict[str, Text] = {
    TIME: _("Time of day"),
    WEEKDAY: _("Day of the week"),
    "accountAddress": _("Address of the account"),
    "accountId": _("Mail account"),
    "actorId": _("Who acted"),
    "actorKind": _("Kind of who acted"),
    "actorName": _("Name of who acted"),
    "agentId": _("Agent"),
    "agentName": _("Name of the agent"),
    "articleId": _("Article"),
    "authorId": _("Author"),
    "authorName": _("Name of the author"),
    "brandId": _("Brand"),
    "brandName": _("Name of the brand"),
    "callLogId": _("Call log"),
    "channelId": _("Channel"),
    "channelName": _("Name of the channel"),
    "chatId": _("Chat"),
    "chatNumber": _("Chat number"),
    "comment": _("Comment"),
    "commentId": _("Comment by number"),
    "commentType": _("Type of comment"),
    "count": _("Count now"),
    "country": _("Country"),
    "customerEmail": _("Address of the customer"),
    "customerId": _("Customer"),
    "customerName": _("Name of the customer"),
    "dateDueUtc": _("Due"),
    "dateOpenedUtc": _("Opened"),
    "dateStartUtc": _("Start"),
    "dateStartedUtc": _("Began"),
    "departmentId": _("Department"),
    "departmentName": _("Name of the department"),
    "direction": _("Direction"),
    "error": _("What the error says"),
    "failures": _("Failures in a row"),
    "folderId": _("Folder"),
    "folderName": _("Name of the folder"),
    "followUpUtc": _("Follow-up at"),
    "from": _("Sender"),
    "groupId": _("Group"),
    "groupName": _("Name of the group"),
    "hasAttachments": _("Has files"),
    "idleMinutes": _("Idle minutes"),
    "idleSeconds": _("Idle seconds"),
    "inboundId": _("Kept mail"),
    "ipAddress": _("Network address"),
    "isBillable": _("Billable"),
    "isFirst": _("First message of its direction"),
    "isPinned": _("Pinned to its agent"),
    "isPrivate": _("For agents only"),
    "isReceiving": _("Receives now"),
    "isSpam": _("Spam"),
    "itemId": _("Item"),
    "itemKind": _("Kind of item"),
    "language": _("Language"),
    "lastActivityUtc": _("Last activity"),
    "mailSubject": _("Subject of the mail"),
    "message": _("Text"),
    "messageId": _("Message"),
    "messages": _("Messages that wait"),
    "minutes": _("Minutes"),
    "newAgentId": _("Agent after"),
    "newGroupId": _("Group after"),
    "newPriority": _("Priority after"),
    "newStatus": _("Status after"),
    "oldAgentId": _("Agent before"),
    "oldAgentName": _("Name of the agent before"),
    "oldDepartmentId": _("Department before"),
    "oldDepartmentName": _("Name of the department before"),
    "oldGroupId": _("Group before"),
    "oldGroupName": _("Name of the group before"),
    "oldPriority": _("Priority before"),
    "oldStatus": _("Status before"),
    "outboundId": _("Queued mail"),
    "phoneNumber": _("Phone number"),
    "priority": _("Priority"),
    "reason": _("Reason"),
    "recipient": _("Recipient"),
    "referrer": _("Came from"),
    "score": _("Score"),
    "server": _("Server"),
    "source": _("Source"),
    "staleDays": _("Days without change"),
    "status": _("Status"),
    "subject": _("Subject"),
    "surveyId": _("Survey"),
    "surveyName": _("Name of the survey"),
    "tags": _("Tags"),
    "taskId": _("Task"),
    "threshold": _("Threshold"),
    "ticketId": _("Ticket"),
    "ticketNumber": _("Ticket number"),
    "timeLogId": _("Time log"),
    "timeLogSubject": _("What was done"),
    "title": _("Title"),
    "toAddress": _("To address"),
    "url": _("Page"),
    "visitorId": _("Visitor"),
    "wasReceiving": _("Received before"),
}


def key_label(key: str) -> Text:
    """The name of a key; one without words is shown as it is."""
    return KEYS.get(key, key)


def operator_label(op: str, kind: str) -> Text:
    """The words of a comparison; dates have their own."""
    return OF_DATES.get(op, OPERATORS.get(op, op)) if kind == "date" else OPERATORS.get(op, op)


def category(event_id: int) -> Text:
    """Where an event comes from."""
    return CATEGORIES.get(event_id // 1000, "")
