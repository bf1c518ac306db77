"""Sparsewalk for PySpark: temporal walks, embeddings, sparse vectors and sparse networks over DataFrames."""

try:
    from .stages import *  # noqa: F401,F403
except ImportError as missing:  # The readers of files need no Spark.
    if missing.name is None or not missing.name.startswith(("pyspark", "py4j")):
        raise
from .files import Network, read_network, read_vectors  # noqa: F401
