"""What the last pictures of remote providers looked like: some faults show only beside another picture."""

from collections import OrderedDict

from app.domain.illustrations import ImageRequest
from app.errors import ProviderUnavailable
from app.illustration.quality import Verified

# Pictures remembered by one process; a guess.
_REMEMBERED = 1000
# Bits of 64 that differ: encoding a picture again changes 2, other pictures differ in 9 to 37 (measured).
_SAME, _ANOTHER = 4, 9

Asked = tuple[str, str, str | None, int, int]


class Memory:
    """Knows bytes by their digest, and for each prompt the seed and look of what came of it last."""

    def __init__(self) -> None:
        self._prompts: OrderedDict[str, str] = OrderedDict()
        self._looks: OrderedDict[Asked, tuple[int, int]] = OrderedDict()

    def compare(self, provider: str, request: ImageRequest, verified: Verified) -> tuple[str, ...]:
        """
        What the provider did not keep to.

        Raises `ProviderUnavailable` for the same bytes for other words: a notice we do not know yet.
        """
        known = self._prompts.setdefault(verified.digest, request.prompt)
        asked = (provider, request.prompt, request.model, request.width, request.height)
        before = self._looks.get(asked)
        self._looks[asked] = (request.seed, verified.dhash)
        for each in (self._prompts, self._looks):
            while len(each) > _REMEMBERED:
                each.popitem(last=False)
        if known != request.prompt:
            raise ProviderUnavailable(
                "The provider sent one picture for two prompts.", reason="duplicate"
            )
        return () if before is None else _seed_losses(before, request.seed, verified.dhash)


def _seed_losses(before: tuple[int, int], seed: int, dhash: int) -> tuple[str, ...]:
    differing = (before[1] ^ dhash).bit_count()
    if before[0] == seed and differing >= _ANOTHER:
        return ("seed: another picture for the same seed",)
    if before[0] != seed and differing <= _SAME:
        return ("seed: the same picture for another seed",)
    return ()
