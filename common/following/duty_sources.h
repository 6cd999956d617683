// The services whose duties a process follows, as its settings name them.
#ifndef LIANFANG_COMMON_FOLLOWING_DUTY_SOURCES_H_
#define LIANFANG_COMMON_FOLLOWING_DUTY_SOURCES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace lianfang {

struct DutySource {
  std::string name;  // in the database, in logs and alerts
  std::string target;
};

// Of the setting --duty-sources, NAME=TARGET each; submission alone at `submission_target` where it is empty.
// INVALID_ARGUMENT where one is not NAME=TARGET, or a name comes twice.
absl::StatusOr<std::vector<DutySource>> DutySourcesOf(const std::vector<std::string>& setting,
                                                      const std::string& submission_target);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FOLLOWING_DUTY_SOURCES_H_
