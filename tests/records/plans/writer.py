"""One of several processes that edit the same action at once. Run by test_two_writers.py."""

import os
import sys


def main(database: str, action_id: str, writer: str, edits: int) -> None:
    """Append `edits` words to the description, starting again at each conflict."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "essor.config.settings_test"
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    import django

    django.setup()
    from essor.records.journal.actions import Conflict
    from essor.records.plans.actions import change_action
    from essor.records.plans.models import Action
    from tests.factories import system

    done = conflicts = 0
    while done < edits:
        action = Action.objects.select_related("plan__territoire").get(id=action_id)
        try:
            change_action(
                by=system(action.plan.territoire),
                action=action,
                expected_version=action.version,
                descriptif=f"{action.descriptif} {writer}.{done}",
            )
        except Conflict:
            conflicts += 1
        else:
            done += 1
    print(conflicts)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
