"""The licensor's page for desks without a connection: paste the request file, get the answer file."""

from django.utils.html import format_html

_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Activate a key with a request file</title></head>
<body>
<h1>Activate a key with a request file</h1>
{}
<form method="post" action="/exchange">
<p><label for="request">What the file request.json holds</label></p>
<p><textarea id="request" name="request" rows="12" cols="70" required spellcheck="false">{}</textarea></p>
<p><button>Save the answer file</button></p>
</form>
</body>
</html>
"""


def exchange_page(problem: str = "", pasted: str = "") -> str:
    said = format_html('<p role="alert">{}</p>', problem) if problem else ""
    return str(format_html(_PAGE, said, pasted))
