"""The recurrent network of g2pM in numpy: what it thinks of each polyphone in a sentence.

Park and Lee, "g2pM: A Neural Grapheme-to-Phoneme Conversion Package for Mandarin Chinese", Interspeech 2020.
The weights are theirs (Apache-2.0; ``README.md``), the arithmetic is written anew to run over many sentences at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

_UNKNOWN, _START, _END = 1, 2, 3
"""Numbers of the network's own signs in its vocabulary; 0 pads."""
_BATCH = 4_096
"""Characters, padding included, that are read at once: enough for speed, little enough for the processor's cache."""


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
            gates[..., order] * half,
            weights["recurrence"][..., order] * half * np.float32(0.5),
            (weights["hidden"] * np.float32(0.5), weights["hidden_bias"]),
            (np.ascontiguousarray(weights["output"].T), weights["output_bias"]),
        )

    def states(self, characters: Integers, starts: Sequence[int]) -> Floats:
        """Return twice the states (characters, 2 * state) at each character of sentences that follow each other.

        *characters* are code points; *starts* are the sentences' first offsets, and the end as the last.
        """
        size = self.recurrence.shape[1]
        found = np.zeros((len(characters), 2 * size), np.float32)
        numbers = self.numbers[np.minimum(characters, 0xFFFF)]
        order = sorted(range(len(starts) - 1), key=lambda at: starts[at + 1] - starts[at])
        taken = 0
        while taken < len(order):
            upto = taken + 1
            while upto < len(order):
                longest = starts[order[upto] + 1] - starts[order[upto]] + 2
                if (upto + 1 - taken) * longest > _BATCH:
                    break
                upto += 1
            self._read([(starts[at], starts[at + 1]) for at in order[taken:upto]], numbers, found)
            taken = upto
        return found

    def _read(self, sentences: Sequence[tuple[int, int]], numbers: Integers, found: Floats) -> None:
        """Write the states of *sentences* (spans of *numbers*) into *found*."""
        size = self.recurrence.shape[1]
        lengths = [end - start + 2 for start, end in sentences]
        longest, count = max(lengths), len(sentences)
        # Both directions run side by side; the second reads its sentence from the end, padding last in both.
        signs = np.zeros((2, longest, count), np.int64)
        for at, (start, end) in enumerate(sentences):
            signs[0, 0, at] = _START
            signs[0, 1 : lengths[at] - 1, at] = numbers[start:end]
            signs[0, lengths[at] - 1, at] = _END
            signs[1, : lengths[at], at] = signs[0, : lengths[at], at][::-1]
        inputs = np.empty((longest, 2, count, 4 * size), np.float32)
        inputs[:, 0] = self.inputs[signs[0], 0]
        inputs[:, 1] = self.inputs[signs[1], 1]
        state = np.zeros((2, count, size), np.float32)
        cell = np.zeros((2, count, size), np.float32)
        piece = np.empty((2, count, size), np.float32)
        history = np.empty((longest, 2, count, size), np.float32)
        half = np.float32(0.5)
        for step in range(longest):
            # In place throughout: for a paragraph the calls cost more than the arithmetic.
            gates = np.matmul(state, self.recurrence)
            gates += inputs[step]
            np.tanh(gates, out=gates)
            gates[..., : 3 * size] += 1
            cell *= gates[..., size : 2 * size]
            cell *= half
            np.multiply(gates[..., :size], gates[..., 3 * size :], out=piece)
            cell += piece
            np.multiply(cell, half, out=piece)
            np.tanh(piece, out=piece)
            state = np.multiply(gates[..., 2 * size : 3 * size], piece, out=history[step])
        for at, (start, end) in enumerate(sentences):
            found[start:end, :size] = history[1 : lengths[at] - 1, 0, at]
            found[start:end, size:] = history[1 : lengths[at] - 1, 1, at][::-1]

    def scores(self, states: Floats, classes: Integers) -> Floats:
        """Return the scores (characters, readings) of *classes*, the readings asked for at each of *states*."""
        hidden = np.maximum(states @ self.hidden[0] + self.hidden[1], 0)
        weights, bias = self.output
        scores: Floats = np.einsum("ph,pkh->pk", hidden, weights[classes]) + bias[classes]
        return scores
