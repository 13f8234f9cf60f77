"""Two small tales of our own, made of what makes names hard."""

from app.domain.names import ChapterText, Entity, EntityKind
from app.extraction import find_names

# Father and son, two brothers, a couple of one surname, short names, titles, words that are names.
RUSSIAN = (
    (
        "Глава I",
        (
            "Аркадий Николаевич Горский приехал в Заречье утром. Отец его, Николай Петрович Горский, "
            "ждал сына на крыльце. — Здравствуй, Аркаша! — сказал Николай Петрович."
        ),
        (
            "Аркадий обнял отца. За Николаем Петровичем стоял его брат, Павел Петрович, и молча курил. "
            "Павлу Петровичу было сорок пять лет."
        ),
        "— Гм, — сказал он. — Эх, Аркадий! Вы, я думаю, голодны? Бог мой, какая пыль!",
        "В Заречье жил и кучер Митрофан. Митрофану дали рубль, и Митрофан поклонился.",
    ),
    (
        "Глава II",
        (
            "Вечером приехал учитель Передонов с женой. Передонова была в синем платье. — Рада вас "
            "видеть, — сказала Передонова. Передонов молчал; никто не любил Передонова."
        ),
        "О Передоновой говорили, что она скупа. Аркадий подал руку Передоновой, а Передонову кивнул.",
        (
            "С ними был мистер Джонс, англичанин. Мистер Джонс говорил по-русски дурно, и над Джонсом "
            "смеялись. Он приехал из Лондона в мае, жил в Петербурге и ругал русский климат."
        ),
        "Пришла и Вера. Вера верила всем, а её вера была крепка. Аркадий смотрел на Веру.",
    ),
    (
        "Глава III",
        (
            "Катерина Сергеевна Ланская, или просто Катя, играла Моцарта. Аркадий слушал Катю. «Кате "
            "скучно», — думал он. Княгиня Лидия Ланская, её тётка, дремала."
        ),
        "— Базаров! — крикнул кто-то со двора. Базаров вошёл с Катей, и Аркадий увидел Базарова.",
        "Из Петербурга пришло письмо. Mademoiselle Claire прочла его вслух; Claire плакала.",
        "Аркадий и Катя уехали в Заречье, а Николай Петрович и Павел Петрович остались.",
    ),
)

ENGLISH = (
    (
        "I: The Stranger at the Inn",
        (
            "Mr. William Thornton came to the Red Lion on a wet Monday in April. He spoke English with "
            "an accent, though he said that he was no Frenchman. “Good Lord!” said Bill Thornton."
        ),
        "Mrs. Thornton was kinder. She kept the accounts, and Mrs. Thornton never forgot a debt.",
        "“Dr. Hale,” she said, “have you seen my husband?” Dr. Hale had not. Hale shook his head.",
        "The old town of Marlow lay below them, and the road ran from Marlow to London.",
    ),
    (
        "II: What the Collector Said",
        (
            "The Time Collector sat by the fire. “I collect hours,” said the Time Collector. The "
            "Collector smiled, and the Time Collector coughed. The Editor laughed at him. “Nonsense,” "
            "said the Editor, and looked at Bill. Then the Editor rose."
        ),
        (
            "Nobody believed the Time Collector, but Anna Thornton did. Anna was nine; she was the "
            "only child in the room. Her brother Tom slept. Tom always slept."
        ),
        "“Oh, Bill,” Anna said to her father, “will he show us Gull Island?” Bill laughed.",
        (
            "They sailed for Gull Island in June. Gull Island was bare, and a stone stood in the "
            "middle of it. Anna and Tom ran to the stone. Captain Hands of the Swallow waited for "
            "them; his hands were cold. “Come, Hands,” said Dr. Hale. Captain Hands nodded."
        ),
    ),
    (
        "III: A Letter",
        (
            "Dear Mrs. Thornton, wrote Captain Hands, we have reached Lisbon. Your Anna is well, and "
            "William sends his love. I had never seen Lisbon before."
        ),
        (
            "Hope is a strange thing. Hale had none. He read the letter in the Red Lion, and the Red "
            "Lion was empty. God knows, he thought, when they will come home from Lisbon."
        ),
        "In Marlow the Editor printed the story. London laughed. Nobody in Marlow did.",
    ),
)


def chapters(tale: tuple[tuple[str, ...], ...], language: str) -> list[ChapterText]:
    return [ChapterText(number, blocks, language) for number, blocks in enumerate(tale, start=1)]


RUSSIAN_CHAPTERS = chapters(RUSSIAN, "ru")
ENGLISH_CHAPTERS = chapters(ENGLISH, "en-GB")


def of(found: list[Entity], name: str) -> Entity:
    """The one that is called so, in the form to look up."""
    (one,) = [each for each in found if name in names(each)]
    return one


def names(entity: Entity) -> set[str]:
    return {alias.name for alias in entity.aliases}


def surfaces(entity: Entity) -> list[str]:
    return [mention.surface for mention in entity.mentions]


def all_names(found: list[Entity], kind: EntityKind) -> set[str]:
    return {name for each in found if each.kind is kind for name in names(each)}


def found_in(*blocks: str, language: str = "ru") -> list[Entity]:
    return find_names([ChapterText(1, blocks, language)])
