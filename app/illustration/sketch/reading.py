"""What the words of a prompt ask the painter for."""

import re
from dataclasses import dataclass

import simplemma

from app.illustration.framing import FRAMES
from app.illustration.styles import DEFAULT_STYLE, STYLES

_TAGS = {
    "mountain": "mountain hill cliff crag peak ridge gorge ravine precipice rock summit alps carpathian",
    "forest": "forest wood pine fir spruce oak birch grove thicket woodland jungle",
    "tree": "tree willow poplar linden maple orchard",
    "sea": "sea ocean wave surf bay gulf strait",
    "water": "river lake pond stream water shore bank brook canal swamp marsh harbour",
    "field": "field meadow steppe plain moor grass prairie pasture heath wheat rye hay",
    "desert": "desert dune sand",
    "castle": "castle fortress palace citadel keep battlement stronghold",
    "ruin": "ruin ruined crumbling broken",
    "tower": "tower lighthouse belfry beacon windmill mill",
    "village": "village house cottage hut farm manor roof cabin hamlet inn tavern estate barn izba",
    "city": "city street town square alley quarter capital avenue pavement lamppost boulevard lane",
    "church": "church cathedral chapel monastery abbey steeple dome",
    "ship": "ship sail schooner boat vessel frigate yacht mast barge raft",
    "road": "road path track trail highway footpath",
    "bridge": "bridge",
    "garden": "garden flower rose bush blossom lilac park",
    "autumn": "autumn yellowed withered october november",
    "spring": "spring april blossom",
    "room": "room hall parlour chamber bedroom kitchen ceiling study library salon cellar attic cell corridor "
    "apartment office dining-room drawing-room staircase interior indoors",
    "fireplace": "fireplace hearth stove chimney-piece",
    "candle": "candle taper candlestick candlelight candelabra",
    "lamp": "lamp lantern gaslight chandelier",
    "window": "window casement sill",
    "table": "table desk tablecloth",
    "books": "book bookshelf bookcase volume shelf tome manuscript",
    "bed": "bed pillow bedstead cradle",
    "portrait": "painting portrait mirror picture",
    "carpet": "carpet rug sofa armchair",
    "sword": "sword sabre blade dagger rapier knife axe spear",
    "letter": "letter note scroll paper envelope parchment page map quill",
    "clock": "clock pendulum watch dial",
    "ring": "ring necklace brooch medallion bracelet jewel",
    "goblet": "goblet cup glass wine bottle jug chalice decanter teapot samovar",
    "key": "key lock",
    "skull": "skull bone skeleton",
    "box": "box chest casket trunk coffer",
    "fruit": "apple fruit bread pear grape lemon loaf",
    "horse": "horse rider gallop cavalry horseman mare stallion",
    "carriage": "carriage coach cart sleigh wagon caleche troika",
    "fight": "battle fight struck duel fought attack army soldier",
    "run": "run ran flee fled rush chase race pursue",
    "crowd": "crowd people procession throng guest",
    "fire": "flame blaze burning bonfire campfire",
}
_TIMES = {
    "night": "night midnight moon moonlight star starry darkness moonlit nocturnal",
    "dusk": "evening dusk sunset twilight sundown",
    "dawn": "morning dawn sunrise daybreak",
    "day": "day noon sun sunny midday daylight afternoon sunlight",
}
_WEATHER = {
    "rain": "rain shower drizzle downpour rainy",
    "storm": "storm thunder lightning tempest thunderstorm squall",
    "snow": "snow blizzard winter frost snowstorm snowy ice icy frozen snowdrift",
    "fog": "fog mist haze misty foggy",
}
_MOODS = {
    "grim": "grim gloomy dread sinister terrible ominous dark menacing gloom horror eerie bleak",
    "warm": "warm cosy cozy gentle golden cheerful tender joyful serene",
}
_COLOURS = {
    "red": "red crimson scarlet ruddy purple",
    "blue": "blue azure",
    "green": "green emerald",
    "gold": "gold golden yellow amber",
    "white": "white pale",
    "grey": "grey gray silver",
    "black": "black",
    "brown": "brown chestnut",
}
_PEOPLE = {
    "beard": "beard bearded",
    "moustache": "moustache mustache whisker",
    "hat": "hat cap bonnet bowler",
    "hood": "hood cloak cowl hooded shawl",
    "long-hair": "curl braid tress plait lock",
    "bun": "bun chignon",
    "bald": "bald",
    "old": "old aged elderly wrinkled decrepit wrinkle",
    "child": "child boy girl baby",
    "woman": "woman girl lady she her princess countess maid maiden queen mother old-woman dress gown bride wife",
    "man": "man count prince he his king officer gentleman father soldier youth boy figure traveller monk",
    "crown": "crown tiara diadem",
    "uniform": "uniform epaulette epaulet officer",
    "collar": "collar lace ruff",
}
_HAIR = "hair curl braid tress beard moustache whisker lock plait eyebrow"
_CLOTHES = (
    "dress gown coat cloak jacket uniform robe shirt mantle suit frock tailcoat overcoat waistcoat "
    "caftan shawl cape skirt blouse greatcoat hood"
)
# How many words may stand between a colour and what it colours: "a red silk evening dress".
_REACH = 3
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Scene:
    """*frame* is one of the keys of `FRAMES`; *tags* come in the order of their weight."""

    frame: str
    style: str
    tags: frozenset[str]
    time: str
    weather: frozenset[str]
    mood: str
    colours: tuple[str, ...]
    people: frozenset[str]
    hair: str
    cloth: str

    @property
    def is_dark(self) -> bool:
        return self.time in {"night", "dusk"}

    @property
    def is_woman(self) -> bool:
        return "woman" in self.people and not self.people & {"beard", "moustache"}

    @property
    def is_indoors(self) -> bool:
        inside = {
            "room",
            "fireplace",
            "candle",
            "table",
            "books",
            "window",
            "lamp",
            "bed",
            "carpet",
        }
        outside = {"castle", "mountain", "forest", "sea", "water", "village", "city", "church",
                   "ship", "road", "field", "bridge", "tower", "desert", "garden"}  # fmt: skip
        # A room is a room, however much is seen through its window.
        return len(self.tags & inside) + 2 * ("room" in self.tags) > len(self.tags & outside)


def read(prompt: str) -> Scene:
    """
    Everything the painter knows; the style's own words describe no scene and are set aside first.
    """
    style, rest = _style(prompt)
    frame, rest = _frame(rest)
    words = [_lemma(word) for word in _WORD.findall(rest.lower())]
    return Scene(
        frame=frame,
        style=style,
        tags=frozenset(_found(words, _TAGS)),
        time=_first(words, _TIMES, "day"),
        weather=frozenset(_found(words, _WEATHER)),
        mood=_first(words, _MOODS, ""),
        colours=tuple(_found(words, _COLOURS)),
        people=frozenset(_found(words, _PEOPLE)),
        hair=_colour_of(words, _HAIR),
        cloth=_colour_of(words, _CLOTHES),
    )


def _style(prompt: str) -> tuple[str, str]:
    for style in STYLES:
        if style.words in prompt:
            return style.id, prompt.replace(style.words, " ")
    return DEFAULT_STYLE.id, prompt


def _frame(prompt: str) -> tuple[str, str]:
    for name, words in FRAMES.items():
        if words in prompt:
            return name, prompt.replace(words, " ")
    return "location", prompt


def _lemma(word: str) -> str:
    return str(simplemma.lemmatize(word, lang="en")).lower()


def _found(words: list[str], table: dict[str, str]) -> list[str]:
    """The keys whose words occur, most often first; among equals the one named first."""
    counted = {key: sum(words.count(one) for one in text.split()) for key, text in table.items()}
    first = {
        key: min((words.index(one) for one in text.split() if one in words), default=0)
        for key, text in table.items()
    }
    hits = [key for key, count in counted.items() if count]
    return sorted(hits, key=lambda key: (-counted[key], first[key]))


def _colour_of(words: list[str], things: str) -> str:
    """The colour named shortly before the first of *things*, "" if none is."""
    for index, word in enumerate(words):
        if word in things.split():
            before = words[max(0, index - _REACH) : index]
            colours = [name for name, signs in _COLOURS.items() if set(before) & set(signs.split())]
            if colours:
                return max(
                    colours,
                    key=lambda name: max(
                        before.index(one) for one in _COLOURS[name].split() if one in before
                    ),
                )
    return ""


def _first(words: list[str], table: dict[str, str], otherwise: str) -> str:
    return next(iter(_found(words, table)), otherwise)
