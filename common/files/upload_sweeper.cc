#include "common/files/upload_sweeper.h"

#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/files/file_rules.h"
#include "common/log.h"

namespace lianfang {
namespace {

constexpr int kBatch = 5;  // of 20 MiB each
constexpr absl::Duration kPause = absl::Minutes(10);
constexpr absl::Duration kTimeout = absl::Seconds(30);

}  // namespace

absl::Duration UploadSweeper::Step() {
  const auto dropped = store_.DropOld(clock_.Now() - kUploadLife, kBatch, absl::Now() + kTimeout);
  if (!dropped.ok()) {
    Log(LogLevel::kWarning, "uploads_not_swept", {{"status", LogTextOf(dropped.status())}});
    return kPause;
  }
  return *dropped == kBatch ? absl::Seconds(1) : kPause;
}

}  // namespace lianfang
