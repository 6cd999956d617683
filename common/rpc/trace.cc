#include "common/rpc/trace.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lianfang {
namespace {

bool IsHexId(absl::string_view text, size_t length) {
  const auto lower_hex = [](unsigned char c) { return absl::ascii_isxdigit(c) && !absl::ascii_isupper(c); };
  return text.size() == length && std::all_of(text.begin(), text.end(), lower_hex) &&
         text.find_first_not_of('0') != absl::string_view::npos;
}

// So many times 64 bits in hexadecimal, never all zero. They have to differ, not to be secret: OpenSSL's generator
// would take longer than the rest of a short call's way through the guard.
std::string RandomId(int words) {
  thread_local absl::BitGen random;
  std::string id;
  for (int i = 0; i < words; ++i) {
    absl::StrAppend(&id,
                    absl::Hex(absl::Uniform<uint64_t>(absl::IntervalClosed, random, 1, UINT64_MAX), absl::kZeroPad16));
  }
  return id;
}

}  // namespace

std::string TraceContext::ToHeader() const {
  return absl::StrCat("00-", trace_id, "-", span_id, sampled ? "-01" : "-00");
}

TraceContext ContinueTrace(absl::string_view header) {
  TraceContext context;
  context.span_id = RandomId(1);
  const std::vector<absl::string_view> parts = absl::StrSplit(header, '-');
  if (parts.size() == 4 && parts[0] == "00" && IsHexId(parts[1], 32) && IsHexId(parts[2], 16)) {
    context.trace_id = std::string(parts[1]);
    context.sampled = parts[3] != "00";
  } else {
    context.trace_id = RandomId(2);
  }
  return context;
}

}  // namespace lianfang
