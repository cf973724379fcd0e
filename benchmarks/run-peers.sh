#!/usr/bin/env bash
# Times our statistics and those of other languages on the same seeded inputs, one after the other on one core, and prints a table of the least times and their ratios.
# A language that is not installed is left out and named. On Debian: r-base-core python3-scipy openjdk-17-jdk-headless libcommons-math3-java
#   benchmarks/run-peers.sh [--only TEXT] [--work FOLDER] [--core N] [--repeat-ms N]
# Short repeats (2 ms unless given) find the moments in which a busy machine does nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."

only="" work="" core=1 repeat=2
while [ $# -gt 0 ]; do
  case "$1" in
    --only) only="$2" ;;
    --work) work="$2" ;;
    --core) core="$2" ;;
    --repeat-ms) repeat="$2" ;;
    *) echo "'$1' is not an option. Usage: $0 [--only TEXT] [--work FOLDER] [--core N] [--repeat-ms N]" >&2; exit 2 ;;
  esac
  shift 2
done
if [ -z "$work" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi

dotnet build -c Release -v quiet benchmarks/Peers >&2
program=benchmarks/Peers/bin/Release/net10.0/CanaryJudge.Benchmarks.Peers.dll
data="$work/data" other=benchmarks/Peers/other commons=/usr/share/java/commons-math3.jar
[ -d "$data" ] || dotnet "$program" --write "$data"

run() { # name, program and arguments
  local name="$1"
  shift
  echo "$name ..." >&2
  taskset -c "$core" "$@" > "$work/$name.jsonl"
}

: > "$work/canaryjudge.jsonl"
for part in ${only:-mwu hl}; do
  run ours dotnet "$program" --data "$data" --only "$part" --repeat-ms "$repeat"
  cat "$work/ours.jsonl" >> "$work/canaryjudge.jsonl"
done
rm "$work/ours.jsonl"
if command -v javac > /dev/null && [ -f "$commons" ]; then
  mkdir -p "$work/classes"
  javac -cp "$commons" -d "$work/classes" "$other/CommonsMath.java"
  run commons-math3 java -Xmx4g -cp "$commons:$work/classes" CommonsMath "$data" "$only" "$repeat"
else
  echo "commons-math3 is left out: no javac, or no $commons" >&2
fi
if /usr/bin/python3 -c 'import scipy' 2> /dev/null; then run scipy /usr/bin/python3 "$other/scipy_peer.py" "$data" "$only" "$repeat"; else echo "SciPy is left out: not installed" >&2; fi
if command -v Rscript > /dev/null; then run r Rscript --vanilla "$other/r_peer.R" "$data" "$only" "$repeat"; else echo "R is left out: no Rscript" >&2; fi

dotnet "$program" --table "$work"/canaryjudge.jsonl "$work"/*.jsonl
