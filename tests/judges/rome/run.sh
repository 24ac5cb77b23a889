#!/usr/bin/env bash
# `run.sh URL`: what a feed client written in Java, on ROME, takes in. See Client.java.
# Installs Java and Maven where they are missing; jars and classes are kept in the user's cache.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/nianbao/rome-$(cat "$here/pom.xml" "$here/Client.java" | sha256sum | cut -c1-12)

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

quietly() {
  local log
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    echo "failed: $*" >&2
    exit 2
  fi
  rm -f "$log"
}

missing=()
command -v javac >/dev/null || missing+=(default-jdk-headless)
command -v mvn >/dev/null || missing+=(maven)
if [ ${#missing[@]} -gt 0 ]; then
  quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 update
  quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${missing[@]}"
fi
if [ ! -e "$cache/ready" ]; then
  rm -rf "$cache"
  mkdir -p "$cache/jars" "$cache/classes"
  quietly mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$cache/jars"
  quietly javac -d "$cache/classes" -cp "$cache/jars/*" "$here/Client.java"
  touch "$cache/ready"
fi
exec java -cp "$cache/classes:$cache/jars/*" Client "$@"
