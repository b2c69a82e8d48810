"""Classes made by `newsearch.frozen` are what the standard library's dataclasses are."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
from typing import Any

import pytest

from newsearch import frozen


def _pair(make: Any, field: Any) -> type:
    @make(frozen=True, slots=True)
    class Pair:
        """Two things."""

        first: str
        second: tuple[int, ...] = ()
        notes: dict[str, str] = field(default_factory=dict)
        place: int = field(default=0, compare=False)

        @property
        def both(self) -> str:
            return f"{self.first} {self.second}"

    return Pair


OURS: Any = _pair(frozen.dataclass, frozen.field)
THEIRS: Any = _pair(dataclasses.dataclass, dataclasses.field)


@frozen.dataclass(frozen=True, slots=True)
class Kept:
    """Of a module, so that it can be pickled."""

    text: str
    count: int = 1


@pytest.mark.parametrize("arguments", [("a",), ("a", (1,)), ("a", (1, 2), {"b": "c"}, 7)])
def test_an_instance_looks_and_compares_as_a_dataclass_does(arguments: tuple[Any, ...]) -> None:
    ours, theirs = OURS(*arguments), THEIRS(*arguments)
    assert repr(ours) == repr(theirs)
    assert dataclasses.astuple(ours) == dataclasses.astuple(theirs)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert ours == OURS(*arguments)
    assert ours != theirs
    assert ours.both == theirs.both


def test_what_is_not_compared_makes_no_difference() -> None:
    for made in (OURS, THEIRS):
        assert made("a", place=1) == made("a", place=2)
        assert made("a", (1,)) != made("a", (2,))
        with pytest.raises(TypeError, match="unhashable type: 'dict'"):
            hash(made("a"))
    assert hash(Kept("a")) == hash(Kept("a", 1))
    assert Kept("a") != Kept("a", 2)


def test_what_is_not_done_is_refused() -> None:
    def after(self: object) -> None: ...

    for bases, members in [((Exception,), {}), ((), {"__post_init__": after})]:
        with pytest.raises(AssertionError):
            frozen.dataclass(frozen=True, slots=True)(
                type("Other", bases, {"__annotations__": {"a": "int"}, **members})
            )


def test_each_instance_has_a_default_of_its_own() -> None:
    assert OURS("a").notes is not OURS("a").notes


@pytest.mark.parametrize("arguments", [{}, {"first": "a", "third": 1}])
def test_wrong_arguments_are_refused(arguments: dict[str, Any]) -> None:
    for made in (OURS, THEIRS):
        with pytest.raises(TypeError):
            made(**arguments)


def test_nothing_can_be_changed_or_added() -> None:
    for pair in (OURS("a"), THEIRS("a")):
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'first'"):
            pair.first = "b"
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'first'"):
            del pair.first
        assert not hasattr(pair, "__dict__")
    with pytest.raises(dataclasses.FrozenInstanceError):
        OURS("a").new = 1


@pytest.mark.parametrize("replace", [frozen.replace, dataclasses.replace])
def test_a_copy_with_changes(replace: Any) -> None:
    assert replace(OURS("a", (1,)), first="b") == OURS("b", (1,))


def test_a_copy_and_what_was_pickled_are_equal() -> None:
    kept = Kept("a", 3)
    assert copy.deepcopy(kept) == pickle.loads(pickle.dumps(kept)) == kept


def test_the_standard_library_takes_it_for_one_of_its_own() -> None:
    assert dataclasses.is_dataclass(OURS)
    assert [(f.name, f.default, f.compare) for f in dataclasses.fields(OURS)] == [
        (f.name, f.default, f.compare) for f in dataclasses.fields(THEIRS)
    ]
    assert str(inspect.signature(OURS)) == str(inspect.signature(THEIRS)).replace("Twin", "Pair")
    assert OURS.__match_args__ == THEIRS.__match_args__
    assert OURS.__doc__ == THEIRS.__doc__


def test_making_and_using_one_does_not_import_dataclasses() -> None:
    program = "import sys, newsearch.model as m; m.Span(1, 2) == m.Span(1, 2); print('dataclasses' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_class_of_many_fields_is_what_one_of_few_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frozen, "_LARGE", 1)
    large: Any = _pair(frozen.dataclass, frozen.field)
    made = large("a", (1,), place=3)
    assert type(made) is large
    assert repr(made) == repr(THEIRS("a", (1,), place=3))
    assert copy.copy(made) == made == copy.deepcopy(made)
    assert large("a").notes is not large("a").notes
    for change in (lambda: setattr(made, "first", "b"), lambda: delattr(made, "first")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'first'"):
        large()
