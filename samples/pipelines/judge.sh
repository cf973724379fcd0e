#!/bin/sh
# One step of a pipeline: starts an analysis, waits until it is decided, writes a report, and ends with the decision's code:
#   0 promote   3 no decision   4 rollback   1 could not judge   2 the command line is wrong
# Only 0 lets the rollout go on. Needs `canaryjudge` on the PATH. Variables:
#   APPLICATION TARGET POLICY BASELINE CANARY   what is judged: POLICY is one that the service holds, the last two are labels such as version=v2
#   CANARYJUDGE_SERVER CANARYJUDGE_TOKEN_FILE   where the service is, and who asks
#   KEY       the same for every try of this run, so that a repeated step goes on with the analysis it has started
#   AT_MOST   how long to wait (2h)
#   REPORT    folder of report.json, report.txt and summary.md (canaryjudge-report)
set -u
report=${REPORT:-canaryjudge-report}
mkdir -p "$report"

id=$(canaryjudge start --policy-name "$POLICY" --application "$APPLICATION" --target "$TARGET" --baseline "$BASELINE" --canary "$CANARY" ${KEY:+--idempotency-key "$KEY"} --quiet)
code=$?
if [ $code -eq 0 ]; then
  echo "analysis $id"
  canaryjudge watch "$id" --exit-code --at-most "${AT_MOST:-2h}"
  code=$?
  canaryjudge get "$id" --output json >"$report/report.json" || echo '{}' >"$report/report.json"
  canaryjudge get "$id" >"$report/report.txt" || echo "The report could not be fetched." >"$report/report.txt"
else
  id=none
  echo '{}' >"$report/report.json"
  echo "No analysis was started: see the log of this step." >"$report/report.txt"
fi

case $code in
  0) word=promote ;;
  3) word="no decision: hold, and let a person look" ;;
  4) word=rollback ;;
  1) word="could not judge: hold" ;;
  *) word="the step itself failed ($code): hold" ;;
esac
{
  echo "### CanaryJudge: $word"
  echo
  echo "$APPLICATION, $TARGET: baseline \`$BASELINE\`, canary \`$CANARY\`, analysis \`$id\`"
  echo
  echo '```text'
  cat "$report/report.txt"
  echo '```'
} >"$report/summary.md"
[ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$report/summary.md" >>"$GITHUB_STEP_SUMMARY"
[ -z "${GITHUB_OUTPUT:-}" ] || printf 'code=%s\nanalysis=%s\n' "$code" "$id" >>"$GITHUB_OUTPUT"
exit $code
