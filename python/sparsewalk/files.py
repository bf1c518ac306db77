"""Readers of what `sparsewalk export` writes: numpy, and nothing of Spark."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np


def read_vectors(directory):
    """The ids, a list of text, and the matrix with a row for each, of `export embeddings --format numpy`."""
    directory = Path(directory)
    ids = (directory / "ids.txt").read_text(encoding="utf-8").split("\n")[:-1]
    vectors = np.load(directory / "vectors.npy")
    if len(ids) != len(vectors):
        raise ValueError(f"{directory}: {len(ids)} ids, {len(vectors)} vectors")
    return ids, vectors


@dataclass
class Network:
    """A network: `weights[l]` has a row per unit and zeros where `masks[l]` is False."""

    facts: dict
    head: str
    weights: list
    biases: list
    masks: list

    def logits(self, rows):
        """A row of outputs for every row of inputs."""
        values = np.asarray(rows, dtype=np.float32)
        for layer, (weights, biases) in enumerate(zip(self.weights, self.biases)):
            values = values @ weights.T + biases
            if layer < len(self.weights) - 1:
                values = np.maximum(values, 0)
        return values

    def probabilities(self, rows):
        """Of one output that of its being true; of more, those of the classes."""
        logits = self.logits(rows).astype(np.float64)
        if self.head == "softmax":
            powers = np.exp(logits - logits.max(axis=1, keepdims=True))
            return powers / powers.sum(axis=1, keepdims=True)
        return 1 / (1 + np.exp(-logits))


def read_network(directory):
    """What `export` writes: model.json and its arrays, whose hashes are checked."""
    directory = Path(directory)
    index = json.loads((directory / "model.json").read_text(encoding="utf-8"))
    if index["format"] != "sparsewalk-model-2":
        raise ValueError(f"{directory}: format {index['format']}, not sparsewalk-model-2")
    layers = index["layers"]
    masks = [_array(directory, each["mask"], np.uint8).reshape(each["outputs"], each["inputs"]) != 0 for each in layers]
    weights = [_array(directory, each["weights"], "<f4").reshape(each["outputs"], each["inputs"]) for each in layers]
    facts = {key: value for key, value in index.items() if key not in ("format", "layers")}
    return Network(
        facts=facts,
        head=layers[-1]["activation"],
        weights=[np.where(mask, values, 0) for mask, values in zip(masks, weights)],
        biases=[_array(directory, each["biases"], "<f4") for each in layers],
        masks=masks,
    )


def _array(directory, entry, kind):
    content = (directory / Path(entry["file"]).name).read_bytes()
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise ValueError(f"{directory / entry['file']}: is not what model.json says")
    return np.frombuffer(content, dtype=kind)
