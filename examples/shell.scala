// spark-shell --jars target/sparsewalk.jar --driver-java-options --add-modules=jdk.incubator.vector -i examples/shell.scala
import io.sparsewalk.ml._
import org.apache.spark.ml.{Pipeline, PipelineStage}

// 1000 vertices in communities of 50.
val edges = spark.sql("""SELECT src, src - src % 50 + pmod(xxhash64(id, 7), 50) AS dst, id AS time
  FROM (SELECT id, pmod(xxhash64(id), 1000) AS src FROM range(20000))""")

val pipeline = new Pipeline().setStages(Array[PipelineStage](
  new TemporalRandomWalk().`with`("perVertex", 5),
  new SkipGramEmbedding().`with`("walksCol", "vertices").`with`("dimension", 16)))
val model = pipeline.fit(edges).stages(1).asInstanceOf[SkipGramEmbeddingModel]

model.vectors.show(3, false)
model.findSynonyms(17L, 5).show()
new TopKSparsifier().`with`("keepPercent", 25).transform(model.vectors).select("id", "sparse").show(3, false)
System.exit(0)
