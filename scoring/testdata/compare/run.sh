#!/bin/sh
# Compares minping with R on data that come with R packages; see README.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$here/../../.." && CGO_ENABLED=0 go build -o "$work/minping" ./cmd/minping)
Rscript "$here/compare.R" "$work/minping" "$work"
