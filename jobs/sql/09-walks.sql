-- How long are the walks of each graph and seed?
SELECT lineage.edges_fingerprint, lineage.seed, count(*) AS walks, avg(array_size(walks.vertices)) AS vertices,
  min(array_size(walks.vertices)) AS fewest, max(array_size(walks.vertices)) AS most
FROM walks JOIN lineage ON lineage.table_name = 'walks' AND lineage.fingerprint = walks.fingerprint
GROUP BY lineage.edges_fingerprint, lineage.seed
ORDER BY lineage.edges_fingerprint, lineage.seed;
