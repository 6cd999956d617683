// What every SubmissionStore does, as tests. A store joins by instantiating the suite with a maker of fresh, empty
// stores:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, SubmissionStoreTest, testing::Values(StoreMaker{...}));
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_STORE_CONFORMANCE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_STORE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "common/ledger/keys.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

using StoreMaker = std::function<std::unique_ptr<SubmissionStore>()>;

class SubmissionStoreTest : public testing::TestWithParam<StoreMaker> {
 protected:
  SubmissionStoreTest() : store_(GetParam()()) {}

  // Commits one proposal.
  absl::StatusOr<std::string> Commit(Proposal proposal, absl::Time now);

  const absl::Time deadline_ = absl::InfiniteFuture();
  const SigningKey key_ = SigningKey::Generate();
  std::unique_ptr<SubmissionStore> store_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_STORE_CONFORMANCE_H_
