"""Processes: there are none."""

__all__ = ("create_subprocess_exec", "create_subprocess_shell")

PIPE = -1
STDOUT = -2
DEVNULL = -3


def _refuse(name):
    async def refused(*args, **kwargs):
        raise NotImplementedError(
            f"asyncio.{name}() is not in Coro: there are no processes; write the other side as a coroutine"
        )

    refused.__name__ = refused.__qualname__ = name
    return refused


create_subprocess_exec = _refuse("create_subprocess_exec")
create_subprocess_shell = _refuse("create_subprocess_shell")
