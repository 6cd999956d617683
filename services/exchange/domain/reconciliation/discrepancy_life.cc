#include "services/exchange/domain/reconciliation/discrepancy_life.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/region_power.h"
#include "common/time.h"
#include "services/exchange/domain/request/access.h"
#include "services/exchange/domain/request/refusals.h"

namespace lianfang::exchange {
namespace {

constexpr int kClearDays = 15;

absl::Time DueOf(const type::v1::Plan& plan, absl::Time now, absl::TimeZone zone) {
  const int days = plan.exchange().clear_days() > 0 ? plan.exchange().clear_days() : kClearDays;
  return absl::FromCivil(absl::ToCivilDay(now, zone) + days + 1, zone);
}

void AddStep(v1::DiscrepancyState state, absl::Time now, const std::string& actor, const std::string& reason,
             v1::Discrepancy& discrepancy) {
  discrepancy.set_state(state);
  v1::DiscrepancyStep& step = *discrepancy.add_steps();
  step.set_state(state);
  *step.mutable_step_time() = ToTimestamp(now);
  step.set_actor(actor);
  step.set_reason(reason);
  discrepancy.set_etag(NextEtag(discrepancy.etag()));
  *discrepancy.mutable_update_time() = ToTimestamp(now);
}

void Open(const type::v1::Plan& plan, absl::Time now, absl::TimeZone zone, v1::Discrepancy& discrepancy) {
  *discrepancy.mutable_open_time() = ToTimestamp(now);
  *discrepancy.mutable_due_time() = ToTimestamp(DueOf(plan, now, zone));
  discrepancy.clear_clear_time();
  AddStep(v1::DISCREPANCY_STATE_OPEN, now, "", "", discrepancy);
}

std::set<std::string> EvidenceOf(const v1::Discrepancy& discrepancy) {
  std::set<std::string> evidence;
  for (const v1::DiscrepancyEvidence& one : discrepancy.evidence())
    evidence.insert(absl::StrCat(one.record(), " ", one.filed_return()));
  for (const v1::DiscrepancyFigure& one : discrepancy.figures()) {
    if (!one.has_difference()) continue;
    evidence.insert(absl::StrCat(one.figure(), " ", one.difference().filed(), " ", one.difference().counted()));
  }
  return evidence;
}

bool SameFigures(const v1::Discrepancy& a, const v1::Discrepancy& b) {
  return std::equal(a.figures().begin(), a.figures().end(), b.figures().begin(), b.figures().end(),
                    [](const auto& x, const auto& y) { return x.SerializeAsString() == y.SerializeAsString(); });
}

// Whether the evidence of both, which names the same, says the same about who may see it.
bool SameScopes(const v1::Discrepancy& a, const v1::Discrepancy& b) {
  const auto scope_of = [](const v1::DiscrepancyEvidence& one) {
    v1::DiscrepancyEvidence scope;
    scope.set_region(one.region());
    scope.set_industry(one.industry());
    *scope.mutable_fields() = one.fields();
    return scope.SerializeAsString();
  };
  return std::equal(a.evidence().begin(), a.evidence().end(), b.evidence().begin(), b.evidence().end(),
                    [&scope_of](const auto& x, const auto& y) { return scope_of(x) == scope_of(y); });
}

void TakeEvidence(const v1::Discrepancy& found, v1::Discrepancy& stored) {
  *stored.mutable_evidence() = found.evidence();
  stored.set_evidence_count(found.evidence_count());
  *stored.mutable_links() = found.links();
  *stored.mutable_figures() = found.figures();
  *stored.mutable_title() = found.title();
  stored.set_region(found.region());
  stored.set_industry(found.industry());
  stored.set_period(found.period());
}

// Nobody said so, the records did.
bool ClearedByRecords(const v1::Discrepancy& discrepancy) {
  return discrepancy.state() == v1::DISCREPANCY_STATE_CORRECTED && discrepancy.steps().rbegin()->actor().empty();
}

absl::Status CheckOwner(const v1::Discrepancy& discrepancy, const Identity& caller) {
  if (!Is(caller, discrepancy.owner()))
    return Denied("is for the department that owns the discrepancy", "NOT_THE_OWNER");
  return absl::OkStatus();
}

absl::Status CheckOpen(const v1::Discrepancy& discrepancy) {
  if (IsOpen(discrepancy)) return absl::OkStatus();
  return WrongState(discrepancy.name(), v1::DiscrepancyState_Name(discrepancy.state()), "is not open");
}

absl::StatusOr<v1::Discrepancy> ClearedBy(v1::DiscrepancyState state, v1::Discrepancy discrepancy,
                                          const Identity& caller, const std::string& reason, absl::Time now) {
  if (absl::Status owner = CheckOwner(discrepancy, caller); !owner.ok()) return owner;
  if (absl::Status open = CheckOpen(discrepancy); !open.ok()) return open;
  *discrepancy.mutable_clear_time() = ToTimestamp(now);
  AddStep(state, now, caller.uri, reason, discrepancy);
  return discrepancy;
}

// Where a department acts that it is referred to: the owner before may have acted elsewhere.
std::string RegionOf(const type::v1::Department& department, const v1::Discrepancy& discrepancy,
                     const type::v1::Plan& plan) {
  if (!department.acting_region().empty()) return department.acting_region();
  const bool is_planned = std::any_of(plan.regions().begin(), plan.regions().end(),
                                      [&](const auto& region) { return region.code() == discrepancy.region(); });
  return is_planned ? discrepancy.region() : OfficeRegion(plan);
}

}  // namespace

bool IsOpen(const v1::Discrepancy& discrepancy) {
  return discrepancy.state() == v1::DISCREPANCY_STATE_OPEN || discrepancy.state() == v1::DISCREPANCY_STATE_REFERRED;
}

v1::Discrepancy Head(v1::Discrepancy discrepancy) {
  discrepancy.clear_evidence();
  discrepancy.clear_links();
  discrepancy.clear_steps();
  return discrepancy;
}

ReconciledChanges Reconcile(const std::vector<v1::Discrepancy>& stored, const std::vector<v1::Discrepancy>& found,
                            const type::v1::Plan& plan, absl::Time now, absl::TimeZone zone) {
  ReconciledChanges changes;
  std::map<std::string, const v1::Discrepancy*> present;
  for (const v1::Discrepancy& one : found) present[one.name()] = &one;
  std::set<std::string> known;
  for (v1::Discrepancy one : stored) {
    known.insert(one.name());
    const auto shown = present.find(one.name());
    if (shown == present.end()) {
      if (!IsOpen(one)) continue;
      *one.mutable_clear_time() = ToTimestamp(now);
      AddStep(v1::DISCREPANCY_STATE_CORRECTED, now, "", "", one);
      ++changes.cleared;
      changes.changed.push_back(std::move(one));
      continue;
    }
    const bool moved = EvidenceOf(one) != EvidenceOf(*shown->second);
    // Which figures are counted from such records is the plan's business, and who may see which evidence the agreements': neither opens anything
    // again.
    const bool redefined = !SameFigures(one, *shown->second) || !SameScopes(one, *shown->second);
    if (!moved && !redefined && !ClearedByRecords(one)) continue;
    TakeEvidence(*shown->second, one);
    if (IsOpen(one) || (!moved && !ClearedByRecords(one))) {
      one.set_etag(NextEtag(one.etag()));
      *one.mutable_update_time() = ToTimestamp(now);
    } else {
      one.set_reopenings(one.reopenings() + 1);
      Open(plan, now, zone, one);
      ++changes.found;
    }
    changes.changed.push_back(std::move(one));
  }
  for (v1::Discrepancy one : found) {
    if (known.count(one.name()) > 0) continue;
    *one.mutable_create_time() = ToTimestamp(now);
    Open(plan, now, zone, one);
    ++changes.found;
    changes.changed.push_back(std::move(one));
  }
  return changes;
}

bool MaySee(const Identity& caller, const v1::Discrepancy& discrepancy) {
  switch (caller.role) {
    case type::v1::ROLE_SERVICE:
      return true;
    case type::v1::ROLE_OFFICE:
    case type::v1::ROLE_OBSERVER:
    case type::v1::ROLE_AUDITOR:
      return DivisionCovers(caller.region, discrepancy.region());
    case type::v1::ROLE_LIAISON:
    case type::v1::ROLE_CONVENER:
      return Is(caller, discrepancy.owner()) ||
             std::any_of(discrepancy.evidence().begin(), discrepancy.evidence().end(),
                         [&caller](const auto& evidence) { return Is(caller, evidence.owner()); });
    default:
      return false;
  }
}

absl::StatusOr<v1::Discrepancy> Explained(v1::Discrepancy discrepancy, const Identity& caller,
                                          const std::string& reason, absl::Time now) {
  return ClearedBy(v1::DISCREPANCY_STATE_EXPLAINED, std::move(discrepancy), caller, reason, now);
}

absl::StatusOr<v1::Discrepancy> Corrected(v1::Discrepancy discrepancy, const Identity& caller,
                                          const std::string& reason, absl::Time now) {
  return ClearedBy(v1::DISCREPANCY_STATE_CORRECTED, std::move(discrepancy), caller, reason, now);
}

absl::StatusOr<v1::Discrepancy> Referred(v1::Discrepancy discrepancy, const Identity& caller,
                                         const type::v1::Plan& plan, const std::string& department,
                                         const std::string& reason, absl::Time now) {
  if (!IsOffice(caller, plan)) {
    if (absl::Status owner = CheckOwner(discrepancy, caller); !owner.ok()) return owner;
  }
  if (absl::Status open = CheckOpen(discrepancy); !open.ok()) return open;
  const type::v1::Department* const to = FindDepartment(plan, department);
  if (to == nullptr) return InvalidField("department", absl::StrCat("the plan has no department `", department, "`"));
  if (department == discrepancy.owner().department()) return InvalidField("department", "owns the discrepancy already");
  discrepancy.mutable_owner()->set_department(department);
  discrepancy.mutable_owner()->set_region(RegionOf(*to, discrepancy, plan));
  AddStep(v1::DISCREPANCY_STATE_REFERRED, now, caller.uri, reason, discrepancy);
  return discrepancy;
}

}  // namespace lianfang::exchange
