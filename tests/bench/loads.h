// The loads: what callers do over and over.
#ifndef LIANFANG_TESTS_BENCH_LOADS_H_
#define LIANFANG_TESTS_BENCH_LOADS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/callers.h"
#include "tests/bench/filings.h"
#include "tests/bench/target.h"

namespace lianfang::bench {

// SubmitReturn: each caller files for obligations of its own. A share of the calls, `refused` (at most 0.5), break a rule
// of the plan, and count as successful when they are refused for it. INTERNAL where an accepted call that is looked into,
// one in a hundred, carries no receipt. `filings` is brought up to date.
absl::StatusOr<Sample> SubmitLoad(const Target& target, const LoadOptions& options, double refused,
                                  std::vector<Filing>& filings);

// BatchSubmitReturns: `items` filings over one stream, written without waiting for answers; the latency of an item is
// that of its answer. The server's own bound on unanswered items holds the writer back.
absl::StatusOr<Sample> StreamLoad(const Target& target, int64_t items, std::vector<Filing>& filings);

// PublishRecords: `items` records of persons over one stream, a thousand to a message, three messages ahead of the answers; the latency of a
// record is that of its message.
absl::StatusOr<Sample> RecordsLoad(const Target& target, int64_t items);

// From SubmitReturn's answer to a verdict on an open WatchScorecards that rests on the new revision: one filing after
// the other, each a changed figure. DEADLINE_EXCEEDED where a verdict does not come.
absl::StatusOr<Sample> VerdictLoad(const Target& submission, const Target& evaluation, int64_t calls,
                                   std::vector<Filing>& filings);

// The same request again and again. INTERNAL where a call answers nothing.
absl::StatusOr<Sample> RepeatLoad(const Target& target, const LoadOptions& options, const std::string& method,
                                  const google::protobuf::MessageLite& request);

// One call, for the size of its answer.
absl::StatusOr<size_t> ReplySize(const Target& target, const std::string& method,
                                 const google::protobuf::MessageLite& request);

}  // namespace lianfang::bench

#endif  // LIANFANG_TESTS_BENCH_LOADS_H_
