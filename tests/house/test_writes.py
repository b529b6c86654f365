"""No write escapes the journal."""

from pathlib import Path

import pytest

from tests.house.rules.writes import Exemption, untracked_writes

ACCOUNT = (
    "a person is not tracked: passwords and secrets never enter the journal; the operation around "
    "it keeps who did what and when"
)
DEVICE = "the second factor belongs to django-otp, and its secrets never enter the journal"
REFERENCE = "reference data, loaded in bulk: dated versions beside each other, never overwritten"
BACKUP = (
    "a restoration puts back rows and their journal exactly as they were: writing events for it "
    "would change the very history it restores; one operation says that it happened"
)
INDEX = "the index of the search is derived: rebuilt from the objects at any moment"
QUEUE = "a job is machinery, not memory: its progress is no event; its result is, by an action"
MAIL = "a mail is machinery like a job, and its rows are the log of what was sent"
HOOK = "a delivery is machinery like a job, and its rows are the log of what was sent"
WORD = "a Word file written in memory: no database there"
CALLS = "counts of calls, dates of use, kept answers: machinery of the API, not memory"
ROADS = (
    "a distance is what a machine answered on a date: it can be asked again, and belongs to no plan"
)
PHOTO = "a picture written in memory: no database there"
EXEMPTIONS = {
    "src/essor/records/projets/photo_file.py": Exemption(("image",), PHOTO),
    "src/essor/records/jetons/calls.py": Exemption(
        ("old", "CallWindow", "Jeton", "KeptAnswer"), CALLS
    ),
    "src/essor/reports/document/word.py": Exemption(("word",), WORD),
    "src/essor/records/jobs/queue.py": Exemption(("Job", "cancelled", "silent", "old"), QUEUE),
    "src/essor/records/relances/sending.py": Exemption(("Courriel", "Rappel", "waiting"), MAIL),
    "src/essor/records/relances/work.py": Exemption(("mine",), MAIL),
    "src/essor/records/webhooks/delivery.py": Exemption(("Livraison", "Tentative"), HOOK),
    "src/essor/records/webhooks/actions.py": Exemption(("Livraison",), HOOK),
    "src/essor/records/webhooks/work.py": Exemption(("old",), HOOK),
    "src/essor/records/backup/load.py": Exemption(
        ("model", "DeserializedObject()", "person", "queryset", "branches"), BACKUP
    ),
    "src/essor/records/recherche/index.py": Exemption(("Word", "Document", "Posting"), INDEX),
    "src/essor/records/terres_distances/cache.py": Exemption(("DistanceRoutiere",), ROADS),
    "src/essor/records/territoires/bulk.py": Exemption(
        (
            "Region",
            "Departement",
            "Groupement",
            "Commune",
            "CommuneRattachee",
            "PerimetreTerritoire",
            "PerimetreMembre",
            "PerimetreCommune",
            "Etablissement",
            "Territoire",
        ),
        REFERENCE,
    ),
    "src/essor/records/accounts/actions/demonstration.py": Exemption(("row", "person"), ACCOUNT),
    "src/essor/records/accounts/actions/people.py": Exemption(("person",), ACCOUNT),
    "src/essor/records/accounts/actions/second_factor.py": Exemption(
        ("device", "StaticDevice", "StaticToken", "TOTPDevice"), DEVICE
    ),
}


def test_house_writes_only_through_the_journal(root: Path):
    found = untracked_writes(root, EXEMPTIONS)
    assert not found, "\n" + "\n".join(found)


def tree(tmp_path: Path, code: str, place: str = "src/essor/web/views.py") -> Path:
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(f"def view(request, action, op, plan):\n    {code}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "code",
    [
        "action.save()",
        "action.save(update_fields=['titre'])",
        "action.delete()",
        "Action.objects.create(titre='x')",
        "Action.objects.filter(plan=plan).update(titre='x')",
        "Action.objects.filter(plan=plan).order_by('titre').delete()",
        "plan.action_set.update(titre='x')",
        "Action.objects.visible_to(request.user).update(titre='x')",
        "Action.objects.bulk_update([action], ['titre'])",
        "Action.objects.bulk_create([action])",
        "Action.objects.get_or_create(titre='x')",
        "Action.objects.update_or_create(titre='x')",
        "plan.actions.all().delete()",
        "User.objects.create_user('x')",
    ],
)
def test_a_write_beside_the_journal_is_caught(tmp_path: Path, code: str):
    (fault,) = untracked_writes(tree(tmp_path, code), {})
    assert fault.startswith("src/essor/web/views.py:2 ")


@pytest.mark.parametrize(
    "code",
    [
        "op.create(action)",
        "op.change(action, titre='x')",
        "op.delete(action)",
        "{}.update(titre='x')",
        "digest.update(b'x')",
        "return action.titre",
    ],
)
def test_the_journal_and_plain_dictionaries_are_not_caught(tmp_path: Path, code: str):
    assert untracked_writes(tree(tmp_path, code), {}) == []


def test_the_journal_itself_may_write(tmp_path: Path):
    place = "src/essor/records/journal/actions.py"
    assert untracked_writes(tree(tmp_path, "action.save()", place), {}) == []


def test_an_exemption_covers_its_receivers_only(tmp_path: Path):
    place = "src/essor/web/views.py"
    root = tree(tmp_path, "action.save()\n    plan.save()")
    exemptions = {place: Exemption(("action",), "reason")}
    assert untracked_writes(root, exemptions) == [f"{place}:3 plan.save"]


def test_an_idle_exemption_is_caught(tmp_path: Path):
    place = "src/essor/web/views.py"
    exemptions = {place: Exemption(("action",), "reason")}
    assert untracked_writes(tree(tmp_path, "pass"), exemptions) == [
        f"{place}: no write on action, drop its exemption"
    ]
