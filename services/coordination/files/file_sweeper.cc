#include "services/coordination/files/file_sweeper.h"

#include <string>

#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/log.h"

namespace lianfang::coordination {
namespace {

constexpr int kBatch = 20;  // of 3 MiB each
constexpr absl::Duration kPause = absl::Minutes(10);
constexpr absl::Duration kTimeout = absl::Seconds(30);

}  // namespace

absl::Status FileSweeper::KeepNamed(absl::Time deadline) {
  const auto plans = store_.PlansOfUnusedFiles(deadline);
  if (!plans.ok()) return plans.status();
  for (const std::string& plan : *plans) {
    const auto named = references_.FilesNamed(plan, deadline);
    if (!named.ok()) return named.status();
    if (absl::Status kept = store_.KeepFiles(*named, deadline); !kept.ok()) return kept;
  }
  return absl::OkStatus();
}

absl::StatusOr<int> FileSweeper::Sweep() {
  const absl::Time before = clock_.Now() - kUnusedFileLife;
  const absl::Time deadline = absl::Now() + kTimeout;
  if (absl::Status kept = KeepNamed(deadline); !kept.ok()) return kept;
  return store_.DropUnusedFiles(before, kBatch, deadline);
}

absl::Duration FileSweeper::Step() {
  const auto dropped = Sweep();
  if (!dropped.ok()) {
    Log(LogLevel::kWarning, "files_not_swept", {{"status", LogTextOf(dropped.status())}});
    return kPause;
  }
  return *dropped == kBatch ? absl::Seconds(1) : kPause;
}

}  // namespace lianfang::coordination
