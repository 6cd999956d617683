#!/usr/bin/env bash
# The first process of a machine in a directory (tests/lib/machine.sh): lays out its mounts, makes the directory its root, and becomes its systemd.
#
#   machine_init.sh DIRECTORY OFFLINE
set -euo pipefail
root=$1
device() { : >"$root/dev/$1" && mount --bind "/dev/$1" "$root/dev/$1"; }

ip link set lo up
mount --bind "$root" "$root"
mount --bind --options ro "$2" "$root/offline"
mount -t proc proc "$root/proc"
mount -t sysfs --options ro,nosuid,nodev,noexec sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs --options mode=755 tmpfs "$root/run"
mount -t tmpfs --options mode=755 tmpfs "$root/dev"
for name in null zero full random urandom tty; do device "$name"; done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts --options newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
mount -t tmpfs --options mode=1777 tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"
mkdir -p "$root/mnt/before"
cd "$root"
pivot_root . mnt/before
umount --lazy /mnt/before
# What systemd asks to know that it is no real machine: it then leaves hardware and clocks alone.
exec env -i container=lianfang-test PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=console --show-status=no
