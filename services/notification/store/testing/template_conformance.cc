// Templates, as every NotificationStore keeps them.
#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/hash.h"
#include "common/id.h"
#include "services/notification/store/mutations.h"
#include "services/notification/store/testing/store_conformance.h"

namespace lianfang::notification {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::TemplateVersion;

constexpr char kReminder[] = "languages/zh-CN/templates/reminder/parts/txt";
constexpr char kNotice[] = "languages/en/templates/expert-notice/parts/html";
constexpr char kActor[] = "spiffe://t/office";

absl::Time Deadline() { return absl::Now() + absl::Seconds(20); }

TemplatePut Put(const std::string& name, const std::string& source, const std::string& request_id = NewUuid()) {
  return {.key = RequestKey{kActor, "UploadTemplate", request_id, Sha256(absl::StrCat(name, source))},
          .change = {.name = name,
                     .source = source,
                     .reason = "改称谓",
                     .etag = "",
                     .actor = kActor,
                     .now = absl::FromUnixSeconds(1'000'000)}};
}

std::vector<std::string> Sources(const std::vector<TemplateVersion>& versions) {
  std::vector<std::string> sources;
  for (const TemplateVersion& version : versions) sources.push_back(version.source());
  return sources;
}

TEST_P(NotificationStoreConformance, EveryVersionOfATemplateIsKept) {
  EXPECT_EQ(*store_->CountTemplateVersions(Deadline()), 0);
  EXPECT_THAT(*store_->NewestTemplateVersions(Deadline()), IsEmpty());
  const auto first = PutTemplateVersion(*store_, Put(kReminder, "甲"), Deadline());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->name(), absl::StrCat(kReminder, "/versions/1"));
  EXPECT_EQ(first->actor(), kActor);
  ASSERT_TRUE(PutTemplateVersion(*store_, Put(kReminder, "乙"), Deadline()).ok());
  ASSERT_TRUE(PutTemplateVersion(*store_, Put(kReminder, ""), Deadline()).ok());
  ASSERT_TRUE(PutTemplateVersion(*store_, Put(kNotice, "<p>c</p>"), Deadline()).ok());

  EXPECT_EQ(*store_->CountTemplateVersions(Deadline()), 4);
  const auto newest = *store_->NewestTemplateVersions(Deadline());
  EXPECT_THAT(Sources(newest), ElementsAre("<p>c</p>", ""));
  EXPECT_TRUE(newest[1].reset());
  const auto page = *store_->ListTemplateVersions(kReminder, {"", 2}, Deadline());
  EXPECT_THAT(Sources(page), ElementsAre("", "乙"));
  EXPECT_THAT(Sources(*store_->ListTemplateVersions(kReminder, {page[1].name(), 2}, Deadline())), ElementsAre("甲"));
}

TEST_P(NotificationStoreConformance, ARepeatedUploadIsOneVersion) {
  const TemplatePut put = Put(kReminder, "甲");
  const auto first = PutTemplateVersion(*store_, put, Deadline());
  const auto again = PutTemplateVersion(*store_, put, Deadline());
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(*store_->CountTemplateVersions(Deadline()), 1);
  EXPECT_EQ(PutTemplateVersion(*store_, Put(kReminder, "乙", put.key->request_id), Deadline()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(NotificationStoreConformance, ARefusedOrUnstoredUploadLeavesNothing) {
  TemplatePut stale = Put(kReminder, "甲");
  stale.change.etag = "7";
  EXPECT_EQ(PutTemplateVersion(*store_, stale, Deadline()).status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(PutTemplateVersion(*store_, Put(kReminder, ""), Deadline()).status().code(),
            absl::StatusCode::kFailedPrecondition);
  TemplatePut trial = Put(kReminder, "甲");
  trial.key.reset();
  EXPECT_EQ(PutTemplateVersion(*store_, trial, Deadline())->name(), absl::StrCat(kReminder, "/versions/1"));
  EXPECT_EQ(*store_->CountTemplateVersions(Deadline()), 0);
}

TEST_P(NotificationStoreConformance, UploadsAtOneTimeAreCountedOneAfterTheOther) {
  std::vector<std::thread> uploads;
  for (int i = 0; i < 8; ++i) {
    uploads.emplace_back([this, i] {
      EXPECT_TRUE(PutTemplateVersion(*store_, Put(kReminder, absl::StrCat("甲", i)), Deadline()).ok());
    });
  }
  for (std::thread& upload : uploads) upload.join();
  const auto versions = *store_->ListTemplateVersions(kReminder, {"", 100}, Deadline());
  ASSERT_EQ(versions.size(), 8u);
  for (int i = 0; i < 8; ++i) EXPECT_EQ(VersionNumber(versions[i].name()), 8 - i);
}

}  // namespace
}  // namespace lianfang::notification
