#!/usr/bin/env bash
# How honest forecasts are soon after a series begins: only the last N values before a held-out window are known.
# For each N the accuracy and the coverage of 50, 80, 95 and 99 % intervals, by the published scorer.
set -euo pipefail
if [ $# -lt 3 ]; then
  echo "usage: cold-start.sh TRAIN.csv.gz TEST.csv.gz m4_score.py [N...]" >&2
  exit 2
fi
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
train="$1" test="$2" scorer="$3"
shift 3
counts=("$@")
[ ${#counts[@]} -gt 0 ] || counts=(10 20 40 60 100 200)
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
for known in "${counts[@]}"; do
  gzip -dc "$train" | awk -F, -v n="$known" '{
    last = NF
    while (last > 1 && $last == "") last--
    line = $1
    for (i = (last - n + 1 > 2 ? last - n + 1 : 2); i <= last; i++) line = line "," $i
    print line
  }' >"$work/short.csv"
  for level in 0.5 0.8 0.95 0.99; do
    "$here/../../bin/aiops" backtest forecast --train "$work/short.csv" --horizon 48 --step 1h \
      --level "$level" --out "$work/out" >/dev/null 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
    echo "$known points, $level: $(python3 "$scorer" "$train" "$test" \
      "$work/out/point.csv" "$work/out/lower.csv" "$work/out/upper.csv" --level "$level" | tr -s ' \n' ' ')"
  done
done
