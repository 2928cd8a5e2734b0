"""The day's experiments: validate, run, report, publish. An example for Airflow 3 to copy and change; it is short on purpose.

Needs apache-airflow-providers-apache-spark and a connection "spark_default". Variables of the environment say where
things lie: TRIBUTARY_JAR (the jobs jar) and TRIBUTARY_CONF (the conf file).

A run id may be used again: a finished run does nothing, so clearing a task is safe. Only exit code 5 (an input is
absent or late) is retried. A gate (3, 4) or a wrong conf (2) comes back the same way until somebody changes
something; the table "runs" says why.

The report is made whenever the run left published results: also when a gate held back a part (exit code 3 or 4 and
status PARTIAL), for somebody has to read it, and its banner says what is missing. The asset is updated by the last
task alone, and only if run and report both ended with 0: whoever schedules on it gets whole results or none.
"""

import os
from datetime import datetime, timedelta, timezone

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, Asset
from airflow.sdk.exceptions import AirflowException, AirflowFailException

CONF = os.environ.get("TRIBUTARY_CONF", "conf/experiment.conf")
# A run started by hand may have no logical date, and then no {{ ds }}.
DATE = "{{ (dag_run.logical_date or dag_run.run_after).strftime('%Y-%m-%d') }}"


class Tributary(SparkSubmitOperator):
    """One Tributary command by spark-submit, retried only when its input was late."""

    def __init__(self, **arguments):
        super().__init__(
            application=os.environ.get("TRIBUTARY_JAR", "jobs/target/tributary-jobs.jar"),
            java_class="tributary.jobs.Main",
            name="tributary {{ task.task_id }} {{ run_id }}",
            packages="io.delta:delta-spark_4.1_2.13:4.4.0",
            durable=False,
            **arguments,
        )

    def execute(self, context):
        try:
            return super().execute(context)
        except AirflowException as failure:
            if "Error code is: 5." in str(failure):
                raise
            raise AirflowFailException(str(failure)) from failure


with DAG(
    "experiment_daily",
    schedule="0 4 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    default_args={"retries": 6, "retry_delay": timedelta(minutes=20)},
    doc_md=__doc__,
):
    validate = Tributary(
        task_id="validate",
        application_args=["experiment", "--config", CONF, "--run-id", "{{ run_id }}", "--logical-date", DATE, "--dry-run"],
    )
    run = Tributary(
        task_id="run",
        application_args=["experiment", "--config", CONF, "--run-id", "{{ run_id }}", "--logical-date", DATE],
    )
    report = Tributary(
        task_id="report",
        application_args=["report", "--config", CONF, "--run-id", "{{ run_id }}"],
        trigger_rule="all_done",
        retries=0,
    )
    publish = EmptyOperator(task_id="publish", outlets=[Asset("tributary_experiments")])
    validate >> run >> report
    [run, report] >> publish
