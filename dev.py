#!/usr/bin/env python3
"""The commands of a newcomer: `demo`, `test`, `essor`, `lint`, `build`, `lock`.

Standard library only, and no syntax newer than Python 3.6 in this file: an older interpreter must
reach the sentence that says what to install, not a SyntaxError.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is the very place that checks it
    sys.exit(
        "Essor demande Python 3.11 ou plus récent ; celui-ci est Python {}.{}.\n"
        "Sur Debian ou Ubuntu : sudo apt install python3 python3-venv ; sur macOS : "
        "brew install python.\n"
        "Puis relancez avec la bonne version, par exemple : python3.12 dev.py demo".format(
            *sys.version_info[:2]
        )
    )

if sys.platform == "win32":
    sys.exit("Essor s'installe sous Linux ou macOS ; sous Windows, utilisez WSL (Ubuntu).")

import argparse
import signal
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from tools import checks, distribution, launch  # noqa: E402
from tools.console import SetupFailure, say  # noqa: E402

COMMANDS = """\
commandes :
  demo [--no-serve] [--port N] [--dir DOSSIER]
                     prépare l'environnement et le territoire de démonstration, puis sert Essor
  test [arguments de pytest]
                     les tests rapides, sur SQLite
  test --all         tout : style, types, étages, SQLite, PostgreSQL, navigateur, Spark
  essor …            la commande `essor`, dans le dernier dossier de démonstration
  lint               style, gabarits, types, étages de la maison
  reference          réécrit docs/reference/ d'après le code
  build              le paquet installable (wheel), dans dist/
  lock [--upgrade]   recalcule requirements/*.txt et package-lock.json
"""


def parse_port(text):
    """Return a TCP port number; argparse shows the sentence when it is not one."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"port « {text} » : on attend un nombre de 1 à 65535")
    return int(text)


class FrenchParser(argparse.ArgumentParser):
    """argparse whose faults are French sentences."""

    def error(self, message):
        """Say what is wrong with the arguments, and stop."""
        for english, french in (
            ("unrecognized arguments: ", "option inconnue, "),
            ("expected one argument", "une valeur est attendue"),
            ("argument ", ""),
        ):
            message = message.replace(english, french)
        say(f"{self.prog} : {message}\n\n{COMMANDS}", error=True)
        sys.exit(2)


def demo(arguments):
    """Prepare everything and serve the demonstration territory."""
    parser = FrenchParser(prog="dev.py demo", allow_abbrev=False)
    parser.add_argument("--no-serve", action="store_true", help="préparer sans servir")
    parser.add_argument("--port", type=parse_port, default=None, help="port d'écoute local")
    parser.add_argument("--dir", type=Path, default=None, help="dossier de travail")
    options = parser.parse_args(arguments)
    return launch.demo(serve=not options.no_serve, port=options.port, folder=options.dir)


def test(arguments):
    """Run the quick tests, or everything with --all."""
    rest = [argument for argument in arguments if argument != "--all"]
    return checks.everything(rest) if len(rest) < len(arguments) else checks.quick(rest)


def essor(arguments):
    """Pass the arguments to the `essor` command line."""
    return launch.essor(arguments)


def lint(arguments):
    """Run the static checks."""
    refuse_arguments("lint", arguments)
    return checks.static()


def reference(arguments):
    """Write the generated reference again."""
    refuse_arguments("reference", arguments)
    return checks.reference()


def build(arguments):
    """Build the wheel."""
    refuse_arguments("build", arguments)
    return distribution.build()


def lock(arguments):
    """Recompute the lock files."""
    refuse_arguments("lock", [argument for argument in arguments if argument != "--upgrade"])
    return distribution.lock(upgrade="--upgrade" in arguments)


def refuse_arguments(command, arguments):
    """Stop when a command that takes no argument receives one."""
    if arguments:
        sys.exit("dev.py {} : argument inconnu « {} ».".format(command, " ".join(arguments)))


def main(arguments):
    """Run one command and return its exit status."""
    known = {
        command.__name__: command for command in (demo, test, essor, lint, reference, build, lock)
    }
    if not arguments or arguments[0] in ("-h", "--help", "aide"):
        say("usage : python3 dev.py COMMANDE …\n\n" + COMMANDS)
        return 0 if arguments else 2
    if arguments[0] not in known:
        say(f"Commande inconnue : « {arguments[0]} ».\n\n{COMMANDS}", error=True)
        return 2
    # Temporary servers are stopped by `finally` blocks: a polite kill must run them too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return known[arguments[0]](arguments[1:])
    except SetupFailure as failure:
        say("\n" + str(failure), error=True)
        return 1
    except KeyboardInterrupt:
        say("\nInterrompu.", error=True)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
