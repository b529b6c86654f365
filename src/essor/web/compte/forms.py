"""Forms of the account pages. They check the shape; the actions check the rest."""

from django import forms

from essor.web.compte.plain_form import PlainForm

PASSWORD_HINT = "12 caractères au moins. Une phrase de quelques mots convient bien."


def password_field(label: str, *, is_new: bool = False, help_text: str = "") -> forms.CharField:
    """Return a password field that password managers recognise."""
    autocomplete = "new-password" if is_new else "current-password"
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def code_field() -> forms.CharField:
    """Return the field of a code from an application, or of a backup code."""
    return forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"}
        ),
    )


class ConnexionForm(PlainForm):
    """Address and password."""

    username = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = password_field("Mot de passe")


class CodeForm(PlainForm):
    """The second step, and the proof that an application has the key."""

    code = code_field()


class ProfileForm(PlainForm):
    """What others see of a person."""

    prenom = forms.CharField(
        label="Prénom",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    nom = forms.CharField(
        label="Nom",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    structure = forms.CharField(
        label="Structure",
        max_length=200,
        required=False,
        help_text="Intercommunalité, entreprise, service de l'État…",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


class NewPasswordForm(PlainForm):
    """A new password, typed twice."""

    new = password_field("Nouveau mot de passe", is_new=True, help_text=PASSWORD_HINT)
    again = password_field("Nouveau mot de passe, une seconde fois", is_new=True)

    def clean(self) -> dict[str, str]:
        """Refuse two different passwords."""
        data = super().clean() or self.cleaned_data
        new, again = data.get("new"), data.get("again")
        if new and again and new != again:
            self.add_error("again", "Les deux saisies du mot de passe sont différentes.")
        return data


class PasswordForm(NewPasswordForm):
    """The current password, then the new one."""

    current = password_field("Mot de passe actuel")
    field_order = ("current", "new", "again")


class ForgottenForm(PlainForm):
    """The address that receives the link."""

    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class ProofForm(PlainForm):
    """Password and code, asked before the second factor changes."""

    password = password_field("Mot de passe")
    code = code_field()


class AcceptForm(NewPasswordForm):
    """A new account, made by accepting an invitation."""

    prenom = forms.CharField(
        label="Prénom",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    nom = forms.CharField(
        label="Nom",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    structure = forms.CharField(
        label="Structure",
        max_length=200,
        required=False,
        help_text="Facultatif. Intercommunalité, entreprise, service de l'État…",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    new = password_field("Mot de passe", is_new=True, help_text=PASSWORD_HINT)
    again = password_field("Mot de passe, une seconde fois", is_new=True)
    field_order = ("prenom", "nom", "structure", "new", "again")
