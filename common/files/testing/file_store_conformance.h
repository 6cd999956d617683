// What every FileStore does, as tests. A store joins by instantiating the suite with a maker of a fresh, empty one:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, FileStoreTest, testing::Values(FileStoreMaker{...}));
#ifndef LIANFANG_COMMON_FILES_TESTING_FILE_STORE_CONFORMANCE_H_
#define LIANFANG_COMMON_FILES_TESTING_FILE_STORE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "common/files/file_store.h"

namespace lianfang {

using FileStoreMaker = std::function<std::unique_ptr<FileStore>()>;

class FileStoreTest : public testing::TestWithParam<FileStoreMaker> {
 protected:
  FileStoreTest() : store_(GetParam()()) {}

  // Begins an upload of this content; its id.
  std::string Begin(const std::string& content, const std::string& owner = "emergency/140581",
                    absl::Time create_time = absl::FromUnixSeconds(1'750'000'000));
  PutResult Put(const std::string& id, int64_t offset, const std::string& data);
  // A whole upload that is kept and dropped; the hash of its content.
  std::string Store(const std::string& content, size_t piece);
  // Piece by piece, as a reader does.
  std::string ReadAll(const std::string& sha256);

  const absl::Time deadline_ = absl::InfiniteFuture();
  std::unique_ptr<FileStore> store_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FILES_TESTING_FILE_STORE_CONFORMANCE_H_
