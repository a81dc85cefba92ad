"""Kill a process of our own at its n-th step, as `kill -9` does: nothing is caught, nothing is flushed."""

import os
import signal
import sys
import traceback


def killed_at(step: int, do) -> bool:
    """Run `do` in a child that kills itself before its step-th statement or renaming. Returns whether it got to the end.

    The database connection of this process must be closed before; the child makes its own.
    """
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 99
        try:
            _count_down(step)
            do()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == 0, "it broke instead of being killed"
    return True


def _count_down(step: int) -> None:
    from django.db import connection

    left = [step]

    def tick():
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute, sql, params, many, context):
        tick()
        return execute(sql, params, many, context)

    def event(name, args):
        if name == "os.rename":
            tick()

    connection.execute_wrappers.append(statement)
    sys.addaudithook(event)
