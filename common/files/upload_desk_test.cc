#include "common/files/upload_desk.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/files/file_rules.h"
#include "common/files/testing/fake_file_store.h"
#include "common/files/testing/sample_files.h"
#include "common/files/upload_sweeper.h"
#include "common/id.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"

namespace lianfang {
namespace {

using namespace sample_files;  // NOLINT(build/namespaces)

constexpr char kActor[] = "spiffe://t/region/140581/department/emergency/role/liaison/person/li-na";

class UploadDeskTest : public testing::Test {
 protected:
  UploadDeskTest() {
    call_.caller.uri = kActor;
    call_.deadline = absl::InfiniteFuture();
  }

  absl::StatusOr<files::v1::Upload> Begin(const files::v1::FileInfo& file, const std::string& request_id = NewUuid()) {
    return desk_.Begin(call_, place_, file, {kActor, "Service.BeginUpload", request_id, Sha256(file.display_name())});
  }
  // A whole upload; its id.
  std::string Upload(const std::string& display_name, const std::string& content) {
    const auto upload = Begin(Announced(display_name, content));
    EXPECT_TRUE(upload.ok()) << upload.status();
    const std::string id = ParseUploadName(upload->name())->id;
    EXPECT_TRUE(desk_.Put(call_, place_, id, 0, content).ok());
    return id;
  }
  static std::string ReasonOf(const absl::Status& status) {
    const auto info = ErrorInfoOf(status);
    return info.has_value() ? info->reason() : "";
  }

  Call call_;
  const UploadPlace place_{.parent = "plans/p/returns/r", .owner = "emergency/140581"};
  FakeClock clock_{absl::FromUnixSeconds(1'750'000'000)};
  FakeFileStore store_;
  UploadDesk desk_{store_, clock_};
};

TEST_F(UploadDeskTest, AFileComesInByPiecesAndABrokenUploadGoesOn) {
  const std::string content = Pdf(std::string(1000, 'x'));
  const std::string request = NewUuid();
  const auto begun = Begin(Announced("扫描件.pdf", content), request);
  ASSERT_TRUE(begun.ok()) << begun.status();
  EXPECT_EQ(begun->received_bytes(), 0);
  EXPECT_EQ(begun->uploader(), kActor);
  EXPECT_EQ(FromTimestamp(begun->expire_time()), clock_.Now() + absl::Hours(24));
  const std::string id = ParseUploadName(begun->name())->id;
  EXPECT_EQ(begun->name(), "plans/p/returns/r/uploads/" + id);

  EXPECT_EQ(desk_.Put(call_, place_, id, 0, content.substr(0, 600))->received_bytes(), 600);
  EXPECT_EQ(Begin(Announced("扫描件.pdf", content), request)->received_bytes(), 600) << "the answer was lost";
  EXPECT_EQ(desk_.Put(call_, place_, id, 0, content.substr(0, 600))->received_bytes(), 600);
  EXPECT_EQ(ReasonOf(desk_.CheckWhole(call_, place_, id).status()), "UPLOAD_INCOMPLETE");
  const absl::Status ahead = desk_.Put(call_, place_, id, 700, "x").status();
  EXPECT_EQ(ahead.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ErrorInfoOf(ahead)->metadata().at("received_bytes"), "600");
  EXPECT_EQ(desk_.Get(call_, place_, id)->received_bytes(), 600);
  EXPECT_TRUE(desk_.Put(call_, place_, id, 600, content.substr(600)).ok());

  const auto file = desk_.CheckWhole(call_, place_, id);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->type(), files::v1::FILE_TYPE_PDF);
  EXPECT_TRUE(desk_.Keep(call_, id).ok());
  EXPECT_TRUE(desk_.Drop(id, absl::InfiniteFuture()).ok());
  EXPECT_EQ(*desk_.Read(call_, *file, 600), content.substr(600));
  EXPECT_EQ(*desk_.Read(call_, *file, file->size_bytes()), "");
  EXPECT_EQ(desk_.Read(call_, *file, file->size_bytes() + 1).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(UploadDeskTest, ARequestIdIsForOneFile) {
  const std::string request = NewUuid();
  ASSERT_TRUE(Begin(Announced("a.pdf", Pdf()), request).ok());
  EXPECT_EQ(Begin(Announced("b.pdf", Pdf()), request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(UploadDeskTest, AnotherOwnerSeesNoUpload) {
  const std::string id = Upload("a.pdf", Pdf());
  const UploadPlace other{.parent = place_.parent, .owner = "health/140581"};
  const UploadPlace elsewhere{.parent = "plans/p/returns/another", .owner = place_.owner};
  for (const UploadPlace& place : {other, elsewhere}) {
    EXPECT_EQ(ReasonOf(desk_.Get(call_, place, id).status()), "NO_SUCH_UPLOAD");
    EXPECT_EQ(ReasonOf(desk_.Put(call_, place, id, 0, "x").status()), "NO_SUCH_UPLOAD");
    EXPECT_EQ(ReasonOf(desk_.CheckWhole(call_, place, id).status()), "NO_SUCH_UPLOAD");
  }
}

TEST_F(UploadDeskTest, WhatIsNotWhatWasAnnouncedIsGone) {
  const auto upload = Begin(Announced("a.pdf", Pdf("one")));
  const std::string id = ParseUploadName(upload->name())->id;
  ASSERT_TRUE(desk_.Put(call_, place_, id, 0, Pdf("two")).ok());
  EXPECT_EQ(ReasonOf(desk_.CheckWhole(call_, place_, id).status()), "HASH_DIFFERS");
  EXPECT_EQ(ReasonOf(desk_.CheckWhole(call_, place_, id).status()), "NO_SUCH_UPLOAD");
  const std::string zip = Upload("a.pdf", Zip({"a.txt"}));
  EXPECT_EQ(desk_.CheckWhole(call_, place_, zip).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(store_.uploads(), 0u);
  EXPECT_EQ(store_.files(), 0u);
}

TEST_F(UploadDeskTest, ADepartmentHasTenUploadsUnderWay) {
  for (int i = 0; i < kMostUploads; ++i) ASSERT_TRUE(Begin(Announced(absl::StrCat(i, ".pdf"), Pdf())).ok());
  const absl::Status refused = Begin(Announced("one more.pdf", Pdf())).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refused), "TOO_MANY_UPLOADS");
}

TEST_F(UploadDeskTest, WhatNobodyFinishesGoesAfterADay) {
  UploadSweeper sweeper(store_, clock_);
  for (int i = 0; i < 7; ++i) ASSERT_TRUE(Begin(Announced(absl::StrCat(i, ".pdf"), Pdf())).ok());
  clock_.Advance(absl::Hours(24));
  sweeper.Step();
  EXPECT_EQ(store_.uploads(), 7u);
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(sweeper.Step(), absl::Seconds(1)) << "there may be more";
  EXPECT_GT(sweeper.Step(), absl::Minutes(1));
  EXPECT_EQ(store_.uploads(), 0u);
}

TEST_F(UploadDeskTest, NamesOfUploads) {
  const std::string id = NewUuid();
  EXPECT_EQ(ParseUploadName("a/b/uploads/" + id)->parent, "a/b");
  for (const std::string& bad : {std::string(), "/uploads/" + id, std::string("a/b/uploads/1"), "a/b/evidence/" + id}) {
    EXPECT_EQ(ParseUploadName(bad).status().code(), absl::StatusCode::kInvalidArgument) << bad;
  }
}

}  // namespace
}  // namespace lianfang
