// Rows that tests of stores save, each in a mutation of its own.
#ifndef LIANFANG_SERVICES_EXPERT_STORE_TESTING_SAVED_ROWS_H_
#define LIANFANG_SERVICES_EXPERT_STORE_TESTING_SAVED_ROWS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/id.h"
#include "common/time.h"
#include "services/expert/domain/testing/sample.h"
#include "services/expert/store/expert_store.h"

namespace lianfang::expert {

inline absl::Time Deadline() { return absl::Now() + absl::Seconds(20); }

inline RequestKey Key(const std::string& request_id = NewUuid(), char content = 'x') {
  return {"spiffe://t/office", "Method", request_id, std::string(32, content)};
}

// One mutation that saves what it is given.
inline absl::Status Save(ExpertStore& store, const std::function<absl::Status(ExpertTransaction&)>& save) {
  return store
      .Mutate(
          Key(), testing::Now(),
          [&](ExpertTransaction& rows) -> absl::StatusOr<Outcome> {
            rows.LockSeats();
            if (absl::Status saved = save(rows); !saved.ok()) return saved;
            return Outcome{"", "resource", "saved"};
          },
          Deadline())
      .status();
}

inline absl::Status SaveMembers(ExpertStore& store, std::vector<ExpertRecord> records) {
  return Save(store, [&](ExpertTransaction& rows) -> absl::Status {
    for (const ExpertRecord& record : records) {
      if (absl::Status saved = rows.SaveExpert(record); !saved.ok()) return saved;
    }
    return absl::OkStatus();
  });
}

// An engagement to which these members are invited.
inline EngagementRecord Inviting(const std::string& name, const std::vector<int>& members) {
  EngagementRecord record{testing::Planned(), "140581"};
  record.document.set_name(name);
  record.document.set_state(v1::ENGAGEMENT_STATE_INVITING);
  for (const int member : members) {
    v1::Invitation& invitation = *record.document.add_invitations();
    invitation.set_expert(testing::Member(member).expert.name());
    invitation.set_state(v1::INVITATION_STATE_INVITED);
    *invitation.mutable_response_deadline() = ToTimestamp(testing::Now() + absl::Hours(1));
  }
  return record;
}

inline absl::Status SaveEngagement(ExpertStore& store, const EngagementRecord& record) {
  return Save(store, [&](ExpertTransaction& rows) { return rows.SaveEngagement(record); });
}

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_STORE_TESTING_SAVED_ROWS_H_
