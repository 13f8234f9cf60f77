"""How each service is asked for a picture and how it hands one over."""

import base64
import json
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

GEN = ("/v1/images/generations", "/v1/images/edits")
AUTOMATIC = ("/sdapi/v1/txt2img", "/sdapi/v1/img2img")
LEGACY = "/prompt/"


def asked(target: str, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    """What is wanted, whoever is asked: prompt, model, size, seed, and the reference's bytes."""
    path = urlsplit(target).path
    if path.startswith(LEGACY):
        query = {name: each[-1] for name, each in parse_qs(urlsplit(target).query).items()}
        size = f"{query.get('width', 1024)}x{query.get('height', 1024)}"
        seed = int(query.get("seed", 42))
        return {"prompt": unquote(path[len(LEGACY) :]), "model": "sana", "size": size, "seed": seed}
    if headers.get("content-type", "").startswith("multipart/"):
        return form(headers["content-type"], body)
    wish = _json(body)
    if "image_size" in wish:
        wish = {**wish, "size": "{width}x{height}".format(**wish["image_size"])}
    elif "width" in wish:
        wish = {**wish, "size": f"{wish['width']}x{wish['height']}"}
    return {**wish, "reference": _reference(wish)}


def form(media_type: str, body: bytes) -> dict[str, Any]:
    """Fields as text; the first file as `reference`."""
    boundary = b"--" + media_type.partition("boundary=")[2].encode()
    wish: dict[str, Any] = {}
    # By hand: the parser of mails changes the ends of lines, and a picture is no text.
    for part in body.split(boundary)[1:-1]:
        head, _, content = part.removesuffix(b"\r\n").partition(b"\r\n\r\n")
        found = re.search(rb'name="([^"]*)"', head)
        if b"filename=" in head:
            wish.setdefault("reference", content)
        elif found is not None:
            wish[found[1].decode()] = content.decode()
    return wish


def handed_over(target: str, wish: dict[str, Any], data: bytes) -> tuple[bytes, str]:
    """Body and media type of a picture, in the shape of the service that was asked."""
    path = urlsplit(target).path
    encoded = base64.b64encode(data).decode()
    if path.startswith((LEGACY, "/view", "/files/")):
        return data, "image/jpeg"
    if path in AUTOMATIC:
        info = json.dumps({"seed": wish.get("seed"), "sd_model_name": "dreams"})
        told: dict[str, Any] = {"images": [encoded], "parameters": {}, "info": info}
    else:
        told = {"created": 1_700_000_000, "data": [{"b64_json": encoded}]}
    return json.dumps(told).encode(), "application/json"


def _json(body: bytes) -> dict[str, Any]:
    try:
        wish = json.loads(body or b"{}")
    except ValueError:
        return {}
    return wish if isinstance(wish, dict) else {}


def _reference(wish: dict[str, Any]) -> bytes | None:
    images = wish.get("image") or wish.get("init_images") or [wish.get("image_url")]
    first = images[0]
    encoded = first.get("image_url") if isinstance(first, dict) else first
    if not isinstance(encoded, str):
        return None
    return base64.b64decode(re.sub(r"^data:[^,]*,", "", encoded))
