"""Other words for what safety filters stumble over: the aftermath and the mood instead of the wound."""

import re

# Whole words only; each is what a novelist's illustrator would draw instead. A line is what is said
# and the words it stands for; "_" is a space within one.
_TABLE = """
dark stains: blood gore bloodstains blood-stains entrails guts bloodbath
dark stain: puddle_of_blood pool_of_blood bloodstain
stained: bloody bloodied bloodstained blood-stained blood-soaked gory
disorder: carnage mutilation butchery
pale: bleeding bled
still figure: corpse cadaver carcass dead_body dead_man dead_woman mutilated_body lifeless_body
still figures: corpses cadavers dead_bodies
resting: dead lifeless
quarrel: murder homicide assault
dark stranger: murderer killer assassin cutthroat executioner hangman butcher
dark strangers: murderers killers assassins executioners
fallen: murdered killed slain slaughtered butchered assassinated shot_dead
confront: kill slay murder_him murder_her
confrontation: killing slaying shooting stabbing
struck: stabbed stab beaten whipped flogged lashed
battle's aftermath: slaughter massacre
bandage: wound gash cut_throat
bandages: wounds gashes sores
bandaged: wounded maimed mutilated crippled mangled
lost: severed dismembered decapitated beheaded amputated
condemned: hanged hanging_from impaled crucified
bare wooden frame: gallows gibbet scaffold guillotine noose
despair: suicide self-harm
ordeal: torture tortured tormented torment
gloomy cellar: torture_chamber
sorrow: agony rape raped molested
robed: naked nude undressed topless unclothed half-naked half-nude
draped figures: nudity nudes nakedness
shawl: bare_breast bare_breasts breasts breast bosom
draped: bare-chested bare-breasted
tender: erotic sensual lustful seductive voluptuous sexy
linen robe: lingerie underwear
thing in hand: gun pistol revolver rifle shotgun handgun musket
raising: aiming
gleam of metal: dagger knife blade razor
sinister: demonic satanic devilish
shadowy figure: devil demon satan
weary: drunk intoxicated drugged
glass: vodka whisky whiskey
smoke: explosion bomb
pallor: rotting decomposed putrid decaying_flesh
pale mask: skull
old bones: skeleton skeletons
misfortune: death
"""
_SOFTER = {
    word.replace("_", " "): said
    for line in _TABLE.strip().splitlines()
    for said, words in [line.split(": ", 1)]
    for word in words.split()
}
_HARD = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, _SOFTER), key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)
# Among these words a child is drawn with nothing worse than a bandage, whoever is asked.
_GORE = re.compile(
    r"\b("
    + "|".join(
        re.escape(word)
        for word, said in _SOFTER.items()
        if said
        in {
            *(
                "dark stains",
                "dark stain",
                "stained",
                "disorder",
                "still figure",
                "still figures",
                "fallen",
            ),
            *("bandage", "bandages", "bandaged", "lost", "ordeal", "battle's aftermath"),
        }
    )
    + r")\b",
    re.IGNORECASE,
)


def softened(prompt: str) -> tuple[str, tuple[str, ...]]:
    """The prompt in softer words, and which words were replaced; none where there is nothing to soften."""
    replaced = tuple(dict.fromkeys(found.lower() for found in _HARD.findall(prompt)))
    return _HARD.sub(lambda found: _SOFTER[found[0].lower()], prompt), replaced


def bloodless(text: str) -> str:
    return _GORE.sub(lambda found: _SOFTER[found[0].lower()], text)
