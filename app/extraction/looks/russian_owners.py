"""Whose face, coat or years a Russian phrase means."""

import re

from app.domain.bible import Attribute
from app.extraction.looks import nominative, phrases
from app.extraction.looks.people import Owner, Sentence, Token, distinct, owner
from app.extraction.looks.phrases import Phrase
from app.extraction.looks.russian import POSSESSIVE, PRONOUNS
from app.extraction.looks.scenes import SPEECH

_OWN = """
    свой своя свое своё свои своего своей своему своим своими своих свою
"""
OWN = frozenset(_OWN.split())
_DEMONSTRATIVE = """
    этот эта это эти этого этой этих тот та те того той тех
"""
DEMONSTRATIVE = frozenset(_DEMONSTRATIVE.split())
AGED = frozenset({"лет", "года", "годов"})
OBLIQUE_PARTICIPLE = re.compile(r"(?:вш|ющ|ящ|ущ|ащ)(?:ему|его|им|ей|ую)(?:ся)?$")
# Between the parts of a list stand so many words at most (a guess).
LINK_REACH = 7
# Somebody may be that many words away from what describes him ("человек лет сорока, худой, в ...").
CHAIN_REACH = 30
# As many may stand between «у него» and what he has.
AT_REACH = 20
TOWARDS = frozenset({"на", "к", "ко", "за", "перед", "над", "против", "от", "с", "со"})
WEARING = frozenset({"нем", "нём", "ней"})


def find(
    sentence: Sentence, phrase: Phrase, owners: dict[int, Owner], taken: set[int]
) -> Owner | None:
    """
    *owners* are those of the nouns before, *taken* the words that belong to what was found.
    """
    before = phrase.first - 1
    while sentence.has(before, "fleeting") and sentence.form(before) not in OWN | DEMONSTRATIVE:
        before -= 1
    form = sentence.form(before)
    if form in OWN:
        return owner(_actor(sentence, before), 0.9)
    if form in POSSESSIVE or form in DEMONSTRATIVE:
        return owner(sentence.at(before)) if form in POSSESSIVE else None
    if sentence.form(phrase.head) in {"роста", "росту"}:
        return owner(chained(sentence, phrase.first, taken), 0.9, is_portrayed=True)
    return (
        _possessor(sentence, phrase)
        or _bearer(sentence, phrase, before, taken)
        or _coordinated(sentence, phrase, owners)
        or _at(sentence, phrase)
        or _alone(sentence, phrase)
    )


def _possessor(sentence: Sentence, phrase: Phrase) -> Owner | None:
    """«Лицо его», «губы Базарова»."""
    after = sentence.at(phrase.head + 1)
    if after and after.form in POSSESSIVE and not _owns_next(sentence, phrase.head + 2):
        return owner(after)
    if after is None or not after.is_name:
        return None
    # «Лицо Кити»: a name that is never declined may be a genitive too.
    is_genitive = not after.is_subject or after.form.endswith(("и", "о", "у", "е", "э", "ю"))
    return owner(after, 0.95) if is_genitive else None


def _bearer(sentence: Sentence, phrase: Phrase, before: int, taken: set[int]) -> Owner | None:
    """«Человек с лицом», «в сюртуке»."""
    form = sentence.form(before)
    if not (form in {"с", "со"} or (form in {"в", "во"} and _is_worn(sentence, phrase))):
        return None
    head = chained(sentence, before, taken)
    found = owner(head, 0.9, is_portrayed=head is not None and head.look.is_person)
    return found or _topical(sentence, before, taken)


def _at(sentence: Sentence, phrase: Phrase) -> Owner | None:
    """«У него были глаза», «на ней было платье»."""
    for index in range(max(0, phrase.head - AT_REACH), phrase.head + 3):
        token = sentence.at(index + 1)
        if token is None or token.person is None:
            continue
        is_on = sentence.form(index) == "на" and _is_worn(sentence, phrase)
        if sentence.form(index) == "у" or (is_on and token.form in WEARING):
            return owner(token, 0.85)
    return None


def _alone(sentence: Sentence, phrase: Phrase) -> Owner | None:
    """The only one the sentence speaks of, if it does so before the part is named."""
    if not nominative.may_be(sentence.tokens[phrase.head]):
        return None
    if any(sentence.has(index, "seeing") for index in range(phrase.first)):
        # What somebody sees or dreams of is another's.
        return None
    everybody = distinct(sentence.tokens)
    if not everybody and sentence.before:
        whose = sentence.before.owner
        return Owner(whose.person, whose.certainty * 0.65)
    if len(everybody) != 1:
        return None
    # "Больной с тонкой шеей смотрел на Кити": who is only looked at is not described.
    free = [
        token
        for index, token in enumerate(sentence.tokens)
        if token.person and (token.is_subject or sentence.form(index - 1) not in TOWARDS)
    ]
    return owner(max(free, key=lambda token: token.certainty, default=None), 0.75)


def _is_worn(sentence: Sentence, phrase: Phrase) -> bool:
    return sentence.tokens[phrase.head].look.part is Attribute.CLOTHES


def _coordinated(sentence: Sentence, phrase: Phrase, owners: dict[int, Owner]) -> Owner | None:
    """Of "с широким лбом, заостренным носом и глазами" the later parts are whose the first is."""
    is_linked = False
    for at in range(phrase.first - 1, max(phrase.first - 1 - LINK_REACH, -1), -1):
        token = sentence.tokens[at]
        if at in owners:
            alike = nominative.is_instrumental(sentence.tokens[phrase.head].form)
            return (
                owners[at]
                if is_linked and alike == nominative.is_instrumental(token.form)
                else None
            )
        if token.person or token.is_capital or token.form in {";", ":", ".", SPEECH}:
            return None
        is_linked = is_linked or token.form in phrases.LINKS
    return None


def _topical(sentence: Sentence, index: int, taken: set[int]) -> Owner | None:
    """ "Длинное и худое, с широким лбом, оно оживлялось": of whom the sentence before told."""
    is_open = all(i in taken or _is_descriptive(sentence, i) for i in range(index))
    if sentence.before is None or not is_open:
        return None
    whose = sentence.before.owner
    return Owner(whose.person, whose.certainty * 0.9, is_portrayed=True)


def _owns_next(sentence: Sentence, index: int) -> bool:
    """Of «потными руками его холодные руки» the second are his."""
    token = sentence.at(index)
    if token is None:
        return False
    is_noun = token.look.is_person or token.is_name or token.look.part is not None
    return is_noun or (phrases.modifies(token) and token.form[-1:] not in "оа")


def _actor(sentence: Sentence, index: int) -> Token | None:
    """
    Who acts in the sentence: the nearest before, or the only one at all. Of "Яшвину, вытянувшему
    свои ноги" Яшвин acts, of "полковника, который был со своими глазками" another than who was named.
    """
    for at in range(index - 1, max(index - CHAIN_REACH, 0), -1):
        form = sentence.form(at)
        if sentence.form(at - 1) == "," and form.startswith("котор"):
            return None
        if sentence.form(at - 1) == "," and OBLIQUE_PARTICIPLE.search(form):
            return sentence.at(at - 2)
        if sentence.tokens[at].is_subject:
            break
    before = sentence.subject(index)
    if before:
        return before
    acting = [token for token in sentence.tokens if token.is_subject]
    return acting[0] if len(acting) == 1 else None


def chained(sentence: Sentence, index: int, taken: set[int]) -> Token | None:
    """
    Whom a chain of descriptions hangs on: "человек лет сорока, худой, в сюртуке, с бородой".

    From *index* leftwards only what describes may stand between.
    """
    for at in range(index - 1, max(index - CHAIN_REACH, -1), -1):
        token = sentence.tokens[at]
        if token.person:
            if token.is_subject:
                return token
            return None if token.form in PRONOUNS or not _hangs_on(sentence, at, index) else token
        if not (at in taken or _is_descriptive(sentence, at)):
            return None
    return None


def _hangs_on(sentence: Sentence, noun: int, index: int) -> bool:
    """Whether what stands between is no adjective in the nominative: it would describe who acts."""
    between = sentence.tokens[noun + 1 : index]
    return not any(token.form.endswith(("ый", "ий", "ая", "яя")) for token in between)


def _is_descriptive(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    return (
        phrases.modifies(token)
        or token.form in phrases.LINKS
        or token.form in {"весь", "вся", "сам", "сама"}
        or token.form in {"с", "со", "в", "во", "на", "вид", "из", "себя", "собою", "собой"}
        or token.form in AGED
        or token.look.part is not None
        or bool(token.look.roles & {"degree", "copula", "wear"})
        or nominative.is_number(token.form)
    )
