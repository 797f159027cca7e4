#!/usr/bin/env bash
# Brings a Debian or Ubuntu machine to where `dotnet build` works: libtorch, OpenBLAS, CMake and a C++ compiler.
# Run as often as you like: it takes a moment when nothing is missing.
set -euo pipefail

packages=(libtorch-dev libopenblas0-pthread cmake g++)

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

check_dotnet() {
  command -v dotnet >/dev/null 2>&1 ||
    fail "the .NET 10 SDK is not installed: get it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again."
  # Read to the end: under pipefail a reader that stops early would turn a found SDK into a failure.
  dotnet --list-sdks | grep '^10\.' >/dev/null ||
    fail "dotnet is installed, but no .NET 10 SDK: get it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again."
}

missing_packages() {
  local package
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || printf '%s ' "$package"
  done
}

# Says what somebody else must run where this user cannot become root.
need_root() {
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1 || fail "not root and no sudo: ask an administrator to run: $1"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
  command -v apt-get >/dev/null 2>&1 ||
    fail "no apt on this machine: install libtorch (1.13 or later), OpenBLAS, CMake and a C++17 compiler, then build with -p:TorchPrefix=DIR."
  need_root "apt-get install --no-install-recommends $1"
  say "installing $1"
  as_root apt-get -qq update || say "the package lists could not be refreshed; trying with those present"
  # shellcheck disable=SC2086  # the list is meant to split
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends $1 >/dev/null ||
    fail "apt could not install: $1(see its message above)."
}

# libtorch calls whichever BLAS the machine prefers; the reference one makes training many times slower.
use_openblas() {
  local library alternative chosen wanted
  blas=OpenBLAS
  for library in libblas.so.3 liblapack.so.3; do
    alternative="$library-$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || gcc -dumpmachine)"
    chosen="$({ update-alternatives --query "$alternative" 2>/dev/null || true; } | sed -n 's/^Value: //p')"
    case "$chosen" in
      *openblas*) continue ;;
      '') blas="the BLAS that libtorch brings (no Debian alternative is set)"; continue ;;
    esac
    wanted="$(update-alternatives --list "$alternative" | grep -m1 openblas-pthread || true)"
    [ -n "$wanted" ] || fail "$alternative points to $chosen and OpenBLAS is not among the alternatives: install libopenblas0-pthread."
    need_root "update-alternatives --set $alternative $wanted"
    say "switching $alternative from $chosen to OpenBLAS"
    as_root update-alternatives --set "$alternative" "$wanted" >/dev/null
  done
}

check_dotnet
missing="$(missing_packages)"
if [ -n "$missing" ]; then
  install_packages "$missing"
fi
use_openblas
say "ready: .NET $(dotnet --version), libtorch $(dpkg-query -W -f '${Version}' libtorch-dev), $blas in use."
