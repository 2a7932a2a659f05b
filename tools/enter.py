"""Becomes the bootstrap, with signals held back: none finds a Python that is only half there.

Takes standard error back from descriptor 3: what a signal does to this start is not worth a
traceback. In a syntax that Python 3.7 can read.
"""

import os
import signal
import sys

signal.pthread_sigmask(
    signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP]
)
os.dup2(3, 2)
os.close(3)
os.execv(sys.executable, [sys.executable, "-m", "tools.bootstrap", *sys.argv[1:]])
