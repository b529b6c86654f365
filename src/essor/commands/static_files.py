"""Collects the static files of the site, only when they changed."""

from importlib.metadata import version
from pathlib import Path

from essor.commands.stamps import digest_of, forget, is_stamped, stamp

STAMP = "statiques"
MANIFEST = "staticfiles.json"


def collect() -> str:
    """Bring the collected files up to date; return what was done, in French."""
    from django.conf import settings
    from django.core.management import call_command

    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    wanted = digest_of(folders, version("django"), version("whitenoise"))
    if (Path(settings.STATIC_ROOT) / MANIFEST).is_file() and is_stamped(STAMP, wanted):
        return "à jour"
    forget(STAMP)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp(STAMP, wanted)
    return "fait"
