#!/usr/bin/env bash
# Our forecasts beside statsforecast's on the same series; all arguments go to forecast.py, which explains them.
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
python="${PYTHON:-python3}"
if ! command -v "$python" >/dev/null; then
  echo "skipped: there is no $python; install Python 3.10 or newer, or name one in PYTHON"
  exit 0
fi
exec "$python" "$here/forecast.py" "$@"
