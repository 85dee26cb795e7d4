"""Configuring loggers, handlers, formatters and filters by a dict. Configuration by files is refused."""

import logging
import logging.handlers


def dictConfig(config):
    """Configure logging as the dict says."""
    dictConfigClass(config).configure()


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    """Refused: a program reaches no files."""
    raise NotImplementedError("logging.config.fileConfig() is not in Coro: a program reaches no files; use dictConfig")


def listen(port=9030, verify=None):
    """Refused: a program reaches no network."""
    raise NotImplementedError("logging.config.listen() is not in Coro: a program reaches no network; use dictConfig")


def _resolve(name):
    # The object of a dotted name; modules are imported on the way.
    parts = name.split(".")
    path = parts.pop(0)
    found = __import__(path)
    for part in parts:
        path += "." + part
        try:
            found = getattr(found, part)
        except AttributeError:
            __import__(path)
            found = getattr(found, part)
    return found


class BaseConfigurator:
    """Finds what the texts of a configuration stand for: 'ext://sys.stderr', 'cfg://handlers.console'."""

    importer = staticmethod(__import__)

    def __init__(self, config):
        self.config = config

    def resolve(self, s):
        """The object of a dotted name."""
        try:
            return _resolve(s)
        except (ImportError, AttributeError) as e:
            raise ValueError(f"Cannot resolve {s!r}: {e}") from e

    def convert(self, value):
        """A value of the configuration as it is meant."""
        if not isinstance(value, str) or "://" not in value:
            return value
        prefix, _, rest = value.partition("://")
        if prefix == "ext":
            return self.resolve(rest)
        if prefix == "cfg":
            return self._config_value(rest)
        return value

    def _config_value(self, path):
        found = self.config
        for part in path.replace("[", ".[").split("."):
            if not part:
                continue
            if part[0] != "[":
                found = found[part]
                continue
            if part[-1] != "]":
                raise ValueError(f"Unable to convert {path!r} at {part!r}")
            key = part[1:-1]
            try:
                found = found[int(key) if key.isdigit() else key]
            except TypeError:
                found = found[key]
        return self.convert(found)

    def _converted(self, config):
        return {key: self.convert(value) for key, value in config.items()}

    def configure_custom(self, config):
        """What the factory at '()' makes of the other items."""
        options = self._converted(config)
        make = options.pop("()")
        if not callable(make):
            make = self.resolve(make)
        properties = options.pop(".", None)
        made = make(**{key: value for key, value in options.items() if key.isidentifier()})
        for name, value in (properties or {}).items():
            setattr(made, name, self.convert(value))
        return made


class DictConfigurator(BaseConfigurator):
    """Does what dictConfig() is to do."""

    def configure(self):
        """Make and connect everything."""
        config = self.config
        if "version" not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config["version"] != 1:
            raise ValueError(f"Unsupported version: {config['version']}")
        if config.get("incremental", False):
            self._change_levels(config)
        else:
            self._make_all(config)

    def _change_levels(self, config):
        for name, options in config.get("handlers", {}).items():
            handler = logging.getHandlerByName(name)
            if handler is None:
                raise ValueError(f"No handler found with name {name!r}")
            level = options.get("level")
            if level:
                handler.setLevel(level)
        for name, options in config.get("loggers", {}).items():
            _attempt(f"Unable to configure logger {name!r}", self._set_level_of, logging.getLogger(name), options, name)
        root = config.get("root")
        if root:
            _attempt("Unable to configure root logger", self._set_level_of, logging.getLogger(), root, None)

    def _set_level_of(self, logger, options, name):
        level = options.get("level")
        if level is not None:
            logger.setLevel(level)
        if name is not None and options.get("propagate") is not None:
            logger.propagate = options["propagate"]

    def _make_all(self, config):
        for handler in logging._handlerList[:]:
            if handler is not logging._defaultLastResort:
                handler.close()
        self._formatters = {}
        for name, options in config.get("formatters", {}).items():
            self._formatters[name] = _attempt(f"Unable to configure formatter {name!r}", self.configure_formatter, options)
        self._filters = {}
        for name, options in config.get("filters", {}).items():
            self._filters[name] = _attempt(f"Unable to configure filter {name!r}", self.configure_filter, options)
        self._handlers = {}
        self._pending = dict(config.get("handlers", {}))
        for name in sorted(self._pending):
            self._handler(name)
        self._make_loggers(config)
        root = config.get("root")
        if root:
            _attempt("Unable to configure root logger", self._configure_logger, logging.getLogger(), root)

    def _make_loggers(self, config):
        named = config.get("loggers", {})
        before = sorted(
            name for name, each in logging.root.manager.loggerDict.items() if isinstance(each, logging.Logger)
        )
        for name, options in named.items():
            logger = logging.getLogger(name)
            _attempt(f"Unable to configure logger {name!r}", self._configure_logger, logger, options)
            logger.disabled = False
            if options.get("propagate") is not None:
                logger.propagate = options["propagate"]
        disable = config.get("disable_existing_loggers", True)
        for name in before:
            if name in named:
                continue
            logger = logging.getLogger(name)
            if any(name.startswith(each + ".") for each in named):
                # Below one that is configured: it goes by that one.
                logger.setLevel(logging.NOTSET)
                logger.handlers = []
                logger.propagate = True
            else:
                logger.disabled = disable

    def configure_formatter(self, config):
        """A formatter."""
        if "()" in config:
            options = dict(config)
            try:
                return self.configure_custom(options)
            except TypeError as e:
                if "'format'" not in str(e):
                    raise
                # Formatters of programs may name it as this module does.
                options["fmt"] = options.pop("format")
                return self.configure_custom(options)
        make = logging.Formatter
        if config.get("class"):
            make = self.resolve(config["class"])
        options = {}
        if config.get("defaults"):
            options["defaults"] = config["defaults"]
        return make(
            config.get("format"), config.get("datefmt"), config.get("style", "%"), config.get("validate", True), **options
        )

    def configure_filter(self, config):
        """A filter."""
        return self.configure_custom(config) if "()" in config else logging.Filter(config.get("name", ""))

    def add_filters(self, filterer, filters):
        """Add filters to a logger or handler."""
        for each in filters:
            try:
                filterer.addFilter(each if callable(each) or hasattr(each, "filter") else self._filters[each])
            except Exception as e:
                raise ValueError(f"Unable to add filter {each!r}") from e

    def _handler(self, name):
        # A handler by name; one that others need may come first.
        if name not in self._handlers:
            options = self._pending[name]
            handler = _attempt(f"Unable to configure handler {name!r}", self.configure_handler, options)
            handler.name = name
            self._handlers[name] = handler
        return self._handlers[name]

    def configure_handler(self, config):
        """A handler."""
        options = dict(config)
        formatter = options.pop("formatter", None)
        if formatter:
            try:
                formatter = self._formatters[formatter]
            except Exception as e:
                raise ValueError(f"Unable to set formatter {formatter!r}") from e
        level = options.pop("level", None)
        filters = options.pop("filters", None)
        properties = options.pop(".", None)
        if "()" in options:
            make = options.pop("()")
            make = make if callable(make) else self.resolve(make)
        else:
            name = options.pop("class")
            make = name if callable(name) else self.resolve(name)
            if isinstance(make, type) and issubclass(make, logging.handlers.MemoryHandler):
                if "flushLevel" in options:
                    options["flushLevel"] = logging._checkLevel(options["flushLevel"])
                if "target" in options:
                    try:
                        options["target"] = self._handler(options["target"])
                    except Exception as e:
                        raise ValueError(f"Unable to set target handler {options['target']!r}") from e
            elif isinstance(make, type) and issubclass(make, logging.handlers.QueueHandler) and "queue" in options:
                options["queue"] = self._queue(options["queue"])
        options = {key: value for key, value in self._converted(options).items() if key.isidentifier()}
        handler = make(**options)
        if formatter:
            handler.setFormatter(formatter)
        if level is not None:
            handler.setLevel(logging._checkLevel(level))
        if filters:
            self.add_filters(handler, filters)
        for name, value in (properties or {}).items():
            setattr(handler, name, self.convert(value))
        return handler

    def _queue(self, given):
        if isinstance(given, dict):
            return self.configure_custom(given)
        if isinstance(given, str):
            return self.resolve(given)()
        return given

    def _configure_logger(self, logger, config):
        level = config.get("level")
        if level is not None:
            logger.setLevel(logging._checkLevel(level))
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
        for name in config.get("handlers") or ():
            try:
                logger.addHandler(self._handlers[name])
            except Exception as e:
                raise ValueError(f"Unable to add handler {name!r}") from e
        if config.get("filters"):
            self.add_filters(logger, config["filters"])


def _attempt(message, function, *args):
    try:
        return function(*args)
    except Exception as e:
        raise ValueError(message) from e


dictConfigClass = DictConfigurator
