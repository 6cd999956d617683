# A fresh Debian 12 in a directory, started by its own systemd: in namespaces of its own (processes, mounts, network with loopback alone, names,
# cgroups), so that it has no network and nothing of it is left when it ends. For root.
#
#   make_machine "$directory"        # from Debian's mirror, by mmdebstrap
#   boot_machine "$directory" "$offline"      # $offline is /offline in there
#   in_machine systemctl is-active lianfang.target
#   stop_machine                     # as by a power cut
# shellcheck shell=bash

machine_holder=""

make_machine() { mmdebstrap --verbose --variant=minbase --include=systemd,systemd-sysv,dbus bookworm "$1"; }

# boot_machine DIRECTORY OFFLINE
boot_machine() {
  local cgroups=$1.cgroups
  mkdir -p "$1/offline" "$cgroups"
  # shellcheck disable=SC2016  # for the shell in there
  # A cgroup of its own before the namespace: systemd takes the namespace's root for itself.
  unshare --mount --fork --kill-child bash -euc '
    mount -t cgroup2 cgroup2 "$2"
    mkdir -p "$2/machine-$$"
    echo $$ >"$2/machine-$$/cgroup.procs"
    umount "$2"
    exec unshare --pid --mount --net --uts --ipc --cgroup --fork --kill-child bash "$3" "$1" "$4"' \
    machine "$1" "$cgroups" "$(machine_file)" "$2" >"$1.log" 2>&1 &
  machine_holder=$!
  for _ in {1..300}; do
    if in_machine test -d /run/systemd/system 2>/dev/null && in_machine systemctl is-system-running --wait >/dev/null 2>&1; then return; fi
    # `degraded`: a unit that has nothing to do in here has failed.
    if [[ $(in_machine systemctl is-system-running 2>/dev/null) == degraded ]]; then return; fi
    kill -0 "$machine_holder" 2>/dev/null || break
    sleep 0.2
  done
  tail -n 20 "$1.log"
  return 1
}

machine_file() { printf '%s/machine_init.sh' "$(dirname "${BASH_SOURCE[0]}")"; }

# machine_init_pid: the machine's systemd, as this machine counts processes.
machine_init_pid() {
  local pid=$machine_holder child
  if [[ -z $pid ]]; then return 1; fi
  while child=$(pgrep --parent "$pid" | head -n 1) && [[ -n $child ]]; do
    pid=$child
    if [[ $(cat "/proc/$pid/comm") == systemd ]]; then
      printf '%s' "$pid"
      return
    fi
  done
  return 1
}

in_machine() {
  local init
  init=$(machine_init_pid) || return 1
  nsenter --target "$init" --all -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root "$@"
}

stop_machine() {
  local init
  if init=$(machine_init_pid); then kill -KILL "$init"; fi
  if [[ -n $machine_holder ]]; then wait "$machine_holder" 2>/dev/null; fi
  machine_holder=""
  return 0
}
