#!/usr/bin/env bash
# Bad input is refused with the code and the fields at fault, and nothing of it is written.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

coal=plans/yunnan-2022/obligations/2022-530000-coal-mining
city_coal=plans/gaoping-2021-2025/obligations/2021-140581-coal-mining

# figures_of OBLIGATION: an option `--figure ID=0` for every figure owed.
figures_of() { answer office '.figures[] | "--figure", . + "=0"' obligation show "$1"; }

# with FIGURE=NUMBER...: the options of city_figures, these figures replaced.
with() {
  local option change
  for option in "${city_figures[@]}"; do
    for change in "$@"; do
      if [[ ${option%%=*} == "${change%%=*}" ]]; then option=$change; fi
    done
    printf '%s\n' "$option"
  done
}

submit=(return submit --obligation "$city_coal")
mapfile -t city_figures < <(figures_of "$city_coal")
rows="SELECT (SELECT count(*) FROM submission.ledger), (SELECT count(*) FROM submission.request_log)"
rows_before=$(admin_sql "$rows")

expect_error "another department's obligation" housing PERMISSION_DENIED "${submit[@]}" "${city_figures[@]}"
expect_error "another region's department" emergency@530000 PERMISSION_DENIED "${submit[@]}" "${city_figures[@]}"
expect_error "the office does not file" office PERMISSION_DENIED "${submit[@]}" "${city_figures[@]}"
expect_error "a department does not review" emergency PERMISSION_DENIED return review "${coal/obligations/returns}" --accept
expect_error "an observer does not publish" observer PERMISSION_DENIED plan publish "$root/deploy/plans/yunnan-2022.textproto"
expect_error "an operator sees no data" operator PERMISSION_DENIED obligation list --plan yunnan-2022

expect_error "an unknown obligation" emergency NOT_FOUND return submit --obligation plans/yunnan-2022/obligations/none --figure accidents=1
expect_error "an unknown plan" office NOT_FOUND plan show none

mapfile -t figures < <(with accidents=-1)
expect_error "a negative count" emergency INVALID_ARGUMENT/figures "${submit[@]}" "${figures[@]}"
mapfile -t figures < <(with accidents=999999999999)
expect_error "an absurd count" emergency INVALID_ARGUMENT/figures "${submit[@]}" "${figures[@]}"
mapfile -t figures < <(with deaths=1)
expect_error "deaths without an accident" emergency INVALID_ARGUMENT/figures "${submit[@]}" "${figures[@]}"
trained=$(printf '%s\n' "${city_figures[@]}" | grep -m 1 trained)
mapfile -t figures < <(with "${trained%=*}=1")
expect_error "more trained than required" emergency INVALID_ARGUMENT/figures "${submit[@]}" "${figures[@]}"
expect_error "a missing figure" emergency INVALID_ARGUMENT/figures "${submit[@]}" "${city_figures[@]:2}"
expect_error "a figure twice" emergency INVALID_ARGUMENT/figures "${submit[@]}" "${city_figures[@]}" --figure accidents=0
expect_error "an unknown figure" emergency INVALID_ARGUMENT/figures "${submit[@]}" "${city_figures[@]}" --figure near-misses=1
expect_error "a correction of what is not the latest" emergency ABORTED \
  return submit --obligation "$coal" --figure accidents=5 --figure deaths=8 --supersedes 7 --reason "test"
expect_error "a note that is too long" emergency INVALID_ARGUMENT/note "${submit[@]}" "${city_figures[@]}" \
  --note "$(printf '%2001s' '' | tr ' ' x)"

# A plan that contradicts itself: each fault is named, and nothing of the plan is there afterwards.
contradiction=$scratch/contradiction.textproto
sed -e 's/yunnan-2022/contradiction/' -e '0,/responsible_department: *"emergency"/s//responsible_department: "nobody"/' \
  -e '0,/percent: *"5"/s//percent: "105"/' "$root/deploy/plans/yunnan-2022.textproto" >"$contradiction"
expect_error "a plan with an unknown department" office INVALID_ARGUMENT/responsible_department plan publish "$contradiction"
expect_error "its other fault is named, too" office INVALID_ARGUMENT/percent plan publish "$contradiction"
expect_error "and it is not published" office NOT_FOUND plan show contradiction

# An office's power ends at its own region.
squat=$scratch/squat.textproto
sed -e 's/yunnan-2022/squat/' -e 's/"530000"/"110000"/' "$root/deploy/plans/yunnan-2022.textproto" >"$squat"
expect_error "a plan for a region that granted nothing" office PERMISSION_DENIED/110000 plan publish "$squat"
expect_error "nobody grants another's region" office PERMISSION_DENIED/110000 plan grant squat --region 110000 --to 140581 --reason x
expect_error "nor takes its grant back" office PERMISSION_DENIED/530000 plan revoke-grant yunnan-2022 --region 530000 --to 140581 --reason x
expect_error "another region's office amends nothing" office@530000 PERMISSION_DENIED plan amend "$root/deploy/plans/yunnan-2022.textproto" --reason x
expect_error "a region that is none" office INVALID_ARGUMENT/office_region plan grant squat --region 140581 --to 11 --reason x

expect_equal "nothing was written" "$rows_before" "$(admin_sql "$rows")"
