"""A job is a verb and a noun: what to do, and the id of what to do it to."""

from enum import IntEnum, StrEnum


class JobKind(StrEnum):
    PREPARE_BOOK = "prepare_book"
    PARSE_EDITION = "parse_edition"
    FIND_NAMES = "find_names"
    EXTRACT_CHAPTER = "extract_chapter"
    ASSEMBLE_BIBLE = "assemble_bible"
    DRAW_ILLUSTRATION = "draw_illustration"
    ILLUSTRATE_BATCH = "illustrate_batch"
    DRAW_SERIES = "draw_series"
    EXPORT = "export"
    REPROCESS = "reprocess"


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


LIVE = (JobState.QUEUED, JobState.RUNNING)


class Lane(StrEnum):
    """Lanes are priorities inside the claim, not queues."""

    INTERACTIVE = "interactive"
    BULK = "bulk"


class Priority(IntEnum):
    """Lower goes first."""

    ASKED_FOR = 1
    NEXT_TO_READ = 3
    BACKGROUND = 5


class Room(StrEnum):
    """What a job mostly needs: a worker has separate room for each."""

    NETWORK = "network"
    CPU = "cpu"


QUEUE = "bookreader"
SOLO_QUEUE = "bookreader:solo"
