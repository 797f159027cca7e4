#!/usr/bin/env bash
# Sets up, builds and runs every test. Ends with the line "N passed, N failed, N skipped".
#   scripts/test.sh [--filter EXPRESSION] [any other argument of dotnet test]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash scripts/setup.sh

results="artifacts/test-results"
rm -rf "$results"
mkdir -p "$results"

dotnet build RingFed.sln -c Release -nologo -v quiet -clp:NoSummary

status=0
for project in tests/*.Tests; do
    name=$(basename "$project")
    dotnet test "$project" -c Release --no-build -nologo -v quiet \
        --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
        --logger "console;verbosity=minimal" "$@" || status=1
done

# A project that died before it wrote its counts must not pass for one without tests.
passed=0 failed=0 skipped=0
for project in tests/*.Tests; do
    trx="$results/$(basename "$project").trx"
    if [ ! -f "$trx" ]; then
        echo "test.sh: $(basename "$project") left no result file" >&2
        failed=$((failed + 1))
        continue
    fi
    counters=$(grep -o '<Counters [^>]*>' "$trx" | head -n 1)
    count() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
    total=$(count total) executed=$(count executed)
    passed=$((passed + $(count passed)))
    failed=$((failed + $(count failed)))
    skipped=$((skipped + total - executed))
done
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
    failed=1
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
