"""What the words beside a Russian name tell of it."""

from functools import cache, lru_cache

from app.domain.names import Gender
from app.extraction.names import english, lists
from app.extraction.names.dictionary import FORMS_REMEMBERED, morphology
from app.extraction.names.lexemes import Reading
from app.extraction.names.tokens import Cap, plain

# So many letters of a title no case changes.
STEM = 2
# How much more a reading is worth that suits its neighbours, in powers of e (chosen on the novels
# for development).
SUITS, SUITS_VERB, SPOILS_VERB = 4.0, 5.0, 3.0
# "мол" and "зал" are no verbs.
SHORT = 3
GENITIVE = frozenset(
    (
        *("у", "от", "для", "без", "из", "с", "со", "около", "до", "против", "после", "кроме"),
        "возле",
    )
)
DATIVE = frozenset(("к", "ко", "по"))


@lru_cache(FORMS_REMEMBERED)
def title_of(word: str) -> tuple[str, Gender, bool, bool] | None:
    """What a title or a trade before a name tells, in whatever case; None if *word* is none."""
    if not "а" <= word[0] <= "я":
        return english.title_of(word)
    if word[:STEM] not in _stems():
        return None
    named = lists.read("ru")
    lemmas = [word]
    if morphology().word_is_known(word):
        lemmas += [plain(parse.normal_form) for parse in morphology().parse(word)]
    for lemma in lemmas:
        for kind, is_part in (("title", True), ("kin", False)):
            for gender in (Gender.MALE, Gender.FEMALE):
                if named.has(f"{kind} {gender}", lemma):
                    return lemma, gender, named.has("married", lemma), is_part
    return None


@cache
def _stems() -> frozenset[str]:
    named = lists.read("ru")
    return frozenset(
        word[:STEM]
        for kind in ("title", "kin")
        for gender in (Gender.MALE, Gender.FEMALE)
        for word in named.sections[f"{kind} {gender}"]
    )


def prior(cap: Cap, reading: Reading) -> float:
    """What the neighbours of a single word say for one of its cases."""
    before, after = plain(cap.before), plain(cap.after)
    gain = 0.0
    if before in GENITIVE:
        gain += SUITS if "g" in reading.cases else -SUITS
    elif before in DATIVE:
        gain += SUITS if "d" in reading.cases else -SUITS
    is_hers = reading.cases == "n" and reading.lexeme.gender is Gender.FEMALE
    for verb in (before, after):
        if is_hers and len(verb) > SHORT and verb.endswith(("л", "лся")):
            gain -= SPOILS_VERB
        elif is_hers and len(verb) > SHORT and verb.endswith(("ла", "лась")):
            gain += SUITS_VERB
    return gain
