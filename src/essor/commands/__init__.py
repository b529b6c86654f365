"""The `essor` command line, one file per subject. Click speaks French before any is read."""

from essor.commands.french import speak_french

speak_french()
