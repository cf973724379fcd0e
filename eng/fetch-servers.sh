#!/usr/bin/env bash
# Unpacks Debian's packages of the servers that tests start by themselves into .tools, so that nothing is
# installed as a service: prometheus (with promtool), victoria-metrics, prometheus-node-exporter.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .tools/debs
tools=$PWD/.tools

fetch() { # package program
  [ -x ".tools/usr/bin/$2" ] && return 0
  echo "fetching $1"
  ( cd .tools/debs && { apt-get download -qq "$1" 2>/dev/null || { apt-get update -qq && apt-get download -qq "$1"; }; } )
  dpkg-deb -x ".tools/debs/$1"_*.deb "$tools"
  [ -x ".tools/usr/bin/$2" ] || { echo "the package $1 holds no usr/bin/$2" >&2; exit 1; }
}

fetch prometheus prometheus
fetch victoria-metrics victoria-metrics
fetch prometheus-node-exporter prometheus-node-exporter
