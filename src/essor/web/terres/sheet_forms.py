"""Acceptance sheet of an outlet, physical facts of a lot, results of a report."""

from typing import Any

from django import forms

from essor.foundations.errors import UserFault
from essor.records.terres.analyses_values import ResultatValues
from essor.records.terres.choices import EtatHydrique
from essor.records.terres.result_lines import read_lines
from essor.records.terres.words import CONCLUSIONS, FICHE, NIVEAUX, PROFIL, TABLES
from essor.web.plan.forms import UNKNOWN, YesNoField
from essor.web.terres.fields import ListField, ValuesField

FORMES = [("roule", "Roulés"), ("anguleux", "Anguleux")]
STUDIES = ("etude_eau", "etude_sanitaire")
LIMIT_TABLES = ("non_dangereux", "dangereux")
BACKGROUND_TABLES = ("aspitet_ordinaires", "aspitet_anomalies_moderees")
FLAGS = [name for name in PROFIL if name not in {"proprietes_danger", "forme"}]


def version() -> forms.IntegerField:
    """Return the hidden field of the version that the person reads."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)


def choice(label: str, pairs: list[tuple[str, str]], text: str = "") -> forms.ChoiceField:
    """Return a choice that may stay unknown."""
    return forms.ChoiceField(label=label, choices=UNKNOWN + pairs, required=False, help_text=text)


def numbers(label: str, text: str) -> ValuesField:
    """Return the field of numbers by parameter."""
    return ValuesField(label=label, required=False, help_text=text)


def table(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the shipped tables to choose among."""
    return [(name, TABLES[name]) for name in names]


class ProfileForm(forms.Form):
    """What is known of a lot besides its analyses: each fact is yes, no or unknown."""

    version = version()

    def __init__(self, *args: Any, profil: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in FLAGS:
            self.fields[name] = YesNoField(label=PROFIL[name], initial=profil.get(name))
        self.fields["exclusions_absentes"].help_text = (
            "Amiante, liquide, plus de 60 °C, non pelletable, pulvérulent, radioactif : "
            "article 2 de l'arrêté du 12 décembre 2014."
        )
        self.fields["proprietes_danger"] = ListField(
            label=PROFIL["proprietes_danger"], required=False,
            help_text="Par exemple : HP 7, HP 14.",
            initial=profil.get("proprietes_danger", []),
        )  # fmt: skip
        self.fields["forme"] = choice(PROFIL["forme"], FORMES)
        self.fields["forme"].initial = profil.get("forme", "")

    def profil(self) -> dict[str, Any]:
        """Return what was said, once the form is valid; the unknown is left out."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version" and value not in (None, "", [])
        }


class SheetForm(forms.Form):
    """What an outlet asks of the soil, as its order and its operator wrote it."""

    version = version()
    seuils = numbers(
        FICHE["seuils"],
        "Une par ligne : « brut.hct_c10_c40 = 2000 », en mg/kg de matière sèche. "
        "Les codes sont ceux des bulletins d'analyse.",
    )
    seuils_table = choice(FICHE["seuils_table"], table(LIMIT_TABLES))
    codes_dechet = ListField(
        label=FICHE["codes_dechet"], required=False, help_text="Par exemple : 17 05 04, 20 02 02."
    )
    accepte_dangereux = YesNoField(label=FICHE["accepte_dangereux"])
    accepte_pop = YesNoField(label=FICHE["accepte_pop"])
    dap_exigee = YesNoField(label=FICHE["dap_exigee"])
    article_6_arrete = forms.CharField(
        label="Arrêté préfectoral qui adapte les limites (article 6)", max_length=300,
        required=False, help_text="Stockage de déchets inertes seulement.",
    )  # fmt: skip
    article_6_seuils = numbers("Limites adaptées par cet arrêté", "« eluat.sb = 0,18 »")
    niveau = choice(FICHE["niveau"], list(NIVEAUX.items()), "Pour un aménagement ou une route.")
    seuils_niveau = numbers(FICHE["seuils_niveau"], "« brut.as = 25 »")
    seuils_niveau_source = forms.CharField(
        label=FICHE["seuils_niveau_source"], max_length=300, required=False
    )
    fond = numbers(FICHE["fond"], "« brut.as = 35 », 95e centile du fond, en mg/kg.")
    fond_table = choice(FICHE["fond_table"], table(BACKGROUND_TABLES))
    receveur = numbers(FICHE["receveur"], "Pour le niveau 3 : « brut.pb = 40 ».")
    etude_eau_titre = forms.CharField(
        label="Étude de la ressource en eau", max_length=300, required=False
    )
    etude_eau_conclusion = choice("Sa conclusion", list(CONCLUSIONS.items()))
    etude_sanitaire_titre = forms.CharField(label="Étude sanitaire", max_length=300, required=False)
    etude_sanitaire_conclusion = choice("Sa conclusion", list(CONCLUSIONS.items()))
    classes_gtr = ListField(
        label=FICHE["classes_gtr"], required=False, help_text="Par exemple : B3, B4, D2."
    )
    etats_hydriques = ListField(
        label=FICHE["etats_hydriques"], required=False,
        help_text=f"Parmi : {', '.join(EtatHydrique.values)}.",
    )  # fmt: skip
    traitement_possible = YesNoField(label=FICHE["traitement_possible"])

    SIMPLE = (
        "seuils", "seuils_table", "codes_dechet", "accepte_dangereux", "accepte_pop", "dap_exigee",
        "niveau", "seuils_niveau", "seuils_niveau_source", "fond_table", "receveur",
        "etats_hydriques", "traitement_possible",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse half a study or half an order."""
        found = self.cleaned_data
        pairs = [(f"{name}_titre", f"{name}_conclusion") for name in STUDIES]
        for first, second in [*pairs, ("article_6_arrete", "article_6_seuils")]:
            if bool(found.get(first)) != bool(found.get(second)):
                missing = second if found.get(first) else first
                self.add_error(missing, "Les deux vont ensemble.")
        return found

    def fiche(self) -> dict[str, Any]:
        """Return the sheet by the engine's names; the unknown is left out."""
        said = self.cleaned_data
        found = {name: said[name] for name in self.SIMPLE}
        found["article_6"] = (
            {"arrete": said["article_6_arrete"], "seuils": said["article_6_seuils"]}
            if said["article_6_arrete"]
            else None
        )
        for name in STUDIES:
            titre, conclusion = said[f"{name}_titre"], said[f"{name}_conclusion"]
            found[name] = {"titre": titre, "conclusion": conclusion} if titre else None
        return {name: one for name, one in found.items() if one not in (None, "", [], {})}


def sheet_initial(fiche: dict[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a stored sheet."""
    shown = {name: fiche[name] for name in SheetForm.SIMPLE if name in fiche}
    if article := fiche.get("article_6"):
        shown |= {"article_6_arrete": article["arrete"], "article_6_seuils": article["seuils"]}
    for name in STUDIES:
        if study := fiche.get(name):
            shown |= {
                f"{name}_titre": study["titre"], f"{name}_conclusion": study["conclusion"]
            }  # fmt: skip
    return shown


class ResultsForm(forms.Form):
    """Results of a report, one per line."""

    lignes = forms.CharField(
        label="Résultats", required=False, max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "wrap": "off"}),
        help_text="Un par ligne : paramètre ; valeur ; unité ; limite de quantification. "
        "« eluat.as ; < 0,05 ; mg/kg ; 0,05 ». « < » est une borne, pas un zéro.",
    )  # fmt: skip

    def clean_lignes(self) -> list[ResultatValues]:
        """Read the lines. Raises ValidationError with every fault."""
        try:
            return read_lines(self.cleaned_data["lignes"])
        except UserFault as error:
            raise forms.ValidationError([fault.sentence() for fault in error.faults]) from error
