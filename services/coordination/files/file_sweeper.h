// Removes files that were uploaded and that nothing names after a day: nothing here, and nothing of another service. While one of those cannot be
// asked, nothing is removed.
#ifndef LIANFANG_SERVICES_COORDINATION_FILES_FILE_SWEEPER_H_
#define LIANFANG_SERVICES_COORDINATION_FILES_FILE_SWEEPER_H_

#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/clock.h"
#include "services/coordination/files/file_references.h"
#include "services/coordination/store/coordination_store.h"

namespace lianfang::coordination {

// How long a file waits to be named.
inline constexpr absl::Duration kUnusedFileLife = absl::Hours(24);

// All replicas do the same; what one of them removes the others do not find. Files that another service names are marked well before their day is
// over, so that a replica of a version that asks nobody keeps them, too.
class FileSweeper : public BackgroundTask {
 public:
  // All outlive it.
  FileSweeper(CoordinationStore& store, FileReferences& references, const Clock& clock)
      : store_(store), references_(references), clock_(clock) {}

  absl::Duration Step() override;

 private:
  // Marks the files that other services name.
  absl::Status KeepNamed(absl::Time deadline);
  absl::StatusOr<int> Sweep();

  CoordinationStore& store_;
  FileReferences& references_;
  const Clock& clock_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_FILES_FILE_SWEEPER_H_
