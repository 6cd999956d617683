// Documents in memory, for tests of handlers. Keeps the same promises as PostgreSQL: one conformance suite checks both.
#ifndef LIANFANG_SERVICES_COORDINATION_STORE_TESTING_FAKE_COORDINATION_STORE_H_
#define LIANFANG_SERVICES_COORDINATION_STORE_TESTING_FAKE_COORDINATION_STORE_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/change.h"
#include "common/testing/request_memory.h"
#include "services/coordination/store/coordination_store.h"

namespace lianfang::coordination {

class FakeCoordinationStore : public CoordinationStore {
 public:
  absl::StatusOr<std::string> Mutate(const RequestKey& key, absl::Time now, const Work& work,
                                     absl::Time deadline) override;
  absl::Status Read(const std::function<absl::Status(CoordinationRows&)>& work, absl::Time deadline) override;
  absl::Status Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) override;
  absl::StatusOr<std::vector<std::string>> PlansOfUnusedFiles(absl::Time deadline) override;
  absl::Status KeepFiles(const std::vector<std::string>& names, absl::Time deadline) override;
  absl::StatusOr<int> DropUnusedFiles(absl::Time before, int most, absl::Time deadline) override;
  absl::StatusOr<std::vector<Document>> List(const DocumentFilter& filter, const DocumentPage& page,
                                             absl::Time deadline) override;
  absl::Status SavePlan(const type::v1::Plan& plan, absl::Time deadline) override;
  absl::StatusOr<std::optional<type::v1::Plan>> FindPlan(const std::string& name, int edition,
                                                         absl::Time deadline) override;

  // Audit rows so far: resource, detail.
  std::vector<std::string> audit() const;
  // What changed so far, as the changelog keeps it.
  std::vector<Change> changes() const;

 private:
  using Documents = std::map<std::string, Document>;
  // Whether a document of the file's plan has the file's name in it.
  bool IsNamed(const Document& file) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  class Rows;

  mutable absl::Mutex mutex_;
  Documents documents_ ABSL_GUARDED_BY(mutex_);
  RequestMemory requests_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> audit_ ABSL_GUARDED_BY(mutex_);
  std::vector<Change> changes_ ABSL_GUARDED_BY(mutex_);
  std::map<std::pair<std::string, int>, type::v1::Plan> plans_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_STORE_TESTING_FAKE_COORDINATION_STORE_H_
