"""A bible is what was extracted and every edit since, folded in order: nothing else."""

from dataclasses import replace
from uuid import UUID

from app.domain.bible import Attribute, EditKind, Origin
from app.domain.books import Address, Span
from app.domain.figures import Called, Edit, Figure, Look, Said
from app.domain.names import EntityKind, Gender
from app.services import names, overlay

ANNA, OTHER = "character:2/0/0", "character:2/3/0"


def fact(key, attribute, value, at, *, number):
    span = Span(Address(*at), Address(at[0], at[1], at[2] + 9))
    return Said(
        id=UUID(int=number),
        identity=overlay.identity(key, attribute, value, span),
        attribute=attribute,
        value=value,
        value_en=value,
        quote=f"with {value}",
        span=span,
        confidence=0.9,
        origin=Origin.EXTRACTED,
        is_lasting=True,
        valid_from=span.start,
        valid_to=None,
    )


def figure(key, name, *names, number=1, facts=()):
    place = Address(*map(int, key.partition(":")[2].split("/")))
    return Figure(
        ids=(UUID(int=number),),
        keys=(key,),
        kind=EntityKind.CHARACTER,
        name=name,
        names=tuple(Called(each, key, place, 5) for each in (name, *names)),
        gender=Gender.UNKNOWN,
        importance=0.5,
        first=place,
        facts=tuple(facts),
    )


HAIR = fact(ANNA, Attribute.HAIR, "black hair", (2, 1, 0), number=11)
EYES = fact(ANNA, Attribute.EYES, "grey eyes", (2, 2, 0), number=12)
BEARD = fact(OTHER, Attribute.FACIAL_HAIR, "red beard", (2, 4, 0), number=13)


def cast():
    return [
        figure(ANNA, "Anna", "Anna Pavlovna", number=1, facts=[HAIR, EYES]),
        figure(OTHER, "Vronsky", number=2, facts=[BEARD]),
    ]


def folded(*edits, people=None):
    numbered = [Edit(version, *edit) for version, edit in enumerate(edits, start=2)]
    return overlay.fold(people or cast(), numbered)


def added(**changes):
    said = {
        "id": str(UUID(int=90)),
        "kind": "character",
        "name": "Polkan",
        "aliases": ["the dog"],
        "gender": "male",
        "first": [2, 0, 0],
    }
    return (EditKind.ADD_ENTITY, said | changes)


def told(key, **changes):
    said = {
        "entity": key,
        "id": str(UUID(int=91)),
        "attribute": "hair",
        "value": "ash blond",
        "value_en": "ash blond",
        "quote": None,
        "span": None,
        "confidence": 1.0,
        "origin": "user",
        "is_lasting": True,
        "valid_from": None,
        "valid_to": None,
        "is_locked": True,
        "contradicts": [],
    }
    return said | changes


def values(made, key):
    return [each.value for each in made.figures[key].facts]


def test_without_edits_it_is_what_was_extracted():
    made = folded()

    assert list(made.figures.values()) == cast()


def test_a_figure_of_the_readers_own_is_where_its_names_stand():
    made = folded(added())
    key = "character:own/2"

    assert [each.name for each in made.figures[key].names] == ["Polkan", "the dog"]
    assert [each.key for each in made.present([], "Up jumped the dog, barking.")] == [key]
    assert made.present([], "Polkanville lies in the north.") == []


def test_russian_names_are_found_as_a_sentence_bends_them():
    made = folded(added(name="Пётр Верховенский", aliases=["Наташа"]))

    for text in ("Увидел он Петра Верховенского.", "о Наташе думал"):
        assert [each.key for each in made.present([], text)] == ["character:own/2"], text
    assert made.present([], "Петровка шумела.") == []


def test_an_edit_changes_name_names_gender_importance_and_look():
    change = {
        "entity": ANNA,
        "name": "Annette",
        "add": ["the hostess"],
        "drop": ["Anna Pavlovna"],
        "gender": "female",
        "importance": 0.9,
        "look": "approved",
    }

    one = folded((EditKind.EDIT_ENTITY, change)).figures[ANNA]

    assert (one.name, one.gender, one.importance) == ("Annette", Gender.FEMALE, 0.9)
    assert [each.name for each in one.names if not each.is_dropped] == ["Anna", "the hostess"]
    assert one.look is Look.APPROVED
    assert one.facts == (HAIR, EYES)


def test_who_is_removed_is_in_no_passage():
    made = folded((EditKind.REMOVE_ENTITY, {"entity": OTHER}))

    assert [each.key for each in made.living] == [ANNA]
    assert [each.key for each in made.present([ANNA, OTHER], "Anna and Vronsky")] == [ANNA]


def test_who_is_merged_brings_names_mentions_and_facts():
    made = folded((EditKind.MERGE_ENTITIES, {"into": ANNA, "from": OTHER}))

    [one] = made.living
    assert one.keys == (ANNA, OTHER)
    assert one.facts == (HAIR, EYES, BEARD)
    assert {each.name for each in one.names} == {"Anna", "Anna Pavlovna", "Vronsky"}
    assert [each.key for each in made.present([OTHER], "Vronsky came.")] == [ANNA]


def test_who_is_merged_tells_the_gender_by_their_own_name_too():
    early = replace(figure(OTHER, "Varya", number=2), gender=Gender.FEMALE)
    late = replace(figure("character:9/1/0", "Aygul", number=1), gender=Gender.FEMALE)
    stranger = replace(early, gender=Gender.UNKNOWN)
    merge = (EditKind.MERGE_ENTITIES, {"into": late.key, "from": early.key})

    [one] = folded(merge, people=[late, early]).living
    [other] = folded(merge, people=[late, stranger]).living

    assert names.known_gender(one, Address(8, 0, 0)) is Gender.FEMALE
    assert names.known_gender(other, Address(8, 0, 0)) is Gender.UNKNOWN


def split(**changes):
    said = {
        "entity": ANNA,
        "id": str(UUID(int=92)),
        "aliases": ["Anna Pavlovna"],
        "name": "Anna Pavlovna",
    }
    return (EditKind.SPLIT_ENTITY, said | changes)


def test_a_name_that_is_split_off_takes_its_places_and_its_facts():
    hers = replace(EYES, quote="Anna Pavlovna had grey eyes")
    people = [figure(ANNA, "Anna", "Anna Pavlovna", facts=[HAIR, hers]), cast()[1]]

    made = folded(split(), people=people)

    own = "character:own/2"
    for text, who in (
        ("Anna Pavlovna sat down.", [own]),
        ("Anna smiled.", [ANNA]),
        ("Anna looked at Anna Pavlovna.", [ANNA, own]),
        ("She smiled.", [ANNA]),
    ):
        assert [each.key for each in made.present([ANNA], text)] == who, text
    assert (values(made, ANNA), values(made, own)) == (["black hair"], ["grey eyes"])
    assert made.of_surface(ANNA, "Anna Pavlovna").key == own


def test_names_are_split_off_in_whatever_case_a_russian_sentence_puts_them():
    people = [figure(ANNA, "Анна", "Анна Павловна")]

    made = folded(split(aliases=["Анна Павловна"], name="Шерер"), people=people)

    own = "character:own/2"
    for text, who in (
        ("Вошёл он с Анной Павловной.", [own]),
        ("Анне было скучно.", [ANNA]),
        ("У Анны Павловны сидели гости; Анну не звали.", [ANNA, own]),
    ):
        assert [each.key for each in made.present([ANNA], text)] == who, text


def test_who_was_split_off_and_removed_does_not_come_back():
    made = folded(split(), (EditKind.REMOVE_ENTITY, {"entity": "character:own/2"}))

    assert made.present([ANNA], "Anna Pavlovna sat down.") == []


def test_facts_are_added_changed_and_removed():
    changed = told(ANNA, fact=HAIR.identity, value="raven hair", quote=HAIR.quote)
    made = folded(
        (EditKind.ADD_FACT, told(ANNA, value="a scar", attribute="marks")),
        (EditKind.EDIT_FACT, changed),
        (EditKind.REMOVE_FACT, {"entity": ANNA, "fact": EYES.identity}),
    )

    assert values(made, ANNA) == ["raven hair", "a scar"]
    hair, scar = made.figures[ANNA].facts
    assert (hair.origin, hair.quote, hair.is_locked) == (Origin.USER, HAIR.quote, True)
    assert scar.identity == "own/2"


def test_a_fact_of_whom_was_merged_away_can_still_be_changed():
    made = folded(
        (EditKind.MERGE_ENTITIES, {"into": ANNA, "from": OTHER}),
        (EditKind.EDIT_FACT, told(ANNA, fact=BEARD.identity, value="no beard")),
        (EditKind.REMOVE_FACT, {"entity": ANNA, "fact": HAIR.identity}),
    )

    assert values(made, ANNA) == ["grey eyes", "no beard"]


def test_a_reference_approves_the_look_and_can_be_taken_away():
    picture = UUID(int=77)
    set_ = (EditKind.SET_REFERENCE, {"entity": ANNA, "illustration": str(picture)})

    one = folded(set_).figures[ANNA]
    then = folded(set_, (EditKind.REMOVE_REFERENCE, {"entity": ANNA})).figures[ANNA]

    assert (one.reference, one.look) == (picture, Look.APPROVED)
    assert then.reference is None


def test_a_style_changes_nobody():
    assert folded((EditKind.SET_STYLE, {"style": "oil", "words": None})) == folded()


def everything():
    return [
        added(),
        split(),
        (EditKind.EDIT_ENTITY, {"entity": ANNA, "name": "Annette"}),
        (EditKind.ADD_FACT, told(ANNA)),
        (EditKind.EDIT_FACT, told(ANNA, fact=HAIR.identity, value="raven hair")),
        (EditKind.REMOVE_FACT, {"entity": ANNA, "fact": EYES.identity}),
        (EditKind.SET_REFERENCE, {"entity": ANNA, "illustration": str(UUID(int=5))}),
        (EditKind.MERGE_ENTITIES, {"into": ANNA, "from": OTHER}),
        (EditKind.REMOVE_REFERENCE, {"entity": ANNA}),
        (EditKind.REMOVE_ENTITY, {"entity": ANNA}),
        (EditKind.SET_STYLE, {"style": "oil", "words": None}),
    ]


def test_an_old_version_is_the_fold_of_the_edits_until_then():
    edits = everything()

    versions = [folded(*edits[:count]) for count in range(len(edits) + 1)]

    assert versions[0] == folded()
    assert versions == [folded(*edits[:count]) for count in range(len(edits) + 1)]
    assert [each.figures[ANNA].name for each in versions[:5]] == ["Anna"] * 3 + ["Annette"] * 2


def test_edits_of_what_is_not_there_any_more_are_passed_over():
    gone = (EditKind.REMOVE_ENTITY, {"entity": ANNA})
    about_anna = [each for each in everything() if each[1].get("entity") == ANNA]

    made = folded(gone, *about_anna, (EditKind.MERGE_ENTITIES, {"into": OTHER, "from": ANNA}))

    assert [each.key for each in made.living] == [OTHER]
    removed = (EditKind.REMOVE_FACT, {"entity": ANNA, "fact": HAIR.identity})
    changed = (EditKind.EDIT_FACT, told(ANNA, fact=HAIR.identity))
    assert values(folded(removed, changed), ANNA) == ["grey eyes"]


def test_edits_hold_when_the_book_is_extracted_again():
    """Another run may give other ids, find new facts and lose old ones; keys and words stay."""
    new = fact(ANNA, Attribute.SKIN, "pale skin", (2, 0, 5), number=51)
    again = [
        replace(
            figure(ANNA, "Anna", "Anna Pavlovna", number=31),
            facts=(new, replace(EYES, id=UUID(int=52))),
        ),
        figure(OTHER, "Vronsky", number=32),
    ]
    edits = [
        (EditKind.EDIT_FACT, told(ANNA, fact=HAIR.identity, value="raven hair", quote=HAIR.quote)),
        (EditKind.REMOVE_FACT, {"entity": ANNA, "fact": EYES.identity}),
        (EditKind.EDIT_FACT, told(OTHER, fact=BEARD.identity, value="no beard")),
    ]

    made = folded(*edits, people=again)

    assert values(made, ANNA) == ["pale skin", "raven hair"]
    assert made.figures[ANNA].facts[1].quote == HAIR.quote
    assert values(made, OTHER) == ["no beard"]
