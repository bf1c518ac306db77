"""Sparsewalk every night by the Spark operator of Kubernetes; needs apache-airflow-providers-cncf-kubernetes.

Put deploy/kubernetes/sparkapplication.yaml beside this file and apply deploy/kubernetes/job.yaml. The operator of Airflow counts a
driver that somebody deleted as a success, so the second task asks the warehouse itself.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator
from kubernetes.client import models as k8s

NAMESPACE = "default"

with DAG(
    dag_id="sparsewalk_kubernetes",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    # A second attempt goes on where the first one ended.
    default_args={"retries": 1, "retry_delay": timedelta(minutes=10)},
) as dag:
    run = SparkKubernetesOperator(
        task_id="pipeline",
        namespace=NAMESPACE,
        application_file="sparkapplication.yaml",
        deferrable=False,
        get_logs=True,
    )
    status = KubernetesPodOperator(
        task_id="status",
        namespace=NAMESPACE,
        name="sparsewalk-status",
        image="registry.example.com/sparsewalk:0.1.0",
        cmds=["sparsewalk"],
        arguments=["sweep", "status", "/etc/sparsewalk/job.conf"],
        # The account that may read the warehouse.
        service_account_name="spark-operator-spark",
        volumes=[k8s.V1Volume(name="job", config_map=k8s.V1ConfigMapVolumeSource(name="sparsewalk-job"))],
        volume_mounts=[k8s.V1VolumeMount(name="job", mount_path="/etc/sparsewalk", read_only=True)],
        get_logs=True,
    )
    run >> status
