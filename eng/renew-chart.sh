#!/usr/bin/env bash
# Renders every set of values under tests/Helm.Tests/Values anew into tests/Helm.Tests/Golden, the sidecar sample, and the table of
# values in the chart's README. Look at the difference before you commit it.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/Helm.Tests -v quiet
RENEW_CHART=1 dotnet run --project tests/Helm.Tests --no-build -- -class '*GoldenTests' -class '*Helm.Tests.ReadmeTests' -class '*SidecarTests'
git status --short helm tests/Helm.Tests
