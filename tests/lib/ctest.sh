# GoogleTest programs, run by ctest under the labels of cmake/lianfang.cmake, each test counted.
# shellcheck shell=bash

# run_ctest LABEL [OPTION...]: runs the tests of a label. A test that was skipped has shown nothing and counts as failed.
run_ctest() {
  local label=$1 report=$work_dir/ctest-$1.xml log=$work_dir/ctest-$1.log total bad
  shift
  ctest --test-dir "$LIANFANG_BUILD_DIR" --label-regex "^$label\$" --no-tests=error --output-on-failure --output-junit "$report" "$@" \
    >"$log" 2>&1 || true
  total=$(suite_attribute tests "$report")
  bad=$(($(suite_attribute failures "$report") + $(suite_attribute skipped "$report") + $(suite_attribute disabled "$report")))
  if [[ $total -eq 0 ]]; then
    failed "ctest found no test labelled $label" "$log"
    return
  fi
  if [[ $bad -gt 0 ]]; then sed -n '/\(Failed\|Timeout\|Skipped\|Disabled\|Exception\)/p;/^\[  FAILED/p;/: Failure/,+6p' "$log" | head -n 200; fi
  printf '%d passed ctest %s\n%d failed ctest %s\n' $((total - bad)) "$label" "$bad" "$label" >>"$LIANFANG_TEST_RESULTS"
  printf '%d of %d tests labelled %s passed; the log is %s\n' $((total - bad)) "$total" "$label" "$log"
}

# suite_attribute NAME REPORT: a number from the report's <testsuite>; 0 where there is no report.
suite_attribute() {
  local number
  number=$(sed -n "s/.*[[:space:]]$1=\"\([0-9]*\)\".*/\1/p" "$2" 2>/dev/null | head -n 1)
  printf '%d' "${number:-0}"
}
