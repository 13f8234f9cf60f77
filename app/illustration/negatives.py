"""What is not to be seen, said as what is: models without a negative prompt draw what they are told to leave out."""

# After the prompting guide of Black Forest Labs (docs.bfl.ai): name what fills the place.
_INSTEAD = {
    "people": "an empty scene",
    "person": "an empty scene",
    "crowd": "empty paths",
    "crowds": "empty paths",
    "text": "clean surfaces",
    "letters": "clean surfaces",
    "words": "clean surfaces",
    "watermark": "clean surfaces",
    "logo": "clean surfaces",
    "signature": "clean edges",
    "frame": "the picture fills the sheet",
    "border": "the picture fills the sheet",
    "blur": "sharp detail",
    "blurry": "sharp detail",
    "low quality": "careful finish",
    "worst quality": "careful finish",
    "clutter": "a plain, orderly scene",
    "modern": "only things of the period",
    "modern objects": "only things of the period",
    "cars": "only carts and horses",
    "glasses": "a bare face",
    "hat": "a bare head",
    "beard": "a clean-shaven face",
    "smile": "a serious face",
    "clouds": "a clear sky",
    "rain": "dry weather",
    "snow": "bare ground",
    "bright colours": "muted colours",
    "bright colors": "muted colours",
}


def positively(negative: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words to add to a prompt, each once, and those of *negative* that nothing stands for."""
    wishes = [_bare(each) for each in negative.replace(";", ",").split(",") if each.strip()]
    said = dict.fromkeys(_INSTEAD[each] for each in wishes if each in _INSTEAD)
    return tuple(said), tuple(each for each in wishes if each not in _INSTEAD)


def _bare(wish: str) -> str:
    return wish.strip().lower().removeprefix("no ").removeprefix("without ").strip(" .")
