#!/usr/bin/env bash
# Asks the registries for known vulnerabilities of what the repository uses: every project's NuGet packages, the
# transitive ones included, and npm's tools. One that is found fails; a registry that does not answer is told.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
if ! answer=$(dotnet list CanaryJudge.sln package --vulnerable --include-transitive 2>&1); then
  echo "NuGet: the registry could not be asked; the restore has asked it before (NuGetAudit)"
elif grep -q 'has the following vulnerable packages' <<<"$answer"; then
  grep -A40 'has the following vulnerable packages' <<<"$answer" >&2
  exit 1
else
  echo "NuGet: no known vulnerability in $(grep -c 'no vulnerable packages' <<<"$answer") projects"
fi

answer=$(npm audit --json 2>/dev/null)
case $(jq -r 'if .error then "unanswered" elif .metadata then (.metadata.vulnerabilities | .high + .critical | tostring) else "unanswered" end' <<<"$answer" 2>/dev/null || echo unanswered) in
  0) echo "npm: no known vulnerability that is high or critical" ;;
  unanswered) echo "npm: the registry does not answer audits here, so its tools were not checked (they do not ship)" ;;
  *) npm audit >&2; exit 1 ;;
esac
