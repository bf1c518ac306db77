-- How are the degrees distributed? Vertices by the number of their edges, in either direction.
WITH ends AS (SELECT fingerprint, src AS vertex FROM edges UNION ALL SELECT fingerprint, dst FROM edges),
degrees AS (SELECT fingerprint, vertex, count(*) AS degree FROM ends GROUP BY fingerprint, vertex)
SELECT fingerprint, degree, count(*) AS vertices
FROM degrees
GROUP BY fingerprint, degree
ORDER BY fingerprint, degree;
