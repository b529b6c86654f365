"""Words of the pages about what is owed."""

from essor.records.indicateurs.expected import Due, Raison


def reason_text(due: Due) -> str:
    """Say why a value is due."""
    if due.raison is Raison.JAMAIS:
        return "aucune valeur n'a encore été donnée"
    if due.raison is Raison.CIBLE:
        return "échéance d'une cible"
    return f"valeur de {due.periode.label()}" if due.periode else "nouvelle période"
