// Where experts, engagements and draws are kept.
//
//   auto response = store.Mutate(key, now, [&](ExpertTransaction& rows) -> absl::StatusOr<Outcome> {
//     auto record = rows.FindExpert(name);               // load
//     …                                                  // decide
//     absl::Status saved = rows.SaveExpert(*record);     // save
//     return Outcome{response.SerializeAsString(), name, "suspended"};
//   }, deadline);
#ifndef LIANFANG_SERVICES_EXPERT_STORE_EXPERT_STORE_H_
#define LIANFANG_SERVICES_EXPERT_STORE_EXPERT_STORE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/following/plan_editions.h"
#include "common/mutation.h"
#include "common/request_key.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/expert/domain/records.h"
#include "services/expert/domain/request/access.h"

namespace lianfang::expert {

// Rows as they stand. Used within one Read or Mutate, on its thread. A fault of the database ends that call; a method
// that answers nothing has found nothing.
class ExpertRows {
 public:
  virtual ~ExpertRows() = default;

  virtual std::optional<ExpertRecord> FindExpert(const std::string& name) = 0;
  // Every membership of a person, by name.
  virtual std::vector<ExpertRecord> FindMemberships(const std::string& person) = 0;
  // Everybody in a pool, in whatever state, by name.
  virtual std::vector<ExpertRecord> FindPool(const std::string& pool) = 0;
  virtual std::optional<EngagementRecord> FindEngagement(const std::string& name) = 0;
  virtual std::optional<DrawRecord> FindDraw(const std::string& engagement) = 0;
  // Engagements of a pool and kind whose candidates were frozen and that were not rated, by name.
  virtual std::vector<EngagementRecord> FindFrozen(const std::string& pool, v1::EngagementKind kind) = 0;
};

// Rows that may be changed: what FindExpert, FindMemberships, FindEngagement and FindDraw answer stays as it is for
// others until the transaction ends. That goes for FindMemberships finding none, too: whoever else asks for the same
// person waits.
class ExpertTransaction : public ExpertRows {
 public:
  // Waits until no other transaction changes seats. Before anything else, in transactions that may invite: so that two
  // panels do not meet over one person, and nobody waits in a circle.
  virtual void LockSeats() = 0;

  // Inserts or replaces. ALREADY_EXISTS when the person is in the pool under another name.
  virtual absl::Status SaveExpert(const ExpertRecord& record) = 0;
  // Inserts or replaces, and with it what the invitations book and what is to be told. FAILED_PRECONDITION
  // (DOUBLE_BOOKING) when somebody sits elsewhere at that time.
  virtual absl::Status SaveEngagement(const EngagementRecord& record) = 0;
  virtual void SaveDraw(const std::string& engagement, const DrawRecord& record) = 0;
};

// Which experts a list shows; empty members do not restrict.
struct ExpertFilter {
  std::string pool;
  std::vector<v1::ExpertState> states;
  std::string specialty;
  std::string industry;
  std::string region_prefix;
  std::optional<std::pair<absl::Time, absl::Time>> available;
  std::vector<std::string> words;  // search_text.h
  std::optional<absl::CivilDay> review_due_until;
  int rated_below = 0;
  RowScope scope;
  absl::Time now = absl::InfinitePast();
};

struct EngagementFilter {
  std::string pool;
  std::vector<v1::EngagementState> states;
  v1::EngagementKind kind = v1::ENGAGEMENT_KIND_UNSPECIFIED;
  std::string requesting_department;
  std::string expert;
  absl::Time start_from = absl::InfinitePast();
  absl::Time start_until = absl::InfiniteFuture();
  RowScope scope;
  absl::Time now = absl::InfinitePast();
};

// Where a page of experts begins: after this rank and name.
struct ExpertPage {
  int64_t after_rank = -1;
  std::string after_name;
  int limit = 0;
};

// An expert found, and how far from the front its words stand (0 without words).
struct RankedExpert {
  ExpertRecord record;
  int64_t rank;
};

// Where a page of engagements begins: after this one.
struct EngagementPage {
  std::string after_name;
  int limit = 0;
};

// What somebody is yet to be told.
enum class Telling {
  kInvitation = 1,  // the expert: that they are invited
  kWithdrawal = 2,  // the expert, who was invited: that they are not needed any more
  kOffice = 3,      // the office: that the expert cannot be told
};

struct Untold {
  std::string engagement;
  std::string expert;
  Telling what;
  int attempts = 0;  // so far, in vain
};

// How a mail handed over for telling an expert ended.
enum class DeliveryOutcome { kSent = 1, kFailed = 2 };

struct DeliveryRecord {
  std::string name;  // `deliveries/{delivery}`, as notification calls it
  DeliveryOutcome outcome;
  absl::Time time;      // when it ended so
  std::string problem;  // for people; empty where it was sent
};

// An invitation whose mail has ended in a way that the engagement does not know yet.
struct Settled {
  std::string engagement;
  std::string expert;
  DeliveryRecord delivery;
};

// Thread-safe. Every call: UNAVAILABLE while the store is away, DEADLINE_EXCEEDED.
class ExpertStore : public PlanStore {
 public:
  using Work = std::function<absl::StatusOr<Outcome>(ExpertTransaction&)>;

  // Runs `work` in one transaction with its audit row and a change (resource_change.h) for each resource that it saved,
  // and answers its response; the repeat of a key answers the first
  // one without running it, and the key with another content is INVALID_ARGUMENT. What `work` refuses leaves nothing.
  // Without a key everything is rolled back: a rehearsal. `work` may run more than once.
  virtual absl::StatusOr<std::string> Mutate(const std::optional<RequestKey>& key, absl::Time now, const Work& work,
                                             absl::Time deadline) = 0;
  virtual absl::Status Read(const std::function<absl::Status(ExpertRows&)>& work, absl::Time deadline) = 0;

  // Adds an audit row for something that changed nothing: a refusal.
  virtual absl::Status Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) = 0;

  // By rank and name.
  virtual absl::StatusOr<std::vector<RankedExpert>> ListExperts(const ExpertFilter& filter, const ExpertPage& page,
                                                                absl::Time deadline) = 0;
  // Newest start first.
  virtual absl::StatusOr<std::vector<EngagementRecord>> ListEngagements(const EngagementFilter& filter,
                                                                        const EngagementPage& page,
                                                                        absl::Time deadline) = 0;

  // Engagements with an open invitation whose deadline has come, the longest overdue first.
  virtual absl::StatusOr<std::vector<std::string>> ListExpired(absl::Time now, int limit, absl::Time deadline) = 0;
  // What is to be told by now, what has waited longest first: invitations that hold a seat; withdrawals, answers and
  // lapses of those who were told of the invitation, unless its mail failed; invitations that need the office.
  virtual absl::StatusOr<std::vector<Untold>> ListUntold(absl::Time now, int limit, absl::Time deadline) = 0;
  // It is handed over, as this delivery.
  virtual absl::Status MarkTold(const Untold& told, const std::string& delivery, absl::Time now,
                                absl::Time deadline) = 0;
  // It could not be handed over, and is due again at `next`. Counts the attempt.
  virtual absl::Status MarkUntold(const Untold& untold, absl::Time next, absl::Time deadline) = 0;

  // Open or accepted invitations whose last delivery has an outcome that was not noted yet.
  virtual absl::StatusOr<std::vector<Settled>> ListSettled(int limit, absl::Time deadline) = 0;
  virtual absl::Status MarkNoted(const Settled& settled, absl::Time deadline) = 0;

  // Where the stream of deliveries was left off; empty before the first.
  virtual absl::StatusOr<std::string> LoadCursor(absl::Time deadline) = 0;
  // Keeps an outcome, or nothing for what is none, and moves the cursor from `after` to `cursor`. ABORTED when the
  // cursor is not at `after`: another replica has gone on.
  virtual absl::Status SaveDelivery(const std::optional<DeliveryRecord>& delivery, const std::string& after,
                                    const std::string& cursor, absl::Time deadline) = 0;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_STORE_EXPERT_STORE_H_
