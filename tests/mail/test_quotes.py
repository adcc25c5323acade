"""The new part of an answer."""

import time

import pytest

from mail.parsing import quotes, quotes_html


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Thanks!\n\nOn Tue, 24 Nov 2026 at 10:00, Ann <ann@x.example> wrote:\n> Hello\n> there", "Thanks!"),
        ("Danke!\n\nAm 24.11.2026 um 10:00 schrieb Ann:\n\nHallo", "Danke!"),
        ("Merci\n\nLe mar. 24 nov. 2026 à 10:00, Ann <ann@x.example> a\nécrit :\n> Bonjour", "Merci"),
        ("Yes\n\n-----Original Message-----\nFrom: Ann\nHello", "Yes"),
        ("Ja\n\n-----Ursprüngliche Nachricht-----\nVon: Ann", "Ja"),
        ("OK\n________________________________\nFrom: Ann\nSent: today\nTo: me\nSubject: x\n\nHello", "OK"),
        ("OK\n\nVon: Ann\nGesendet: heute\nAn: mich\nBetreff: x\n\nHallo", "OK"),
        ("New\n\nOn 1 Jan 2026 Ann wrote:\n> ##- Please write your answer above this line -##\n> Hi", "New"),
        ("New\n\n##- Bitte über dieser Zeile antworten -##\nHallo", "New"),
        ("On 1 Jan 2026 Ann wrote:\n> Is it blue?\n\nNo, green.", "No, green."),
        ("> Is it blue?\nNo.\n> Is it big?\nYes.", "> Is it blue?\nNo.\n> Is it big?\nYes."),
        ("From: our side this looks fine", "From: our side this looks fine"),
        ("> only a quote", "> only a quote"),
        ("On Monday I wrote:\nplease call me", "On Monday I wrote:\nplease call me"),
    ],
)
def test_it_cuts_the_past_off(text: str, new: str) -> None:
    assert quotes.split(text)[0] == new


def test_what_was_cut_is_not_lost() -> None:
    new, quoted = quotes.split("Thanks!\n\nOn 1 Jan 2026, Ann wrote:\n> Hello")
    assert (new, quoted) == ("Thanks!", "On 1 Jan 2026, Ann wrote:\n> Hello")


@pytest.mark.parametrize(
    "line",
    ["On ", "a ", "> ", "From: a\n", "On 1 a\n", "-- \n", "__________\n", "> \n", "\n", "On 1 Ann wrote:\n"],
)
def test_its_time_grows_with_the_text_only(line: str) -> None:
    started = time.process_time()
    quotes.split(line * 60_000 + "\n> a\nb")
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    "past",
    [
        '<div class="gmail_quote">On Monday Ann wrote:<blockquote>old</blockquote></div>',
        '<div id="divRplyFwdMsg">From: Ann</div><div>old</div>',
        '<div id="appendonsend"></div><hr><div>old</div>',
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt">From: Ann</div><p>old</p>',
        '<div class="moz-cite-prefix">On Monday Ann wrote:</div><blockquote type="cite">old</blockquote>',
        "<p>##- Please write your answer above this line -##</p><p>old</p>",
        "<blockquote><div><p>##- Bitte über dieser Zeile antworten -##</p></div><p>old</p></blockquote>",
    ],
)
def test_it_cuts_the_past_off_html(past: str) -> None:
    cut = quotes_html.cut(f"<html><body><div><p>It works now.</p>{past}</div></body></html>")
    assert "It works now." in cut
    assert "old" not in cut


def test_html_that_is_only_a_quote_stays() -> None:
    html = '<div class="gmail_quote">all of it</div>'
    assert quotes_html.cut(html) == html
