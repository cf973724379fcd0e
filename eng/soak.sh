#!/usr/bin/env bash
# Runs many analyses in one replica, for as long as you say, against a source with fixed answers, and tells how
# late their verdicts were and what they took: processor, memory, questions, bytes of store.
#   eng/soak.sh [ANALYSES [MINUTES [sqlite|postgres [SECONDS]]]]     default: 2000 analyses for 2 minutes on sqlite, a window every 10 seconds; at most 24 hours
set -euo pipefail
cd "$(dirname "$0")/.."
analyses=${1:-2000} minutes=${2:-2} store=${3:-sqlite} interval=${4:-10}
[[ $analyses =~ ^[0-9]+$ && $analyses -ge 1 && $analyses -le 100000 ]] || { echo "ANALYSES is '$analyses': write 1 to 100000" >&2; exit 2; }
[[ $minutes =~ ^[0-9]+$ && $minutes -ge 1 && $minutes -le 1440 ]] || { echo "MINUTES is '$minutes': write 1 to 1440" >&2; exit 2; }
[[ $store == sqlite || $store == postgres ]] || { echo "the store is '$store': write sqlite or postgres" >&2; exit 2; }
[[ $interval =~ ^[0-9]+$ && $interval -ge 1 && $interval -le 3600 ]] || { echo "SECONDS is '$interval': write 1 to 3600" >&2; exit 2; }
dotnet build tests/Analyzer.Tests -c Release -v quiet -nologo
SOAK_ANALYSES=$analyses SOAK_SECONDS=$((minutes * 60)) SOAK_STORE=$store SOAK_INTERVAL=$interval \
  dotnet tests/Analyzer.Tests/bin/Release/net10.0/CanaryJudge.Analyzer.Tests.dll -class '*SoakTests' -showLiveOutput
