"""Prints the arguments of every task of a DAG file as Airflow would pass them, one JSON list a line.

    python scripts/airflow/arguments.py scripts/airflow/experiment_daily.py
"""

import json
import sys
from datetime import datetime, timezone
from types import SimpleNamespace

from airflow.dag_processing.dagbag import DagBag

bag = DagBag(dag_folder=sys.argv[1])
if bag.import_errors or not bag.dags:
    sys.exit(f"the file holds no DAG that imports: {bag.import_errors}")
for dag in bag.dags.values():
    for task in dag.topological_sort():
        if not hasattr(task, "application_args"):
            continue  # a task that starts no command
        # The harder case: a run started by hand, without a logical date.
        started = datetime(2026, 1, 31, 4, tzinfo=timezone.utc)
        task.render_template_fields(
            {
                "run_id": "manual__2026-01-31T04:00:00.000000+00:00_x1",
                "dag_run": SimpleNamespace(logical_date=None, run_after=started),
                "task": task,
            }
        )
        print(json.dumps(task.application_args))
