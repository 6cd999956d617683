// A ledger in memory, in which the tests' observer has a key.
#ifndef LIANFANG_SERVICES_EXPERT_LEDGER_TESTING_FAKE_PLAN_LEDGER_H_
#define LIANFANG_SERVICES_EXPERT_LEDGER_TESTING_FAKE_PLAN_LEDGER_H_

#include <set>
#include <string>
#include <vector>

#include "common/clock.h"
#include "draw/testing/attested.h"
#include "services/expert/domain/testing/observer.h"
#include "services/expert/ledger/plan_ledger.h"

namespace lianfang::expert::testing {

class FakePlanLedger : public PlanLedger {
 public:
  explicit FakePlanLedger(const Clock& clock) : clock_(clock) {}

  absl::StatusOr<type::v1::Receipt> RecordFreeze(const std::string& plan, const std::string& draw,
                                                 const std::string& digest, absl::Time) override {
    if (away) return absl::UnavailableError("the ledger is away");
    digests.push_back(digest);
    return draw::testing::FactReceipt(plan, draw, digest, clock_.Now() + skew);
  }

  absl::StatusOr<type::v1::Receipt> FindKey(const std::string& plan, const std::string& actor, absl::Time) override {
    if (away) return absl::UnavailableError("the ledger is away");
    if (without_key.count(actor) > 0) return KeyNotRegistered(actor);
    return draw::testing::KeyReceipt(plan, actor, Now() - absl::Hours(24));
  }

  bool away = false;
  absl::Duration skew;                 // of the ledger's clock
  std::set<std::string> without_key;   // who has registered none
  std::vector<std::string> digests{};  // entered, in order

 private:
  const Clock& clock_;
};

}  // namespace lianfang::expert::testing

#endif  // LIANFANG_SERVICES_EXPERT_LEDGER_TESTING_FAKE_PLAN_LEDGER_H_
