#!/usr/bin/env bash
# Unpacks Debian's packages of the servers that tests start by themselves into .tools, so that nothing is
# installed as a service: prometheus (with promtool), prometheus-alertmanager, victoria-metrics, prometheus-node-exporter, postgresql.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .tools/debs
tools=$PWD/.tools

fetch() { # package program
  [ -x ".tools/usr/$2" ] && return 0
  echo "fetching $1"
  ( cd .tools/debs && { apt-get download -qq "$1" 2>/dev/null || { apt-get update -qq && apt-get download -qq "$1"; }; } )
  dpkg-deb -x ".tools/debs/$1"_*.deb "$tools"
  [ -x ".tools/usr/$2" ] || { echo "the package $1 holds no usr/$2" >&2; exit 1; }
}

fetch prometheus bin/prometheus
if [ ! -x .tools/usr/bin/prometheus-alertmanager ]; then
  fetch prometheus-alertmanager bin/prometheus-alertmanager
  # Debian's build looks for its templates in /usr/share alone; this one looks in share of the directory that it is started in.
  LC_ALL=C sed -i 's#/usr/share/prometheus/alertmanager#././/share/prometheus/alertmanager#g' .tools/usr/bin/prometheus-alertmanager
fi
fetch victoria-metrics bin/victoria-metrics
fetch prometheus-node-exporter bin/prometheus-node-exporter
fetch postgresql-15 lib/postgresql/15/bin/postgres
fetch postgresql-client-15 lib/postgresql/15/bin/psql
