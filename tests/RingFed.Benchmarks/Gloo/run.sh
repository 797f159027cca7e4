#!/usr/bin/env bash
# Times a plain all_gather of torch.distributed beside which `ringfed bench ring` is to be read; takes its options:
#   tests/RingFed.Benchmarks/Gloo/run.sh [--silos 4] [--parameters 10000000] [--repeats 7]
# Needs Debian's python3-torch; says so in one sentence and ends with 0 where it is absent.
set -euo pipefail
python="${PYTHON:-/usr/bin/python3}"
if [ ! -x "$python" ]; then
    echo "skipped: there is no $python (Debian: apt-get install python3-torch)"
    exit 0
fi
exec "$python" "$(dirname "${BASH_SOURCE[0]}")/allgather.py" "$@"
