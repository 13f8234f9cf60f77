"""
Becomes another program that dies with the process that started it.

Run as a script, without the rest of the app: `tied.py PARENT COMMAND...`. Only Linux can promise
it; elsewhere a child whose parent was killed lives on until somebody ends it.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def main() -> None:
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        # Not asked but ended: whoever cannot tell its children to stop has no servers for them
        # either, and every job is made for this.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - the very command we were asked to run


if __name__ == "__main__":
    main()
