"""The recurrent network of g2pM in numpy: what it thinks of each polyphone in a sentence.

Park and Lee, "g2pM: A Neural Grapheme-to-Phoneme Conversion Package for Mandarin Chinese", Interspeech 2020.
The weights are theirs (Apache-2.0; ``README.md``), the arithmetic is written anew to run over many sentences at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from site_builder.text.pairs import Integers

Floats = NDArray[np.float32]

_UNKNOWN, _START, _END = 1, 2, 3
"""Numbers of the network's own signs in its vocabulary; 0 pads."""
_BLOCK = 4
"""Sentences that are multiplied at once in each direction."""
_ROWS = 128
"""Sentences that are read side by side: enough for speed, little enough for the processor's cache."""
_DIRECTIONS = np.array([[1], [-1]])
_BOTH = np.array([[0], [1]])


@dataclass(frozen=True, slots=True)
class Network:
    """An embedding, one LSTM in each direction, and two layers that turn their states into scores of readings."""

    numbers: Integers
    """Number of each character of the Basic Multilingual Plane in the vocabulary, :data:`_UNKNOWN` for most."""
    inputs: Floats
    """(vocabulary, 2, 4 * state): what a character adds to the gates, forward and backward."""
    recurrence: Floats
    """(2, state, 4 * state)."""
    hidden: tuple[Floats, Floats]
    """Weights (states, hidden) and bias of the first layer."""
    output: tuple[Floats, Floats]
    """Weights (readings, hidden) and bias of the second layer."""

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Network:
        """Return the network of g2pM's *arrays*; ``vocabulary`` has the characters' code points, from number 4 on."""
        names = ("embedding", "input", "bias", "recurrence", "hidden", "hidden_bias", "output", "output_bias")
        weights = {name: np.asarray(arrays[name], np.float32) for name in names}
        vocabulary = np.asarray(arrays["vocabulary"], np.int64)
        numbers = np.full(0x10000, _UNKNOWN, np.int64)
        numbers[np.minimum(vocabulary, 0xFFFF)] = np.arange(4, 4 + len(vocabulary))
        numbers[0xFFFF] = _UNKNOWN
        states = weights["recurrence"].shape[1]
        # A sigmoid is half of one and a tanh of half the input. With these halves in the weights all gates are one
        # tanh, and the states and cells that run are twice the network's own. The gates stand as in, forget, out, cell.
        half = np.full(4 * states, 0.5, np.float32)
        half[3 * states :] = 1.0
        order = np.concatenate([np.arange(at * states, (at + 1) * states) for at in (0, 1, 3, 2)])
        gates = np.einsum("ve,deg->vdg", weights["embedding"], weights["input"]) + weights["bias"]
        return cls(
            numbers,
            np.ascontiguousarray(gates[..., order] * half),
            np.ascontiguousarray(weights["recurrence"][..., order] * half * np.float32(0.5)),
            (weights["hidden"] * np.float32(0.5), weights["hidden_bias"]),
            (np.ascontiguousarray(weights["output"].T), weights["output_bias"]),
        )

    def states(self, characters: Integers, starts: Sequence[int], at: Integers) -> Floats:
        """Return twice the states (places, 2 * state) at the places *at* of sentences that follow each other.

        *characters* are code points; *starts* are the sentences' first offsets, and the end as the last; *at* are
        offsets, ascending. What a place gets does not depend on the sentences beside its own, but for rounding.
        """
        size = self.recurrence.shape[1]
        found = np.empty((len(at), 2 * size), np.float32)
        bounds = np.asarray(starts, np.int64)
        sentences, firsts, row = np.unique(
            np.searchsorted(bounds, at, "right") - 1, return_index=True, return_inverse=True
        )
        begin, end = bounds[sentences], bounds[sentences + 1]
        # The sentences side by side, each between its signs; both directions start from one of them.
        signs = np.zeros(int((end - begin + 2).sum()), np.int64)
        heads = np.cumsum(end - begin + 2) - (end - begin + 2)
        tails = heads + end - begin + 1
        signs[heads], signs[tails] = _START, _END
        inside = np.repeat(begin - heads - 1, end - begin + 2) + np.arange(len(signs))
        numbers = self.numbers[np.minimum(characters, 0xFFFF)]
        between = np.flatnonzero(signs == 0)
        signs[between] = numbers[inside[between]]
        place = at - begin[row] + heads[row] + 1
        # No direction goes further than the last place that is asked for.
        lasts = np.append(firsts[1:], len(at))[: len(firsts)] - 1
        reached = np.stack((place - heads[row], tails[row] - place))
        furthest = np.stack((reached[0, lasts], reached[1, firsts]))
        order = np.argsort(-furthest, axis=1, kind="stable")
        rank = np.argsort(order, axis=1)[:, row]
        for first in range(0, len(sentences), _ROWS):
            chosen = order[:, first : first + _ROWS]
            lengths = np.take_along_axis(furthest, chosen, axis=1) + 1
            history = self._walk(signs, np.stack((heads[chosen[0]], tails[chosen[1]])), lengths)
            for direction in (0, 1):
                columns = slice(direction * size, (direction + 1) * size)
                mine = np.flatnonzero((rank[direction] >= first) & (rank[direction] < first + _ROWS))
                block, line = np.divmod(rank[direction, mine] - first, _BLOCK)
                found[mine, columns] = history[reached[direction, mine], block, direction, line]
        return found

    def _walk(self, signs: Integers, origins: Integers, lengths: Integers) -> Floats:
        """Return twice the states (steps, blocks, 2, sentences of a block, state) of sentences laid out in *signs*.

        *origins* (2, sentences) are where forward and backward begin, *lengths* for how many steps, descending.
        """
        size = self.recurrence.shape[1]
        longest, blocks = int(lengths[:, 0].max()), -(-lengths.shape[1] // _BLOCK)
        shape = (blocks, 2, _BLOCK)
        rows = np.zeros((2, blocks * _BLOCK), np.int64)
        rows[:, : origins.shape[1]] = origins
        steps = np.arange(longest)[:, None, None]
        walked = signs[np.clip(rows + steps * _DIRECTIONS, 0, len(signs) - 1)] * 2 + _BOTH
        walked = np.ascontiguousarray(walked.reshape(longest, 2, blocks, _BLOCK).swapaxes(1, 2))
        inputs = self.inputs.reshape(-1, 4 * size)
        # Products by the block are so small that no library spreads them over threads, which costs more than they do.
        active = -(-(lengths.max(axis=0) > steps[:, 0]).sum(axis=1) // _BLOCK)
        history = np.empty((longest, *shape, size), np.float32)
        state, cell, piece = (np.zeros((*shape, size), np.float32) for _ in range(3))
        gates, added, one = (np.zeros((*shape, 4 * size), np.float32) for _ in range(3))
        one[..., : 3 * size] = 1
        half = np.float32(0.5)
        for step, upto in enumerate(active.tolist()):
            # In place throughout: for a paragraph the calls cost more than the arithmetic.
            gate, memory, part = gates[:upto], cell[:upto], piece[:upto]
            np.matmul(state[:upto], self.recurrence, out=gate)
            gate += np.take(inputs, walked[step, :upto], axis=0, out=added[:upto], mode="clip")
            np.tanh(gate, out=gate)
            gate += one[:upto]
            memory *= gate[..., size : 2 * size]
            memory *= half
            np.multiply(gate[..., :size], gate[..., 3 * size :], out=part)
            memory += part
            np.multiply(memory, half, out=part)
            np.tanh(part, out=part)
            state = history[step]
            np.multiply(gate[..., 2 * size : 3 * size], part, out=state[:upto])
        return history

    def scores(self, states: Floats, classes: Integers) -> Floats:
        """Return the scores (characters, readings) of *classes*, the readings asked for at each of *states*."""
        # By the block, as above.
        padded = np.zeros((-(-len(states) // _BLOCK) * _BLOCK, states.shape[1]), np.float32)
        padded[: len(states)] = states
        hidden = (padded.reshape(-1, _BLOCK, states.shape[1]) @ self.hidden[0]).reshape(len(padded), -1)
        hidden = np.maximum(hidden[: len(states)] + self.hidden[1], 0)
        weights, bias = self.output
        scores: Floats = np.einsum("ph,pkh->pk", hidden, weights[classes]) + bias[classes]
        return scores
