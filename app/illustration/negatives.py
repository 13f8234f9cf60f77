"""What is not to be seen, said as what is: models without a negative prompt draw what they are told to leave out."""

import re

# After the prompting guide of Black Forest Labs (docs.bfl.ai): name what fills the place.
_TABLE = """
an empty scene: people person persons humans human figures anyone nobody люди людей человек человека фигур
empty paths: crowd crowds passers-by толпа толпы прохожих
a single figure: extra_people other_people second_person лишних_людей других_людей
only grown-ups: children child kids дети детей ребенка
clean surfaces: text letters words writing lettering inscription inscriptions caption captions captioning
    watermark watermarks logo logos typography numbers текст текста надпись надписи надписей букв буквы слов
    водяной_знак водяных_знаков логотип логотипа
clean edges: signature signatures подпись подписи
the picture fills the sheet: frame frames border borders margins рамка рамки рамок края
sharp detail: blur blurry blurred out_of_focus unsharp размытость размытия размыто нерезкость
careful finish: low_quality worst_quality bad_quality lowres ugly jpeg_artifacts artifacts плохое_качество
    низкое_качество
a plain orderly scene: clutter cluttered mess беспорядок беспорядка хлам хлама
well-formed hands: extra_fingers extra_hands bad_hands deformed_hands mutated_hands six_fingers лишние_пальцы
    лишних_пальцев
natural anatomy: extra_limbs extra_arms extra_legs deformed bad_anatomy mutation disfigured лишние_руки уродство
    уродства
whole head in view: cropped_head cropped cut_off обрезанная_голова
a calm natural face: distorted_face ugly_face crossed_eyes искаженное_лицо
only things of the period: modern modern_objects modern_things modern_clothes anachronisms современное
    современных_вещей современных_предметов современности
only carts and horses: cars car traffic vehicles машин машины автомобиль автомобилей автомобили
open unbroken sky: wires power_lines cables aeroplanes airplanes planes проводов провода самолетов самолеты
low old houses: skyscrapers high-rises небоскребов небоскребы
lit by daylight and fire: electric_light electric_lights neon lamps электричества электрического_света неона
a bare face: glasses spectacles eyeglasses mask очки очков маска маски
a bare head: hat hats cap helmet crown шляпа шляпы шапка шапки шляп
a clean-shaven face: beard beards moustache mustache facial_hair борода бороды усы усов
dark natural hair: blond_hair blonde_hair светлых_волос
a fresh natural face: makeup make-up lipstick косметики макияжа
smooth young skin: wrinkles морщин морщины
a serious face: smile smiles smiling grin улыбка улыбки улыбок
a calm face: tears crying слез слезы
closed lips: teeth open_mouth зубов зубы
empty hands: weapon weapons gun guns sword swords knife оружие оружия меч меча ружья пистолета
clean clothes: blood gore wounds кровь крови раны ран
fully clothed figures: nudity naked nude nsfw нагота наготы обнаженных
clean air: smoke cigarettes cigarette smoking дым дыма сигарет
a clear sky: clouds cloud облака облаков туч тучи
dry weather: rain дождь дождя
bare ground: snow снег снега
clear air: fog mist haze туман тумана
calm air: wind storm ветер ветра бури
full daylight: night darkness dark ночь ночи темнота темноты
soft shade: sun sunlight harsh_light солнце солнца
soft even light: shadows hard_shadows тени теней
an open view: trees forest деревья деревьев леса
open ground: buildings houses домов дома зданий здания
dry land: water sea river вода воды моря
quiet ground: animals animal dogs dog cats cat birds bird животных животные собак
    собаки собака кошек кошка птиц птицы
leaves and grass only: flowers цветов цветы
plain cloth: patterns pattern узоров узоры
muted colours: bright_colours bright_colors saturated_colours saturated_colors ярких_цветов яркие_цвета
full natural colour: black_and_white monochrome grayscale greyscale черно-белое черно-белого
hand-made brushwork: photo photograph photorealistic photorealism 3d 3d_render cgi render фото фотографии
natural proportions: cartoon anime manga мультфильм мультика аниме
"""
_NOT = re.compile(
    r"^(?:(?:please|and|и|пожалуйста|(?:he |she |it )?(?:wears?|wearing|has|have|had|with)|носит)\s+)*"
    r"(?:no|not|without any|without|avoid|don['’]t (?:draw|show)|any|never|без|не надо|не нужно|"
    r"не рисуй(?:те)?|никаких|никакого|никакой|нет)\s+(?:any\s+|the\s+|a\s+|an\s+)?",
    re.IGNORECASE,
)


def _read(table: str) -> dict[str, str]:
    """A line is what is said and the wishes it stands for; "_" is a space within one."""
    found: dict[str, str] = {}
    for line in re.sub(r"\n\s+", " ", table.strip()).splitlines():
        said, wishes = line.split(": ", 1)
        found |= {wish.replace("_", " "): said for wish in wishes.split()}
    return found


_INSTEAD = _read(_TABLE)


def positively(negative: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words to add to a prompt, each once, and those of *negative* that nothing stands for."""
    wishes = [_bare(each) for each in re.split(r"[,;\n]", negative) if each.strip(" .")]
    said = dict.fromkeys(_INSTEAD[each] for each in wishes if each in _INSTEAD)
    return tuple(said), tuple(each for each in wishes if each not in _INSTEAD)


def _bare(wish: str) -> str:
    wish = " ".join(wish.lower().replace("ё", "е").split()).strip(" .!")
    while (shorter := _NOT.sub("", wish)) != wish:
        wish = shorter
    return wish
