"""What passes between licensor and desk, and can be printed: keys, requests, answers. No database here."""

from licensing.papers.answers import AnswerFacts, answer_file, read_answer
from licensing.papers.editions import Edition
from licensing.papers.keys import KeyFacts, read_key
from licensing.papers.licensors import known_licensors, public_text
from licensing.papers.requests import Request, read_request
from licensing.papers.signed import in_lines, licensor_id

__all__ = [
    "AnswerFacts",
    "Edition",
    "KeyFacts",
    "Request",
    "answer_file",
    "in_lines",
    "known_licensors",
    "licensor_id",
    "public_text",
    "read_answer",
    "read_key",
    "read_request",
]
