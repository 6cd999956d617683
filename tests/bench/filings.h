// The filings of a load: who owes what, at which revision each return stands, and the next request for it. First
// filings come first, then corrections, each naming the revision that it supersedes.
//
// Where the returns stand is kept in a file, one line `OBLIGATION REVISION` each, so that loads can follow one another
// and the server need not be asked. The file is the load's own: nobody else files meanwhile.
#ifndef LIANFANG_TESTS_BENCH_FILINGS_H_
#define LIANFANG_TESTS_BENCH_FILINGS_H_

#include <string>
#include <vector>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang::bench {

// What one obligation's return stands at.
struct Filing {
  std::string obligation;
  int revision = 0;  // 0: nothing was filed
};

absl::StatusOr<std::vector<Filing>> ReadFilings(const std::string& path);
absl::Status WriteFilings(const std::string& path, const std::vector<Filing>& filings);

// One caller's requests: every `callers`-th filing is its own, in turn, so that no two callers meet at one return.
class CallerFilings {
 public:
  CallerFilings(std::vector<Filing>& filings, int caller, int callers);

  // The request for the caller's next obligation.
  submission::v1::SubmitReturnRequest Next();
  // The same with a figure that no plan admits.
  submission::v1::SubmitReturnRequest NextRefused();
  // The last request was accepted.
  void Accepted();

 private:
  std::vector<Filing>& filings_;
  const size_t first_;
  const size_t step_;
  size_t current_;
  absl::BitGen random_;
};

}  // namespace lianfang::bench

#endif  // LIANFANG_TESTS_BENCH_FILINGS_H_
