"""Sparsewalk every night by spark-submit of the worker; needs apache-airflow-providers-apache-spark.

The connection spark_default names the master. With deploy-mode client the task fails when the driver does. A standalone master with
deploy-mode cluster reports success when it has the job, so the second task asks the warehouse itself.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

try:
    from airflow.providers.standard.operators.bash import BashOperator
except ImportError:  # Airflow 2
    from airflow.operators.bash import BashOperator

HOME = "/opt/sparsewalk"
JOB = "/etc/sparsewalk/payments.conf"

with DAG(
    dag_id="sparsewalk_submit",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    # A second attempt goes on where the first one ended.
    default_args={"retries": 1, "retry_delay": timedelta(minutes=10)},
) as dag:
    run = SparkSubmitOperator(
        task_id="pipeline",
        conn_id="spark_default",
        application=f"{HOME}/lib/sparsewalk.jar",
        java_class="io.sparsewalk.cli.Main",
        application_args=["pipeline", JOB],
        driver_memory="4g",
        executor_memory="8g",
        conf={
            "spark.driver.defaultJavaOptions": "--add-modules=jdk.incubator.vector -Dfile.encoding=UTF-8",
        },
    )
    status = BashOperator(task_id="status", bash_command=f"{HOME}/jobs/sparsewalk sweep status {JOB}")
    run >> status
