"""Tells the arguments that Airflow passes to the tasks of a DAG file, or what it makes of a command's exit code.

    python scripts/airflow/tasks.py arguments scripts/airflow/experiment_daily.py
    python scripts/airflow/tasks.py exits scripts/airflow/experiment_daily.py CODE...

"arguments" prints one JSON list a task. "exits" executes every task by its operator once for each code, with the
spark-submit that is first on the PATH, which is to end with $EXIT_CODE, and prints how it ended: done, retried or failed.
"""

import json
import os
import sys
from datetime import datetime, timezone
from types import SimpleNamespace

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk.exceptions import AirflowException, AirflowFailException


def tasks(file):
    """Every task that starts a command, in order, its templates filled in, and what filled them."""
    bag = DagBag(dag_folder=file)
    if bag.import_errors or not bag.dags:
        sys.exit(f"the file holds no DAG that imports: {bag.import_errors}")
    # The harder case: a run started by hand, without a logical date.
    started = datetime(2026, 1, 31, 4, tzinfo=timezone.utc)
    for dag in bag.dags.values():
        for task in dag.topological_sort():
            if not hasattr(task, "application_args"):
                continue  # a task that starts no command
            context = {
                "run_id": "manual__2026-01-31T04:00:00.000000+00:00_x1",
                "dag_run": SimpleNamespace(logical_date=None, run_after=started),
                "task": task,
            }
            task.render_template_fields(context)
            yield task, context


def ended(task, context):
    try:
        task.execute(context)
    except AirflowFailException:
        return "failed"  # for good, whatever retries the task has
    except AirflowException:
        return "retried"
    return "done"


what, file, *codes = sys.argv[1:]
for task, context in tasks(file):
    if what == "arguments":
        print(json.dumps(task.application_args))
    for code in codes:
        os.environ["EXIT_CODE"] = code
        print("exit", task.task_id, code, ended(task, context), flush=True)
