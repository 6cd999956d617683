// W3C Trace Context (https://www.w3.org/TR/trace-context/): one trace id runs through every service that a call
// touches.
#ifndef LIANFANG_COMMON_RPC_TRACE_H_
#define LIANFANG_COMMON_RPC_TRACE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lianfang {

// The metadata key, lower-case as gRPC wants it.
inline constexpr char kTraceparent[] = "traceparent";

struct TraceContext {
  std::string trace_id;  // 32 hex digits
  std::string span_id;   // 16 hex digits; the span that sends
  bool sampled = true;

  // `00-<trace>-<span>-01`.
  std::string ToHeader() const;
};

// A new span in the caller's trace; a new trace where `header` is absent or malformed (a broken header never fails a
// call).
TraceContext ContinueTrace(absl::string_view header);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_TRACE_H_
