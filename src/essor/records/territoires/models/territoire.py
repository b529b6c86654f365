from django.db import models

from essor.references.territoires.schema import PHASES


class Territoire(models.Model):
    """A territory in one phase of the programme.

    The same code names different territories in different phases, so the identity is the pair
    (code, phase). Its name here is the latest; each version of the perimeter keeps its own.
    """

    code = models.CharField("code", max_length=20)
    phase = models.CharField("phase du programme", max_length=9)
    nom = models.CharField("nom", max_length=200)
    code_region = models.CharField("région de rattachement", max_length=3, blank=True)

    class Meta:
        verbose_name = "territoire d'industrie"
        ordering = ("code", "phase")
        constraints = [
            models.UniqueConstraint(fields=("code", "phase"), name="territoire_code_phase"),
            models.CheckConstraint(
                condition=models.Q(phase__in=PHASES), name="territoire_phase_connue"
            ),
        ]

    def __str__(self) -> str:
        return self.nom
