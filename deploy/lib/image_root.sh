#!/usr/bin/env bash
# Lays out the root directory of the runtime image: image_root.sh BUILD_DIR ROOT
#
# The binaries, stripped; NOTICE and the bill of materials; each library that the loader would load for them, and the loader; the CA certificates, the time zones, the
# calendar and the templates of mails. For every Debian package that a file came from, its record (/var/lib/dpkg/status.d, where
# vulnerability scanners look) and its licence. No shell, no package manager, nothing else.
set -euo pipefail
build_dir=$(realpath "$1")
image=$2
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
umask 022

# add_binaries: the services and the CLI.
add_binaries() {
  local binary
  for binary in "$build_dir"/services/*/lianfang-* "$build_dir/cli/lianfang"; do
    if [[ -f $binary && -x $binary ]]; then strip -o "$image/usr/bin/$(basename "$binary")" "$binary"; fi
  done
}

# libraries: the files that the loader opens for the binaries, the loader among them, under the names that it opens them by.
libraries() { ldd "$image"/usr/bin/* | grep -o '/[^ )]*' | grep '\.so' | xargs -n 1 realpath -s | sort -u; }

# add_library NAME: a copy of the file under the name that it is loaded by; /lib and /lib64 are links into /usr, as in Debian.
add_library() {
  local place=$1
  case $place in /lib*) place=/usr$place ;; esac
  install -D -m 0755 "$(realpath "$1")" "$image$place"
}

# add_package_record FILE: which Debian package the file is of, once.
add_package_record() {
  local package
  package=$(dpkg-query --search "$(realpath "$1")" 2>/dev/null || dpkg-query --search "$1")
  package=${package%%:*}
  if [[ -e $image/var/lib/dpkg/status.d/$package ]]; then return; fi
  dpkg-query --status "$package" | sed '/^Status:/d' >"$image/var/lib/dpkg/status.d/$package"
  install -D -m 0644 "/usr/share/doc/$package/copyright" "$image/usr/share/doc/$package/copyright"
}

# add_data: what the binaries read besides libraries.
add_data() {
  install -D -m 0644 /etc/ssl/certs/ca-certificates.crt "$image/etc/ssl/certs/ca-certificates.crt"
  mkdir -p "$image/usr/share/lianfang"
  cp -R /usr/share/zoneinfo "$image/usr/share/zoneinfo"
  rm -rf "$image"/usr/share/zoneinfo/{posix,right}
  install -m 0644 "$build_dir/proto/contracts.binpb" "$image/usr/share/lianfang/contracts.binpb"
  # The page is built before the image (portal/); without it the portal passes on RPCs alone.
  if [[ -d $source_dir/build/page ]]; then cp -R "$source_dir/build/page" "$image/usr/share/lianfang/page"; else mkdir "$image/usr/share/lianfang/page"; fi
  cp -R "$source_dir/deploy/calendars" "$source_dir/deploy/templates" "$source_dir/NOTICE" "$image/usr/share/lianfang/"
  LIANFANG_BUILD_DIR=$build_dir "$source_dir/deploy/sbom" >"$image/usr/share/lianfang/sbom.cdx.json"
  chmod -R u=rwX,go=rX "$image/usr/share/lianfang"
  printf 'lianfang:x:65532:65532::/nonexistent:/nonexistent\n' >"$image/etc/passwd"
  printf 'lianfang:x:65532:\n' >"$image/etc/group"
  printf 'hosts: files dns\n' >"$image/etc/nsswitch.conf"
}

rm -rf "$image"
mkdir -p "$image"/{usr/bin,etc,var/lib/dpkg/status.d}
install -d -m 1777 "$image/tmp"
ln -s usr/lib "$image/lib"
ln -s usr/lib64 "$image/lib64"
add_binaries
for library in $(libraries); do
  add_library "$library"
  add_package_record "$library"
done
add_data
for file in /etc/ssl/certs/ca-certificates.crt /usr/share/zoneinfo/Asia/Shanghai; do
  # The bundle of certificates is written by its package's script and belongs to no package.
  if dpkg-query --search "$file" >/dev/null 2>&1; then add_package_record "$file"; fi
done
