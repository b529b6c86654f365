"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Show what Essor is for and the way in."""
    return render(request, "accueil/accueil.html")
