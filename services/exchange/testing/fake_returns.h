// Returns in memory, for tests of reconciliation.
#ifndef LIANFANG_SERVICES_EXCHANGE_TESTING_FAKE_RETURNS_H_
#define LIANFANG_SERVICES_EXCHANGE_TESTING_FAKE_RETURNS_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/exchange/return_reading.h"

namespace lianfang::exchange::testing {

// Used by one thread.
class FakeReturns : public ReturnReading {
 public:
  absl::StatusOr<std::string> Position(const std::string& /*plan*/, absl::Time) override {
    if (away) return absl::UnavailableError("submission is away");
    return absl::StrCat(position);
  }
  absl::StatusOr<std::vector<FiledReturn>> ReadInForce(const std::string& /*plan*/, absl::Time) override {
    ++reads;
    if (away || unreadable) return absl::UnavailableError("submission is away");
    if (on_read) std::exchange(on_read, nullptr)();
    return returns;
  }
  // Files in place of what was filed before.
  void File(FiledReturn filed) {
    returns = {std::move(filed)};
    ++position;
  }

  std::vector<FiledReturn> returns;
  int position = 1;
  bool away = false;
  bool unreadable = false;                  // the position can be read all the same
  int reads = 0;                            // how often the returns were asked for
  std::function<void()> on_read = nullptr;  // done once, in the middle of a run
};

}  // namespace lianfang::exchange::testing

#endif  // LIANFANG_SERVICES_EXCHANGE_TESTING_FAKE_RETURNS_H_
