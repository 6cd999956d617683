#include "services/expert/expert_context.h"

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/region_power.h"
#include "common/time.h"
#include "services/expert/domain/engagement/engagement_rules.h"
#include "services/expert/domain/panel/sealed_panel.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/domain/request/refusals.h"
#include "services/expert/domain/values/days.h"
#include "services/expert/domain/values/identifiers.h"

namespace lianfang::expert {

absl::StatusOr<PoolView> ExpertContext::FindPool(absl::string_view field, const std::string& name,
                                                 absl::Time deadline) const {
  if (absl::Status status = CheckPoolName(field, name); !status.ok()) return status;
  auto plan = plans.Newest(PlanOfPool(name), deadline);
  if (!plan.ok()) return plan.status();
  return PoolView::Find(*std::move(plan), name);
}

absl::StatusOr<ExpertRecord> ExpertContext::ReadExpert(const std::string& name, absl::Time deadline) const {
  std::optional<ExpertRecord> record;
  const absl::Status status = store.Read(
      [&](ExpertRows& rows) {
        record = rows.FindExpert(name);
        return absl::OkStatus();
      },
      deadline);
  if (!status.ok()) return status;
  if (!record.has_value()) return NotFound(name);
  return *std::move(record);
}

absl::StatusOr<EngagementRecord> ExpertContext::ReadEngagement(const std::string& name, absl::Time deadline) const {
  std::optional<EngagementRecord> record;
  const absl::Status status = store.Read(
      [&](ExpertRows& rows) {
        record = rows.FindEngagement(name);
        return absl::OkStatus();
      },
      deadline);
  if (!status.ok()) return status;
  if (!record.has_value()) return NotFound(name);
  return *std::move(record);
}

absl::StatusOr<std::optional<absl::Time>> ExpertContext::UnsealTimeOf(const Call& call,
                                                                      const v1::Engagement& engagement) const {
  const absl::Time now = clock.Now();
  if (FromTimestamp(engagement.start_time()) <= now) return std::nullopt;
  const auto pool = FindPool("name", engagement.pool(), call.deadline);
  if (absl::IsNotFound(pool.status())) return std::nullopt;  // a later edition has no such pool, and so no such policy
  if (!pool.ok()) return pool.status();
  return UnsealTime(call.caller, engagement, *pool, now);
}

absl::StatusOr<v1::Engagement> ExpertContext::ShownTo(const Call& call, const v1::Engagement& engagement) const {
  const auto until = UnsealTimeOf(call, engagement);
  if (!until.ok()) return until.status();
  v1::Engagement shown = Shown(engagement, clock.Now());
  if (until->has_value()) Withhold(shown, **until);
  return shown;
}

absl::StatusOr<std::map<std::string, PoolView>> ExpertContext::PoolsOf(const std::string& person,
                                                                       absl::Time deadline) const {
  std::vector<ExpertRecord> memberships;
  const absl::Status read = store.Read(
      [&](ExpertRows& rows) {
        memberships = rows.FindMemberships(person);
        return absl::OkStatus();
      },
      deadline);
  if (!read.ok()) return read;
  std::map<std::string, PoolView> pools;
  for (const ExpertRecord& membership : memberships) {
    auto pool = FindPool("name", membership.expert.pool(), deadline);
    if (!pool.ok()) return pool.status();
    pools.emplace(membership.expert.pool(), *std::move(pool));
  }
  return pools;
}

std::string ExpertContext::AnswerToken(absl::string_view engagement, const v1::Invitation& invitation) const {
  // No ID number has this form: the key serves both without one standing for the other.
  return absl::BytesToHexString(cipher.Fingerprint(
      absl::StrCat("invitation\n", engagement, "\n", invitation.expert(), "\n", invitation.notice_number())));
}

absl::StatusOr<v1::IdentifyingData> ExpertContext::Unseal(const ExpertRecord& record) const {
  const auto bytes = cipher.Open(record.identity, record.expert.name());
  if (!bytes.ok()) return bytes.status();
  v1::IdentifyingData data;
  if (!data.ParseFromString(*bytes)) return absl::DataLossError("identifying data do not parse");
  return data;
}

void ExpertContext::Seal(const v1::IdentifyingData& data, ExpertRecord& record) const {
  record.person = cipher.Fingerprint(data.id_number());
  record.identity = cipher.Seal(data.SerializeAsString(), record.expert.name());
  v1::IdentifyingData& masked = *record.expert.mutable_identifying_data();
  masked.set_id_number(Masked(data.id_number()));
  masked.set_phone(Masked(data.phone()));
  masked.set_email(Masked(data.email()));
}

void Finish(ExpertRecord& record, const PoolView& pool, absl::Time now) {
  v1::Expert& expert = record.expert;
  expert.set_etag(NextEtag(expert.etag()));
  if (!expert.has_create_time()) *expert.mutable_create_time() = ToTimestamp(now);
  *expert.mutable_update_time() = ToTimestamp(now);
  record.office_region = OfficeRegion(pool.plan());
  record.absent.clear();
  for (const v1::Absence& absence : expert.absences()) {
    record.absent.emplace_back(pool.Start(DayOf(absence.start_date())), pool.Start(DayOf(absence.end_date()) + 1));
  }
}

void Finish(v1::Engagement& engagement, absl::Time now) {
  engagement.set_etag(NextEtag(engagement.etag()));
  if (!engagement.has_create_time()) *engagement.mutable_create_time() = ToTimestamp(now);
  *engagement.mutable_update_time() = ToTimestamp(now);
}

v1::Engagement Shown(const v1::Engagement& engagement, absl::Time now) {
  v1::Engagement shown = engagement;
  shown.set_state(StateAt(engagement, now));
  return shown;
}

}  // namespace lianfang::expert
