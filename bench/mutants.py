"""Damaged copies of books: by bytes, tokens, elements and files; the same for the same number."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml publishes it only so
Mutator = Callable[[Random, bytes], bytes]

_TOKEN = re.compile(rb"<[^<>]*>|[^<]+|<")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
_MARKUP = (".xhtml", ".html", ".htm", ".xml", ".opf", ".ncx", ".svg", ".fb2")
# What decides most about a book is changed most often.
_LEADING = (".opf", ".ncx", "nav.xhtml", "toc.xhtml", "container.xml", "encryption.xml", ".fb2")
_LARGEST = 4_000_000  # bytes unpacked
_BYTES = (
    b"\0",
    b"\xff",
    b"\xfe\xff",
    b"<",
    b">",
    b"&",
    b'"',
    b"'",
    b"/",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc0\x80",
)
_TOKENS = (
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE x [<!ENTITY e 'x'>]>", b"&e;", b"&#0;",
    b"&#xD800;", b"&nbsp;", b"&#x1F600;", b"<?xml version='1.0' encoding='koi8-r'?>", b"<p>",
    b"</p>", b"<section>", b"</section>", b"<body>", b"</body>", b"<table>", b"<tr>", b"<td>",
    b"<svg>", b"<math>", b"<a href='#'>", b"<aside epub:type='footnote'>", b"<li>", b"<ol>",
    b"<image l:href='#i'/>", b"<title>", b"<br/>", b"<binary id='x'>", b"<pre>\n", b"\xc2\xad",
    b"\xcc\x81", b"\xe2\x80\xae", b"<h1>", b"<figure>", b"<img src='x.png'/>", b"<ruby>", b"<rt>",
)  # fmt: skip
_VALUES = (
    b"", b"x", b"0", b"-1", b"NaN", b"99999999999999999999", b"#", b"../../../etc/passwd", b"//host/x", b"http://[",
    b"%00", b"%FF", b"javascript:alert(1)", b"data:image/png;base64,AAAA", b"toc", b"nav", b"cover-image", b"no",
    b"footnote", b"noteref", b"application/x-dtbncx+xml", b"image/svg+xml", b"text/html", b"rtl", b"\xd0\xb6" * 50,
)  # fmt: skip


def mutant(random: Random, seeds: Sequence[bytes]) -> bytes:
    """One of *seeds* with some damage; archives are mostly damaged inside."""
    data = random.choice(seeds)
    if data.startswith(b"PK") and random.random() < 0.85:
        return _inside(random, data)
    if random.random() < 0.3 or data.startswith(b"PK"):
        return _several(random, data, (_by_bytes,))
    return _several(random, data, (_by_bytes, _by_tokens, _by_values, _by_elements))


def _several(random: Random, data: bytes, ways: Sequence[Mutator]) -> bytes:
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        data = random.choice(ways)(random, data)
    return data


def _inside(random: Random, data: bytes) -> bytes:
    members = _members(data)
    if not members:
        return _by_bytes(random, data)
    for _ in range(random.choice((1, 1, 2, 3))):
        at = _chosen(random, members)
        name, content = members[at]
        if name.lower().endswith(_MARKUP):
            content = _several(random, content, (_by_bytes, _by_tokens, _by_values, _by_elements))
        else:
            content = _by_bytes(random, content)
        members[at] = (name, content)
    if random.random() < 0.2:
        _reorder(random, members)
    return _zipped(random, members)


def _members(data: bytes) -> list[tuple[str, bytes]]:
    """Nothing where an archive is broken already, or would be a bomb here too."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if sum(info.file_size for info in infos) > _LARGEST:
                return []
            return [(info.filename, archive.read(info)) for info in infos]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError):
        return []


def _chosen(random: Random, members: Sequence[tuple[str, bytes]]) -> int:
    leading = [n for n, (name, _) in enumerate(members) if name.lower().endswith(_LEADING)]
    return (
        random.choice(leading)
        if leading and random.random() < 0.5
        else random.randrange(len(members))
    )


def _reorder(random: Random, members: list[tuple[str, bytes]]) -> None:
    one, other = random.randrange(len(members)), random.randrange(len(members))
    match random.randrange(5):
        case 0:
            del members[one]
        case 1:
            members[one] = (members[one][0], members[other][1])
        case 2:
            members.append(
                (members[one][0] + random.choice(("", "x", ".opf", ".fb2")), members[other][1])
            )
        case 3:
            members[one] = (
                random.choice(("", "../x", "META-INF/encryption.xml", "a\\b", "x.fb2")),
                members[one][1],
            )
        case _:
            random.shuffle(members)


def _zipped(random: Random, members: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two members of one name
        for name, content in members:
            info = zipfile.ZipInfo(name)
            archive.writestr(
                info, content, random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
            )
    return out.getvalue()


def _by_bytes(random: Random, data: bytes) -> bytes:  # noqa: PLR0911 - one for each way
    if not data:
        return random.choice(_BYTES)
    start = random.randrange(len(data))
    end = min(len(data), start + random.choice((1, 1, 2, 8, 100, 2_000)))
    match random.randrange(6):
        case 0:
            return (
                data[:start] + bytes([data[start] ^ 1 << random.randrange(8)]) + data[start + 1 :]
            )
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:start] + data[start:end] * random.choice((2, 3, 50)) + data[end:]
        case 3:
            return data[:start] + random.choice(_BYTES + _TOKENS) + data[start:]
        case 4:
            return data[:start]
        case _:
            return data[:start] + random.randbytes(end - start) + data[end:]


def _by_tokens(random: Random, data: bytes) -> bytes:
    tokens = _TOKEN.findall(data[:2_000_000])
    if not tokens:
        return data
    one, other = sorted((random.randrange(len(tokens)), random.randrange(len(tokens))))
    match random.randrange(6):
        case 0:
            del tokens[one]
        case 1:
            tokens.insert(one, random.choice(_TOKENS))
        case 2:
            tokens[one], tokens[other] = tokens[other], tokens[one]
        case 3:
            tokens[one:one] = [tokens[other]] * random.choice((1, 2, 300))
        case 4:
            del tokens[one : one + random.choice((2, 20, other - one + 1))]
        case _:
            tokens[one:one] = tokens[one:other][:500]
    return b"".join(tokens)


def _by_values(random: Random, data: bytes) -> bytes:
    found = list(_ATTRIBUTE.finditer(data[:2_000_000]))
    if not found:
        return _by_tokens(random, data)
    one = random.choice(found)
    value = (
        random.choice(_VALUES) if random.random() < 0.6 else random.choice(found)[2].strip(b"'\"")
    )
    quoted = b'"' + value.replace(b'"', b"") + b'"'
    if random.random() < 0.2:
        other = random.choice(found)
        return data[: one.start(1)] + other[1] + data[one.end(1) :]
    return data[: one.start(2)] + quoted + data[one.end(2) :]


def _by_elements(random: Random, data: bytes) -> bytes:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return _by_tokens(random, data)
    elements = [] if root is None else list(root.iter(etree.Element))[1:]
    if not elements:
        return _by_tokens(random, data)
    try:
        _moved(random, random.choice(elements), random.choice(elements))
        return etree.tostring(root, encoding=random.choice(("utf-8", "utf-16", "us-ascii")))
    except (ValueError, etree.LxmlError):
        # Names with undeclared prefixes and halves of characters are read, but may not be written.
        return _by_tokens(random, data)


def _moved(random: Random, one: Element, other: Element) -> None:
    match random.randrange(6):
        case 0:
            one.getparent().remove(one)
        case 1:
            other.append(deepcopy(one))
        case 2:
            one.tag = other.tag
        case 3:
            one.addprevious(deepcopy(other))
        case 4:
            for name, value in other.attrib.items():
                one.set(name, value)
        case _:
            one.text, one.tail = other.tail, other.text
