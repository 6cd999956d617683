// The key by which duties are listed: due time, resource, and the place among the resource's duties.
#ifndef LIANFANG_SERVICES_NOTIFICATION_STORE_DUTY_KEY_H_
#define LIANFANG_SERVICES_NOTIFICATION_STORE_DUTY_KEY_H_

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lianfang::notification {

struct DutyKey {
  absl::Time due = absl::InfinitePast();
  int ordinal = -1;
  std::string resource = "";

  // As pages carry it. An empty text, and one that is none, is the beginning.
  static DutyKey Parse(absl::string_view text) {
    const std::vector<absl::string_view> parts = absl::StrSplit(text, absl::MaxSplits('|', 2));
    int64_t micros = 0;
    int ordinal = 0;
    if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &micros) || !absl::SimpleAtoi(parts[1], &ordinal)) return {};
    return {absl::FromUnixMicros(micros), ordinal, std::string(parts[2])};
  }
  std::string ToString() const { return absl::StrCat(absl::ToUnixMicros(due), "|", ordinal, "|", resource); }

  friend bool operator<(const DutyKey& left, const DutyKey& right) {
    return std::tie(left.due, left.resource, left.ordinal) < std::tie(right.due, right.resource, right.ordinal);
  }
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_DUTY_KEY_H_
