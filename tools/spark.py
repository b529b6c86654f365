"""What the tests on Spark need: Java from the machine, pyspark in a folder of its own.

Half a gigabyte that only one check uses: it never enters the environment of the developers.
"""

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from tools import environment, network
from tools.console import Progress, SetupFailure, ToolFailure, run_quietly

FOLDER = environment.ROOT / "var" / "outils"
MISSING = (
    "Les tests sur Spark demandent Java 17 ou plus récent, introuvable ici.\n"
    "Sur Debian ou Ubuntu : sudo apt install default-jre-headless ; sur macOS : "
    "brew install openjdk@17.\n"
    "S'il est installé ailleurs, donnez son dossier : JAVA_HOME=/chemin/vers/java"
)


def find_java() -> str | None:
    """Return the path of Java, or None."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")


def prepared_packages() -> Path:
    """Return the folder of pyspark, brought there the first time.

    Raises SetupFailure when Java is missing, or the network that would bring the packages.
    """
    if find_java() is None:
        raise SetupFailure(MISSING)
    lock = own_lock()
    target = FOLDER / f"spark-{hashlib.sha256(lock.encode()).hexdigest()[:12]}"
    if target.exists():
        return target
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        Progress(1).step("Installation de Spark (pyspark, 450 Mo)"),
        tempfile.TemporaryDirectory(dir=FOLDER) as folder,
    ):
        requirements = Path(folder) / "spark.txt"
        requirements.write_text(lock, encoding="utf-8")
        install(requirements, Path(folder) / "paquets")
        (Path(folder) / "paquets").rename(target)
    return target


def own_lock() -> str:
    """Return the locked packages that the extra adds to those of the developers."""
    here = set(locked(environment.lock_file("dev").read_text(encoding="utf-8")))
    packages = locked(environment.lock_file("spark").read_text(encoding="utf-8"))
    return "".join(text for name, text in packages.items() if name not in here)


def locked(text: str) -> dict[str, str]:
    """Return each package of a lock file with its lines: version, then hashes."""
    starts = re.split(r"(?m)^(?=[A-Za-z0-9])", text)
    return {part.split("==")[0]: part for part in starts if "==" in part}


def install(requirements: Path, target: Path) -> None:
    """Install exactly these packages in a folder, each file checked against its hash."""
    uv = environment.working_uv()
    python = environment.PYTHON
    command = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    words = ["--target", target, "--no-deps", "--require-hashes", "-r", requirements]
    try:
        if not uv:
            environment.ensure_pip()
        run_quietly([*command, *words], cwd=environment.ROOT)
    except ToolFailure as failure:
        what = "les paquets Python de requirements/spark.txt"
        raise SetupFailure(network.explain(what, failure)) from failure
