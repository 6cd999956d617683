// What the handlers of this service share.
#ifndef LIANFANG_SERVICES_EXPERT_EXPERT_CONTEXT_H_
#define LIANFANG_SERVICES_EXPERT_EXPERT_CONTEXT_H_

#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar_library.h"
#include "common/clock.h"
#include "common/field_cipher.h"
#include "common/following/plan_editions.h"
#include "common/rpc/call.h"
#include "services/expert/domain/pool/pool_view.h"
#include "services/expert/domain/records.h"
#include "services/expert/ledger/plan_ledger.h"
#include "services/expert/store/expert_store.h"

namespace lianfang::expert {

// Outlived by what it refers to. Thread-safe, as its members are.
struct ExpertContext {
  ExpertStore& store;
  PlanEditions& plans;
  const FieldCipher& cipher;
  const Clock& clock;
  PlanLedger& ledger;
  const CalendarLibrary& calendars;

  // A pool with the newest edition of its plan. INVALID_ARGUMENT under `field` for a name that is none; NOT_FOUND.
  absl::StatusOr<PoolView> FindPool(absl::string_view field, const std::string& name, absl::Time deadline) const;

  // As stored now, for what does not change any more: the pool, above all. NOT_FOUND when there is none.
  absl::StatusOr<ExpertRecord> ReadExpert(const std::string& name, absl::Time deadline) const;
  absl::StatusOr<EngagementRecord> ReadEngagement(const std::string& name, absl::Time deadline) const;

  // When the panel of an engagement is told to the caller; nothing where it is told already (sealed_panel.h).
  absl::StatusOr<std::optional<absl::Time>> UnsealTimeOf(const Call& call, const v1::Engagement& engagement) const;
  // An engagement as answered to the caller now.
  absl::StatusOr<v1::Engagement> ShownTo(const Call& call, const v1::Engagement& engagement) const;

  // The pools that a person belongs to, by name.
  absl::StatusOr<std::map<std::string, PoolView>> PoolsOf(const std::string& person, absl::Time deadline) const;

  // The token that the notice of an invitation carries: 64 hex digits that only this service can make. It is used up by
  // the answer, and void once another notice is due.
  std::string AnswerToken(absl::string_view engagement, const v1::Invitation& invitation) const;

  // Identifying data in full, and as stored. DATA_LOSS when they cannot be opened.
  absl::StatusOr<v1::IdentifyingData> Unseal(const ExpertRecord& record) const;
  // Puts identifying data into a record with a name: sealed, masked, and the person's hash.
  void Seal(const v1::IdentifyingData& data, ExpertRecord& record) const;
};

// What follows from an expert's document, before it is saved: its next etag, the columns that it is found by.
void Finish(ExpertRecord& record, const PoolView& pool, absl::Time now);
void Finish(v1::Engagement& engagement, absl::Time now);

// An engagement as answered at an instant, to somebody who may know the panel.
v1::Engagement Shown(const v1::Engagement& engagement, absl::Time now);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_EXPERT_CONTEXT_H_
