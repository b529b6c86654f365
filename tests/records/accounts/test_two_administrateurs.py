"""Two administrateurs who act at the same instant never leave a territory without one."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from essor.foundations.errors import UserFault
from essor.records.accounts.actions import change_role, deactivate_user, remove_membre
from essor.records.accounts.models import Membre, User
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Role
from essor.records.territoires.models import Territoire
from tests.factories import make_member, make_territoire

pytestmark = pytest.mark.django_db(transaction=True)
Gesture = Callable[[Territoire, User, User], object]


def other(user: User) -> Membre:
    return Membre.objects.get(user=user)


GESTURES: dict[str, Gesture] = {
    "retirer": lambda where, me, her: remove_membre(by=access_for(me, where), membre=other(her)),
    "abaisser": lambda where, me, her: change_role(
        by=access_for(me, where), membre=other(her), role=Role.LECTEUR
    ),
    "fermer son compte": lambda where, me, her: deactivate_user(by=me, person=me),
}


@pytest.mark.parametrize("gesture", GESTURES)
def test_one_administrateur_is_always_left(gesture: str) -> None:
    for _ in range(5):
        territoire = make_territoire()
        pair = [
            make_member(territoire, Role.ADMINISTRATEUR, email=f"{name}@exemple.fr")
            for name in ("ana", "luc")
        ]
        results = together(GESTURES[gesture], territoire, pair)
        left = Membre.objects.filter(role=Role.ADMINISTRATEUR, user__is_active=True).count()
        assert left == 1, results
        assert results.count("fait") == 1
        Membre.objects.all().delete()
        User.objects.all().delete()


def together(gesture: Gesture, territoire: Territoire, pair: list[User]) -> list[str]:
    """Run the gesture of each of the two at once; say what each got."""
    start, results = threading.Barrier(2), ["", ""]

    def run(rank: int) -> None:
        try:
            start.wait()
            gesture(territoire, pair[rank], pair[1 - rank])
            results[rank] = "fait"
        except UserFault as error:
            results[rank] = str(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(rank,)) for rank in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
