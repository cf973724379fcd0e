#!/usr/bin/env bash
# Simulates the scoreboard's rollouts, has every judge end them, and writes docs/scoreboard.md and its figure.
#   eng/scoreboard.sh                 what the repository holds
#   eng/scoreboard.sh --seeds 17,18,19   any option of the program may be added
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build benchmarks/Scoreboard -c Release -nologo -v quiet
page=$(mktemp)
trap 'rm -f "$page"' EXIT
dotnet run --project benchmarks/Scoreboard -c Release --no-build -- run --seeds 201,202,203 --rollouts 200 --output markdown --figures docs/figures "$@" > "$page"
cp "$page" docs/scoreboard.md
chmod 644 docs/scoreboard.md
