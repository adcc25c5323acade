"""Keys made at set-up and kept outside the database."""

import secrets
from pathlib import Path

from helpdesk.settings.env import VAR_DIR, env

SECRETS_DIR = Path(env.str("SECRETS_DIR", str(VAR_DIR / "secrets")))


def key_from(name: str) -> str:
    """The key of this name: from the environment, else from its file, which is made on first use (0600)."""
    given: str = env.str(name, "")
    if given:
        return given
    path = SECRETS_DIR / name.lower()
    if not path.exists():
        SECRETS_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(fresh)  # atomic: of several processes that start together, one wins
        except FileExistsError:
            pass
        fresh.unlink()
    return path.read_text().strip()
