#include "tests/fuzz/feature.h"

#include <google/protobuf/stubs/logging.h>

#include <algorithm>
#include <functional>
#include <string_view>

namespace lianfang::fuzz {
namespace {

// libFuzzer treats this section as further counters of coverage.
__attribute__((section("__libfuzzer_extra_counters"), used)) uint8_t counters[kFeatures];

}  // namespace

void Feature(absl::string_view outcome) {
  counters[std::hash<std::string_view>()({outcome.data(), outcome.size()}) % kFeatures] = 1;
}

std::string KindOf(absl::string_view message) {
  return std::string(message.substr(0, std::min(message.find_first_of("0123456789\"%"), size_t{60})));
}

void QuietProtobuf() { google::protobuf::SetLogHandler(nullptr); }

uint8_t* Features() { return counters; }

}  // namespace lianfang::fuzz
