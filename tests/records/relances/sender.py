"""One process that prepares the mails of a day and sends those it wins: started by a test."""

import os
import sys


def main(database: str, day: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "essor.config.settings_test"
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    import datetime as dt

    from django.core import mail

    from essor.records.jobs.worker import drain
    from essor.records.relances.sending import prepare_day

    sys.stdin.readline()  # every process starts at the same moment
    mail.outbox = []
    prepare_day(day=dt.date.fromisoformat(day))
    drain()
    for message in mail.outbox:
        print(message.to[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
