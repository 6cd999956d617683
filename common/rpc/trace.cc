#include "common/rpc/trace.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/id.h"

namespace lianfang {
namespace {

bool IsHexId(absl::string_view text, size_t length) {
  const auto lower_hex = [](unsigned char c) { return absl::ascii_isxdigit(c) && !absl::ascii_isupper(c); };
  return text.size() == length && std::all_of(text.begin(), text.end(), lower_hex) &&
         text.find_first_not_of('0') != absl::string_view::npos;
}

}  // namespace

std::string TraceContext::ToHeader() const {
  return absl::StrCat("00-", trace_id, "-", span_id, sampled ? "-01" : "-00");
}

TraceContext ContinueTrace(absl::string_view header) {
  TraceContext context;
  context.span_id = RandomHex(8);
  const std::vector<absl::string_view> parts = absl::StrSplit(header, '-');
  if (parts.size() == 4 && parts[0] == "00" && IsHexId(parts[1], 32) && IsHexId(parts[2], 16)) {
    context.trace_id = std::string(parts[1]);
    context.sampled = parts[3] != "00";
  } else {
    context.trace_id = RandomHex(16);
  }
  return context;
}

}  // namespace lianfang
