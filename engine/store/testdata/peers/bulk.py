"""The bulk evaluation in pandas, from the same file: reads plans and figures,
takes the latest entry of each line and period up to the cut, adds up, judges,
scores and totals by city. Prints the seconds, then a line for each city."""
import sqlite3
import sys
import time

import pandas as pd

file, cut = sys.argv[1], int(sys.argv[2])
began = time.time()
db = sqlite3.connect("file:" + file + "?mode=ro", uri=True)
rows = pd.read_sql_query("SELECT line, period, seq, value FROM observation WHERE seq <= ?", db, params=(cut,))
plans = pd.read_sql_query("SELECT line, city, op, target, weight FROM bench_plan", db)
rows = rows.sort_values(["line", "period", "seq"]).drop_duplicates(["line", "period"], keep="last")
sums = rows.groupby("line")["value"].agg(["count", "sum"])
t = plans.join(sums, on="line").fillna({"count": 0, "sum": 0}).astype("int64")
floor, whole = t["op"] == 0, t["count"] == 12
met = (floor & (t["sum"] >= t["target"])) | (~floor & whole & (t["sum"] <= t["target"]))
broken = ~floor & (t["sum"] > t["target"]) & (t["count"] > 0)
missing = ~met & ~broken & ~whole
over, under = t["sum"].where(floor, t["target"]), t["target"].where(floor, t["sum"].clip(lower=1))
points = (2 * t["weight"] * over + under) // (2 * under)
t["points"] = points.where(~met, t["weight"]).where(~missing, 0)
t["met"], t["missing"] = met, missing
out = t.groupby("city")[["met", "missing", "points"]].sum()
print(time.time() - began)
for city, row in out.iterrows():
    print(city, int(row["met"]), int(row["missing"]), int(row["points"]))
