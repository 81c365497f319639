"""The questions of benches/segments.rs put to DuckDB and lifetimes: `segments_peers.py PURCHASES.csv TODAY` (columns member,
day, amount; days as numbers). Run by the benchmark with --peers PYTHON, where that Python has both."""

import sys
import time

import duckdb

FILE, TODAY = sys.argv[1], int(sys.argv[2])

RFM = """
WITH m AS (SELECT member, max(day) AS last_on, count(*) AS orders, sum(amount) AS spend FROM p GROUP BY member),
s AS (SELECT member,
             1 + (5 * (rank() OVER (ORDER BY last_on) - 1)) // count(*) OVER () AS r,
             1 + (5 * (rank() OVER (ORDER BY orders) - 1)) // count(*) OVER () AS f,
             1 + (5 * (rank() OVER (ORDER BY spend) - 1)) // count(*) OVER () AS m FROM m)
SELECT r, f, count(*) FROM s GROUP BY r, f
"""

BUYERS = f"""
SELECT count(DISTINCT day) - 1 AS x, (max(day) - min(day)) / 7.0 AS t_x, ({TODAY} - min(day)) / 7.0 AS age
FROM p GROUP BY member
"""


def timed(what, work):
    """Says how long something took and answers what it gave."""
    began = time.perf_counter()
    answer = work()
    print(f"{what:<27} {1000 * (time.perf_counter() - began):>9.1f} ms", flush=True)
    return answer


db = duckdb.connect()
timed("DuckDB: load", lambda: db.execute(f"CREATE TABLE p AS SELECT * FROM read_csv('{FILE}')"))
timed("DuckDB: RFM of everybody", lambda: db.execute(RFM).fetchall())
buyers = db.execute(BUYERS).fetchdf()

from lifetimes import BetaGeoFitter  # noqa: E402 (slow to import, and not needed before)

model = BetaGeoFitter(penalizer_coef=0.0)
try:
    timed("lifetimes: BG/NBD fit", lambda: model.fit(buyers["x"], buyers["t_x"], buyers["age"]))
except Exception as error:  # Its own kind of error, from its own search.
    sys.exit(print(f"lifetimes: {type(error).__name__}"))
timed(
    "lifetimes: predictions",
    lambda: (
        model.conditional_probability_alive(buyers["x"], buyers["t_x"], buyers["age"]),
        model.conditional_expected_number_of_purchases_up_to_time(52, buyers["x"], buyers["t_x"], buyers["age"]),
    ),
)
print({name: round(value, 5) for name, value in model.params_.items()})
