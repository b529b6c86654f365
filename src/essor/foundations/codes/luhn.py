"""The Luhn key (ISO/IEC 7812-1, annex B) that closes SIREN and SIRET numbers."""


def luhn_sum(digits: str) -> int:
    """Sum of the digits, every second one from the right doubled and reduced by 9 over 9."""
    total = 0
    for rank, char in enumerate(reversed(digits)):
        weighted = int(char) * (1 + rank % 2)
        total += weighted - 9 if weighted > 9 else weighted
    return total


def luhn_key(digits_before: str) -> str:
    """The one digit that makes the whole number valid."""
    return str(-luhn_sum(digits_before + "0") % 10)


def is_luhn_valid(digits: str) -> bool:
    """Whether the last digit is the right key."""
    return luhn_sum(digits) % 10 == 0
