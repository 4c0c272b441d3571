#!/bin/sh
# Makes sure that there is a Pulumi CLI: the one on the PATH when it is new enough, else the pinned one, built once from
# its Go module into DIR with its version stamped in.
#
# usage: pulumi.sh DIR VERSION OLDEST
set -eu
dir=$1 version=$2 oldest=$3

# Asking for the version must neither write into the user's home nor look for updates.
PULUMI_HOME=$(mktemp -d) PULUMI_SKIP_UPDATE_CHECK=true
export PULUMI_HOME PULUMI_SKIP_UPDATE_CHECK
trap 'rm -rf "$PULUMI_HOME"' EXIT

# at_least A B: version A is B or newer.
at_least() {
	[ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

if [ -x "$dir/pulumi" ] && [ "$("$dir/pulumi" version)" = "$version" ]; then
	echo "using pulumi $version, built earlier into $dir" >&2
	exit 0
fi
if found=$(command -v pulumi) && has=$(pulumi version) && at_least "${has#v}" "$oldest"; then
	echo "using pulumi $has from $found" >&2
	exit 0
fi
echo "building pulumi $version into $dir (4 to 5 minutes the first time)" >&2
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
cd "$(dirname "$0")"
go build -o "$dir/pulumi" \
	-ldflags "-w -s -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=$version" \
	github.com/pulumi/pulumi/pkg/v3/cmd/pulumi
