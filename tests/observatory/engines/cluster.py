"""A real cluster of Spark on this machine: a master and two workers, each a process of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOOPBACK = "127.0.0.1"
WORKERS = 2
START_S = 90  # four virtual machines start at once on what may be a busy machine
# Short lives: what a virtual machine does to run faster later costs more than it brings.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
CONF = f"""\
spark.driver.extraJavaOptions {JAVA}
spark.executor.extraJavaOptions {JAVA}
spark.sql.shuffle.partitions 2
spark.executor.memory 512m
spark.driver.memory 512m
spark.ui.enabled false
spark.ui.showConsoleProgress false
"""
LOGS = """\
rootLogger.level = off
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
logger.python.name = org.apache.spark.api.python.PythonGatewayServer
logger.python.level = off
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A master that answers. workers : process of each worker."""

    master: str
    page: str
    workers: tuple[int, ...]

    def state(self) -> dict[str, Any]:
        with urllib.request.urlopen(self.page, timeout=10) as answer:
            told: dict[str, Any] = json.load(answer)
        return told


def what_is_missing() -> str:
    """Say what a cluster needs that this machine has not, nothing when it has all."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "pyspark absent : pip install 'essor[spark]', ou python3 dev.py test --all"
    return "" if shutil.which("java") else "Java absent : sudo apt install default-jre-headless"


@contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    import pyspark

    conf = folder / "conf"
    conf.mkdir()
    (conf / "spark-defaults.conf").write_text(CONF, encoding="utf-8")
    (conf / "log4j2.properties").write_text(LOGS, encoding="utf-8")
    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ, "SPARK_HOME": str(home), "SPARK_CONF_DIR": str(conf),
        "SPARK_LOCAL_IP": LOOPBACK, "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": JAVA, "SPARK_LAUNCHER_OPTS": JAVA,
        "SPARK_WORKER_DIR": str(folder / "ouvriers"),
    }  # fmt: skip
    port, page = free_port(), free_port()
    master = f"spark://{LOOPBACK}:{port}"
    places = ["--host", LOOPBACK, "--webui-port"]
    with ExitStack() as stack:

        def start(name: str, *words: str) -> int:
            command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *words]
            log = stack.enter_context((folder / f"{time.monotonic_ns()}.log").open("w"))
            process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, start_new_session=True
            )
            stack.callback(stop, process)
            return process.pid

        start("master.Master", *places, str(page), "--port", str(port))
        wait_for_port(port)
        wait_for_port(page)
        worker = ("worker.Worker", *places, "0", "--cores", "1", "--memory", "1g", master)
        cluster = Cluster(
            master, f"http://{LOOPBACK}:{page}/json/", tuple(start(*worker) for _ in range(WORKERS))
        )
        wait_for_workers(cluster)
        yield cluster


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End a process and what it started."""
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    with socket.socket() as one:
        one.bind((LOOPBACK, 0))
        return int(one.getsockname()[1])


def wait_for_port(port: int) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
        except OSError:
            assert time.monotonic() < until, "the master of Spark did not start"
            time.sleep(0.2)
        else:
            return


def wait_for_workers(cluster: Cluster) -> None:
    until = time.monotonic() + START_S
    while cluster.state()["aliveworkers"] < WORKERS:
        assert time.monotonic() < until, "the workers of Spark did not start"
        time.sleep(0.2)
