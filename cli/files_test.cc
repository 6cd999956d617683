#include "cli/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "cli/receipt_directory.h"
#include "cli/text/error_text.h"
#include "common/testing/test_file.h"

namespace lianfang::cli {
namespace {

using testing::HasSubstr;

std::string Message(const absl::Status& status) {
  EXPECT_EQ(ExitCodeOf(status), ExitCode::kUsage) << status;
  return std::string(status.message());
}

TEST(ReadFile, AnswersEveryByte) {
  const std::string path = TestFile("bytes");
  const std::string bytes(200'000, '\x01');
  ASSERT_TRUE(WriteFile(path, bytes).ok());
  EXPECT_EQ(*ReadFile(path), bytes);
  EXPECT_EQ(*ReadFile(path, bytes.size()), bytes);
  EXPECT_THAT(Message(ReadFile(path, bytes.size() - 1).status()), HasSubstr("is larger than 199999 bytes"));
}

// A stream takes the one for an empty file and the other for a file's end.
TEST(ReadFile, SaysWhatItCannotRead) {
  EXPECT_THAT(Message(ReadFile(testing::TempDir()).status()), HasSubstr("Is a directory"));
  EXPECT_THAT(Message(ReadFile("/proc/self/mem").status()), HasSubstr("Input/output error"));
  EXPECT_THAT(Message(ReadFile(TestFile("none")).status()), HasSubstr("No such file"));
}

TEST(CheckWritable, LeavesNoTrace) {
  const std::string path = TestFile("new");
  std::filesystem::remove(path);
  EXPECT_TRUE(CheckWritable(path).ok());
  EXPECT_FALSE(std::filesystem::exists(path));
  ASSERT_TRUE(WriteFile(path, "kept").ok());
  EXPECT_TRUE(CheckWritable(path).ok());
  EXPECT_EQ(*ReadFile(path), "kept");
}

TEST(CheckWritable, SaysWhatCannotBeWritten) {
  EXPECT_THAT(Message(CheckWritable(testing::TempDir())), HasSubstr("Is a directory"));
  EXPECT_THAT(Message(CheckWritable(TestFile("none") + "/file")), HasSubstr("No such file or directory"));
}

TEST(ReplaceFile, NeverLeavesAPart) {
  const std::string path = TestFile("replaced");
  ASSERT_TRUE(WriteFile(path, "before").ok());
  EXPECT_TRUE(ReplaceFile(path, "after").ok());
  EXPECT_EQ(*ReadFile(path), "after");
  const std::string directory = TestFile("directory");
  std::filesystem::create_directories(directory + "/full");
  EXPECT_FALSE(ReplaceFile(directory, "bytes").ok());
  EXPECT_FALSE(std::filesystem::exists(directory + ".part"));
}

// Interrupted at each moment at which it is asked: the files are as they were, and nothing lies beside them.
TEST(ReplaceFiles, PutsAllInTheirPlacesOrNone) {
  const std::string first = TestFile("first");
  const std::string second = TestFile("second");
  ASSERT_TRUE(WriteFile(first, "before").ok());
  const std::vector<FileContent> files = {{first, "pairs"}, {second, "uncertain"}};
  int asked = 0;
  for (int stop_at = 1;; ++stop_at) {
    asked = 0;
    const absl::Status replaced = ReplaceFiles(files, [&] { return ++asked >= stop_at; });
    if (replaced.ok()) break;
    EXPECT_EQ(replaced.code(), absl::StatusCode::kCancelled);
    EXPECT_EQ(*ReadFile(first), "before");
    EXPECT_FALSE(std::filesystem::exists(second));
    EXPECT_FALSE(std::filesystem::exists(first + ".part") || std::filesystem::exists(second + ".part"));
  }
  EXPECT_EQ(asked, 3) << "before each file, and before the first is put in its place";
  EXPECT_EQ(*ReadFile(first), "pairs");
  EXPECT_EQ(*ReadFile(second), "uncertain");
}

class ReceiptDirectoryTest : public testing::Test {
 protected:
  ReceiptDirectoryTest() : path_(TestFile("receipts")), receipts_(path_) {
    std::filesystem::remove_all(path_);
    filed_.set_name("plans/sample/returns/2019-140581-construction");
    filed_.mutable_latest()->set_revision(2);
    filed_.mutable_latest()->set_ledger_sequence(17);
    receipt_.set_sequence(17);
  }

  const std::string path_;
  const ReceiptDirectory receipts_;
  submission::v1::Return filed_;
  type::v1::Receipt receipt_;
};

TEST_F(ReceiptDirectoryTest, KeepsOneFileForEveryRevision) {
  const std::string file = receipts_.FileOf("2019-140581-construction", 2);
  EXPECT_EQ(file, receipts_.FileOf(filed_));
  ASSERT_TRUE(receipts_.Prepare({file}).ok());
  EXPECT_TRUE(std::filesystem::is_empty(path_)) << "a test writes nothing that stays";
  EXPECT_FALSE(receipts_.Has(filed_));
  ASSERT_TRUE(receipts_.Save(filed_, receipt_).ok());
  EXPECT_TRUE(receipts_.Has(filed_));
}

// What a full disk left, or an earlier version: run again, the import must fetch the receipt.
TEST_F(ReceiptDirectoryTest, TakesNoPartForAReceipt) {
  ASSERT_TRUE(receipts_.Prepare({}).ok());
  ASSERT_TRUE(WriteFile(receipts_.FileOf(filed_), ToJson(receipt_).substr(0, 10)).ok());
  EXPECT_FALSE(receipts_.Has(filed_));
  receipt_.set_sequence(16);
  ASSERT_TRUE(WriteJson(receipts_.FileOf(filed_), receipt_).ok());
  EXPECT_FALSE(receipts_.Has(filed_)) << "of another entry";
}

TEST_F(ReceiptDirectoryTest, SaysBeforehandWhatCannotBeWritten) {
  const std::string file = receipts_.FileOf(filed_);
  std::filesystem::create_directories(file);
  EXPECT_THAT(Message(receipts_.Prepare({file})), HasSubstr("2019-140581-construction-2.json"));
  const std::string plain = TestFile("plain");
  ASSERT_TRUE(WriteFile(plain, "").ok());
  EXPECT_THAT(Message(ReceiptDirectory(plain).Prepare({})), HasSubstr("plain"));
}

TEST(ReceiptDirectory, WithoutAPathKeepsNothing) {
  EXPECT_TRUE(ReceiptDirectory("").Prepare({}).ok());
  EXPECT_TRUE(ReceiptDirectory("").Save({}, {}).ok());
  EXPECT_TRUE(ReceiptDirectory("").Has({}));
}

}  // namespace
}  // namespace lianfang::cli
