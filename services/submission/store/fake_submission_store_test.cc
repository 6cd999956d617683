#include "services/submission/store/testing/fake_submission_store.h"

#include "services/submission/store/testing/store_conformance.h"

namespace lianfang::submission {
namespace {

INSTANTIATE_TEST_SUITE_P(Fake, SubmissionStoreTest,
                         testing::Values(StoreMaker([] { return std::make_unique<FakeSubmissionStore>(); })));

}  // namespace
}  // namespace lianfang::submission
