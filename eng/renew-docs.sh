#!/usr/bin/env bash
# Writes again the pages of docs/ that are made from the code: policy-reference.md and log-events.md. Tests fail when they are old.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build -v quiet src/Cli && dotnet run --no-build --project src/Cli -- policy reference > docs/policy-reference.md
dotnet build -v quiet tests/Analyzer.Tests && RENEW_DOCS=1 dotnet run --no-build --project tests/Analyzer.Tests -- -class '*LogEventTests'
