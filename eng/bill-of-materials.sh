#!/usr/bin/env bash
# Writes what the image is made of as CycloneDX: the packages of NuGet that the service and the command use, by the
# lock files, those of .NET that are compiled into them, and the packages of Debian.
#   eng/bill-of-materials.sh FOLDER FILE ASSETS     FOLDER: control files of Debian packages; FILE: what is written;
#                                                   ASSETS: project.assets.json of a native build
set -euo pipefail
cd "$(dirname "$0")/.."
debian=$1 file=$2 assets=$3
tools=$PWD/.tools/dotnet
work=$(mktemp -d "${TMPDIR:-/tmp}/canaryjudge-bom-XXXXXX")
trap 'rm -rf "$work"' EXIT
[ -x "$tools/dotnet-CycloneDX" ] || dotnet tool install CycloneDX --version 6.3.1 --tool-path "$tools" >/dev/null

for project in Analyzer Cli; do
  [ -f "src/$project/obj/project.assets.json" ] || dotnet restore "src/$project" -v quiet
  "$tools/dotnet-CycloneDX" "src/$project/CanaryJudge.$project.csproj" --output "$work" --filename "$project.json" --output-format Json --exclude-dev --disable-package-restore --no-serial-number >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
done
for control in "$debian"/*; do
  awk -F': ' '/^Package: /{p=$2} /^Version: /{v=$2} /^Architecture: /{a=$2} END{printf "{\"type\":\"library\",\"name\":\"%s\",\"version\":\"%s\",\"purl\":\"pkg:deb/debian/%s@%s?arch=%s&distro=debian-12\"}\n",p,v,p,v,a}' "$control"
done | jq -s . >"$work/debian.json"
jq '[.project.frameworks[].downloadDependencies[] | {type: "library", name, version: (.version | capture("\\[(?<v>[^,\\]]+)").v)} | .purl = "pkg:nuget/\(.name)@\(.version)"]' "$assets" >"$work/runtime.json"
mkdir -p "$(dirname "$file")"
jq -s --slurpfile debian "$work/debian.json" --slurpfile runtime "$work/runtime.json" '.[0] + {components: ([.[].components[]] + $runtime[0] + $debian[0] | unique_by(.purl))} | del(.dependencies)' "$work/Analyzer.json" "$work/Cli.json" >"$file"
echo "$file: $(jq '.components | length' "$file") components"
