"""Open a session of Spark on this machine or on a cluster, or say in French what is missing."""

import importlib.util
import os
import re
import shutil
import socket
from pathlib import Path
from typing import Any

from essor.foundations.errors import UserFault

LOCAL_MASTER = "local[*]"
LOOPBACK = "127.0.0.1"
_MASTERS = re.compile(
    r"local(\[[^\]]+\])?|local-cluster\[\d+,\d+,\d+\]|yarn|k8s://.+|spark://[^:/]+:\d+.*"
)
_ALL_HERE = re.compile(rf"local|spark://({re.escape(LOOPBACK)}|localhost):")
_ANSWER_S = 5

# Whatever the cluster says otherwise, a text is read and a number is judged as DuckDB does.
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.csv.parser.columnPruning.enabled": "false",
    "spark.sql.parquet.binaryAsString": "true",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
# Faults reach the reader as French sentences; a folder SPARK_CONF_DIR replaces this.
_LOGS = """\
rootLogger.level = off
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
logger.python.name = org.apache.spark.api.python.PythonGatewayServer
logger.python.level = off
"""


def open_session(master: str, scratch: Path) -> Any:
    """Return a session. Raises UserFault when Spark, Java or the master is missing.

    master : as Spark writes it, `local[*]`, `spark://host:port`, `local-cluster[2,1,1024]`
    scratch : folder for what the session writes on this machine
    """
    check_master(master)
    _check_installed()
    _check_answers(master)
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("Essor")
    for key, value in _settings(master, scratch).items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except PySparkException as error:
        raise UserFault.single(
            "Spark ne démarre pas.",
            value=" ".join(str(error).split())[:300],
            expected="Java 17 ou plus récent, et un maître Spark qui répond",
            code="spark_en_panne",
        ) from error


def check_master(master: str) -> None:
    """Raise UserFault when a master is not written as Spark expects it."""
    if not _MASTERS.fullmatch(master):
        raise UserFault.single(
            "Ce maître Spark n'est pas écrit comme Spark l'attend.",
            value=master,
            expected="local[*], local-cluster[2,1,1024], spark://machine:7077, yarn ou k8s://…",
            code="maitre_inconnu",
        )


def _check_installed() -> None:
    if importlib.util.find_spec("pyspark") is None:
        raise UserFault.single(
            "Spark n'est pas installé.", expected="pip install 'essor[spark]'", code="spark_absent"
        )
    home = os.environ.get("JAVA_HOME")
    if not (home and (Path(home) / "bin" / "java").exists()) and shutil.which("java") is None:
        raise UserFault.single(
            "Spark demande Java 17 ou plus récent, et cette machine n'a pas Java.",
            expected="sudo apt install default-jre-headless",
            code="java_absent",
        )


def _check_answers(master: str) -> None:
    """Spark itself would try for a minute, then stop without a word that a reader knows."""
    if not master.startswith("spark://"):
        return
    places = master.removeprefix("spark://").split(",")
    for place in places:
        host, _, port = place.rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=_ANSWER_S).close()
        except (OSError, ValueError):
            continue
        return
    raise UserFault.single(
        "Le maître Spark ne répond pas.",
        value=master,
        expected="un maître en marche, à une adresse que cette machine voit",
        code="maitre_absent",
    )


def _settings(master: str, scratch: Path) -> dict[str, str]:
    settings = {**SETTINGS, "spark.sql.warehouse.dir": str(scratch / "entrepot")}
    if _ALL_HERE.match(master):
        settings |= {"spark.driver.host": LOOPBACK, "spark.driver.bindAddress": LOOPBACK}
    if "SPARK_CONF_DIR" not in os.environ:
        logs = scratch / "log4j2.properties"
        logs.write_text(_LOGS, encoding="utf-8")
        settings["spark.driver.extraJavaOptions"] = f"-Dlog4j2.configurationFile={logs.as_uri()}"
        if master.startswith("local"):  # two hundred pieces by default, for a cluster
            settings["spark.sql.shuffle.partitions"] = str(2 * (os.cpu_count() or 1))
    return settings
