"""Child processes that never outlive the one that started them."""

import ctypes
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Have the kernel stop the calling process when its parent ends, where it can (Linux).

    For ``preexec_fn``, in programs that have started no thread.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
