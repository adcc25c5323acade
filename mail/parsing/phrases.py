"""The words by which mail servers and answering machines give themselves away, in many languages."""

import re
from re import IGNORECASE


def _any(*phrases: str, start: bool = False) -> re.Pattern[str]:
    """One of the phrases; with `start` at the beginning, after blanks and signs."""
    joined = "|".join(phrases)
    return re.compile(rf"^\W*(?:(?:re|aw):\s*)?(?:{joined})" if start else joined, IGNORECASE)


DAEMON = _any("mailer[-_.]?daemon", "mail[-_.]?delivery[-_. ](?:sub)?system", "mdaemon", "<bounces?[@+-]")
POSTMASTER = re.compile("^(?:post[-_]?master|poostmaster|bounces?)[@+-]", IGNORECASE)
TRANSCRIPT = _any(
    r"\b[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}\b",
    r"\b5\d\d -? ?requested action",
    "transcript of session",
    "permanent (?:fatal )?error",
    "original (?:mail|message) (?:as )?follows",
    "(?:no such|unknown|invalid) (?:user|recipient|address|mailbox)",
    "user unknown",
    "mailbox (?:is )?full",
    "could not be delivered",
)
FAILED = _any(
    "undeliver",
    r"deliver(?:y|ed)?\W+(?:status|notification|report|fail|has|error|problem|delay)",
    r"delivering (?:fail|error|problem)",
    "fail(?:ed|ure)? (?:notice|delivery|mail)",
    "mail (?:delivery )?(?:failed|error|system error)",
    "message (?:delivery )?(?:has )?fail",
    "rejected (?:mail|message)",
    "returned mail",
    "returning (?:message|mail|to sender)",
    "not be delivered",
    "couldn.t be delivered",
    "unknown user",
    "warning: (?:could|message)",
    "notice: mail delivery",
    "unzustellbar",
    "nicht zugestellt",
    "non remis",
    "no se pudo entregar",
    "fallo en la entrega",
    "доставлен",
    "配信(?:不能|エラー|失敗)",
    "退信",
    "loop alert",
    "^mail$",
)
COMPLAINT = _any(
    "complaint about message from", "abuse report", r"feedback loop", "email feedback report", start=True
)
AUTO_SUBJECT = _any(
    "auto(?:matic|matische|matisk)?[ -]?(?:reply|response|answer|antwort|svar|responder)",
    "automatisch antwoord",
    "out of (?:the )?office",
    "i am out of",
    "away (?:from|until)",
    "vacation (?:reply|response)",
    "abwesen(?:d|heit)",
    "ich bin abwesend",
    "réponse automatique",
    "respuesta automática",
    "risposta automatica",
    "odpowiedź automatyczna",
    "自動(?:応答|返信)",
    "自动回复",
    start=True,
)
NOREPLY = _any("(?:no|do[-_.]?not|donot|nicht)[-_.]?(?:reply|antworten|response)", "nobody@", start=True)
