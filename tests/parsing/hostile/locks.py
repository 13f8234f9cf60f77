"""Books that a shop has locked, and books that only look so."""

from tests.parsing.builders import epub
from tests.parsing.hostile.cases import ACCEPTED, case

XENC = "http://www.w3.org/2001/04/xmlenc#"

EVERY = ("OEBPS/c1.xhtml",)

CIPHER = bytes(range(1, 255)) * 20


def encryption(*members: str, algorithm: str = XENC + "aes256-cbc", inside: str = "") -> str:
    data = "".join(
        f'<e:EncryptedData xmlns:e="{XENC}"><e:EncryptionMethod Algorithm="{algorithm}"/>{inside}'
        f'<e:CipherData><e:CipherReference URI="{member}"/></e:CipherData></e:EncryptedData>'
        for member in members
    )
    return (
        f'<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">{data}</encryption>'
    )


def locked(xml: str | bytes, *, is_cipher: bool = True, **others: str) -> bytes:
    files = {"META-INF/encryption.xml": xml}
    files |= {"META-INF/" + name.replace("_", "."): text for name, text in others.items()}
    return epub(files=files | ({"c1.xhtml": CIPHER} if is_cipher else {}))


DRM = "drm-protected"

LOCKED = encryption(*EVERY)

FONTS = "http://www.idpf.org/2008/embedding"

CASES = [
    case(
        "d01 ADEPT, by its key",
        lambda: locked(
            encryption(
                *EVERY,
                inside='<k:KeyInfo xmlns:k="http://www.w3.org/2000/09/xmldsig#"><r:resource xmlns:r="http://ns.adobe.com/adept">urn:uuid:1</r:resource></k:KeyInfo>',
            )
        ),
        DRM,
        facts={"scheme": "Adobe ADEPT"},
    ),
    case(
        "d01 ADEPT, UTF-16",
        lambda: locked(
            LOCKED.encode("utf-16"), rights_xml="<rights xmlns='http://ns.adobe.com/adept'/>"
        ),
        DRM,
        facts={"scheme": "Adobe ADEPT"},
    ),
    case(
        "d01 LCP, by its key",
        lambda: locked(
            encryption(
                *EVERY,
                inside='<k:KeyInfo xmlns:k="http://www.w3.org/2000/09/xmldsig#">'
                '<k:RetrievalMethod URI="license.lcpl#/encryption/content_key"/></k:KeyInfo>',
            )
        ),
        DRM,
        facts={"scheme": "Readium LCP"},
    ),
    case(
        "d01 LCP, licence alone",
        lambda: locked("", license_lcpl='{"encryption": {}}'),
        DRM,
        "invalid-epub",
        "empty-book",
    ),
    case(
        "d01 LCP over everything",
        lambda: locked(encryption("OEBPS/content.opf", *EVERY), license_lcpl="{}"),
        DRM,
    ),
    case(
        "d01 FairPlay",
        lambda: locked(LOCKED, sinf_xml="<sinf/>"),
        DRM,
        facts={"scheme": "Apple FairPlay"},
    ),
    case("d01 FairPlay, key alone", lambda: locked("", sinf_xml="<sinf/>"), DRM),
    case(
        "d01 Barnes & Noble",
        lambda: locked(
            LOCKED,
            rights_xml="<rights xmlns='http://ns.adobe.com/adept'><licenseToken/><user>barnes</user></rights>",
        ),
        DRM,
    ),
    case(
        "d01 Sony", lambda: locked(encryption(*EVERY, algorithm="http://www.sony.com/marlin")), DRM
    ),
    case(
        "d01 a scheme of nobody",
        lambda: locked(encryption(*EVERY, algorithm="urn:secret:1")),
        DRM,
        facts={"scheme": "unknown"},
    ),
    case("d01 no algorithm", lambda: locked(LOCKED.replace("Algorithm", "Other")), DRM),
    case("d01 names percent-encoded", lambda: locked(encryption("OEBPS/c%31.xhtml")), DRM),
    case("d01 names from the root", lambda: locked(encryption("/OEBPS/c1.xhtml")), DRM),
    case("d01 names in another case", lambda: locked(encryption("oebps/C1.XHTML")), DRM),
    case(
        "d01 without namespaces",
        lambda: locked(
            "<encryption><EncryptedData><EncryptionMethod Algorithm='x'/><CipherData>"
            "<CipherReference URI='OEBPS/c1.xhtml'/></CipherData></EncryptedData></encryption>"
        ),
        DRM,
    ),
    case("d01 broken list", lambda: locked(LOCKED[:-30]), DRM),
    case(
        "d01 Kobo",
        lambda: epub(files={"c1.xhtml": CIPHER, "META-INF/rights.xml": "<r><kdrm/></r>"}),
        DRM,
        facts={"scheme": "Kobo"},
    ),
    case(
        "d01 ADEPT rights without a list",
        lambda: epub(
            files={
                "c1.xhtml": CIPHER,
                "META-INF/rights.xml": "<a:rights xmlns:a='http://ns.adobe.com/adept'/>",
            }
        ),
        DRM,
        ACCEPTED,
    ),
    case(
        "d02 only fonts",
        lambda: locked(encryption("OEBPS/f.otf", algorithm=FONTS), is_cipher=False),
        ACCEPTED,
    ),
    case(
        "d02 fonts, Adobe's way",
        lambda: locked(
            encryption("OEBPS/f.otf", algorithm="http://ns.adobe.com/pdf/enc#RC"), is_cipher=False
        ),
        ACCEPTED,
    ),
    case(
        "d02 font algorithm over text",
        lambda: locked(encryption(*EVERY, algorithm=FONTS)),
        DRM,
        ACCEPTED,
        secrets=(),
    ),
    case("d02 list of nothing", lambda: locked(encryption(), is_cipher=False), ACCEPTED),
    case(
        "d02 list of strangers",
        lambda: locked(encryption("OEBPS/gone.xhtml"), is_cipher=False),
        ACCEPTED,
        DRM,
    ),
    case(
        "d02 a signature",
        lambda: epub(files={"META-INF/signatures.xml": "<signatures/>"}),
        ACCEPTED,
    ),
]
