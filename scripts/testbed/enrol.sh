#!/usr/bin/env bash
# Makes the testbed's federation inside its volumes: an authority, four identities, a simulated cohort, one topology.
# Each silo's volume gets what that silo would hold in earnest and nothing of the others'. Does nothing the second time.
set -euo pipefail

federation=testbed
silos=(bologna paris berlin leuven)
root=/federation
done_mark=$root/authority/enrolled

if [ -e "$done_mark" ]; then
    echo "enrol: the federation is there already; 'docker-compose down --volumes' forgets it"
    exit 0
fi

# What a run that was cut short left behind belongs to no finished federation.
find "$root" -mindepth 2 -delete

ringfed ca init --federation "$federation" --dir "$root/authority"

cohort=$(mktemp -d)
ringfed data simulate --silos "${#silos[@]}" --patients "$TESTBED_PATIENTS" --out "$cohort"

roster=""
for i in "${!silos[@]}"; do
    silo=${silos[$i]}
    own=$root/$silo
    ringfed init --federation "$federation" --silo "$silo" --out "$own"
    ringfed ca sign "$own/$silo.csr.pem" --dir "$root/authority" --out "$own/$silo.cert.pem"
    key=$(ringfed init --federation "$federation" --silo "$silo" --out "$own" --json | sed -n 's/.*"key": "\(sha256:[0-9a-f]*\)".*/\1/p')
    cp "$root/authority/authority.cert.pem" "$own/"
    cp "$cohort/silo-$((i + 1))/"* "$own/"
    cat >"$own/silo.yaml" <<YAML
silo: $silo
topology: topology.yaml
identity: { key: $silo.key.pem, certificate: $silo.cert.pem, authority: authority.cert.pem }
cohort: { schema: schema.yaml, files: [ patients.csv ] }
state: state
YAML
    roster+="  - { id: $silo, address: \"$silo:7443\", key: \"$key\" }"$'\n'
done

# One file, the same bytes at every silo. It names the schema beside it, so it is judged where it will lie.
cat >"$cohort/topology.yaml" <<YAML
federation: $federation
epoch: 1
silos:
${roster%$'\n'}
exchange:
  kind: relay
  rounds: $TESTBED_ROUNDS
  localWork: { steps: $TESTBED_STEPS }
  codec: bfloat16
byzantine: auto
aggregation: { rule: auto, gate: none }
model: { kind: ctgan, schema: schema.yaml, seed: 1 }
privacy: { dp: none }
YAML
for silo in "${silos[@]}"; do
    cp "$cohort/topology.yaml" "$root/$silo/"
done
ringfed topology check "$root/${silos[0]}/topology.yaml"

chown -R ringfed: "$root"
touch "$done_mark"
echo "enrol: ${#silos[@]} silos enrolled in '$federation'"
