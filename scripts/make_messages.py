"""`make messages`: collects the texts of code and templates into locale/de and compiles the catalogue."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IGNORED = ("var/*", ".venv/*", "tests/*", "static/*", "scripts/*", "docs/*")


def main() -> None:
    (ROOT / "locale").mkdir(exist_ok=True)
    django = [sys.executable, "-m", "django"]
    ignore = [f"--ignore={pattern}" for pattern in IGNORED]
    options = ["--locale=de", "--no-obsolete", "--no-location", "--no-wrap"]
    subprocess.run([*django, "makemessages", *options, *ignore], cwd=ROOT, check=True)
    subprocess.run([*django, "compilemessages", "--locale=de", "--ignore=.venv/*"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
