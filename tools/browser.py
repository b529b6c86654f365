"""Find the browser that runs the page tests: the machine's own Chromium, never a download."""

import os
import shutil
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
PLACES = (
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
MISSING = (
    "Les tests de navigateur demandent Chromium, introuvable ici.\n"
    "Sur Debian ou Ubuntu : sudo apt install chromium ; sur macOS : brew install --cask chromium.\n"
    "S'il est installé ailleurs, donnez son chemin : ESSOR_CHROMIUM=/chemin/vers/chromium"
)


def find_chromium() -> str | None:
    """Return the path of Chromium, or None."""
    chosen = os.environ.get("ESSOR_CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    found = (shutil.which(command) for command in COMMANDS)
    in_path = next((path for path in found if path), None)
    return in_path or next((place for place in PLACES if Path(place).is_file()), None)
