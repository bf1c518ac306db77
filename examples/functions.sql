-- spark-sql --jars target/sparsewalk.jar --conf spark.sql.extensions=io.sparsewalk.sql.SparsewalkExtensions -f examples/functions.sql
CREATE OR REPLACE TEMPORARY VIEW vectors AS
SELECT id, transform(sequence(0, 7), c -> sin(id * 1.7 + c * 0.9)) AS vector FROM range(20);

-- The largest quarter of every vector, as a struct of size, indices and values.
CREATE OR REPLACE TEMPORARY VIEW sparse AS
SELECT id, topk(vector, 25) AS kept FROM vectors;

SELECT id, kept.indices, kept.values FROM sparse ORDER BY id LIMIT 3;

-- How far products of sparse vectors are from those of dense ones.
SELECT avg(abs(sparse_dot(a.kept, b.kept) - sparse_dot(c.vector, d.vector))) AS difference
FROM sparse a JOIN sparse b ON a.id < b.id JOIN vectors c ON c.id = a.id JOIN vectors d ON d.id = b.id;

SELECT aggregate(hadamard(vector, vector), 0D, (sum, value) -> sum + value) AS square FROM vectors WHERE id = 1;
