#include "services/coordination/files/file_sweeper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/coordination/testing/fake_file_references.h"
#include "services/coordination/testing/world.h"

namespace lianfang::coordination {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::World;

class FileSweeperTest : public ::testing::Test {
 protected:
  std::string Upload() {
    v1::UploadFileRequest request;
    request.set_request_id(NewUuid());
    v1::File& file = *request.mutable_file();
    file.set_plan(testing::kPlan);
    file.set_filename("调查报告.pdf");
    file.set_content_type("application/pdf");
    file.set_content("%PDF-1.7");
    return world_.files.UploadFile(world_.emergency, request)->name();
  }
  bool IsThere(const std::string& name) {
    v1::GetFileRequest get;
    get.set_name(name);
    return world_.files.GetFile(world_.emergency, get).ok();
  }

  World world_;
  testing::FakeFileReferences references_;
  FileSweeper sweeper_{world_.store, references_, world_.clock};
};

TEST_F(FileSweeperTest, WhatAConcealmentRestsOnStays) {
  const std::string evidence = Upload();
  const std::string other = Upload();
  references_.named = {evidence, "files/of-another-plan"};
  world_.clock.Advance(kUnusedFileLife + absl::Seconds(1));
  sweeper_.Step();
  EXPECT_TRUE(IsThere(evidence));
  EXPECT_FALSE(IsThere(other));
  EXPECT_THAT(references_.asked, Not(IsEmpty()));
  EXPECT_THAT(references_.asked, Each(std::string(testing::kPlan)));
}

// A replica of the version before asks nobody, and removes what is not marked when its day is over.
TEST_F(FileSweeperTest, ItIsMarkedBeforeItsDayIsOver) {
  const std::string evidence = Upload();
  references_.named = {evidence};
  sweeper_.Step();
  world_.clock.Advance(kUnusedFileLife + absl::Seconds(1));
  EXPECT_EQ(*world_.store.DropUnusedFiles(world_.clock.Now(), 10, absl::InfiniteFuture()), 0);
  EXPECT_TRUE(IsThere(evidence));
}

TEST_F(FileSweeperTest, WhileItCannotBeAskedNothingIsRemoved) {
  const std::string evidence = Upload();
  world_.clock.Advance(kUnusedFileLife + absl::Seconds(1));
  references_.away = true;
  EXPECT_GT(sweeper_.Step(), absl::Minutes(1));
  EXPECT_TRUE(IsThere(evidence));
  references_.away = false;
  sweeper_.Step();
  EXPECT_FALSE(IsThere(evidence));
}

TEST_F(FileSweeperTest, NobodyIsAskedWhereNothingWaits) {
  sweeper_.Step();
  EXPECT_THAT(references_.asked, IsEmpty());
}

}  // namespace
}  // namespace lianfang::coordination
