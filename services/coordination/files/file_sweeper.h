// Removes files that were uploaded and that nothing names after a day.
#ifndef LIANFANG_SERVICES_COORDINATION_FILES_FILE_SWEEPER_H_
#define LIANFANG_SERVICES_COORDINATION_FILES_FILE_SWEEPER_H_

#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/clock.h"
#include "services/coordination/store/coordination_store.h"

namespace lianfang::coordination {

// How long a file waits to be named.
inline constexpr absl::Duration kUnusedFileLife = absl::Hours(24);

// All replicas do the same; what one of them removes the others do not find.
class FileSweeper : public BackgroundTask {
 public:
  // Both outlive it.
  FileSweeper(CoordinationStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  absl::Duration Step() override;

 private:
  CoordinationStore& store_;
  const Clock& clock_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_FILES_FILE_SWEEPER_H_
