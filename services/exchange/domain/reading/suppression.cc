#include "services/exchange/domain/reading/suppression.h"

#include <algorithm>
#include <cstddef>

namespace lianfang::exchange {
namespace {

constexpr int kDefaultThreshold = 3;

void Suppress(v1::RecordCount& count) {
  count.set_suppressed(true);
  count.set_count(0);
}

}  // namespace

int ThresholdOf(const type::v1::ExchangePolicy& policy) {
  return policy.suppression_threshold() > 0 ? policy.suppression_threshold() : kDefaultThreshold;
}

v1::CountRecordsResponse Suppressed(const std::vector<std::pair<std::string, int64_t>>& counts, int threshold) {
  v1::CountRecordsResponse response;
  response.set_threshold(threshold);
  int64_t total = 0;
  for (const auto& [group, count] : counts) {
    v1::RecordCount& one = *response.add_groups();
    one.set_group(group);
    one.set_count(count);
    total += count;
  }
  response.mutable_total()->set_count(total);

  // Smallest first: small ones go, then as many more as it takes.
  std::vector<int> order(counts.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  std::stable_sort(order.begin(), order.end(), [&](int left, int right) {
    return counts[static_cast<size_t>(left)].second < counts[static_cast<size_t>(right)].second;
  });
  int hidden = 0;
  int64_t hidden_sum = 0;
  for (const int place : order) {
    const int64_t count = counts[static_cast<size_t>(place)].second;
    if (count == 0) continue;
    const bool small = count < threshold;
    const bool gives_away = hidden > 0 && (hidden < 2 || hidden_sum < threshold);
    if (!small && !gives_away) break;
    Suppress(*response.mutable_groups(place));
    ++hidden;
    hidden_sum += count;
  }
  const bool total_gives_away = hidden > 0 && (hidden < 2 || hidden_sum < threshold);
  if ((total > 0 && total < threshold) || total_gives_away) Suppress(*response.mutable_total());
  return response;
}

}  // namespace lianfang::exchange
