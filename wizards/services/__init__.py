"""What the Company Setup Wizard keeps. Each verb calls the services of the app that owns the rows."""

from wizards.services.progress import note_step

__all__ = ["note_step"]
