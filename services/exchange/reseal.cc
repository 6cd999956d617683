#include "services/exchange/reseal.h"

#include "absl/time/clock.h"

namespace lianfang::exchange {
namespace {

constexpr int kPage = 500;
constexpr absl::Duration kStepTime = absl::Seconds(60);

}  // namespace

absl::StatusOr<ResealReport> ResealAll(ExchangeStore& store, const RecordSealer& sealer) {
  ResealReport report;
  const std::string key = sealer.SealingKey();
  int64_t after = 0;
  while (true) {
    const auto page = store.ListSealedOtherwise(key, after, kPage, absl::Now() + kStepTime);
    if (!page.ok()) return page.status();
    if (page->empty()) return report;
    for (const StoredVersion& version : *page) {
      after = version.position;
      const auto sealed = sealer.Resealed(version);
      if (!sealed.ok()) {
        ++report.unreadable;
        continue;
      }
      const absl::Status saved = store.Reseal(version.position, version.sealed, *sealed, absl::Now() + kStepTime);
      if (!saved.ok()) return saved;
      ++report.resealed;
    }
  }
}

}  // namespace lianfang::exchange
