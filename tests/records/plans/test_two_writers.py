"""Six processes, a hundred edits each, on one field of one action: nothing is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from essor.records.journal.models import Event
from tests.factories import make_action, make_plan

WRITER = Path(__file__).with_name("writer.py")
ROOT = WRITER.parents[3]
WRITERS, EDITS = 6, 100


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_six_processes_lose_no_update() -> None:
    action = make_action(make_plan(), "Action très disputée")
    database = str(connection.settings_dict["NAME"])
    command = [sys.executable, str(WRITER), database, str(action.id)]
    processes = [
        subprocess.Popen(
            [*command, f"w{number}", str(EDITS)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(WRITERS)
    ]
    results = [(process.communicate(timeout=300), process.returncode) for process in processes]
    for (_, errors), code in results:
        assert code == 0, errors
        assert "database is locked" not in errors
    action.refresh_from_db()
    words = action.descriptif.split()
    expected = {f"w{writer}.{edit}" for writer in range(WRITERS) for edit in range(EDITS)}
    assert len(words) == WRITERS * EDITS
    assert set(words) == expected
    versions = list(
        Event.objects.filter(object_id=action.id).order_by("id").values_list("version", flat=True)
    )
    assert versions == list(range(1, WRITERS * EDITS + 2))
