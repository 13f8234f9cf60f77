"""A chat with the stand-in through a real gate, and passages to ask it about."""

from collections.abc import AsyncIterator, Callable

import pytest

from app.domain.descriptions import Candidate, DescriptionType
from app.domain.gates import Gate, Pace
from app.language import Chat, ChatOptions, Llm, LlmOptions
from app.limits import open_gate
from tests.standin import StandIn

KEY = "sk_of-the-language-model"


@pytest.fixture
async def service() -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        yield standin


@pytest.fixture
async def gate() -> AsyncIterator[Gate]:
    paces = {Chat.provider: Pace(slots=4, per_minute=6000, burst=1000)}
    async with open_gate(paces=paces) as opened:
        yield opened


@pytest.fixture
def options(service: StandIn) -> ChatOptions:
    return ChatOptions(f"{service.url}/v1", "some-model", KEY, timeout_s=1.0)


@pytest.fixture
def chat(gate: Gate, options: ChatOptions) -> Chat:
    return Chat(gate, options)


@pytest.fixture
def llm_with(chat: Chat) -> Callable[..., Llm]:
    return lambda **changes: Llm(chat, LlmOptions(**changes))


@pytest.fixture
def llm(llm_with: Callable[..., Llm]) -> Llm:
    return llm_with()


def candidate(number: int, text: str, worth: float = 0.5) -> Candidate:
    return Candidate(
        block=number,
        start=0,
        end_block=number,
        end=len(text),
        text=text,
        worth=worth,
        type=DescriptionType.LOCATION,
        type_probabilities={
            DescriptionType.LOCATION: 0.4,
            DescriptionType.CHARACTER: 0.3,
            DescriptionType.ATMOSPHERE: 0.1,
            DescriptionType.OBJECT: 0.1,
            DescriptionType.ACTION: 0.1,
        },
        features_version=1,
    )


# Our own sentences; the stand-in judges by the number of their long words.
TEXTS = (
    "A crooked lighthouse leaned over the harbour, painted in peeling stripes of scarlet.",
    "«Зачем вы пришли?» – спросил он и умолк.",
    "На столе горела свеча, и тёплый круг света лежал на потемневших досках старого пола.",
    "He said no, and that was it.",
    "The garden had grown wild: brambles climbed the broken statues, and yellow lichen covered them.",
    "Старуха в выцветшем платке перебирала сухие травы, развешанные под низким закопчённым потолком.",
    "Rain.  It rained all day and all night.",
)


@pytest.fixture
def found() -> list[Candidate]:
    worths = (0.6, 0.2, 0.7, 0.1, 0.5, 0.9, 0.3)
    pairs = zip(TEXTS, worths, strict=True)
    return [candidate(n, text, worth) for n, (text, worth) in enumerate(pairs)]
