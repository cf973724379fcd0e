#!/usr/bin/env bash
# Checks the contract: lint, format, and that it breaks nobody who uses an earlier one.
#   eng/buf.sh              against the newest release tag and main (on main itself: the commit before)
#   eng/buf.sh REF          against that commit, branch or tag
# Where git has no earlier contract (a new repository, a shallow clone, no git) that part is left out, and says so.
set -euo pipefail
cd "$(dirname "$0")/.."

buf=node_modules/.bin/buf
[ -x "$buf" ] || { echo "buf is not installed: run eng/install.sh (or npm ci)" >&2; exit 1; }

"$buf" lint
"$buf" format --diff --exit-code || { echo "not formatted: run $buf format --write" >&2; exit 1; }

commit() { git rev-parse --verify --quiet "$1^{commit}" 2>/dev/null || true; }

earlier() { # one commit a line
  if [ $# -gt 0 ]; then
    local asked; asked=$(commit "$1")
    [ -n "$asked" ] || { echo "no such commit: $1" >&2; return 1; }
    echo "$asked"
    return 0
  fi
  local head main tag
  head=$(commit HEAD)
  [ -n "$head" ] || return 0
  main=$(commit origin/main); [ -n "$main" ] || main=$(commit main)
  if [ -z "$main" ] || [ "$main" = "$head" ]; then main=$(commit HEAD~1); fi
  [ -z "$main" ] || echo "$main"
  tag=$(git tag --list 'v*' --sort=-version:refname --merged HEAD | head -n 1)
  [ -z "$tag" ] || commit "$tag"
}

bases=$(earlier "$@")
compared=0
for base in $(echo "$bases" | sort -u); do
  git cat-file -e "$base:protos" 2>/dev/null && git cat-file -e "$base:buf.yaml" 2>/dev/null || continue
  before=$(mktemp -d)
  trap 'rm -rf "$before"' EXIT
  git archive "$base" protos third_party buf.yaml | tar -x -C "$before"
  "$buf" breaking --against "$before" || { echo "the contract breaks those who use it as of $(git log -1 --format='%h %s' "$base")" >&2; exit 1; }
  rm -rf "$before"
  compared=$((compared + 1))
done
[ "$compared" -gt 0 ] || echo "no earlier contract to compare with"
echo "the contract is clean ($compared compared)"
