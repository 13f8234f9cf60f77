"""
Keeps one server running for exactly as long as the process that started it lives.

Run as a script, without the rest of the app: `keeper.py SIGNAL USER COMMAND...`. The end of
standard input is the order to stop, and the system gives it even when the parent is killed; on
Linux the server dies with the keeper too. A byte on standard input says that the server came up;
from then on one that ends by itself is started again. Postgres refuses root, so as root it runs as
USER and keeps one right: to walk through folders that only root may enter, such as /root, which
otherwise would have to be opened to everybody.
"""

import ctypes
import os
import pwd
import select
import signal
import sys
import time
from typing import NoReturn

# So that a server that cannot live any more does not keep a core busy; a guess.
_PAUSE_S = 0.5

# Postgres writes its last checkpoint, Redis its log; both recover from a kill. A guess.
_GRACE_S = 25.0

# The end of standard input alone decides, so that servers outlive what uses them.
_IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

# <linux/prctl.h>, <linux/capability.h>, <linux/securebits.h>
_PR_SET_PDEATHSIG, _PR_SET_KEEPCAPS, _PR_SET_SECUREBITS = 1, 8, 28
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 47, 2
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2
_SECBIT_NO_SETUID_FIXUP = 1 << 2
_CAPABILITY_VERSION_3 = 0x20080522


def main() -> int:
    stop, user, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    for ignored in _IGNORED:
        signal.signal(ignored, signal.SIG_IGN)
    is_up = False
    while True:
        child, ended = _start(command, user, stop)
        while 0 in (readable := select.select([0, ended], [], [])[0]) and os.read(0, 1):
            is_up = True
        if 0 in readable:
            os.kill(child, stop)
            if not select.select([ended], [], [], _GRACE_S)[0]:
                os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(ended)
        if 0 in readable or not is_up:
            return os.waitstatus_to_exitcode(status) & 0xFF
        time.sleep(_PAUSE_S)


def _start(command: list[str], user: int, stop: int) -> tuple[int, int]:
    """The child's id, and a descriptor that ends once the child and all of its own have ended."""
    ended, held_by_child = os.pipe()
    keeper = os.getpid()
    child = os.fork()
    if not child:
        os.set_inheritable(held_by_child, True)  # noqa: FBT003 - positional only in the library
        _turn_into(command, user, stop, keeper)
    os.close(held_by_child)
    return child, ended


def _turn_into(command: list[str], user: int, stop: int, keeper: int) -> NoReturn:
    for ignored in _IGNORED:
        signal.signal(ignored, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.umask(0o077)
    if user >= 0:
        _become(user)
    if sys.platform == "linux":
        # After the change of user, which clears it.
        _prctl(_PR_SET_PDEATHSIG, stop)
    if os.getppid() != keeper:
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - the very command we were asked to run


def _become(user: int) -> None:
    linux = sys.platform == "linux"
    if linux:
        # Without the second, access(2) ignores the right, and Postgres does not find itself.
        _prctl(_PR_SET_KEEPCAPS, 1)
        _prctl(_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP)
    os.setgroups([])
    os.setgid(pwd.getpwuid(user).pw_gid)
    os.setuid(user)
    if linux:
        # To read is enough; containers often grant only the wider right.
        any(_keep(capability) for capability in (_CAP_DAC_READ_SEARCH, _CAP_DAC_OVERRIDE))


def _keep(capability: int) -> bool:
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    bits = 1 << capability
    data = (ctypes.c_uint32 * 6)(bits, bits, bits, 0, 0, 0)  # effective, permitted, inheritable
    is_set = ctypes.CDLL(None).capset(header, data) == 0
    return is_set and _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability)


def _prctl(option: int, *arguments: int) -> bool:
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)][:4]
    return bool(ctypes.CDLL(None).prctl(option, *padded) == 0)


if __name__ == "__main__":
    sys.exit(main())
