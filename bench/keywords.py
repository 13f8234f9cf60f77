"""What a first attempt at finding descriptions would do: look for pieces of telling words."""

from typing import Any

STEMS = {
    "ru": """
дом замок комнат зал дворец церк лес поле гор рек озер мор сад парк город деревн улиц площад
мост башн стен дорог окн двор лиц глаз волос рук плать плащ рубаш шляп бород ус брови губ щек
стар молод высок стройн красив девушк старик женщин мужчин туман дожд снег ветер солнц лун звезд
утро вечер ночь рассвет закат тишин мрак свет темн холод тень меч кинжал стол стул кресл кровать
шкаф сундук зеркал книг лошад карет корабл лодк свеч ламп картин золот серебр битв сраж бой бежа
скака схват удар упал бросил стреля крич подня махал
""",
    "en": """
house castle room hall palace church forest field hill river lake sea garden park city town
village street square bridge tower wall road window yard face eyes hair hand dress cloak coat
hat beard moustache brow lips cheek old young tall slender beautiful girl man woman fog mist
rain snow wind sun moon star morning evening night dawn sunset silence dark light cold shadow
gloom sword knife table chair bed chest mirror book horse carriage ship boat candle lamp picture
gold silver gun letter battle fight ran rode seized struck fell threw shot cried raised rushed
charge leap
""",
}
DIALOGUE = ("-", "–", "—", '"', "“", "«")


def score(row: dict[str, Any]) -> float:
    """Density of the hits, a little for their number, a little against dialogue."""
    text = str(row["text"]).lower()
    hits = sum(text.count(stem) for stem in STEMS[row["lang"]].split())
    is_dialogue = text.startswith(DIALOGUE)
    return 10 * hits / (len(text.split()) + 20) + min(hits, 5) / 10 - is_dialogue / 2
