# %% Sparsewalk from Python. PYTHONPATH=python spark-submit --jars target/sparsewalk.jar --driver-java-options --add-modules=jdk.incubator.vector examples/notebook.py
from pyspark.ml.functions import array_to_vector
from pyspark.sql import SparkSession
from sparsewalk import SkipGramEmbedding, SparseClassifier, TemporalLinkSplit, TopKSparsifier

spark = SparkSession.builder.config("spark.sql.extensions", "io.sparsewalk.sql.SparsewalkExtensions").getOrCreate()

# %% A graph: 1000 vertices in communities of 50
edges = spark.sql(
    """SELECT src, src - src % 50 + pmod(xxhash64(id, 7), 50) AS dst, id AS time
    FROM (SELECT id, pmod(xxhash64(id), 1000) AS src FROM range(20000))"""
)

# %% What is known, what is to be told, and what leaks
parts = TemporalLinkSplit(train=0.6).split(edges)
parts.audit.show(5, truncate=False)

# %% Vectors of what is known
embedding = SkipGramEmbedding(dimension=16, epochs=5).fit(parts.history)
embedding.vectors().show(3, truncate=False)
embedding.findSynonyms(17, 5).show()
TopKSparsifier(keepPercent=25.0).transform(embedding.vectors()).select("id", "sparse").show(3, truncate=False)

# %% A sparse network over pairs
embedding.vectors().createOrReplaceTempView("vectors")
parts.pairs.where("bothSeen").createOrReplaceTempView("pairs")
rows = spark.sql(
    """SELECT split, label, hadamard(a.vector, b.vector) AS product FROM pairs
    JOIN vectors a ON src = a.id JOIN vectors b ON dst = b.id ORDER BY split, src, dst, label"""
).withColumn("features", array_to_vector("product"))
model = SparseClassifier(method="rigl", sparsity=0.8).fit(rows.where("split = 'train'"))
print(model.sparsity(), model.facts()["flops_counted"])
