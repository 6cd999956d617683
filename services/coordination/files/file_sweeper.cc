#include "services/coordination/files/file_sweeper.h"

#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/log.h"

namespace lianfang::coordination {
namespace {

constexpr int kBatch = 20;  // of 3 MiB each
constexpr absl::Duration kPause = absl::Minutes(10);
constexpr absl::Duration kTimeout = absl::Seconds(30);

}  // namespace

absl::Duration FileSweeper::Step() {
  const auto dropped = store_.DropUnusedFiles(clock_.Now() - kUnusedFileLife, kBatch, absl::Now() + kTimeout);
  if (!dropped.ok()) {
    Log(LogLevel::kWarning, "files_not_swept", {{"status", LogTextOf(dropped.status())}});
    return kPause;
  }
  return *dropped == kBatch ? absl::Seconds(1) : kPause;
}

}  // namespace lianfang::coordination
