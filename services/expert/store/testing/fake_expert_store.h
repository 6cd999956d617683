// Experts in memory, for tests of handlers. Keeps the same promises as PostgreSQL: one conformance suite checks both.
#ifndef LIANFANG_SERVICES_EXPERT_STORE_TESTING_FAKE_EXPERT_STORE_H_
#define LIANFANG_SERVICES_EXPERT_STORE_TESTING_FAKE_EXPERT_STORE_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/change.h"
#include "common/testing/request_memory.h"
#include "services/expert/store/expert_store.h"

namespace lianfang::expert {

class FakeExpertStore : public ExpertStore {
 public:
  absl::StatusOr<std::string> Mutate(const std::optional<RequestKey>& key, absl::Time now, const Work& work,
                                     absl::Time deadline) override;
  absl::Status Read(const std::function<absl::Status(ExpertRows&)>& work, absl::Time deadline) override;
  absl::Status Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) override;
  absl::StatusOr<std::vector<RankedExpert>> ListExperts(const ExpertFilter& filter, const ExpertPage& page,
                                                        absl::Time deadline) override;
  absl::StatusOr<std::vector<EngagementRecord>> ListEngagements(const EngagementFilter& filter,
                                                                const EngagementPage& page,
                                                                absl::Time deadline) override;
  absl::StatusOr<std::vector<std::string>> ListExpired(absl::Time now, int limit, absl::Time deadline) override;
  absl::StatusOr<std::vector<Untold>> ListUntold(absl::Time now, int limit, absl::Time deadline) override;
  absl::Status MarkTold(const Untold& told, const std::string& delivery, absl::Time now, absl::Time deadline) override;
  absl::Status MarkUntold(const Untold& untold, absl::Time next, absl::Time deadline) override;
  absl::StatusOr<std::vector<Settled>> ListSettled(int limit, absl::Time deadline) override;
  absl::Status MarkNoted(const Settled& settled, absl::Time deadline) override;
  absl::StatusOr<std::string> LoadCursor(absl::Time deadline) override;
  absl::Status SaveDelivery(const std::optional<DeliveryRecord>& delivery, const std::string& after,
                            const std::string& cursor, absl::Time deadline) override;
  absl::Status SavePlan(const type::v1::Plan& plan, absl::Time deadline) override;
  absl::StatusOr<std::optional<type::v1::Plan>> FindPlan(const std::string& name, int edition,
                                                         absl::Time deadline) override;

  // Audit rows so far: method's last word, resource, detail.
  std::vector<std::string> audit() const;
  // What changed so far, as the changelog keeps it.
  std::vector<lianfang::Change> changes() const;

 private:
  // What is known of telling somebody of an invitation.
  struct Told {
    int64_t notice_number = 0;
    bool invitation = false;
    bool withdrawal = false;
    bool office = false;
    std::string delivery;
    int noted = 0;  // a DeliveryOutcome
    int attempts = 0;
    absl::Time next_attempt = absl::InfinitePast();
    v1::InvitationState state = v1::INVITATION_STATE_UNSPECIFIED;  // that the attempts were made for
    bool needs_office = false;
  };
  // What a transaction may change; a copy of it is a transaction's way back.
  struct State {
    std::map<std::string, ExpertRecord> experts;
    std::map<std::string, EngagementRecord> engagements;
    std::map<std::string, DrawRecord> draws;
  };
  class Rows;

  mutable absl::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_);
  // The entry of an invitation, brought up to what the engagement says.
  Told& ToldOf(const std::string& engagement, const v1::Invitation& invitation) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Told& KeptOf(const Untold& untold) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  std::map<std::pair<std::string, std::string>, Told> told_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, DeliveryRecord> deliveries_ ABSL_GUARDED_BY(mutex_);
  std::string cursor_ ABSL_GUARDED_BY(mutex_);
  RequestMemory requests_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> audit_ ABSL_GUARDED_BY(mutex_);
  std::vector<lianfang::Change> changes_ ABSL_GUARDED_BY(mutex_);
  std::map<std::pair<std::string, int>, type::v1::Plan> plans_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_STORE_TESTING_FAKE_EXPERT_STORE_H_
