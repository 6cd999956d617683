// Where the resources of this service are kept: one table of documents, whatever their kind. All are loaded by name, changed one at a time
// under a lock, and listed by the same few columns.
//
//   auto response = store.Mutate(key, now, [&](CoordinationTransaction& rows) -> absl::StatusOr<Outcome> {
//     auto document = rows.Find(name);                    // load
//     …                                                   // decide
//     rows.Save(*document);                               // save
//     return Outcome{response.SerializeAsString(), name, "served"};
//   }, deadline);
#ifndef LIANFANG_SERVICES_COORDINATION_STORE_COORDINATION_STORE_H_
#define LIANFANG_SERVICES_COORDINATION_STORE_COORDINATION_STORE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/following/plan_editions.h"
#include "common/mutation.h"
#include "common/request_key.h"
#include "services/coordination/domain/document.h"
#include "services/coordination/domain/request/access.h"

namespace lianfang::coordination {

// Rows as they stand. Used within one Read or Mutate, on its thread. A fault of the database ends that call; a method that answers nothing
// has found nothing.
class CoordinationRows {
 public:
  virtual ~CoordinationRows() = default;

  virtual std::optional<Document> Find(const std::string& name) = 0;
  // All of a plan on one shelf, in one of these states (all where none is named), by name.
  virtual std::vector<Document> FindAll(Shelf shelf, const std::string& plan, const std::vector<int>& states) = 0;
};

// What is found by name is locked until the transaction ends.
class CoordinationTransaction : public CoordinationRows {
 public:
  // Until the transaction ends, nobody else who asks for the same lock goes on: what is unique within a plan is decided under it.
  virtual void LockPlan(const std::string& plan) = 0;
  // Stores a document in place of the one of its name. It is told to followers.
  virtual void Save(const Document& document) = 0;
  // Nothing is left for the tick to do with the document of this name. It is not told to followers.
  virtual void Settle(const std::string& name) = 0;
  // How many pending documents of a shelf have this one among their departments.
  virtual int CountPending(Shelf shelf, const std::string& department) = 0;
};

// Every condition given must hold. An empty one does not restrict.
struct DocumentFilter {
  Shelf shelf = Shelf::kTask;
  RowScope scope{};
  std::string plan{};
  std::vector<int> states{};
  std::string department{};
  std::string industry{};
  std::string credit_code{};
  absl::Time from = absl::InfinitePast();     // sorted at or after
  absl::Time until = absl::InfiniteFuture();  // sorted before
  bool pending_only = false;
};

struct DocumentPage {
  std::string after_name{};  // a document of the shelf; empty: from the beginning
  int limit = 50;
};

// Thread-safe. Every call ends by `deadline`.
class CoordinationStore : public PlanStore {
 public:
  using Work = std::function<absl::StatusOr<Outcome>(CoordinationTransaction&)>;

  // As RunMutation (common/pg/mutation.h): a repeat answers the first response. What `work` refuses leaves nothing. It may run more than
  // once. What it saved is appended to the changelog in the same transaction.
  virtual absl::StatusOr<std::string> Mutate(const RequestKey& key, absl::Time now, const Work& work,
                                             absl::Time deadline) = 0;

  // Runs `work` on one state of the rows, without locks.
  virtual absl::Status Read(const std::function<absl::Status(CoordinationRows&)>& work, absl::Time deadline) = 0;

  // Adds an audit row alone.
  virtual absl::Status Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) = 0;

  // The plans that have files which nothing names (pending), by name.
  virtual absl::StatusOr<std::vector<std::string>> PlansOfUnusedFiles(absl::Time deadline) = 0;
  // Files of these names stay: something elsewhere names them. Names of none are passed over.
  virtual absl::Status KeepFiles(const std::vector<std::string>& names, absl::Time deadline) = 0;
  // Removes at most `most` files that were uploaded before `before` and that nothing names (pending); answers how many. One that a document of its
  // plan names stays, whoever saved that.
  virtual absl::StatusOr<int> DropUnusedFiles(absl::Time before, int most, absl::Time deadline) = 0;

  // Documents by their instant, latest first, then by name downwards; tasks earliest first, then upwards.
  virtual absl::StatusOr<std::vector<Document>> List(const DocumentFilter& filter, const DocumentPage& page,
                                                     absl::Time deadline) = 0;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_STORE_COORDINATION_STORE_H_
