#!/usr/bin/env bash
# Kills the silos of a running ring of four with SIGKILL, over and over, alone, in pairs and all at once, and starts them
# again. Ends with one line: kills, rounds closed, violations (a closed round lost, two results of one round), seconds.
#   scripts/soak.sh [--kills 200] [--seed 1] [--minutes-max 60]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kills=200 seed=1 minutes=60
while [ $# -gt 0 ]; do
    case "$1" in
        --kills) kills="$2"; shift 2 ;;
        --seed) seed="$2"; shift 2 ;;
        --minutes-max) minutes="$2"; shift 2 ;;
        *) echo "soak.sh: unknown argument '$1'; usage: scripts/soak.sh [--kills 200] [--seed 1] [--minutes-max 60]" >&2; exit 2 ;;
    esac
done

bash scripts/setup.sh
project=tests/RingFed.Daemon.Tests
dotnet build "$project" -c Release -nologo -v quiet -clp:NoSummary

mkdir -p artifacts
report=artifacts/soak.txt
: > "$report"
tail -f "$report" &
watching=$!
trap 'kill "$watching" 2>/dev/null || true' EXIT

RINGFED_SOAK_KILLS="$kills" RINGFED_SOAK_SEED="$seed" RINGFED_SOAK_REPORT="$PWD/$report" \
    timeout --signal=INT "${minutes}m" \
    dotnet test "$project" -c Release --no-build -nologo -v quiet --filter 'FullyQualifiedName~KillSoakTests' > artifacts/soak.log 2>&1 \
    && status=0 || status=$?
if [ "$status" -eq 124 ]; then
    echo "soak.sh: $kills kills took longer than $minutes minutes; see artifacts/soak.log" >&2
elif [ "$status" -ne 0 ]; then
    tail -n 60 artifacts/soak.log >&2
fi

exit "$status"
