"""Pages of the account; ``locked_out`` is named by the settings."""

from essor.web.compte.views.lockout import locked_out

__all__ = ["locked_out"]
