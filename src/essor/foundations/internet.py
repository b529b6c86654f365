"""Which addresses belong to the public internet: nothing else is called for somebody else."""

import ipaddress

# Blocks that carry another address inside, by a relay that might reach the private network; and
# 192.0.0.0/24 (RFC 6890), where a cloud keeps its metadata though Python calls part of it global.
REFUSED = tuple(
    ipaddress.ip_network(block)
    for block in (
        "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96",
        "192.0.0.0/24", "192.88.99.0/24",
    )
)  # fmt: skip
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: Ip) -> bool:
    """Tell whether an address is that of a machine of the public internet, and of one only."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.is_site_local:
            return False
    if any(address in block for block in REFUSED):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)
