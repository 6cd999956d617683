#include "services/evaluation/domain/verdict/summary.h"

#include <array>
#include <map>

namespace lianfang::evaluation {
namespace {

// The first of these that occurs is the status of the whole.
constexpr std::array kDecidingOrder = {
    v1::RESULT_STATUS_NOT_ATTAINED, v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED, v1::RESULT_STATUS_MISSING,
    v1::RESULT_STATUS_PENDING,      v1::RESULT_STATUS_PROVISIONAL_ATTAINED,     v1::RESULT_STATUS_ATTAINED,
};

}  // namespace

v1::Summary Summarize(const std::vector<v1::ResultStatus>& statuses) {
  std::map<v1::ResultStatus, int> counts;
  for (const v1::ResultStatus status : statuses) ++counts[status];
  v1::Summary summary;
  summary.set_status(v1::RESULT_STATUS_NOT_APPLICABLE);
  for (const v1::ResultStatus status : kDecidingOrder) {
    if (!counts.contains(status)) continue;
    summary.set_status(status);
    break;
  }
  for (const auto& [status, count] : counts) {
    v1::StatusCount& entry = *summary.add_counts();
    entry.set_status(status);
    entry.set_count(count);
  }
  return summary;
}

}  // namespace lianfang::evaluation
