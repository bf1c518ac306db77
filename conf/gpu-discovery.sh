#!/usr/bin/env bash
# Tells Spark the GPUs of this machine: spark.executor.resource.gpu.discoveryScript (spark.worker.resource... on standalone workers).
set -euo pipefail
addresses="$(nvidia-smi --query-gpu=index --format=csv,noheader | sed 's/[[:space:]]//g; s/.*/"&"/' | paste -sd, -)"
echo "{\"name\": \"gpu\", \"addresses\": [$addresses]}"
