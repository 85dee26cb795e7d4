"""The logger of asyncio, which is made when something is to be logged."""

import sys


class _LazyLogger:
    """Stands for logging.getLogger("asyncio"), so that programs without a message need no logging."""

    def __getattr__(self, name):
        import logging

        return getattr(logging.getLogger("asyncio"), name)

    def __setattr__(self, name, value):
        import logging

        setattr(logging.getLogger("asyncio"), name, value)

    def __delattr__(self, name):
        import logging

        delattr(logging.getLogger("asyncio"), name)

    # Without logging nobody can have asked for what is below a warning, or for warnings elsewhere than on stderr.

    def debug(self, msg, *args, **kwargs):
        if "logging" in sys.modules:
            self.__getattr__("debug")(msg, *args, **kwargs)

    def info(self, msg, *args, **kwargs):
        if "logging" in sys.modules:
            self.__getattr__("info")(msg, *args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        self._tell("warning", msg, args, kwargs)

    def error(self, msg, *args, **kwargs):
        self._tell("error", msg, args, kwargs)

    def _tell(self, level, msg, args, kwargs):
        if "logging" in sys.modules:
            self.__getattr__(level)(msg, *args, **kwargs)
            return
        text = f"{msg % args if args else msg}\n"
        info = kwargs.get("exc_info")
        if info:
            import traceback

            error = info[1] if isinstance(info, tuple) else info if isinstance(info, BaseException) else sys.exception()
            if error is not None:
                text += "".join(traceback.format_exception(error))
        if sys.stderr is not None:
            sys.stderr.write(text)


logger = _LazyLogger()
