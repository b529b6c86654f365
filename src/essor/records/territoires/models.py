"""Labelled territories and their dated perimeters."""

from django.db import models


class Territoire(models.Model):
    """A territory in one phase of the programme.

    The same code names different territories in different phases, so the
    identity is the pair (code, phase).
    """

    code = models.CharField("code", max_length=20)
    phase = models.CharField("phase du programme", max_length=9)
    nom = models.CharField("nom", max_length=200)

    class Meta:
        verbose_name = "territoire d'industrie"
        ordering = ("code", "phase")
        constraints = [
            models.UniqueConstraint(fields=("code", "phase"), name="territoire_code_phase"),
        ]

    def __str__(self) -> str:
        return self.nom
