#include "services/submission/domain/ledger/grant_rules.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/region_power.h"
#include "common/time.h"
#include "services/submission/domain/ledger/find.h"
#include "services/submission/domain/plan/plan_view.h"
#include "services/submission/domain/request/request_rules.h"

namespace lianfang::submission {
namespace {

constexpr size_t kMostNamed = 10;  // regions in a refusal

template <typename Request>
absl::Status CheckRequest(const Request& request, const Identity& caller) {
  FieldViolations faults;
  if (!IsDivisionCode(request.region())) faults.Add("region", "must be a division code of six digits");
  if (!IsDivisionCode(request.office_region())) faults.Add("office_region", "must be a division code of six digits");
  CheckLength(faults, "reason", request.reason(), kMaxText);
  if (faults.empty() && DivisionCovers(request.office_region(), request.region())) {
    faults.Add("office_region", "covers the region: its office needs no grant");
  }
  if (!faults.empty()) return faults.ToStatus();
  return CheckOwnRegion(caller, request.region());
}

template <typename Request>
Decision RecordGrant(const Snapshot& snapshot, const Request& request, const Identity& caller, bool revoked) {
  Decision decision;
  decision.event.set_rules(kGrants);
  v1::PlanRegionGranted& granted = *decision.event.mutable_plan_region_granted();
  granted.set_region(request.region());
  granted.set_office_region(request.office_region());
  granted.set_reason(request.reason());
  granted.set_revoked(revoked);
  // As the entry will be.
  v1::LedgerEntry entry = decision.event;
  entry.set_plan(request.plan());
  entry.set_actor(caller.uri);
  *entry.mutable_commit_time() = ToTimestamp(snapshot.now);
  const v1::PlanGrant answer = GrantOf(entry);
  decision.resource = answer.name();
  decision.detail = absl::StrCat(revoked ? "revoked: " : "granted: ", request.reason());
  decision.respond = [bytes = answer.SerializeAsString()](const Projection&) { return bytes; };
  return decision;
}

// The regions whose office must agree, unless it is the plan's own or one below it.
std::set<std::string> RegionsOf(const type::v1::Plan& plan) {
  std::set<std::string> regions;
  for (const type::v1::Region& region : plan.regions()) regions.insert(region.code());
  for (const type::v1::Industry& industry : plan.industries()) {
    const type::v1::Department* department = FindById(plan.departments(), industry.responsible_department());
    if (department != nullptr && !department->acting_region().empty()) regions.insert(department->acting_region());
  }
  return regions;
}

}  // namespace

void PlanGrants::Add(const v1::LedgerEntry& entry) {
  read_to_ = entry.sequence();
  if (!entry.has_plan_region_granted()) return;
  const v1::PlanRegionGranted& granted = entry.plan_region_granted();
  grants_[{granted.region(), granted.office_region()}] = GrantOf(entry);
}

bool PlanGrants::Allow(absl::string_view region, absl::string_view office_region) const {
  return std::any_of(grants_.begin(), grants_.end(), [&](const auto& grant) {
    return !grant.second.revoked() && grant.second.office_region() == office_region &&
           DivisionCovers(grant.second.region(), region);
  });
}

bool PlanGrants::InForce(const std::string& region, const std::string& office_region) const {
  const v1::PlanGrant* grant = FindOrNull(grants_, Regions(region, office_region));
  return grant != nullptr && !grant->revoked();
}

absl::Status CheckReadWhole(const Snapshot& snapshot, const PlanGrants& grants) {
  if (snapshot.plan_entry <= grants.read_to()) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kAborted, "the plan's ledger went on meanwhile: ask again",
                         "GRANTS_CHANGED");
}

absl::StatusOr<Decision> DecideGrant(const Snapshot& snapshot, const PlanGrants& grants,
                                     const v1::GrantPlanRegionRequest& request, const Identity& caller) {
  if (absl::Status status = CheckRequest(request, caller); !status.ok()) return status;
  if (absl::Status whole = CheckReadWhole(snapshot, grants); !whole.ok()) return whole;
  if (grants.InForce(request.region(), request.office_region())) {
    return ErrorWithReason(absl::StatusCode::kAlreadyExists, "the region is granted already", "GRANT_EXISTS");
  }
  return RecordGrant(snapshot, request, caller, /*revoked=*/false);
}

absl::StatusOr<Decision> DecideRevocation(const Snapshot& snapshot, const PlanGrants& grants,
                                          const v1::RevokePlanRegionRequest& request, const Identity& caller) {
  if (absl::Status status = CheckRequest(request, caller); !status.ok()) return status;
  if (absl::Status whole = CheckReadWhole(snapshot, grants); !whole.ok()) return whole;
  if (!grants.InForce(request.region(), request.office_region())) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "no such grant is in force", "NOT_GRANTED");
  }
  return RecordGrant(snapshot, request, caller, /*revoked=*/true);
}

absl::Status CheckRegionsGranted(const type::v1::Plan& plan, const PlanGrants& grants) {
  const std::string office = OfficeRegion(plan);
  std::vector<std::string> missing;
  for (const std::string& region : RegionsOf(plan)) {
    if (!DivisionCovers(office, region) && !grants.Allow(region, office)) missing.push_back(region);
  }
  if (missing.empty()) return absl::OkStatus();
  if (missing.size() > kMostNamed) missing.resize(kMostNamed);
  const std::string named = absl::StrJoin(missing, ", ");
  return ErrorWithReason(
      absl::StatusCode::kPermissionDenied,
      absl::StrCat("outside of the region ", office, " of the plan's office, and not granted to it: ", named),
      "REGION_NOT_GRANTED", {{"regions", absl::StrJoin(missing, ",")}, {"office_region", office}});
}

v1::PlanGrant GrantOf(const v1::LedgerEntry& entry) {
  const v1::PlanRegionGranted& granted = entry.plan_region_granted();
  v1::PlanGrant grant;
  grant.set_name(absl::StrCat(entry.plan(), "/grants/", granted.region(), "-", granted.office_region()));
  grant.set_region(granted.region());
  grant.set_office_region(granted.office_region());
  grant.set_revoked(granted.revoked());
  grant.set_reason(granted.reason());
  grant.set_actor(entry.actor());
  *grant.mutable_change_time() = entry.commit_time();
  return grant;
}

}  // namespace lianfang::submission
