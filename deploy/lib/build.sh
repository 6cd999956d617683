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

# page_step: the step of deploy/up. With binaries taken as they are, so is the page.
page_step() {
  if [[ -n ${LIANFANG_BUILD_DIR:-} ]]; then
    result "$(if [[ -d $page_dir ]]; then printf 'taken from %s' "$page_dir"; else printf 'there is none in %s' "$page_dir"; fi)"
    return
  fi
  build_page
}

# build_page: the web page (portal/), unless it is built from these very sources.
build_page() {
  local print stamp=$root/build/page.stamp
  umask 022
  print=$(page_print)
  if [[ -e $page_dir/index.html && -d $root/portal/src/gen && -e $stamp && $(cat "$stamp") == "$print" ]]; then
    result "up to date in $page_dir"
    return
  fi
  rm -f "$stamp"
  npm --prefix "$root/portal" run generate
  LIANFANG_PAGE_DIR=$page_dir npm --prefix "$root/portal" run build
  printf '%s\n' "$print" >"$stamp"
  result "in $page_dir"
}

# page_print: a hash over everything that the page is made of.
page_print() {
  (
    cd "$root" || return
    find portal/src portal/public portal/tools portal/index.html portal/package-lock.json portal/vite.config.ts portal/svelte.config.js proto \
      words/enum_words.cc -type f -not -path 'portal/src/gen*' -print0 | sort -z | xargs -0 sha256sum | sha256sum
  ) | cut -d ' ' -f 1
}

check_binaries() {
  local target
  for target in "$@"; do
    if [[ ! -x $build_dir/$target ]]; then
      fail "LIANFANG_BUILD_DIR has no $target" "ninja -C $build_dir, or leave LIANFANG_BUILD_DIR out"
    fi
  done
}
