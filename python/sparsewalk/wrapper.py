"""What the generated stages have in common: they hold a stage of io.sparsewalk.ml."""

from types import SimpleNamespace

from pyspark import SparkContext
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaTransformer
from pyspark.sql import DataFrame, SparkSession

PACKAGE = "io.sparsewalk.ml."


class Stage:
    """Saving, loading and params by keyword."""

    def _open(self, given):
        self._java_obj = self._new_java_obj(PACKAGE + type(self).__name__, self.uid)
        self._set(**{name: value for name, value in given.items() if value is not None})

    def save(self, path):
        """Saves the params."""
        self._transfer_params_to_java()
        self._java_obj.save(path)

    @classmethod
    def load(cls, path):
        """Reads a saved one."""
        stage = cls()
        stage._java_obj = getattr(SparkContext._active_spark_context._jvm.io.sparsewalk.ml, cls.__name__).load(path)
        stage._resetUid(stage._java_obj.uid())
        stage._transfer_params_from_java()
        return stage

    def copy(self, extra=None):
        """A copy with other params."""
        return super().copy(extra)


class StageTransformer(Stage, JavaTransformer):
    """A transformer of io.sparsewalk.ml."""


class StageSplit(StageTransformer):
    """One that has more to give than one DataFrame."""

    def split(self, edges):
        """The DataFrames pairs, ranking, history and audit."""
        self._transfer_params_to_java()
        parts = self._java_obj.split(edges._jdf)
        frames = {each: getattr(parts, each)() for each in ("pairs", "ranking", "history", "audit")}
        spark = SparkSession.builder.getOrCreate()
        return SimpleNamespace(**{name: DataFrame(frame, spark) for name, frame in frames.items()})


class StageEstimator(Stage, JavaEstimator):
    """An estimator of io.sparsewalk.ml."""

    def _create_model(self, java_model):
        return StageModel(java_model)


class StageModel(JavaModel):
    """A model of io.sparsewalk.ml; what it has beside transform is asked of the model in the JVM."""

    def save(self, path):
        """Saves the model."""
        self._java_obj.save(path)

    def vectors(self):
        """Of an embedding: rows (id, vector, trained)."""
        return self._call_java("vectors")

    def findSynonyms(self, vertex, count):
        """Of an embedding: the vertices with the largest cosine to one."""
        return self._call_java("findSynonyms", vertex, count)

    def sparsity(self):
        """Of a network: the share of the weights that was removed."""
        return self._call_java("sparsity")

    def facts(self):
        """Of a network: figures of its training."""
        return dict(self._java_obj.facts())
