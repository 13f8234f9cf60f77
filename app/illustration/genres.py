"""Which style suits a book of these genres where nobody has chosen one."""

import re
from collections.abc import Sequence

from app.domain.descriptions import DescriptionType
from app.illustration.styles import DEFAULT_STYLE

# Codes of FB2 and words of the subjects of EPUB, whole or, with a "*", their beginnings. The first line that any
# genre of a book meets stands, so what decides the look (for children, noir) comes before what is broad (prose).
_TABLE = """
storybook: child_* children* fairy* folk* folklore juvenile* picture-book* детск* сказк* сказоч* фольклор* детям
    малыш*
noir: det_* thriller* detective* noir crime mystery hardboiled espionage spy_* gangster* sf_detective suspense
    детектив* триллер* криминал* нуар шпион* боевик*
woodcut: antique_* epic epos saga* myth* legends religion* religious old_* ballad* sf_horror horror gothic
    ghost* supernatural миф* былин* эпос* легенд* ужас* готик* мистик* религи* житие
gouache: sf sf_action sf_space sf_cyberpunk sf_social sf_heroic sf_fantasy sf_fantasy_* sf_epic sf_humor sf_etc
    sf_postapocalyptic sf_technofantasy sf_stimpank sf_litrpg popadanec fantasy science-fiction utopia*
    dystopia* time-travel space-opera фантастик* фэнтези киберпанк космос антиутопи*
engraving: adv_* adventure* sea voyages travel* nonf_* sci_* geo_* prose_history history historical* biography
    nautical western* war prose_military sf_history приключен* путешестви* истори* мореплав* вестерн* военн*
    биографи* мемуар* морск*
pencil: poetry* poem* poetic lyrics verse dramaturgy drama* plays play theatre tragedy tragedies comedy comedies
    essay* epistolary_fiction love_short поэзи* стих* лирик* драматурги* пьес* трагеди* комеди* эссе* поэм*
oil: love_* romance* love family_saga любовн* романтик* семейн*
watercolour-ink: prose_* classic* novel* literature satire humor* short* fiction сатира юмор* проза классик*
    классическ* роман повест* рассказ* литератур*
"""
_LINES = tuple(
    tuple(line.split(": ", 1)) for line in re.sub(r"\n\s+", " ", _TABLE.strip()).splitlines()
)
# Of one passage rather than of a book: what a style shows best.
_OF_ONE = {
    DescriptionType.OBJECT: {"watercolour-ink": "pencil"},
    DescriptionType.ATMOSPHERE: {"pencil": "watercolour-ink"},
}
_WORD = re.compile(r"[^\W_]+(?:_[^\W_]+)*")


def style_for(genres: Sequence[str], kind: DescriptionType | None = None) -> str:
    """
    The id of a preset; *genres* are FB2 codes or subject words, as the book names them.

    With *kind* the one that suits a single picture of that type best.
    """
    named = ["-".join(["", *_WORD.findall(each.lower().replace("ё", "е")), ""]) for each in genres]
    style = next((style for style, signs in _LINES if _meets(named, signs)), DEFAULT_STYLE.id)
    return style if kind is None else _OF_ONE.get(kind, {}).get(style, style)


def of(style_id: str) -> list[str]:
    """The codes and words that lead to a style; a "*" stands for any ending."""
    return next((signs.split() for style, signs in _LINES if style == style_id), [])


def _meets(named: Sequence[str], signs: str) -> bool:
    """A sign is a whole word or code, or its beginning."""
    wanted = [f"-{sign[:-1]}" if sign.endswith("*") else f"-{sign}-" for sign in signs.split()]
    return any(sign in each for sign in wanted for each in named)
