"""
Everything that can go wrong, and whether trying again may help.

    BookReaderError
    ├── NotFound            not there, or somebody else's: 404, one and the same
    ├── NotSignedIn         401
    ├── NotAllowed          403
    ├── Conflict            the thing is not in a state that allows this: 409
    ├── PreconditionFailed  it changed since you looked: 412
    ├── Refused             understood, and will never succeed: 422
    │   ├── InvalidInput    with a pointer to the field
    │   ├── UnreadableBook  one class per way a file is not a book; see below
    │   ├── NoSuchFile      on the command line
    │   ├── UnsupportedFormat   415
    │   ├── TooLarge        413
    │   ├── PictureRefused  a provider's safety filter said no, or ours
    │   ├── ProviderKeyUnreadable   a reader's own, sealed with a secret this server no longer has
    │   └── Misconfigured   only the operator can mend it
    │       └── ProviderMisconfigured  a key or a model
    ├── QuotaExceeded       402
    ├── TooManyRequests     429
    ├── Defect              our own bug, met in the background: final, told without internals
    ├── LeaseLost           another worker has this job now; never shown to a reader
    └── Unavailable         somebody else's machine; the same call may succeed later: 503
        ├── DatabaseUnavailable
        ├── ProviderUnavailable
        ├── Snoozed         wait without counting an attempt (rate limits, a full queue)
        └── StorageUnavailable
            └── DiskFull

`slug` names the problem (`/problems/{slug}`), `title` tells it, `remedy` says what to do next.
"""

from typing import ClassVar


class BookReaderError(Exception):
    """*facts* are extra members of the problem (`limit`), *retry_after* is in seconds."""

    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong on our side"
    remedy: ClassVar[str] = "Try again; if it stays, send us the request id."

    def __init__(
        self,
        detail: str | None = None,
        *,
        retry_after: float | None = None,
        **facts: str | float | None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.retry_after = retry_after
        self.facts = facts

    def problem(self) -> dict[str, str | float | None]:
        """The members of an RFC 9457 problem that do not depend on where it is told."""
        return {
            **self.facts,
            "type": f"/problems/{self.slug}",
            "code": self.slug,
            "title": self.title,
            "detail": self.detail,
            "remedy": self.remedy,
        }


class NotFound(BookReaderError):
    slug = "not-found"
    title = "There is nothing here"
    remedy = "Check the address; what belongs to another reader is not shown either."


class NotSignedIn(BookReaderError):
    slug = "not-signed-in"
    title = "Sign in first"
    remedy = "Send a bearer token from POST /api/v1/auth/login, or sign in on the page."


class NotAllowed(BookReaderError):
    slug = "not-allowed"
    title = "This is not allowed"
    remedy = "Ask the operator of this server."


class Conflict(BookReaderError):
    slug = "conflict"
    title = "The thing is not in a state that allows this"
    remedy = "Look at its current state and decide again."


class PreconditionFailed(BookReaderError):
    slug = "precondition-failed"
    title = "It changed since you last looked"
    remedy = "Read it again and repeat the change."


class Refused(BookReaderError):
    slug = "refused"
    title = "This cannot be done"
    remedy = "Change the request; repeating it will not help."


class InvalidInput(Refused):
    slug = "invalid-input"
    title = "The request does not fit the rules"
    remedy = "Correct the fields named in `errors`."

    def __init__(self, detail: str | None = None, *, pointer: str = "", **facts: str | int) -> None:
        super().__init__(detail, retry_after=None, **facts)
        self.pointer = pointer


class NoSuchFile(Refused):
    slug = "no-such-file"
    title = "There is no such file"
    remedy = "Check the path."


class UnreadableBook(Refused):
    slug = "unreadable-book"
    title = "This file is not a book we can read"
    remedy = "Open it in another reader; if it works there, convert it to EPUB, or send it to us."


class EmptyFile(UnreadableBook):
    slug = "empty-file"
    title = "The file is empty"
    remedy = "Download it again, or choose another file."


class CorruptArchive(UnreadableBook):
    slug = "corrupt-archive"
    title = "The file is damaged"
    remedy = "Download it again; the copy is incomplete or damaged."


class UnsupportedCompression(UnreadableBook):
    slug = "unsupported-compression"
    title = "The file is packed in a way that EPUB does not allow"
    remedy = "Save it again with the program that made it."


class UnsafeArchive(UnreadableBook):
    slug = "unsafe-archive"
    title = "The file names places outside itself"
    remedy = "Get the book from a place you trust."


class AmbiguousArchive(UnreadableBook):
    slug = "ambiguous-archive"
    title = "The archive holds several books"
    remedy = "Unpack it and upload the one you want."


class PasswordProtected(UnreadableBook):
    slug = "password-protected"
    title = "The archive is locked with a password"
    remedy = "Unpack it and upload the book inside."


class DrmProtected(UnreadableBook):
    slug = "drm-protected"
    title = "The book is locked by its shop (DRM)"
    remedy = "Only the app it was bought for opens this one; buy or borrow a copy without DRM."


class UnsafeXml(UnreadableBook):
    slug = "unsafe-xml"
    title = "The file holds markup made to do harm"
    remedy = UnsafeArchive.remedy


class TooDeep(UnreadableBook):
    slug = "too-deep"
    title = "The markup is nested deeper than any book"


class InvalidEpub(UnreadableBook):
    slug = "invalid-epub"
    title = "The EPUB lacks the parts that make it a book"


class InvalidFb2(UnreadableBook):
    slug = "invalid-fb2"
    title = "The FB2 is broken beyond repair"


class EmptyBook(UnreadableBook):
    slug = "empty-book"
    title = "There is no text in this book"


class UnsupportedFormat(Refused):
    slug = "unsupported-format"
    title = "This is not an EPUB or FB2 file"
    remedy = "Convert it to EPUB or FB2 first (calibre does this well)."


class TooLarge(Refused):
    slug = "too-large"
    title = "This is larger than we take"
    remedy = "Make it smaller, or ask the operator for a higher limit."


class UploadTooLarge(TooLarge):
    slug = "upload-too-large"


class ArchiveTooLarge(TooLarge):
    slug = "archive-too-large"
    title = "Unpacked, this file is larger than we take"


class TooManyEntries(TooLarge):
    slug = "too-many-entries"
    title = "The archive holds more files than any book"


class BookTooLarge(TooLarge):
    slug = "book-too-large"
    title = "The book is larger than we take"


class PictureRefused(Refused):
    slug = "picture-refused"
    title = "A safety filter refused this picture"
    remedy = "Ask again with other words (`prompt`)."


class ProviderKeyUnreadable(Refused):
    slug = "provider-key-unreadable"
    title = "Your own key can no longer be opened"
    remedy = "Enter it again (PUT /me/provider-keys/{provider}), or take it away."


class Misconfigured(Refused):
    slug = "misconfigured"
    title = "This server is not set up"
    remedy = "Set what is missing; `bookreader doctor` names it."


class ProviderMisconfigured(Misconfigured):
    slug = "provider-misconfigured"
    title = "The image provider is not set up"
    remedy = "The operator has to check its key and model (`bookreader doctor --live`)."


class QuotaExceeded(BookReaderError):
    slug = "quota-exceeded"
    title = "The credit is used up"
    remedy = "Wait for the reset or add credit."


class TooManyRequests(BookReaderError):
    slug = "too-many-requests"
    title = "Too many requests"
    remedy = "Wait for Retry-After seconds."


class Defect(BookReaderError): ...


class LeaseLost(BookReaderError):
    slug = "lease-lost"
    title = "Another worker has taken this job"


class Unavailable(BookReaderError):
    slug = "unavailable"
    title = "Something we depend on does not answer"
    remedy = "Try again in a little while."


class DatabaseUnavailable(Unavailable):
    slug = "database-unavailable"
    title = "The database does not answer"


class ProviderUnavailable(Unavailable):
    slug = "provider-unavailable"
    title = "The image provider did not give a picture"


class Snoozed(Unavailable):
    slug = "provider-busy"
    title = "The image provider asks us to wait"


class StorageUnavailable(Unavailable):
    slug = "storage-unavailable"
    title = "The file store does not answer"


class DiskFull(StorageUnavailable):
    slug = "disk-full"
    title = "The disk of the server is full"
    remedy = "Nothing is lost. Free some space (see `bookreader doctor`), then retry the job."
