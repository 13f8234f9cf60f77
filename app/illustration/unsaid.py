"""What no prompt ever says, whoever wrote it: addresses, orders to a model, names of living artists."""

import re
from collections import Counter
from collections.abc import Callable

# Bounded parts and no runs of spaces: whoever sends 4,000 dots must not keep a worker busy.
_ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,63}\.\w{2,}|"
    r"\b(?:[\w-]{1,63}\.){1,4}(?:com|org|net|io|ru|su)\b(?:/\S*)?",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[^\S\n]+")
# Marks that some servers read as commands: weights, flags, extra networks, wildcards.
_WEIGHT = re.compile(r"(?<![(\[{])[(\[{]+([^()\[\]{}:]+):\s*-?\d+(?:\.\d+)?\s*[)\]}]+")
_MARK = re.compile(r"<[^<>\n]{1,80}>|(?<!\S)--?[a-z]{1,12}\s+[\d:.]+(?!\S)|__\w+__|\{\{|\}\}|\|\|")
_ORDER = re.compile(
    r"""\b(?:ignore|disregard|forget|override|bypass|skip|disable)\s+(?:\w+\s+){0,3}
          (?:instructions?|prompts?|rules?|guidelines?|filters?|safety|restrictions?)\b
      | \b(?:ignore|disregard)\s+(?:\w+\s+){0,2}(?:previous|above|prior|preceding)\b
      | \b(?:previous|above|prior)\s+(?:instructions?|prompts?)\b
      | \b(?:system|developer)\s+(?:prompt|message)\b
      | \byou\s+are\s+(?:now\s+)?(?:an?\s+)?(?:ai|assistant|language\s+model|chatbot)\b
      | \b(?:reveal|print|repeat|output)\s+(?:\w+\s+){0,3}(?:prompt|instructions?|key)\b
      | \b(?:игнорируй|проигнорируй|забудь|отбрось|обойди|отключи)\w*\s+(?:\S+\s+){0,3}
          (?:инструкци|указани|правил|промпт|фильтр|ограничени)\w*
      | \b(?:предыдущи|прежни)\w+\s+(?:инструкци|указани|промпт)\w*
      | \bсистемн\w+\s+(?:промпт|сообщени)\w*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE = re.compile(r"[^.!?…;\n]+[.!?…;\n]*|[.!?…;\n]+")
_LIVING = """
    Greg Rutkowski|Artgerm|Stanley Lau|WLOP|Ruan Jia|Loish|Lois van Baarle|Ross Tran|Sakimichan|Guweiz|Ilya Kuvshinov|
    Alan Lee|John Howe|Quentin Blake|Shaun Tan|Chris Riddell|Axel Scheffler|Jan Brett|Oliver Jeffers|
    Hayao Miyazaki|Makoto Shinkai|Yoshitaka Amano|Katsuhiro Otomo|Junji Ito|Naoki Urasawa|Tim Burton|Banksy|
    David Hockney|Gerhard Richter|Anselm Kiefer|Yayoi Kusama|Damien Hirst|Jeff Koons|Takashi Murakami|Jenny Saville|
    Peter Doig|Cindy Sherman|Annie Leibovitz|Steve McCurry|Todd McFarlane|Jim Lee|Alex Ross|Mike Mignola|Frank Miller|
    Craig Mullins|James Gurney|Donato Giancola|Michael Whelan|Boris Vallejo|Julie Bell|Brom|Simon Stalenhag|
    Simon Stålenhag|Kim Jung Gi|Feng Zhu|Peter Mohrbacher|Magali Villeneuve|Jakub Rozalski|Beeple|Никас Сафронов|
    Зураб Церетели|Антон Ломаев|Игорь Олейников
"""
_ARTIST = re.compile(
    r"(?:,?\s*\b(?:by|after|in the (?:style|manner) of|в (?:стиле|манере))\s+)?\b(?:"
    + "|".join(re.escape(name.strip()) for name in _LIVING.split("|"))
    + r")\b",
    re.IGNORECASE,
)
# Of these nobody's living work is imitated.
_OLD_MASTERS = """
    Rembrandt Vermeer Turner Dürer Durer Doré Dore Bilibin Vrubel Vasnetsov Kustodiev Serov Kramskoi
    Kramskoy Repin Levitan Shishkin Aivazovsky Savrasov Surikov Monet Manet Degas Renoir Gogh Cézanne
    Cezanne Bosch Bruegel Brueghel Goya Hokusai Hiroshige Klimt Mucha Beardsley Rackham Caravaggio Leonardo
    Michelangelo Raphael Botticelli Titian Rubens Constable Hogarth Tenniel Cruikshank Phiz Friedrich Blake
    Рембрандта Вермеера Тёрнера Дюрера Доре Билибина Врубеля Васнецова
    Кустодиева Серова Крамского Репина Левитана Шишкина Айвазовского Саврасова Сурикова Моне Дега Гойи Хокусая
"""
_OLD = frozenset(_OLD_MASTERS.split())
_MANNER = re.compile(
    r",?\s*\b(?:[Ii]n the (?:style|manner) of|[Вв] (?:стиле|манере))\s+"
    r"(?P<who>[A-ZА-ЯЁ]\w+(?:[\s-]+(?:van|von|de|der|da|[A-ZА-ЯЁ])[\w.]*){0,3})"
)


def strip(text: str) -> tuple[str, tuple[str, ...]]:
    """*text* without what must not be said, and what was taken away, counted by kind."""
    lost: Counter[str] = Counter()
    kept = []
    text = _SPACES.sub(" ", text)
    for sentence in _SENTENCE.findall(_ADDRESS.sub(_counted(lost, "addresses"), text)):
        if _ORDER.search(sentence):
            lost["instructions"] += 1
        else:
            kept.append(sentence)
    rest = _WEIGHT.sub(r"\1", "".join(kept))
    rest = _MARK.sub(_counted(lost, "marks"), rest)
    rest = _ARTIST.sub(_counted(lost, "artists"), rest)
    rest = _MANNER.sub(lambda found: _manner(found, lost), rest)
    return rest, tuple(f"{kind}: {count}" for kind, count in lost.items())


def _counted(lost: Counter[str], kind: str) -> Callable[[re.Match[str]], str]:
    def taken(_: re.Match[str]) -> str:
        lost[kind] += 1
        return " "

    return taken


def _manner(found: re.Match[str], lost: Counter[str]) -> str:
    """Of a dead master it may be said; who else is meant nobody can know."""
    if _OLD & set(re.split(r"[\s-]+", found["who"])):
        return found[0]
    lost["artists"] += 1
    return " "
