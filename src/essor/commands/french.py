"""Click's own words in French.

Click asks the standard ``gettext`` for each of its sentences, under the names ``_`` and
``ngettext`` of its modules. A compiled catalogue would be a binary file and would depend on the
language of the terminal; Essor answers those two names from the table below instead, whatever
the terminal. A test reads Click's source and fails on a sentence that the table does not have.
"""

import importlib
from gettext import NullTranslations

import click

# Modules of Click that ask for a translation; the one for Windows loads nowhere else.
ASKING = (
    "_termui_impl",
    "core",
    "decorators",
    "exceptions",
    "formatting",
    "parser",
    "shell_completion",
    "termui",
    "types",
    "utils",
)

SENTENCES = {
    # help pages
    "Usage:": "Utilisation\u00a0:",
    "Options": "Options\u00a0",
    "Positional arguments": "Arguments\u00a0",
    "Commands": "Commandes\u00a0",
    "Show this message and exit.": "Afficher cette aide.",
    "Show the version and exit.": "Afficher la version.",
    "%(prog)s, version %(version)s": "%(prog)s, version %(version)s",
    "default: {default}": "par défaut\u00a0: {default}",
    "env var: {var}": "variable d'environnement\u00a0: {var}",
    "required": "obligatoire",
    "(dynamic)": "(calculé)",
    "deprecated": "déconseillé",
    "file": "fichier",
    "directory": "dossier",
    "path": "chemin",
    "d": "j",
    # faults of the person
    "Error: {message}": "Erreur\u00a0: {message}",
    "Try '{command} {option}' for help.": "Aide\u00a0: {command} {option}",
    "Missing command.": "Commande manquante.",
    "Missing argument": "Argument manquant\u00a0:",
    "Missing option": "Option manquante\u00a0:",
    "Missing parameter": "Paramètre manquant\u00a0:",
    "Missing {param_type}": "Manquant\u00a0: {param_type}",
    "Missing parameter: {param_name}": "Paramètre manquant\u00a0: {param_name}",
    "No such option {name!r}.": "Option inconnue\u00a0: «\u00a0{name}\u00a0».",
    "No such command {name!r}.": "Commande inconnue\u00a0: «\u00a0{name}\u00a0».",
    "Invalid value: {message}": "Valeur refusée\u00a0: {message}",
    "Invalid value for {param_hint}: {message}": (
        "Valeur refusée pour {param_hint}\u00a0: {message}"
    ),
    "Invalid start character for option ({option})": "Une option commence par - ({option})",
    "Option {name!r} does not take a value.": (
        "L'option «\u00a0{name}\u00a0» ne prend pas de valeur."
    ),
    "Argument {name!r} takes {nargs} values.": (
        "L'argument «\u00a0{name}\u00a0» prend {nargs} valeurs."
    ),
    "Choose from:\n\t{choices}": "Au choix\u00a0:\n\t{choices}",
    "Choice({choices})": "Choix({choices})",
    "{value} is not in the range {range}.": "{value} est hors de l'intervalle {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": (
        "«\u00a0{value}\u00a0» n'est ni oui ni non. Valeurs admises\u00a0: {states}"
    ),
    "{value!r} is not a valid {number_type}.": (
        "«\u00a0{value}\u00a0» n'est pas un {number_type} valide."
    ),
    "{value!r} is not a valid UUID.": "«\u00a0{value}\u00a0» n'est pas un identifiant UUID.",
    "{name} {filename!r} does not exist.": "{name} «\u00a0{filename}\u00a0» introuvable.",
    "{name} {filename!r} is a file.": "«\u00a0{filename}\u00a0» est un fichier.",
    "{name} {filename!r} is a directory.": "«\u00a0{filename}\u00a0» est un dossier.",
    "{name} {filename!r} is not readable.": (
        "{name} «\u00a0{filename}\u00a0»\u00a0: lecture interdite."
    ),
    "{name} {filename!r} is not writable.": (
        "{name} «\u00a0{filename}\u00a0»\u00a0: écriture interdite."
    ),
    "{name} {filename!r} is not executable.": (
        "{name} «\u00a0{filename}\u00a0»\u00a0: exécution interdite."
    ),
    "Could not open file {filename!r}: {message}": (
        "Impossible d'ouvrir «\u00a0{filename}\u00a0»\u00a0: {message}"
    ),
    "unknown error": "erreur inconnue",
    "Value must be an iterable.": "Plusieurs valeurs sont attendues.",
    # questions
    "Do you want to continue?": "Continuer\u00a0?",
    "Confirm the action without prompting.": "Confirmer sans poser la question.",
    "Repeat for confirmation": "Une seconde fois",
    "Error: The two entered values do not match.": "Erreur\u00a0: les deux saisies diffèrent.",
    "Error: invalid input": "Erreur\u00a0: saisie non comprise",
    "Press any key to continue...": "Appuyez sur une touche pour continuer…",
    "Aborted!": "Interrompu.",
    "{editor}: Editing failed": "{editor}\u00a0: échec de l'édition",
    "{editor}: Editing failed: {e}": "{editor}\u00a0: échec de l'édition\u00a0: {e}",
    "Windows error: {error}": "Erreur de Windows\u00a0: {error}",
    "Couldn't detect Bash version, shell completion is not supported.": (
        "Version de Bash inconnue\u00a0: pas de complétion."
    ),
    "Shell completion is not supported for Bash versions older than 4.4.": (
        "La complétion demande Bash 4.4 ou plus récent."
    ),
    # warnings
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": (
        "Attention\u00a0: la commande «\u00a0{name}\u00a0» est déconseillée.{extra_message}"
    ),
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": (
        "Attention\u00a0: «\u00a0{name}\u00a0» est déconseillé.{extra_message}"
    ),
}

# singular in English -> (singular, plural) in French, where zero is singular
COUNTED = {
    "Did you mean {possibility}?": (
        "Vouliez-vous dire {possibility}\u00a0?",
        "Vouliez-vous dire l'un de ceux-ci\u00a0: {possibilities}\u00a0?",
    ),
    "Got unexpected extra argument ({args})": (
        "Argument en trop\u00a0: {args}",
        "Arguments en trop\u00a0: {args}",
    ),
    "Option {name!r} requires an argument.": (
        "L'option «\u00a0{name}\u00a0» attend une valeur.",
        "L'option «\u00a0{name}\u00a0» attend {nargs} valeurs.",
    ),
    "Takes {nargs} values but 1 was given.": (
        "{nargs} valeurs attendues, 1 reçue.",
        "{nargs} valeurs attendues, {len} reçues.",
    ),
    "{len_type} values are required, but {len_value} was given.": (
        "{len_type} valeurs attendues, {len_value} reçue.",
        "{len_type} valeurs attendues, {len_value} reçues.",
    ),
    "{value!r} does not match the format {format}.": (
        "«\u00a0{value}\u00a0» ne suit pas la forme {format}.",
        "«\u00a0{value}\u00a0» ne suit aucune des formes {formats}.",
    ),
    "{value!r} is not {choice}.": (
        "«\u00a0{value}\u00a0» n'est pas {choice}.",
        "«\u00a0{value}\u00a0» n'est pas l'un de {choices}.",
    ),
}

# What a value is, as the help writes it in capitals and the faults in small letters.
KINDS = {
    "text": "texte",
    "integer": "entier",
    "integer range": "entier",
    "float": "nombre",
    "float range": "nombre",
    "boolean": "oui-ou-non",
    "filename": "fichier",
    "datetime": "date",
}


class French(NullTranslations):
    """Answers Click's sentences from the tables of this module, others unchanged."""

    def gettext(self, message: str) -> str:
        """Return the French sentence."""
        return SENTENCES.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the French sentence for a count; zero and one are singular in French."""
        one, several = COUNTED.get(msgid1, (msgid1, msgid2))
        return several if n > 1 else one


def speak_french() -> None:
    """Make every module of Click that asks for a translation ask this one."""
    words = French()
    for name in ASKING:
        module = importlib.import_module(f"click.{name}")
        for asked in ("_", "ngettext"):
            if hasattr(module, asked):
                setattr(module, asked, words.gettext if asked == "_" else words.ngettext)
    for kind in (click.STRING, click.INT, click.FLOAT, click.BOOL):
        kind.name = KINDS.get(kind.name, kind.name)


def name_in_french(command: click.Command) -> click.Command:
    """Name in French what Click writes in capitals: the kind of a value, the sub-command."""
    for param in command.params:
        param.type.name = KINDS.get(param.type.name, param.type.name)
    if isinstance(command, click.Group):
        command.subcommand_metavar = "COMMANDE [ARGUMENTS]..."
        for sub in command.commands.values():
            name_in_french(sub)
    return command
