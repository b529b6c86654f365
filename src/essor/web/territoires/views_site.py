"""« Mon site est-il dans un Territoire d'industrie ? », answered from the loaded perimeter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essor.foundations.errors import UserFault
from essor.records.territoires.queries import basis, suggest_communes, trouver
from essor.references.territoires.answers import Answer, Candidate, Verdict
from essor.web.territoires.asked import typed
from essor.web.territoires.carte import locate

SUGGESTIONS = 8
SHORTEST = 2


@require_safe
def site(request: HttpRequest) -> HttpResponse:
    """Answer for the commune, SIREN or SIRET typed; the bare page asks."""
    question = typed(request, "q")
    context: dict[str, object] = {"section": "site", "question": question}
    if question:
        context |= _answered(question)
    else:
        context["basis"] = _basis()
    return render(request, "territoires/mon_site.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Offer the communes whose name begins with what is typed; empty for codes and numbers."""
    text = typed(request, "q")
    found = () if len(text) < SHORTEST or text[:1].isdigit() else _suggested(text)
    context = {"candidates": found, "question": text}
    return render(request, "territoires/_suggestions.html", context)


def _suggested(text: str) -> tuple[Candidate, ...]:
    try:
        return suggest_communes(text, limit=SUGGESTIONS)
    except UserFault:  # no perimeter is loaded: the page itself says so
        return ()


def _answered(question: str) -> dict[str, object]:
    try:
        answer = trouver(question)
    except UserFault as fault:
        return {"faults": fault.faults, "basis": _basis()}
    return {
        "answer": answer,
        "verdict": short_answer(answer),
        "basis": answer.basis,
        "others": _others(question, answer),
        "carte": locate(answer.territoire.code_territoire, answer.territoire.nom)
        if answer.territoire
        else None,
    }


def _others(question: str, answer: Answer) -> list[Candidate]:
    """Return the communes whose name only begins with what was typed: « Clermont-Ferrand »."""
    if question[:1].isdigit():
        return []
    known = {one.code_commune_insee for one in answer.candidates}
    if answer.commune is not None:
        known.add(answer.commune.code_commune_insee)
    found = suggest_communes(question, limit=SUGGESTIONS + len(known))
    return [one for one in found if one.code_commune_insee not in known][:SUGGESTIONS]


def _basis() -> object | None:
    try:
        return basis()
    except UserFault:
        return None


def short_answer(answer: Answer) -> str:
    """Return the word that answers the question: yes, no, in part, which one, unknown."""
    return {
        Verdict.DEDANS: "Oui",
        Verdict.DEHORS: "Non",
        Verdict.PARTIEL: "En partie",
        Verdict.PLUSIEURS: "Laquelle ?",
        Verdict.INCONNU: "Commune inconnue",
    }[answer.verdict]
