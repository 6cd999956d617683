// What every DraftStore does, as tests. A store joins by instantiating the suite with a maker of a fresh, empty one and
// of the store by which returns are filed:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, DraftStoreTest, testing::Values(DraftStoreMaker{...}));
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_DRAFT_STORE_CONFORMANCE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_DRAFT_STORE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "common/ledger/keys.h"
#include "services/submission/store/draft_store.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

struct DraftStores {
  std::unique_ptr<SubmissionStore> written;
  std::unique_ptr<DraftStore> drafts;
};

using DraftStoreMaker = std::function<DraftStores()>;

class DraftStoreTest : public testing::TestWithParam<DraftStoreMaker> {
 protected:
  DraftStoreTest() : stores_(GetParam()()) {}

  // Saves a draft with a note, in place of the one with `etag`; its own etag, or empty where another one stands there.
  std::string Save(const DraftKey& key, const std::string& note, const std::string& etag = "");

  DraftStore& drafts() { return *stores_.drafts; }
  SubmissionStore& written() { return *stores_.written; }

  const absl::Time deadline_ = absl::InfiniteFuture();
  const SigningKey key_ = SigningKey::Generate();
  DraftStores stores_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_DRAFT_STORE_CONFORMANCE_H_
