"""Which engine runs what, and what is said when Spark cannot start."""

import importlib.util
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from essor.commands.main import essor
from essor.foundations.errors import UserFault
from essor.observatory.catalogue import get_source
from essor.observatory.engines import spark_session
from essor.observatory.engines.engine import is_portable
from essor.observatory.engines.spark_session import LOCAL_MASTER, check_master, open_session
from tests.observatory.engines.cluster import free_port
from tests.observatory.engines.made_pipelines import PIPELINES


def test_the_pipelines_of_employment_grants_and_sirene_run_anywhere() -> None:
    assert all(is_portable(get_source(one)) for one in PIPELINES)
    assert not is_portable(get_source("insee_zones_emploi"))


MASTERS = (
    "local", "local[*]", "local-cluster[2,1,1024]", "spark://a:7077", "spark://a:7077,b:7077",
    "yarn", "k8s://https://a:6443",
)  # fmt: skip


@pytest.mark.parametrize("master", MASTERS)
def test_a_master_is_written_as_spark_writes_it(master: str) -> None:
    check_master(master)


@pytest.mark.parametrize("master", ["", "spark://a", "machine:7077", "local[", "local-cluster[2]"])
def test_another_word_is_refused_before_java_starts(master: str, tmp_path: Path) -> None:
    with pytest.raises(UserFault) as refused:
        open_session(master, tmp_path)
    assert [one.code for one in refused.value.faults] == ["maitre_inconnu"]


def test_without_pyspark_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    asked = ["--dir", str(tmp_path), "observatoire", "rafraichir", "--depuis", str(tmp_path)]
    answer = CliRunner().invoke(essor, [*asked, "--moteur", "spark"])
    assert isinstance(answer.exception, UserFault)
    (fault,) = answer.exception.faults
    assert (fault.code, fault.expected) == ("spark_absent", "pip install 'essor[spark]'")


def test_without_java_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(UserFault) as refused:
        open_session(LOCAL_MASTER, tmp_path)
    assert [one.code for one in refused.value.faults] == ["java_absent"]


def test_a_master_that_does_not_answer_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark_session, "_check_installed", lambda: None)
    monkeypatch.setattr(socket, "create_connection", _refused)
    with pytest.raises(UserFault) as refused:
        open_session(f"spark://127.0.0.1:{free_port()}", tmp_path)
    assert [one.code for one in refused.value.faults] == ["maitre_absent"]


def test_a_master_is_for_spark_only(tmp_path: Path) -> None:
    asked = ["--dir", str(tmp_path), "observatoire", "rafraichir", "--depuis", str(tmp_path)]
    answer = CliRunner().invoke(essor, [*asked, "--master", "local[2]"])
    assert isinstance(answer.exception, UserFault)
    assert answer.exception.faults[0].expected == "--moteur spark"


def _refused(*_: object, **__: object) -> None:
    raise ConnectionRefusedError
