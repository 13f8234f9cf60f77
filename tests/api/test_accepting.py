"""What a client's Accept header asks for, of what browsers and programs really send."""

import pytest

from app.api.accepting import preferred

WEBP, JPEG, AVIF = "image/webp", "image/jpeg", "image/avif"

HEADERS = {
    None: WEBP,
    "": WEBP,
    "*/*": WEBP,
    # Chrome's <img>, Firefox's, Safari's since 14 and before.
    "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8": AVIF,
    "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5": AVIF,
    "image/webp,image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5": WEBP,
    "image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5": WEBP,
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8": AVIF,
    "image/*": WEBP,
    "IMAGE/WebP": WEBP,
    "image/jpeg": JPEG,
    "image/jpeg, image/png": JPEG,
    "image/webp;q=0.5, image/jpeg": JPEG,
    "image/webp;q=0.5, image/jpeg;q=0.4": WEBP,
    "image/webp;q=0, */*": JPEG,
    "image/webp;q=0, image/*;q=0.1": JPEG,
    "image/webp;q=0.000, image/jpeg;q=0.001": JPEG,
    "image/avif;q=0.1, image/webp": WEBP,
    "image/avif;q=0.9, */*;q=0.8": AVIF,
    "image/webp ; Q=0.2 , image/jpeg ; q=0.1": WEBP,
    "image/webp;v=1;q=0.2": WEBP,
    "image/png": None,
    "application/json": None,
    "image/webp;q=0": None,
    "*/*;q=0": None,
    # A quality nobody can read is no range at all.
    "image/webp;q=2, image/jpeg;q=0.1": JPEG,
    "image/webp;q=nan, image/jpeg;q=0.1": JPEG,
    ";;;,,,=,q=1": None,
    "image/png," * 60 + WEBP: None,
}


@pytest.mark.parametrize("header", HEADERS)
def test_the_best_format_a_client_takes(header):
    assert preferred(header, [AVIF, WEBP, JPEG], by_name_only={AVIF}) == HEADERS[header]


def test_what_is_not_offered_is_never_chosen():
    assert preferred("image/avif, image/webp;q=0.1", [WEBP, JPEG]) == WEBP
    assert preferred("image/avif", []) is None
