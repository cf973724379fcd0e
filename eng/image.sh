#!/usr/bin/env bash
# Builds the image of CanaryJudge without a Docker engine: the service, the command `canaryjudge` and the sample service,
# each one native program, over a few libraries of Debian. The same sources and the same Debian packages give the same
# layers, byte for byte. Needs the .NET SDK, clang, zlib1g-dev, Debian's apt-get, and buildah (not for --stage).
#   eng/image.sh                    builds artifacts/image/canaryjudge.tar (an OCI archive) and its bill of materials
#   eng/image.sh --tag NAME:TAG     names it (canaryjudge:VERSION)
#   eng/image.sh --out FOLDER       another folder (artifacts/image)
#   eng/image.sh --cpu x86-64-v3    for processors with AVX2 alone, which it is faster on (x86-64-v2: any of Intel since 2009, of AMD since 2011)
#   eng/image.sh --stage FOLDER     only the files and a Dockerfile, for an engine of your own
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
tag=canaryjudge:$version out=artifacts/image stage='' cpu=x86-64-v2
while [ $# -gt 0 ]; do
  case $1 in
    --tag) tag=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    --cpu) cpu=$2; shift 2 ;;
    --stage) stage=$2; shift 2 ;;
    *) echo "unknown option $1: see the head of $0" >&2; exit 2 ;;
  esac
done
case $cpu in x86-64-v2 | x86-64-v3 | x86-64-v4) ;; *) echo "--cpu is '$cpu': write x86-64-v2, x86-64-v3 or x86-64-v4" >&2; exit 2 ;; esac
runtime=linux-x64
user=64198
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

work=$(mktemp -d "${TMPDIR:-/tmp}/canaryjudge-image-XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/stage/root
mkdir -p "$root/app" "$work/source" "$work/debs"

# --- the sources, copied: a publish for one runtime would write into the lock files
git ls-files -z src samples protos third_party Directory.Build.props Directory.Build.targets Directory.Packages.props BannedSymbols.txt global.json .editorconfig |
  xargs -0 cp --parents -t "$work/source"

# --- the service, the command and the sample service, each one program. Two libraries say that they may need what is cut away or not compiled: the one that reads and writes messages as
# JSON, which is kept whole and whose code src/Analyzer/Grpc/Json/TranscodedTypes.cs names, and the reflection of gRPC, which looks that way only for services that are not generated.
known='Microsoft\.AspNetCore\.Grpc\.JsonTranscoding|Grpc\.AspNetCore\.Server\.Reflection'
for project in src/Analyzer src/Cli samples/Workload; do
  dotnet publish "$work/source/$project" -c Release -r $runtime -o "$work/bin/$project" -v quiet -p:PublishAot=true "-p:IlcInstructionSet=$cpu" \
    -p:RunAnalyzers=false -p:RestoreLockedMode=false -p:GenerateDocumentationFile=false -p:DebugType=none -p:DebugSymbols=false -p:WarningsNotAsErrors='"IL2104;IL3053;NU1900;NU1905"' \
    -p:ContinuousIntegrationBuild=false -p:Deterministic=true "-p:PathMap=$work/source=/source" >"$work/publish.log" || { cat "$work/publish.log" >&2; exit 1; }
  if grep -E 'IL2104|IL3053' "$work/publish.log" | grep -vE "'($known)'" >&2; then echo "a library that has not been looked at may lack code when it is compiled ahead" >&2; exit 1; fi
done
cp "$work/bin/src/Analyzer/"{CanaryJudge.Analyzer,appsettings.json,libe_sqlite3.so} "$work/bin/src/Cli/canaryjudge" "$work/bin/samples/Workload/CanaryJudge.Samples.Workload" "$root/app/"

# --- the libraries of Debian: what the runtime links, TLS, and the authorities of the web
packages="libc6 libssl3 ca-certificates"
( cd "$work/debs" && { apt-get download -qq $packages 2>/dev/null || { apt-get update -qq && apt-get download -qq $packages; }; } )
mkdir -p "$work/debian" "$root/var/lib/dpkg/status.d" "$root/usr/bin" "$root/usr/share/doc"
for deb in "$work"/debs/*.deb; do
  dpkg-deb -x "$deb" "$work/debian"
  name=$(dpkg-deb -f "$deb" Package)
  # Where scanners look for what an image without a package manager holds.
  dpkg-deb -f "$deb" >"$root/var/lib/dpkg/status.d/$name"
  mkdir -p "$root/usr/share/doc/$name"; cp "$work/debian/usr/share/doc/$name/copyright" "$root/usr/share/doc/$name/" 2>/dev/null || true
done
library=lib/x86_64-linux-gnu
mkdir -p "$root/usr/$library" "$root/lib64"
for name in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2 libssl.so.3 libcrypto.so.3; do
  found=$work/debian/$library/$name
  [ -e "$found" ] || found=$work/debian/usr/$library/$name
  [ -e "$found" ] || { echo "the packages of Debian hold no $name" >&2; exit 1; }
  cp -L "$found" "$root/usr/$library/$name"
done
ln -s usr/lib "$root/lib"
cp -L "$work/debian/$library/ld-linux-x86-64.so.2" "$root/lib64/"
mkdir -p "$root/etc/ssl/certs" "$root/usr/lib/ssl"
cat $(find "$work/debian/usr/share/ca-certificates/mozilla" -name '*.crt' | LC_ALL=C sort) >"$root/etc/ssl/certs/ca-certificates.crt"
ln -s /etc/ssl/certs/ca-certificates.crt "$root/usr/lib/ssl/cert.pem"

# --- a user, names, and folders to write to where nothing is mounted
printf 'root:x:0:0:root:/:/nonexistent\ncanaryjudge:x:%s:%s::/var/lib/canaryjudge:/nonexistent\n' $user $user >"$root/etc/passwd"
printf 'root:x:0:\ncanaryjudge:x:%s:\n' $user >"$root/etc/group"
printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
cp /etc/os-release "$root/etc/os-release"
ln -s /app/canaryjudge "$root/usr/bin/canaryjudge"
ln -s /app/CanaryJudge.Samples.Workload "$root/usr/bin/canaryjudge-sample" # which the command needs for its demo
mkdir -p "$root/tmp" "$root/var/lib/canaryjudge" "$root/etc/canaryjudge"
find "$root" -type d -exec chmod 755 {} +
find "$root" -type f -exec chmod 644 {} +
chmod 755 "$root/app/CanaryJudge.Analyzer" "$root/app/canaryjudge" "$root/app/CanaryJudge.Samples.Workload" "$root/lib64/ld-linux-x86-64.so.2"
chmod 1777 "$root/tmp"
chmod 770 "$root/var/lib/canaryjudge"
chown -R 0:0 "$root" 2>/dev/null || true
chown $user:$user "$root/var/lib/canaryjudge" 2>/dev/null || echo "not root: /var/lib/canaryjudge belongs to this user in the stage" >&2
cp eng/image/Dockerfile "$work/stage/"

if [ -n "$stage" ]; then
  rm -rf "${stage:?}"; mkdir -p "$(dirname "$stage")"; mv "$work/stage" "$stage"
  du -sh "$stage/root"; exit 0
fi

# --- the image
export STORAGE_DRIVER=${STORAGE_DRIVER:-vfs} BUILDAH_ISOLATION=${BUILDAH_ISOLATION:-chroot}
storage=(--root "$work/storage" --runroot "$work/run")
mkdir -p "$out"
revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
buildah "${storage[@]}" bud --quiet --timestamp 0 --format oci --layers=false \
  --label org.opencontainers.image.title=CanaryJudge --label "org.opencontainers.image.version=$version" --label "org.opencontainers.image.revision=$revision" \
  --label org.opencontainers.image.licenses=Apache-2.0 -t "$tag" "$work/stage" >/dev/null
rm -f "$out/canaryjudge.tar"
buildah "${storage[@]}" push --quiet "$tag" "oci-archive:$out/canaryjudge.tar:$tag"

# --- the bill of materials: NuGet's packages, .NET itself, and Debian's packages
eng/bill-of-materials.sh "$root/var/lib/dpkg/status.d" "$out/canaryjudge.cdx.json" "$work/source/src/Analyzer/obj/project.assets.json"
tar -xOf "$out/canaryjudge.tar" index.json | jq -r '.manifests[0].digest' >"$out/digest"
echo "$tag: $(du -sh "$root" | cut -f1) of files, $(du -h "$out/canaryjudge.tar" | cut -f1) as an archive, digest $(cat "$out/digest")"
