"""
Hour, light, weather, mood and era of a text, as fixed English phrases with the words that prove
them.
"""

import re

from app.domain.illustrations import Slot
from app.illustration import lexicons

_NINETEENTH = (
    "carriage coachman footman frock top-hat tailcoat waistcoat count countess samovar caleche "
    "cabman governess parlour drawing-room uniform epaulette epaulettes troika gaslight bonnet "
    "pince-nez"
)
_TABLES: dict[str, tuple[tuple[str, str], ...]] = {
    "time": (
        ("at night", "night midnight moonlight moonlit moon star starry starlight nocturnal"),
        ("at dusk", "evening dusk sunset twilight"),
        ("in the early morning", "morning dawn sunrise daybreak"),
        ("in broad daylight", "noon midday daylight sunny sunlight sunshine afternoon"),
        ("in autumn", "autumn october november"),
        ("in winter", "winter december january february"),
        ("in spring", "spring april"),
        ("in summer", "summer july june august"),
    ),
    "light": (
        ("lit by cold moonlight", "moonlight moonlit moon"),
        ("lit by warm candlelight", "candle candlelight candlestick candelabra taper"),
        ("lit by the glow of a fire", "fireplace hearth firelight campfire stove bonfire"),
        ("lit by a lamp", "lamp lantern lamplight gaslight chandelier"),
        ("lit by low golden sunlight", "sunset sunrise dawn"),
        ("lit by bright sun", "sun sunlight sunny sunshine"),
        ("in deep shadow", "darkness gloom murky dusky"),
    ),
    "weather": (
        ("in a thunderstorm with lightning", "thunderstorm thunder lightning tempest"),
        ("in stormy wind", "storm hurricane gale squall"),
        ("in falling snow", "blizzard snowstorm snow snowy snowdrift"),
        ("in rain", "rain downpour drizzle shower"),
        ("in drifting fog", "fog mist haze misty foggy"),
        ("in hard frost", "frost hoarfrost icy frozen"),
        ("under a heavy overcast sky", "overcast cloudy"),
    ),
    "mood": (
        (
            "ominous mood",
            "ominous sinister grim dread horror terrible frightful menacing eerie ghastly",
        ),
        ("melancholy mood", "sad melancholy sorrow lonely weep weeping desolate mournful dreary"),
        ("gloomy mood", "gloomy gloom sullen bleak sombre"),
        ("mysterious mood", "mysterious secret ghost enchanted"),
        ("joyful mood", "joy joyful cheerful merry laugh laughing festive gay happy"),
        ("peaceful mood", "quiet calm peaceful silent silence serene tranquil"),
        ("majestic mood", "majestic grand magnificent splendid luxurious stately"),
    ),
    "era": (
        (
            "medieval setting",
            "knight castle armour king sword spear shield tsar lance squire jester",
        ),
        ("nineteenth-century setting", _NINETEENTH),
        (
            "modern setting",
            "car automobile telephone television computer airport taxi phone skyscraper",
        ),
        ("far future setting", "spaceship starship robot android laser spacecraft cyborg"),
    ),
}
_SUNLIT = "lit by bright sun"
_LOW_SUN = "lit by low golden sunlight"
_SUNLESS = {"at night": "", "at dusk": _LOW_SUN, "in the early morning": _LOW_SUN}
# One word can be an accident (a chess king, a castle in ruins); an era needs two.
_EVIDENCE = {"era": 2}


def describe(text: str, around: str) -> list[Slot]:
    """
    Slots for what *text* proves; hour, weather and era may also come from the text *around* it.
    """
    here, there = _lemmas(text), _lemmas(around)
    slots = []
    for name, table in _TABLES.items():
        enough, source = _EVIDENCE.get(name, 1), "passage"
        phrase = _best(table, here, enough)
        if not phrase and name in {"time", "weather", "era"}:
            phrase, source = _best(table, here + there, enough), "context"
        if phrase:
            slots.append(Slot(name, phrase, source))
    return _agreeing(slots)


def ways(phrase: str) -> tuple[str, ...]:
    """*phrase* of a slot, and the single words of a text that say the same."""
    alike = {phrase, _SUNLIT} if phrase == _LOW_SUN else {phrase}
    found = (signs for table in _TABLES.values() for each, signs in table if each in alike)
    return (phrase, *" ".join(found).split())


def _agreeing(slots: list[Slot]) -> list[Slot]:
    """The sun of the evening is low, and that of the night is somebody's memory of it."""
    hour = next((slot.words for slot in slots if slot.name == "time"), "")
    agreed = []
    for slot in slots:
        if slot.words != _SUNLIT or hour not in _SUNLESS:
            agreed.append(slot)
        elif low := _SUNLESS[hour]:
            agreed.append(Slot(slot.name, low, slot.source))
    return agreed


def _best(table: tuple[tuple[str, str], ...], words: list[str], enough: int) -> str:
    counted = [
        (sum(words.count(sign) for sign in signs.split()), phrase) for phrase, signs in table
    ]
    count, phrase = max(counted, key=lambda one: one[0])
    return phrase if count >= enough else ""


def _lemmas(text: str) -> list[str]:
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", text.lower())
    # Whoever sprang did so at any season.
    return [
        lexicons.lemma(word, "en")
        for word in words
        if word not in {"sprang", "sprung", "springing"}
    ]
