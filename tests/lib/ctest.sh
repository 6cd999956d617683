# GoogleTest programs, run by ctest under the labels of cmake/lianfang.cmake. A program runs all of its tests in one process, and its report
# says how each ended: each is counted (gtest_results.py).
# shellcheck shell=bash

# run_ctest LABEL [OPTION...]: runs the programs of a label.
run_ctest() {
  local label=$1 reports=$work_dir/gtest-$1 log=$work_dir/ctest-$1.log counts passed_count failed_count
  shift
  mkdir -p "$reports"
  GTEST_OUTPUT=xml:$reports/ ctest --test-dir "$LIANFANG_BUILD_DIR" --label-regex "^$label\$" --no-tests=error --output-on-failure \
    --output-junit "$reports/ctest.report" "$@" >"$log" 2>&1 || true
  if ! counts=$(python3 "$root/tests/lib/gtest_results.py" "$reports/ctest.report" "$reports" 2>>"$log"); then
    failed "ctest ran the programs labelled $label" "$log"
    return
  fi
  read -r passed_count failed_count <<<"$counts"
  if [[ $passed_count -eq 0 && $failed_count -eq 0 ]]; then
    failed "ctest found no program labelled $label" "$log"
    return
  fi
  if [[ $failed_count -gt 0 ]]; then
    sed 1d <<<"$counts"
    sed -n '/: Failure/,+6p;/\*\*\*Exception\|\*\*\*Timeout/p' "$log" | head -n 200 || true  # head may close the pipe first
  fi
  printf '%d passed ctest %s\n%d failed ctest %s\n' "$passed_count" "$label" "$failed_count" "$label" >>"$LIANFANG_TEST_RESULTS"
  printf '%d of %d tests labelled %s passed; the log is %s\n' "$passed_count" $((passed_count + failed_count)) "$label" "$log"
}
