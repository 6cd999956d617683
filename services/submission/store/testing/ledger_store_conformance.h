// What every LedgerStore does, as tests. A store joins by instantiating the suite with a maker of a fresh, empty one
// and of the store by which its ledgers are written:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, LedgerStoreTest, testing::Values(LedgerStoreMaker{...}));
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_LEDGER_STORE_CONFORMANCE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_LEDGER_STORE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/ledger/keys.h"
#include "services/submission/store/ledger_store.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

struct LedgerStores {
  std::unique_ptr<SubmissionStore> written;
  std::unique_ptr<LedgerStore> ledger;
};

using LedgerStoreMaker = std::function<LedgerStores()>;

class LedgerStoreTest : public testing::TestWithParam<LedgerStoreMaker> {
 protected:
  LedgerStoreTest() : stores_(GetParam()()) {}

  // Commits all together; the responses, or an empty text for one that is refused.
  std::vector<std::string> Commit(const std::vector<Proposal>& proposals);

  LedgerStore& ledger() { return *stores_.ledger; }
  SubmissionStore& written() { return *stores_.written; }

  const absl::Time deadline_ = absl::InfiniteFuture();
  const SigningKey key_ = SigningKey::Generate();
  LedgerStores stores_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_LEDGER_STORE_CONFORMANCE_H_
