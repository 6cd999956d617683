#include "common/files/testing/fake_file_store.h"

#include <memory>

#include "common/files/testing/file_store_conformance.h"

namespace lianfang {
namespace {

INSTANTIATE_TEST_SUITE_P(Fake, FileStoreTest,
                         testing::Values(FileStoreMaker([] { return std::make_unique<FakeFileStore>(); })));

}  // namespace
}  // namespace lianfang
