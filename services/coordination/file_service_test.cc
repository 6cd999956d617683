#include "services/coordination/file_service.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "services/coordination/files/file_sweeper.h"
#include "services/coordination/testing/fake_file_references.h"
#include "services/coordination/testing/world.h"

namespace lianfang::coordination {
namespace {

using testing::FakeFileReferences;
using testing::FirstField;
using testing::ReasonOf;
using testing::World;

v1::UploadFileRequest Photograph() {
  v1::UploadFileRequest request;
  request.set_request_id(NewUuid());
  v1::File& file = *request.mutable_file();
  file.set_plan(testing::kPlan);
  file.set_filename("支护.jpg");
  file.set_content_type("image/jpeg");
  file.set_content("\xff\xd8\xff\xe0 and so on");
  return request;
}

TEST(FileServiceTest, IsKeptAndReadBack) {
  World world;
  const auto uploaded = world.files.UploadFile(world.emergency, Photograph());
  ASSERT_TRUE(uploaded.ok()) << uploaded.status();
  EXPECT_EQ(uploaded->content(), "") << "the response leaves it out";
  EXPECT_EQ(uploaded->sha256().size(), 64u);
  v1::GetFileRequest get;
  get.set_name(uploaded->name());
  EXPECT_EQ(world.files.GetFile(world.health, get)->content(), Photograph().file().content());
  const Call elsewhere = testing::As(testing::Caller(type::v1::ROLE_LIAISON, "emergency", "", "140582"));
  EXPECT_EQ(ReasonOf(world.files.GetFile(elsewhere, get).status()), "NOT_OWN_REGION");
  EXPECT_EQ(ReasonOf(world.files.UploadFile(elsewhere, Photograph()).status()), "NOT_IN_PLAN");
}

TEST(FileServiceTest, WhatNothingNamesIsBoundedAndGoesAfterADay) {
  World world;
  FakeFileReferences references;
  FileSweeper sweeper(world.store, references, world.clock);
  std::string kept;
  for (int i = 0; i < 100; ++i) kept = world.files.UploadFile(world.emergency, Photograph())->name();
  EXPECT_EQ(ReasonOf(world.files.UploadFile(world.emergency, Photograph()).status()), "TOO_MANY_UNUSED_FILES");
  EXPECT_TRUE(world.files.UploadFile(world.health, Photograph()).ok()) << "each department has its own";
  v1::CreateActivityRequest names;
  *names.mutable_activity() = testing::Campaign();
  names.mutable_activity()->add_files(kept);
  names.set_request_id(NewUuid());
  ASSERT_TRUE(world.activities.CreateActivity(world.emergency, names).ok());
  EXPECT_TRUE(world.files.UploadFile(world.emergency, Photograph()).ok()) << "there is room for one more";

  world.clock.Advance(absl::Hours(24) + absl::Seconds(1));
  int steps = 1;
  while (sweeper.Step() < absl::Minutes(1)) ++steps;
  EXPECT_EQ(steps, 6) << "101 files, 20 at once";
  v1::GetFileRequest get;
  get.set_name(kept);
  EXPECT_TRUE(world.files.GetFile(world.emergency, get).ok()) << "an activity names it";
  EXPECT_TRUE(world.files.UploadFile(world.emergency, Photograph()).ok());
}

TEST(FileServiceTest, NamesTheFieldAtFault) {
  World world;
  const std::vector<std::pair<std::string, std::function<void(v1::File&)>>> faults = {
      {"file.filename", [](auto& file) { file.set_filename("../../etc/passwd"); }},
      {"file.filename", [](auto& file) { file.clear_filename(); }},
      {"file.filename", [](auto& file) { file.set_filename("支护.jpg.html"); }},
      {"file.content_type", [](auto& file) { file.set_content_type("text/html"); }},
      {"file.content", [](auto& file) { file.set_content("<html>"); }},
      {"file.content", [](auto& file) { file.set_content("\xff\xd8\xff" + std::string(3 * 1024 * 1024, 'x')); }},
      {"file.name", [](auto& file) { file.set_name("files/mine"); }},
  };
  for (const auto& [field, change] : faults) {
    v1::UploadFileRequest request = Photograph();
    change(*request.mutable_file());
    EXPECT_EQ(FirstField(world.files.UploadFile(world.emergency, request).status()), field);
  }
}

}  // namespace
}  // namespace lianfang::coordination
