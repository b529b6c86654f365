"""The workspace: made once, open to its owner alone."""

import stat
from pathlib import Path

from essor.foundations.workspace import Workspace


def test_folders_open_to_their_owner_alone(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "un" / "espace")
    workspace.make(demonstration=False)
    for path in (workspace.root, workspace.files, workspace.mail):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE(workspace.secret_file.stat().st_mode) == 0o600
    assert not workspace.is_demonstration


def test_secret_is_drawn_once(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert workspace.secret_key() == Workspace(tmp_path).secret_key()
    assert len(workspace.secret_key()) > 50


def test_environment_names_the_folder(tmp_path: Path) -> None:
    assert Workspace.from_environment({"ESSOR_DIR": str(tmp_path)}).root == tmp_path
    assert Workspace.from_environment({}).root == Path("var/demo").resolve()


def test_demonstration_is_marked(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "demo")
    workspace.make(demonstration=True)
    assert workspace.is_demonstration
