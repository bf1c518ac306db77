-- Which vertices are nearest to one? Write its name in the place of the subquery: SELECT '42' AS raw
WITH wanted AS (SELECT min(raw) AS raw FROM latest_embeddings WHERE trained),
own AS (SELECT name, seed, vector FROM latest_embeddings WHERE raw IN (SELECT raw FROM wanted))
SELECT own.seed, other.raw, cosine_similarity(own.vector, other.vector) AS similarity
FROM own JOIN latest_embeddings AS other ON other.name = own.name AND other.seed = own.seed
WHERE other.trained AND other.raw NOT IN (SELECT raw FROM wanted)
ORDER BY own.seed, similarity DESC, other.raw
LIMIT 10;
