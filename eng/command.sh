#!/usr/bin/env bash
# Builds the command `canaryjudge` as one native program for Linux on x64, which needs no .NET: what a release carries.
# Needs the .NET SDK, clang and zlib1g-dev. It runs where the C library is at least as new as here.
#   eng/command.sh                  builds artifacts/command/canaryjudge-VERSION-linux-x64.tar.gz and its .sha256
#   eng/command.sh --out FOLDER     another folder (artifacts/command)
set -euo pipefail
cd "$(dirname "$0")/.."
out=artifacts/command
while [ $# -gt 0 ]; do
  case $1 in
    --out) out=$2; shift 2 ;;
    *) echo "unknown option $1: see the head of $0" >&2; exit 2 ;;
  esac
done
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
runtime=linux-x64
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

work=$(mktemp -d "${TMPDIR:-/tmp}/canaryjudge-command-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/source" "$out"
# The sources, copied: a publish for one runtime would write into the lock files.
git ls-files -z src samples protos third_party Directory.Build.props Directory.Build.targets Directory.Packages.props BannedSymbols.txt global.json .editorconfig |
  xargs -0 cp --parents -t "$work/source"

# Warnings of trimming and of compiling ahead are errors, as all others are.
dotnet publish "$work/source/src/Cli" -c Release -r $runtime -o "$work/bin" -v quiet -p:PublishAot=true \
  -p:RunAnalyzers=false -p:RestoreLockedMode=false -p:GenerateDocumentationFile=false "-p:PathMap=$work/source=/source" "-p:SourceRevisionId=$(git rev-parse HEAD)"

cp LICENSE "$work/bin/"
tar -C "$work/bin" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf - canaryjudge LICENSE | gzip -n >"$out/canaryjudge-$version-$runtime.tar.gz"
(cd "$out" && sha256sum "canaryjudge-$version-$runtime.tar.gz" | tee "canaryjudge-$version-$runtime.tar.gz.sha256")
