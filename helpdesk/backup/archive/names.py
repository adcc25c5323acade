"""The members of the archive. Nothing else may be in it."""

MANIFEST, SEAL, FILES = "manifest.json", "seal", "files"
KEYS = "keys/"


def of_table(name: str) -> str:
    return f"tables/{name}.jsonl"


def of_key(name: str) -> str:
    return f"{KEYS}{name}"
