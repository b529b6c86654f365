"""Who may ask for news and set the rules: whoever manages the plan; the rest is one's own."""

from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.plans.models import Plan
from essor.records.plans.permissions import can_edit_plan, require_edit_plan


def can_manage(by: Access, plan: Plan) -> bool:
    """Tell whether this person may ask pilots for news and see who answered."""
    return can_edit_plan(by, plan)


def require_manage(by: Access, plan: Plan) -> None:
    """Raise Forbidden unless this person may ask pilots for news."""
    require_edit_plan(by, plan)


def require_oneself(by: User, person: User) -> None:
    """Raise Forbidden when somebody sets the subscriptions or calendars of another."""
    if by.pk != person.pk or not by.is_active:
        raise Forbidden.single("Les abonnements ne se règlent que par la personne elle-même.")
