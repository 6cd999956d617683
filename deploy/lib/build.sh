# The binaries: built here, or taken from LIANFANG_BUILD_DIR as they are.
# shellcheck shell=bash

# service_binary SERVICE
service_binary() { printf '%s/services/%s/lianfang-%s' "$build_dir" "$1" "$1"; }

# build_binaries: the step.
build_binaries() {
  local service targets=(cli/lianfang)
  for service in "${services[@]}"; do targets+=("services/$service/lianfang-$service"); done
  if [[ -n ${LIANFANG_BUILD_DIR:-} ]]; then
    check_binaries "${targets[@]}"
    result "taken from $build_dir"
    return
  fi
  compile "${targets[@]}"
}

# compile [TARGET...]: everything, or only these, in build/release, where build_dir points unless somebody said otherwise.
compile() {
  umask 022
  (cd "$root" && cmake --preset release)
  ninja -C "$build_dir" "$@"
  result "in $build_dir"
}

check_binaries() {
  local target
  for target in "$@"; do
    if [[ ! -x $build_dir/$target ]]; then
      fail "LIANFANG_BUILD_DIR has no $target" "ninja -C $build_dir, or leave LIANFANG_BUILD_DIR out"
    fi
  done
}
