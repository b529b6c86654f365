"""Every write on accounts, members and invitations. Each one is atomic and leaves its trace."""

from essor.records.accounts.actions.demonstration import (
    DEMONSTRATION_PASSWORD,
    create_demonstration_accounts,
    remove_demonstration_accounts,
)
from essor.records.accounts.actions.invitations import (
    INVITATION_LIFETIME,
    MakeUrl,
    NewPerson,
    SentInvitation,
    accept_invitation,
    invite,
    require_open,
    revoke_invitation,
    send_invitation_again,
)
from essor.records.accounts.actions.membres import change_role, grant_role, remove_membre
from essor.records.accounts.actions.people import (
    change_password,
    change_profile,
    create_user,
    deactivate_user,
    make_superuser,
    reactivate_user,
    reset_password,
    send_reset_link,
)
from essor.records.accounts.actions.second_factor import (
    check_code,
    confirm_totp,
    disable_totp,
    lift_totp,
    renew_backup_codes,
    start_totp,
)

__all__ = [
    "DEMONSTRATION_PASSWORD",
    "INVITATION_LIFETIME",
    "MakeUrl",
    "NewPerson",
    "SentInvitation",
    "accept_invitation",
    "change_password",
    "change_profile",
    "change_role",
    "check_code",
    "confirm_totp",
    "create_demonstration_accounts",
    "create_user",
    "deactivate_user",
    "disable_totp",
    "grant_role",
    "invite",
    "lift_totp",
    "make_superuser",
    "reactivate_user",
    "remove_demonstration_accounts",
    "remove_membre",
    "renew_backup_codes",
    "require_open",
    "reset_password",
    "revoke_invitation",
    "send_invitation_again",
    "send_reset_link",
    "start_totp",
]
