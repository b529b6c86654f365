"""The inverted index: which word is in which object. Derived: it can be rebuilt at any moment."""

from django.db import models

from essor.records.recherche.words import LONGEST_WORD
from essor.records.territoires.models import Territoire

HEAD_LENGTH = 3


class Word(models.Model):
    """One word seen in some text; ``head``, ``stem`` and ``length`` are how it is found again."""

    text = models.CharField("mot", max_length=LONGEST_WORD, unique=True)
    head = models.CharField("début", max_length=HEAD_LENGTH)
    stem = models.CharField("racine", max_length=LONGEST_WORD)
    length = models.PositiveSmallIntegerField("longueur")

    class Meta:
        verbose_name = "mot de l'index"
        ordering = ("id",)
        indexes = [
            models.Index(fields=("head",), name="recherche_word_head"),
            models.Index(fields=("stem",), name="recherche_word_stem"),
            models.Index(fields=("length",), name="recherche_word_length"),
        ]

    def __str__(self) -> str:
        return self.text


class Document(models.Model):
    """One object that can be found, and the least that says who may read it.

    own_level : what the object itself asks (0 public, 1 internal, 2 restricted)
    anchor_id, anchor_level : the action that it belongs to, and what that action asks
    words : folded text between two spaces, for phrases
    freshness : grows with the last change; of two equal scores the latest comes first
    """

    kind = models.CharField("nature", max_length=30)
    object_id = models.UUIDField("objet")
    # No constraint in the database: a restoration empties and fills the tables in its own order.
    territoire = models.ForeignKey(
        Territoire, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    own_level = models.PositiveSmallIntegerField("niveau propre")
    anchor_id = models.UUIDField("action", null=True)
    anchor_level = models.PositiveSmallIntegerField("niveau de l'action")
    words = models.TextField("mots")
    freshness = models.BigIntegerField("fraîcheur", default=0)

    class Meta:
        verbose_name = "objet indexé"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("kind", "object_id"), name="recherche_document_objet")
        ]
        indexes = [models.Index(fields=("anchor_id",), name="recherche_document_anchor")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Posting(models.Model):
    """A word in a document; ``impact`` is how much the document is about it, 1 to 1,000."""

    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="+", db_index=False)
    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="postings", db_index=False
    )
    impact = models.PositiveSmallIntegerField("poids")

    class Meta:
        verbose_name = "mot dans un objet"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("document", "word"), name="recherche_posting_unique")
        ]
        # covering: a search reads this index alone
        indexes = [
            models.Index(fields=("word", "document", "impact"), name="recherche_posting_mot")
        ]

    def __str__(self) -> str:
        return f"{self.word_id} dans {self.document_id}"
