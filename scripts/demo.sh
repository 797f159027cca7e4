#!/usr/bin/env bash
# Sets up, builds, and runs the main job on this machine: a certificate authority, N silos as N processes on loopback,
# training over the ring, synthetic patients, and a report.
#   scripts/demo.sh [--silos N] [--rounds R] [--cohort simulated|DIR] [--model ctgan] [--out DIR]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash scripts/setup.sh
dotnet build src/RingFed.Daemon -c Release -nologo -v quiet -clp:NoSummary
exec src/RingFed.Daemon/bin/Release/net10.0/ringfed demo "$@"
