#!/bin/sh
# Times minping beside data.table on a million ballots; see README.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$here/../../.." && CGO_ENABLED=0 go build -o "$work/minping" ./cmd/minping)
"$work/minping" generate 1000000 --questionnaire "$work/generated.yaml" > "$work/million.csv"
# the groups pooled, as the check sums have them
sed -E '/^groups:/,/^index:/ s/, weight: [0-9.]+\}/}/' "$work/generated.yaml" > "$work/q.yaml"
sha256sum "$work/million.csv" | cut -d ' ' -f 1
Rscript "$here/million.R" "$work/minping" "$work"
