"""Colours: of skies, of ground, of words, and how time, weather and mood bend them."""

from dataclasses import dataclass

from app.illustration.sketch.reading import Scene

Colour = tuple[float, float, float]

WHITE: Colour = (250, 248, 242)
PAPER: Colour = (247, 242, 230)
INK: Colour = (34, 28, 30)
LAMPLIGHT: Colour = (255, 190, 96)
MOONLIGHT: Colour = (196, 212, 240)

NAMED: dict[str, Colour] = {
    "red": (168, 48, 42),
    "blue": (48, 84, 138),
    "green": (62, 104, 68),
    "gold": (210, 162, 66),
    "white": (226, 222, 212),
    "grey": (122, 124, 130),
    "black": (36, 34, 42),
    "brown": (110, 76, 48),
}
_SKIES: dict[str, tuple[Colour, Colour, Colour]] = {
    "day": ((108, 154, 194), (176, 204, 218), (240, 232, 210)),
    "dawn": ((104, 124, 166), (226, 174, 156), (252, 224, 178)),
    "dusk": ((54, 50, 94), (180, 88, 86), (248, 182, 108)),
    "night": ((12, 16, 38), (26, 40, 74), (66, 88, 124)),
}
_NEAR: dict[str, Colour] = {
    "day": (58, 84, 66),
    "dawn": (68, 68, 88),
    "dusk": (46, 34, 54),
    "night": (14, 18, 30),
}
_FIELDS: dict[str, Colour] = {
    "day": (142, 150, 84),
    "dawn": (150, 132, 96),
    "dusk": (104, 72, 66),
    "night": (30, 38, 52),
}


_GLOOM = {"day": 0.12, "dawn": 0.3, "dusk": 0.5, "night": 0.74}


@dataclass(frozen=True, slots=True)
class Palette:
    """*sky* from the zenith down; *near* the darkest land; *light* what sun, moon or fire adds."""

    sky: tuple[Colour, ...]
    near: Colour
    ground: Colour
    light: Colour
    snow: Colour
    foliage: Colour

    @property
    def horizon(self) -> Colour:
        return self.sky[-1]

    @property
    def silhouette(self) -> Colour:
        return mix(self.near, (10, 10, 14), 0.4)

    def away(self, distance: float) -> Colour:
        """The colour of land at *distance*: 0 at our feet, 1 at the horizon."""
        return mix(self.near, self.horizon, distance)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    return (
        one[0] + (other[0] - one[0]) * share,
        one[1] + (other[1] - one[1]) * share,
        one[2] + (other[2] - one[2]) * share,
    )


def of(scene: Scene) -> Palette:
    is_night = scene.time == "night"
    sky: tuple[Colour, ...] = _SKIES[scene.time]
    near = _NEAR[scene.time]
    ground = _FIELDS[scene.time]
    if scene.mood == "grim" or "storm" in scene.weather:
        sky = _all(sky, (58, 64, 78), 0.3 if is_night else 0.5)
        near = mix(near, (24, 24, 30), 0.5)
        ground = mix(ground, (62, 62, 58), 0.55)
    if scene.weather & {"rain", "fog"}:
        sky = _all(sky, (150, 156, 164), 0.15 if is_night else 0.4)
        ground = mix(ground, (110, 112, 108), 0.3)
    if "snow" in scene.weather:
        sky = _all(sky, (206, 212, 224), 0.12 if is_night else 0.4)
    if scene.mood == "warm":
        sky = _all(sky, (246, 196, 124), 0.2)
        ground = mix(ground, (196, 160, 84), 0.3)
    for name in scene.colours:
        if name in {"red", "gold", "blue", "green"}:
            sky = (*sky[:-1], mix(sky[-1], NAMED[name], 0.2))
    foliage = mix((54, 92, 58), near, 0.75 if is_night else 0.3)
    if "autumn" in scene.tags:
        foliage = mix((206, 108, 34), near, 0.6 if is_night else 0.05)
        ground = mix(ground, (172, 132, 74), 0.1 if is_night else 0.45)
    if "spring" in scene.tags:
        foliage = mix((112, 150, 74), near, 0.6 if is_night else 0.1)
    return Palette(
        sky=sky,
        near=near,
        ground=mix(ground, near, 0.25),
        light=MOONLIGHT if is_night else (255, 236, 198),
        snow=(120, 136, 170) if is_night else (228, 232, 240),
        foliage=foliage,
    )


def tinted(scene: Scene, palette: Palette, colour: Colour) -> Colour:
    """*colour* as the hour lets it be seen."""
    return mix(colour, palette.near, _GLOOM[scene.time])


def accent(scene: Scene, otherwise: Colour) -> Colour:
    """The colour the text names first among those that can dress or paint something."""
    named = [NAMED[name] for name in scene.colours if name not in {"white", "grey", "black"}]
    return named[0] if named else otherwise


def _all(colours: tuple[Colour, ...], towards: Colour, share: float) -> tuple[Colour, ...]:
    return tuple(mix(colour, towards, share) for colour in colours)
