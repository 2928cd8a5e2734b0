"""Counts what other readers than Spark see: makes conf/views.sql over the result tables as the notebook does, with delta-rs and
DuckDB, and prints one line "view,rows" for each view.

    python scripts/notebooks/counts.py RESULTS VIEWS_SQL
"""

import re
import sys
from pathlib import Path

import duckdb
from deltalake import DeltaTable

results, views = Path(sys.argv[1]), Path(sys.argv[2])
db = duckdb.connect()
tables = sorted({p.parents[1].name for p in results.glob("*/_delta_log/*.json")})
for table in tables:
    db.register(table, DeltaTable(str(results / table)).to_pyarrow_dataset())
for statement in db.extract_statements(views.read_text()):
    name = re.search(r"CREATE OR REPLACE VIEW (\w+)", statement.query).group(1)
    if re.sub("^(published|latest)_", "", name) in tables:
        db.execute(statement.query.replace("CREATE OR REPLACE VIEW", "CREATE OR REPLACE TEMP VIEW"))
        rows = db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
    else:
        rows = 0  # a table that no run has written yet
    print(f"{name},{rows}")
