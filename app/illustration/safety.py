"""Who is a child, and what is never drawn of one: undress and romance."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.bible import Attribute
from app.domain.illustrations import Portrayed
from app.illustration import clauses, softening
from app.illustration.clauses import Clause

UNDRESSED = "A child and undress stand together in what is to be drawn; no picture is made of that."
ROMANTIC = "A child and romance stand together in what is to be drawn; no picture is made of that."
_OF_AGE = 18
_NUMBERS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
"""
_NUMBER = "|".join(_NUMBERS.split())
_YOUNG = rf"(?:1[0-7]|[1-9]|{_NUMBER})"
_GROWN = r"(?:1[89]|[2-9]\d|eighteen|nineteen|twenty|thirty|forty|fifty|sixty)"
_CHILD_WORDS = r"(?:boys?|girls?|lads?|lass(?:es)?|maid(?:en)?s?|daughters?|sons?|bo(?:y|ie)s?)"
# In the words of any century. Of a "girl of twenty" and a "boyfriend" it is known that they are none.
_CHILD = re.compile(
    rf"""\b{_YOUNG}[\s-]years?[\s-]olds?\b | \b(?:aged|age\s+of|age)\s+{_YOUNG}\b
       | \b{_CHILD_WORDS}\s+of\s+{_YOUNG}\b(?!-)
       | \b(?:child|children|infants?|bab(?:y|ies)|toddlers?|kids?|teen(?:s|agers?|aged?)?|adolescents?
           |underage|under-age|preteens?|schoolgirls?|schoolboys?|schoolchild(?:ren)?|juveniles?
           |tots?|urchins?|lolita|newborns?)\b (?!['’]s\s+play)
       | \bminors?\b(?=\s*(?:$|[^\s\w]|(?:and|in|with|at|by|on|is|was|wh\w+)\b))
       | \b(?:little|small|young|baby|teenage)\s+(?:boys?|girls?|lads?|sisters?|brothers?|daughters?|sons?)\b
       | \b(?<!old[ ])(?:boys?|girls?)\b
       | \b(?:девочк|девчонк|девчушк|мальчик|мальчишк|мальчуган|реб[её]н|дитя\b|детск|малыш|малолетн
           |несовершеннолетн|подрост|школьни|младен|отрок|гимназист)\w*
       | \b(?:дети|детей|детям|детьми|ребят(?:а|ам|ами|ишки)?)\b
       | \b(?:[1-9]|1[0-7])[-\s]?(?:лет(?:н\w+)?|год[а-я]*)\b
       | \b(?:шест|сем|вос[еь]м|девят|десят|один+адцат|двенадцат|тринадцат|четырнадцат|пятнадцат
           |шестнадцат|семнадцат)и?(?:летн\w+|[иь]\s+лет)\b
       | \bлет\s+(?:шести|семи|восьми|девяти|десяти|одиннадцати|двенадцати|тринадцати|четырнадцати
           |пятнадцати|шестнадцати|семнадцати)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GROWN_UP = re.compile(
    rf"""\b(?: (?:beautiful\s+|young\s+|little\s+)?{_CHILD_WORDS}\s+of\s+(?:about\s+)?{_GROWN}(?:[\s-]\w+)?
          | {_GROWN}(?:[\s-]\w+)?[\s-]years?[\s-]old(?:\s+(?:girl|boy))?
          | (?:girl|boy)friends? | cowboys? | lad(?:y|ies) )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# What is bare besides people, and what of a child is bare in any village street.
_THINGS = r"""(?:eyes?|branch(?:es)?|boughs?|trees?|twigs?|trunks?|rocks?|walls?|swords?|blades?|sabres?|steel
    |flames?|lights?|truth|earth|ground|hills?|fields?|floors?|boards?|bulbs?|candles?|stones?|feet|foot|heels?
    |toes|heads?|arms?|hands?|knees?|elbows?|statues?|dolls?)"""
_THINGS_RU = r"""(?:ветв|ветк|сучь|сук|дерев|стен|кам[ен]|скал|земл|степ|пол|доск|ног|рук|пятк|колен|лок[от]
    |голов|берег|холм|склон|кроват|лампочк|правд|клин|лес|куст|прут|кукл|стату)"""
_UNDRESS = re.compile(
    rf"""\b(?:half-)?(?:naked|nude)(?:ness)?\b(?!\s+(?:\w+\s+)?{_THINGS}\b) | \bnudity\b | \bnudes\b
       | \btopless\b | \b(?:unclothed|unclad|disrob\w+|undress(?:ed|es|ing)?)\b(?!\s+dolls?)
       | \bbare(?:d)?\s+(?:breasts?|bosoms?|bottoms?|buttocks)\b | \bwithout\s+(?:any\s+)?clothes\b
       | \b(?:breasts|genitals?|nipples?|lingerie|underwear|undies|panties|bikinis?|negligee)\b
       | \bstripped\s+(?:naked|bare|off)\b | \btook\s+off\s+(?:her|his)\s+(?:dress|clothes|shirt)\b
       | \b(?:полу)?(?:наг(?:ой|ая|ое|ие|ого|ую|им|их|ишом)|обнаж[её]нн\w*|раздет\w*|раздева\w+|нагот\w*)\b
         (?!\s+(?:\w+\s+)?{_THINGS_RU})
       | \b(?:полу)?гол(?:ый|ая|ое|ые|ого|ую|ым|ыми|ой|ых|ышом|еньк\w+)\b(?!\s+(?:\w+\s+)?{_THINGS_RU})
       | \bв\s+(?:одном\s+)?(?:нижнем\s+белье|бикини)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ROMANCE = re.compile(
    r"""\b(?:erotic\w*|seduc\w+|sensual\w*|lust(?:ful|fully)?|sexual\w*|sexy|voluptuous\w*|arous\w+|orgasm\w*
          |porn\w*|nsfw|hentai)\b
      | \bpassionate(?:ly)?\s+(?:\w+\s+)?(?:kiss\w*|embrac\w+|love\w*)
      | \bkiss\w*\s+(?:\w+\s+){0,3}passionately\b
      | \bkiss\w*\s+(?:\w+\s+){0,3}on\s+(?:the|her|his|their)\s+(?:lips|mouth|neck|breasts?)\b
      | \bma(?:ke|king|de)\s+love\b | \b(?:his|her|their|a|the|as)\s+lovers?\b
      | \bromantic(?:ally)?\s+(?:kiss|embrace|pose|date|couple)
      | \bintimate(?:ly)?\s+(?:embrac|kiss|pose|caress|scene)\w* | \bwedding\s+night\b | \bin\s+bed\s+together\b
      | \b(?:эротич|соблазн|сладостраст|похотлив|сексуальн|порно)\w*
      | \bстрастн\w+\s+(?:\w+\s+)?(?:поцел|объят|целов)\w*
      | \bцел(?:у|ова)\w*\s+(?:\w+\s+){0,3}(?:в|взасос)\s+(?:губы|шею|грудь)\b
      | \bлюбовни[кц]\w* | \bбрачн\w+\s+ноч\w*
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Innocent in a family and between friends; between others it is merely left out.
_TENDER = re.compile(
    r"\b(?:kiss|caress)\w*|\bembrac\w+|\bin\s+love\b|\bsweethearts?\b|"
    r"\b(?:цел(?:у|ова)|поцел|ласка(?:л|ет)|влюбл)\w*",
    re.IGNORECASE,
)
_KIN = re.compile(
    r"""\b(?:father|mother|parents?|mamm?a|pap?a|dad|mum|sisters?|brothers?|uncles?|aunts?|nurses?|nann(?:y|ies)
        |governess|families|family|grand\w+|daughters?|sons?|nephews?|nieces?|cousins?|godfather|godmother|dolls?
        |dogs?|cats?|kittens?|pupp\w+|ponies|pony|horses?|cross|icon|hands?|forehead|friends?|cheeks?)\b
      | \b(?:от(?:ец|ца|цу|цом)|мат(?:ь|ери|ерью)|мам|пап|родител|сестр|брат|дяд|т[её]т|нян|бабуш|дедуш|сын|доч
        |внук|внуч|племян|кукл|собак|щен|кот|кошк|лошад|крест|икон|рук[уи]|лоб|щ[её]к|друж|друг|подруг)\w*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLOTHES = re.compile(
    r"""cloth(?:e[sd]|ing)|dress(?:e[sd])?|garments?|shirts?|skirts?|trousers|pants|gowns?|underwear|outfits?
      |одежд[аыу]?|одет(?:ый|ая|ое|ые)?|плать[яе]|рубаш(?:ка|ки|ек)|штан(?:ы|ов)|бель[яё]""",
    re.VERBOSE,
)
_EVERY = "a any all no the wearing fully in her his their и в вся всей любая любой"
_ANY = frozenset(_EVERY.split())
_MARKS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """*clauses* are those that may be drawn; *held* says why nothing may, "" where something may."""

    clauses: tuple[Clause, ...]
    losses: tuple[str, ...] = ()
    held: str = ""


def judge(
    found: Sequence[Clause], text: str, cast: Sequence[Portrayed], *, is_wish: bool
) -> Verdict:
    """
    Of the clauses of *text*, which name a child or stand beside one of the *cast*.

    A reader's wish (*is_wish*) that speaks of both a child and undress or romance is held; of a
    passage what is merely beside a child is left out, and what is about it is held.
    """
    names = tuple(one.name.lower() for one in cast if is_minor(one))
    if not names and not shows_child(text) and not any(shows_child(one.text) for one in found):
        return Verdict(tuple(found))
    exposed = [one for one in found if _reason(_both(one))]
    reason = _reason(text) if is_wish else ""
    for one in exposed:
        said = _both(one)
        is_of_child = shows_child(said) or any(name in said.lower() for name in names)
        is_all = len(exposed) == len(found) or len(cast) == len(names) == 1
        if is_of_child or is_all:
            reason = reason or _reason(said)
    if not reason and not exposed and _reason(text) and not found:
        reason = _reason(text)
    bare = {one.order for one in exposed}
    kept = [one for one in found if one.order not in bare and not _is_tender(one, names)]
    left_out = len(found) - len(kept)
    softer = [_softened(one) for one in kept]
    losses = [f"safety: {left_out} clauses about a child"] if left_out else []
    if any(mild is not one for mild, one in zip(softer, kept, strict=True)):
        losses.append("safety: softer words beside a child")
    return Verdict(tuple(softer), tuple(losses), reason)


def of_all(said: Sequence[str], cast: Sequence[Portrayed], negative: str | None = None) -> str:
    """
    Why nothing may be drawn of all that is *said* together, "" where something may.

    A style, a view or a name in a reader's own words may say of a child what no passage does, and
    so may what a reader wants left out.
    """
    text = ". ".join(said)
    if not any(is_minor(one) for one in cast) and not shows_child(text):
        return ""
    return UNDRESSED if negative and _takes_clothes(negative) else _reason(text)


def apart(near: Sequence[Clause], own: Sequence[Clause], *, has_child: bool) -> list[Clause]:
    """Of what stands *near* a passage only what may be drawn together with its *own* clauses."""
    if has_child or any(shows_child(_both(one)) for one in own):
        near = [one for one in near if not _reason(_both(one))]
    if any(_reason(_both(one)) for one in own):
        near = [one for one in near if not shows_child(_both(one))]
    return list(near)


def shows_child(text: str) -> bool:
    return bool(_CHILD.search(_GROWN_UP.sub(" ", text)))


def is_minor(one: Portrayed) -> bool:
    """By what the bible says of the age, or by a word such as "boy" among the traits."""
    traits = (*one.locked, *one.traits)
    ages = [each.words for each in traits if each.attribute is Attribute.AGE]
    years = [int(found) for age in ages for found in re.findall(r"\b(\d{1,3})\b", age)]
    if years:
        return min(years) < _OF_AGE
    return any(shows_child(age) for age in ages)


def is_exposing(words: str) -> bool:
    """Of a trait: whether it is nothing to say of a child."""
    return bool(_reason(words))


def _reason(text: str) -> str:
    if _UNDRESS.search(text):
        return UNDRESSED
    return ROMANTIC if _ROMANCE.search(text) else ""


def _takes_clothes(negative: str) -> bool:
    """Modern clothes may be left out, and torn ones; not all of them."""
    wishes = (_MARKS.sub(" ", each).lower().split() for each in re.split(r"[,;\n]", negative))
    return any(
        any(_CLOTHES.fullmatch(word) for word in wish)
        and all(_CLOTHES.fullmatch(word) or word in _ANY for word in wish)
        for wish in wishes
    )


def _both(one: Clause) -> str:
    """In the words of the book and in ours: a lexicon may know less than a reader."""
    return one.text if one.original == one.text else f"{one.original} | {one.text}"


def _is_tender(one: Clause, names: Sequence[str]) -> bool:
    said = _both(one)
    is_of_child = shows_child(said) or any(name in said.lower() for name in names)
    return is_of_child and bool(_TENDER.search(said)) and not _KIN.search(said)


def _softened(one: Clause) -> Clause:
    text = softening.bloodless(one.text)
    return one if text == one.text else replace(one, text=text, kinds=clauses.kinds(text))
