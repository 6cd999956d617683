# Debian and npm packages: what is missing is installed, what is there is left alone.
# shellcheck shell=bash

# npm's packages are for building and checking: whoever takes binaries as they are needs none.
with_npm=true

# missing_packages LIST...: the packages named in the lists that are not installed, one a line.
missing_packages() {
  local wanted
  wanted=$(sed -e 's/#.*//' -e '/^ *$/d' "$@" | sort)
  if ! command -v npm >/dev/null; then wanted+=$'\nnodejs\nnpm'; fi
  # shellcheck disable=SC2086  # one package per word
  comm -23 <(sort -u <<<"$wanted") \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^installed //p' | sort -u)
}

# install_packages LIST...: the step; LIST are files like lib/packages.
install_packages() {
  local missing
  if [[ -e $root/packaged ]]; then
    result "by the package"
    return
  fi
  # Packages of the system and the checkout are for everybody to read, whatever the umask of whoever runs this.
  umask 022
  missing=$(missing_packages "$@" | tr '\n' ' ')
  if [[ -n $missing ]]; then install_debian_packages "$missing"; fi
  if $with_npm && install_npm_packages; then missing+="npm ci"; fi
  result "${missing:-nothing was missing}"
}

install_debian_packages() {
  local missing=$1
  if [[ $EUID -ne 0 ]]; then
    fail "Debian packages are missing and only root may install them: $missing" "as root: apt-get install -y $missing"
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update
  without_starting_services
  # shellcheck disable=SC2086  # one package per word
  apt-get install -y --no-install-recommends $missing
}

# The packages of PostgreSQL, Redis and nginx start servers of their own, which nobody asked for. Debian's switch for that is policy-rc.d;
# it is set only while apt runs, and only where the machine has none of its own.
without_starting_services() {
  local policy=/usr/sbin/policy-rc.d
  if [[ -e $policy ]]; then return; fi
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 0755 "$policy"
  # shellcheck disable=SC2064  # the path as it is now
  trap "rm -f '$policy'" EXIT
}

# install_npm_packages: installs what the package-lock.json files name, the tools' and the page's; fails (with nothing wrong) when that is
# installed already.
install_npm_packages() {
  local directory installed=1
  for directory in "$root" "$root/portal"; do
    # npm writes this file last.
    if [[ $directory/node_modules/.package-lock.json -nt $directory/package-lock.json ]]; then continue; fi
    npm ci --prefix "$directory" --no-progress || fail "npm ci failed" "check the network and npm's registry, then run it again"
    installed=0
  done
  return "$installed"
}
