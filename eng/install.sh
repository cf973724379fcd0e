#!/usr/bin/env bash
# Installs what the tests need on a Debian machine: the packages of eng/packages.txt, the servers that
# tests start themselves (unpacked under .tools, never run as services), and the npm tools of package.json.
# Does nothing when everything is there. Needs root only for what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=$(grep -vE '^\s*(#|$)' eng/packages.txt | sort -u)
missing=()
for package in $wanted; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing from Debian: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

eng/fetch-servers.sh

if [ -f package.json ]; then
  if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    echo "installing from npm"
    npm ci --silent --no-audit --no-fund
  fi
fi
