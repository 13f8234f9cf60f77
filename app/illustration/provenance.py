"""The label inside a picture file: which program made it, and by what kind of art."""

import re

from app.domain.illustrations import Drawn

# https://www.iptc.org/std/photometadata/specification/ and its list of digital source types.
_SOURCES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
# Drawn by rules, as our painter does; and by a trained model, as everybody else does.
ALGORITHM = f"{_SOURCES}algorithmicMedia"
TRAINED = f"{_SOURCES}trainedAlgorithmicMedia"
# The part of our program that orders pictures from others.
STUDIO = "studio"
# The packet's id is the constant of the XMP specification, part 1, section 7.3.2.
_PACKET = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    ' xmlns:tiff="http://ns.adobe.com/tiff/1.0/"'
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    ' xmp:CreatorTool="{tool}" tiff:Software="{tool}"'
    ' Iptc4xmpExt:DigitalSourceType="{source}"/>'
    '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
)
_OWN = re.compile(
    re.escape(_PACKET)
    .replace(re.escape("{tool}"), r"BookReader AI [\w.-]{1,40}")
    .replace(re.escape("{source}"), re.escape(_SOURCES) + "[A-Za-z]{1,40}")
)


def of(drawn: Drawn) -> str:
    """The digital source type of a picture; only our own sketches are drawn by rules."""
    return ALGORITHM if drawn.preview else TRAINED


def label(tool: str, source: str) -> bytes:
    """An XMP packet; *tool* is our program's part, such as the version of the painter."""
    return _PACKET.format(tool=f"BookReader AI {tool}", source=source).encode()


def own(packet: bytes) -> bytes:
    """*packet* if it is a label of ours; empty for what others hide in a picture, such as prompts."""
    return packet if _OWN.fullmatch(packet.decode("utf-8", "replace")) else b""


def tells(packet: bytes, source: str) -> bool:
    return f'Iptc4xmpExt:DigitalSourceType="{source}"'.encode() in packet
