-- The right edge of the Merkle tree over the hashes of all operations: its size, then at most 40 nodes. Every operation writes
-- it again. The program fills it from the operations that are there.
INSERT INTO meta (k, v) VALUES ('tree_edge', zeroblob(8));
