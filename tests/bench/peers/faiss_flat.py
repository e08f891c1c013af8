"""FAISS IndexFlatIP over the vectors that the bench wrote. Prints one JSON document.

Usage: faiss_flat.py FOLDER GALLERY QUERIES DIMENSIONS K ROUNDS
"""
import json
import sys
import time

import faiss
import numpy as np

folder, gallery, queries, dimensions, k, rounds = sys.argv[1], *map(int, sys.argv[2:])
x = np.fromfile(f"{folder}/gallery.f32", dtype=np.float32).reshape(gallery, dimensions)
q = np.fromfile(f"{folder}/queries.f32", dtype=np.float32).reshape(queries, dimensions)
index = faiss.IndexFlatIP(dimensions)
index.add(x)
times = []
for _ in range(rounds):
    start = time.perf_counter()
    _, found = index.search(q, k)
    times.append(time.perf_counter() - start)
singles = []
for i in range(min(20, queries)):
    start = time.perf_counter()
    index.search(q[i : i + 1], k)
    singles.append(time.perf_counter() - start)
found.astype(np.int32).tofile(f"{folder}/faiss.i32")
print(json.dumps({"version": faiss.__version__, "threads": faiss.omp_get_max_threads(), "seconds": min(times), "oneQueryMs": sorted(singles)[len(singles) // 2] * 1e3}))
