#!/usr/bin/env bash
# Installs what the tests need, builds, checks the contract, and runs every test.
# The last line reads: N passed, N failed, N skipped.
#   eng/test.sh                everything
#   eng/test.sh --no-install   without looking for missing packages
set -uo pipefail
cd "$(dirname "$0")/.."

fail() { echo "$1" >&2; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

if [ "${1:-}" != "--no-install" ]; then
  eng/install.sh || fail "could not install what the tests need"
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet restore CanaryJudge.sln || fail "restore failed"
dotnet build CanaryJudge.sln --no-restore -v quiet || fail "the build failed"
eng/audit.sh || fail "a package that is used has a known vulnerability"
eng/buf.sh || fail "the contract is not clean (buf)"

rm -rf TestResults
dotnet test --solution CanaryJudge.sln --no-build --report-trx --results-directory TestResults
code=$?

summary=$(awk -F'"' '/<Counters /{for(i=1;i<NF;i++){if($i~/ passed=$/)p+=$(i+1);if($i~/ failed=$/)f+=$(i+1);if($i~/ notExecuted=$/)s+=$(i+1)}}
  END{printf "%d passed, %d failed, %d skipped\n",p,f,s}' TestResults/*.trx 2>/dev/null)
[ -n "$summary" ] || fail "no test result was written"
# Skipped tests are listed with their reasons, so that none goes unseen.
grep -ho 'outcome="NotExecuted"' TestResults/*.trx >/dev/null 2>&1 && { echo "skipped:"; grep -h -A6 'outcome="NotExecuted"' TestResults/*.trx | grep -oE 'testName="[^"]+"|<(StdOut|Message)>[^<]+' | sort -u | head -40; }
if [ "$code" -ne 0 ] && [[ "$summary" == *" 0 failed"* ]]; then
  summary="${summary/ 0 failed/ 1 failed}" # a runner that broke without a failed test is a failure too
fi
echo "$summary"
exit "$code"
