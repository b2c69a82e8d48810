"""`dataclass`, `field` and `replace` for the classes that every query needs: frozen dataclasses with slots, as the
standard library makes them, in a thirtieth of the time. Importing `dataclasses` and making 38 classes with it took a
third of a one-shot query.

`__init__` is written when a class is first used. Whatever else belongs to a dataclass (`dataclasses.fields`, `asdict`,
`replace`, its signature) comes from a twin that the standard library makes when somebody asks.
"""

from __future__ import annotations

from operator import attrgetter

TYPE_CHECKING = False
"""True to a type checker, as `typing.TYPE_CHECKING` is, without the import."""
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class _Field:
    """What `field` was told."""

    def __init__(self, **told: Any) -> None:
        assert told.keys() <= {"default", "default_factory", "compare"}
        self.told = told

    @property
    def is_compared(self) -> bool:
        return self.told.get("compare", True) is not False


_LARGE = 6
"""Fields of a class whose instances are of an open class with the same slots while these are set: each is set in a fifth of the time
then, but becoming of another class and back takes as long as setting four."""
_CLASS: Any = object.__dict__["__class__"]
_MADE_ANEW = object()
"""Stands for a default that is made by a call."""


class _Frozen:
    """What all of them can do."""

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()
    _key: Callable[[object], object]
    """What instances are compared by."""
    _values: Callable[[object], tuple[object, ...]]
    """All that they hold."""

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._key(self) == self._key(other)

    def __hash__(self) -> int:
        return hash(self._key(self))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__qualname__}({shown})"

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        # crosses to another process in two thirds of the time that a state takes
        return self.__class__, self._values(self)

    def __replace__(self, **changes: object) -> object:
        return _replaced(self, **changes)


def _refuse_setting(self: object, name: str, value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(self: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


class _Standard:
    """An attribute of a class as the standard library makes it, once somebody asks."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make
        self._made: object = None

    def __get__(self, instance: object, owner: type) -> object:
        if self._made is None:
            self._made = self._make()
        return self._made


class _Twin:
    """The standard library's class of the same fields."""

    def __init__(self, described: dict[str, Any], defaults: dict[str, Any]) -> None:
        self._described = described
        self._defaults = defaults

    def _class(self) -> Any:
        import dataclasses

        told = {
            name: dataclasses.field(**default.told) if isinstance(default, _Field) else default
            for name, default in self._defaults.items()
        }
        return dataclasses.dataclass(frozen=True)(type("Twin", (), {**told, **self._described}))

    def fields(self) -> object:
        return self._class().__dataclass_fields__

    def params(self) -> object:
        return self._class().__dataclass_params__

    def signature(self) -> object:
        import inspect

        return inspect.signature(self._class())


def _frozen(**options: bool) -> Callable[[type], type]:
    assert options == {"frozen": True, "slots": True}
    return _made


def _made(cls: type) -> type:
    # Refused, because the standard library would do something with them that is not done here.
    assert cls.__bases__ == (object,), f"{cls.__name__}: no other bases"
    assert "__post_init__" not in cls.__dict__, f"{cls.__name__}: no __post_init__"
    names = tuple(cls.__annotations__)
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    kept = {name: value for name, value in cls.__dict__.items() if name not in (*names, "__dict__", "__weakref__")}
    described = {"__annotations__": cls.__annotations__, "__module__": cls.__module__, "__doc__": cls.__doc__}
    compared = [name for name in names if not isinstance(defaults.get(name), _Field) or defaults[name].is_compared]
    twin = _Twin(described, defaults)
    attributes = {
        "__qualname__": cls.__qualname__,
        "__slots__": names,
        "__match_args__": names,
        "__dataclass_fields__": _Standard(twin.fields),
        "__dataclass_params__": _Standard(twin.params),
        "__signature__": _Standard(twin.signature),
        "_values": attrgetter(*names)
        if len(names) > 1
        else staticmethod(lambda instance: tuple([getattr(instance, name) for name in names])),
        "__setattr__": _refuse_setting,
        "__delattr__": _refuse_deleting,
        "_key": attrgetter(*compared) if compared else staticmethod(lambda instance: ()),
    }
    made: Any = type(cls.__name__, (_Frozen,), kept | attributes)
    made.__init__ = _first_init(made, defaults)
    return made  # type: ignore[no-any-return]


def _first_init(cls: Any, defaults: dict[str, Any]) -> Callable[..., None]:
    """An `__init__` that puts the real one into its place at the first call."""

    def first(self: object, *args: object, **kwargs: object) -> None:
        if cls.__init__ is first:
            cls.__init__ = _written_init(cls, defaults)
        cls.__init__(self, *args, **kwargs)

    return first


def _written_init(cls: Any, defaults: dict[str, Any]) -> Callable[..., None]:
    is_large = len(cls.__match_args__) >= _LARGE
    scope: dict[str, Any] = {"_anew": _MADE_ANEW}
    arguments = []
    lines = []
    for name in cls.__match_args__:
        # A slot's own way to set it, which is quicker than object.__setattr__.
        scope[f"_set_{name}"] = cls.__dict__[name].__set__
        default = defaults.get(name, _Field())
        told = default.told if isinstance(default, _Field) else {"default": default}
        value = name
        if "default_factory" in told:
            scope[f"_make_{name}"] = told["default_factory"]
            told = {"default": _MADE_ANEW}
            value = f"_make_{name}() if {name} is _anew else {name}"
        if "default" in told:
            scope[f"_default_{name}"] = told["default"]
        arguments.append(f"{name}=_default_{name}" if "default" in told else name)
        lines.append(f" self.{name} = {value}" if is_large else f" _set_{name}(self, {value})")
    if is_large:
        scope["_frozen"], scope["_become"] = cls, _CLASS.__set__
        scope["_opened"] = type(cls.__name__, (_Frozen,), {"__slots__": cls.__match_args__})
        lines = [" _become(self, _opened)", *lines, " self.__class__ = _frozen"]
    exec("\n".join((f"def __init__({', '.join(['self', *arguments])}):", *lines, " return")), scope)
    written: Callable[..., None] = scope["__init__"]
    written.__qualname__ = f"{cls.__qualname__}.__init__"
    return written


def _replaced(instance: Any, **changes: object) -> object:
    return type(instance)(**{name: getattr(instance, name) for name in instance.__match_args__} | changes)


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
else:
    dataclass, field, replace = _frozen, _Field, _replaced
