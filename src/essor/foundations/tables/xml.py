"""Read untrusted XML as a stream of events: no entity, no DTD, no outside reference."""

from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from essor.foundations.tables.archive import damaged


def local_name(name: str) -> str:
    """Tag or attribute name without its namespace prefix."""
    return name.rpartition(":")[2]


def stream(content: bytes, handler: ContentHandler) -> None:
    """Send the events of an XML document to a handler. Raises `UserFault` when it is not XML."""
    try:
        parseString(content, handler, forbid_dtd=True)
    except (SAXException, DefusedXmlException, ValueError, LookupError) as error:
        raise damaged() from error
