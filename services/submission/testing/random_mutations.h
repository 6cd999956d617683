// Mutations of the plan gaoping-2021-2025 by chance: filings and corrections, reviews, extensions, waivers, withdrawals, amendments; of a few
// obligations, so that they meet, with etags and revisions that may be those in force or not, by people who may do so or not.
#ifndef LIANFANG_SERVICES_SUBMISSION_TESTING_RANDOM_MUTATIONS_H_
#define LIANFANG_SERVICES_SUBMISSION_TESTING_RANDOM_MUTATIONS_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "services/submission/domain/ledger/batch.h"
#include "services/submission/store/testing/fake_submission_store.h"

namespace lianfang::submission {

// The instant at which they begin to arrive.
absl::Time HistoryStart();

class RandomMutations {
 public:
  // `likely` has the plan's first edition, and nothing else. All outlive it.
  RandomMutations(std::mt19937_64& random, FakeSubmissionStore& likely, const SigningKey& key)
      : random_(random), likely_(likely), key_(key) {}

  // Of whatever kind; its request id was used before, now and then.
  Proposal Any();
  // A filing with a request id of its own.
  Proposal Filed();

 private:
  uint64_t Below(uint64_t bound) { return random_() % bound; }
  bool OneIn(uint64_t count) { return Below(count) == 0; }
  static std::string FreshId();
  std::string RequestId();
  std::string Case();
  std::string EtagOf(const std::string& id);
  template <typename Request, typename Decision>
  Proposal Made(const Identity& caller, const std::string& id, const Request& request, Decision decide);
  Proposal Make();
  Proposal Filed(const std::string& request_id);
  Proposal Reviewed();
  Proposal Extended();
  Proposal Waived();
  Proposal Withdrawn();
  Proposal Amended();

  std::mt19937_64& random_;
  std::vector<std::string> ids_;  // used
  FakeSubmissionStore& likely_;   // as it is if all that was made before is done, in that order
  const SigningKey& key_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_TESTING_RANDOM_MUTATIONS_H_
