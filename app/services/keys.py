"""Keys that readers bring for image providers: put away sealed, opened only to draw."""

from uuid import UUID

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert

from app import security
from app.db.base import new_id
from app.db.models import ProviderKey
from app.db.work import ReadSession, UnitOfWork
from app.errors import InvalidInput, ProviderKeyUnreadable
from app.illustration.providers import PROVIDERS

# The end of a shorter key would give too much of it away.
_SHORTEST_WITH_HINT = 16
_HINT = 4


async def of(session: ReadSession, reader: UUID, secret: str) -> dict[str, str]:
    """
    The reader's keys by provider, open: for the studio, and for nobody's log.

    Raises `ProviderKeyUnreadable` for one that was sealed with another secret of the server: a
    picture on somebody else's account in its place would be a surprise.
    """
    rows = await session.scalars(ProviderKey.owned_by(reader).order_by(ProviderKey.provider))
    opened = {}
    for row in rows:
        try:
            opened[row.provider] = _opened(row, secret)
        except ValueError as error:
            raise ProviderKeyUnreadable(
                f"Your key for {row.provider} was put away under an older secret of this server.",
                provider=row.provider,
            ) from error
    return opened


async def find(session: ReadSession, reader: UUID, secret: str) -> list[tuple[ProviderKey, bool]]:
    """All of a reader's, sealed, and whether each still opens."""
    rows = await session.scalars(ProviderKey.owned_by(reader).order_by(ProviderKey.provider))
    return [(row, _is_usable(row, secret)) for row in rows]


async def put(
    work: UnitOfWork, reader: UUID, secret: str, *, provider: str, key: str
) -> ProviderKey:
    """In place of the former one. Raises `InvalidInput` for a provider that takes none."""
    able = [name for name, can in PROVIDERS.items() if can.takes_key]
    if provider not in able:
        raise InvalidInput(
            f"Only these take a key of your own: {', '.join(able)}", pointer="/provider"
        )
    changed = {
        "sealed": security.seal(secret, key, "provider-key", str(reader), provider),
        "hint": key[-_HINT:] if len(key) >= _SHORTEST_WITH_HINT else "",
        "created_at": func.now(),
    }
    row = await work.session.scalar(
        insert(ProviderKey)
        .values(id=new_id(), reader_id=reader, provider=provider, **changed)
        .on_conflict_do_update(index_elements=["reader_id", "provider"], set_=changed)
        .returning(ProviderKey)
        .execution_options(populate_existing=True)
    )
    assert row is not None
    return row


async def remove(work: UnitOfWork, reader: UUID, *, provider: str) -> None:
    """None is fine as well."""
    await work.session.execute(
        delete(ProviderKey).where(ProviderKey.reader_id == reader, ProviderKey.provider == provider)
    )


def _opened(row: ProviderKey, secret: str) -> str:
    return security.unseal(secret, row.sealed, "provider-key", str(row.reader_id), row.provider)


def _is_usable(row: ProviderKey, secret: str) -> bool:
    try:
        _opened(row, secret)
    except ValueError:
        return False
    return True
