#include "services/notification/template_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/id.h"
#include "common/testing/fake_clock.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/messages/notice_mail.h"
#include "services/notification/messages/testing/shipped_templates.h"
#include "services/notification/store/mutations.h"
#include "services/notification/store/testing/fake_notification_store.h"

namespace lianfang::notification {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kSubject[] = "languages/zh-CN/templates/expert-notice/parts/subject";

// A process: what it writes with, and its handlers.
struct Replica {
  Replica(NotificationStore& store, const Clock& clock)
      : follower(store, library, metrics, absl::Seconds(5)), service(store, library, follower, clock) {
    follower.Step();
  }

  std::string Subject() const {
    return (*library.Current())->Render("expert-notice", "zh-CN", kainjow::mustache::data("engagement", "甲"))->subject;
  }

  Metrics metrics;
  TemplateLibrary library{*TemplateSet::Load({"deploy/templates"}, ProgramScopes())};
  TemplateFollower follower;
  TemplateService service;
};

class TemplateServiceTest : public ::testing::Test {
 protected:
  TemplateServiceTest() {
    call_.method = "lianfang.notification.v1.NotificationService.UploadTemplate";
    call_.caller.uri = "spiffe://t/region/140581/department/hrss/role/office";
    call_.deadline = absl::InfiniteFuture();
  }

  static v1::UploadTemplateRequest Upload(const std::string& source, const std::string& name = kSubject) {
    v1::UploadTemplateRequest request;
    request.set_name(name);
    request.set_source(source);
    request.set_reason("改称谓");
    request.set_request_id(NewUuid());
    return request;
  }

  absl::StatusOr<v1::MailTemplate> Get(Replica& replica) {
    v1::GetTemplateRequest request;
    request.set_name(kSubject);
    return replica.service.GetTemplate(call_, request);
  }

  // The fields that `status` finds fault with.
  static std::vector<std::string> Fields(const absl::Status& status) {
    std::vector<std::string> fields;
    const auto details = BadRequestOf(status).value_or(google::rpc::BadRequest());
    for (const auto& violation : details.field_violations()) fields.push_back(violation.field());
    return fields;
  }

  Call call_;
  FakeClock clock_{testing::At(absl::CivilSecond(2022, 5, 18))};
  FakeNotificationStore store_;
  Replica here_{store_, clock_};
  Replica there_{store_, clock_};
};

TEST_F(TemplateServiceTest, AnUploadIsInForceHereAtOnceAndOnOtherReplicasFromTheirNextTick) {
  const auto version = here_.service.UploadTemplate(call_, Upload("聘请：{{engagement}}"));
  ASSERT_TRUE(version.ok()) << version.status();
  EXPECT_EQ(version->actor(), call_.caller.uri);
  EXPECT_EQ(here_.Subject(), "聘请：甲");
  EXPECT_EQ(there_.Subject(), "：甲");
  there_.follower.Step();
  EXPECT_EQ(there_.Subject(), "聘请：甲");
  EXPECT_EQ(Get(there_)->origin(), v1::TEMPLATE_ORIGIN_UPLOADED);
}

TEST_F(TemplateServiceTest, AResetTakesTheUploadBackAndBothStayOnRecord) {
  ASSERT_TRUE(here_.service.UploadTemplate(call_, Upload("聘请：{{engagement}}")).ok());
  v1::ResetTemplateRequest reset;
  reset.set_name(kSubject);
  reset.set_reason("恢复");
  reset.set_etag("1");
  reset.set_request_id(NewUuid());
  ASSERT_TRUE(there_.service.ResetTemplate(call_, reset).ok());
  EXPECT_EQ(there_.Subject(), "：甲");
  const auto current = Get(here_);
  EXPECT_EQ(current->origin(), v1::TEMPLATE_ORIGIN_SHIPPED);
  EXPECT_EQ(current->etag(), "2");
  EXPECT_EQ(current->newest_version().reason(), "恢复");

  v1::ListTemplateVersionsRequest list;
  list.set_parent(kSubject);
  list.set_page_size(1);
  const auto newest = here_.service.ListTemplateVersions(call_, list);
  ASSERT_THAT(newest->versions(), SizeIs(1));
  EXPECT_TRUE(newest->versions(0).reset());
  list.set_page_token(newest->next_page_token());
  const auto older = here_.service.ListTemplateVersions(call_, list);
  ASSERT_THAT(older->versions(), SizeIs(1));
  EXPECT_EQ(older->versions(0).source(), "聘请：{{engagement}}");
  EXPECT_EQ(older->next_page_token(), "");
}

TEST_F(TemplateServiceTest, ATrialAnswersAndChangesNothing) {
  auto request = Upload("聘请：{{engagement}}");
  request.set_validate_only(true);
  const auto version = here_.service.UploadTemplate(call_, request);
  ASSERT_TRUE(version.ok());
  EXPECT_EQ(version->source(), "聘请：{{engagement}}");
  EXPECT_EQ(here_.Subject(), "：甲");
  EXPECT_EQ(Get(here_)->etag(), "0");
}

TEST_F(TemplateServiceTest, ARepeatAnswersTheFirstResponse) {
  const auto request = Upload("聘请：{{engagement}}");
  const auto first = here_.service.UploadTemplate(call_, request);
  const auto again = there_.service.UploadTemplate(call_, request);
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(Get(here_)->etag(), "1");
}

TEST_F(TemplateServiceTest, RefusesABadUploadByTheChecksOfTheStart) {
  const auto status = here_.service.UploadTemplate(call_, Upload("{{nmae}}")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("line 1: unknown variable nmae"));
  EXPECT_THAT(Fields(status), ::testing::ElementsAre("source"));
  EXPECT_EQ(Fields(here_.service.UploadTemplate(call_, Upload("甲\r\nBcc: a@b.example")).status())[0], "source");
  EXPECT_EQ(Fields(here_.service.UploadTemplate(call_, Upload("甲", "templates/x")).status())[0], "name");
  EXPECT_EQ(
      here_.service.UploadTemplate(call_, Upload("甲", "languages/fr/templates/reminder/parts/txt")).status().code(),
      absl::StatusCode::kNotFound);
  auto wordy = Upload("{{nmae}}");
  wordy.set_reason(std::string(501, 'a'));
  EXPECT_THAT(Fields(here_.service.UploadTemplate(call_, wordy).status()), ::testing::ElementsAre("source", "reason"));
  EXPECT_EQ(Get(here_)->etag(), "0");
}

TEST_F(TemplateServiceTest, ListsEveryTemplateInPagesAndByLanguage) {
  v1::ListTemplatesRequest request;
  const int half = static_cast<int>(CountShippedTemplates() / 2);
  request.set_page_size(half);
  const auto first = here_.service.ListTemplates(call_, request);
  ASSERT_THAT(first->templates(), SizeIs(half));
  request.set_page_token(first->next_page_token());
  const auto second = here_.service.ListTemplates(call_, request);
  EXPECT_THAT(second->templates(), SizeIs(half));
  EXPECT_EQ(second->next_page_token(), "");

  v1::ListTemplatesRequest narrow;
  narrow.set_language("zh-CN");
  narrow.set_template_("expert-notice");
  const auto parts = here_.service.ListTemplates(call_, narrow);
  ASSERT_THAT(parts->templates(), SizeIs(4));
  EXPECT_EQ(parts->templates(2).name(), kSubject);
  EXPECT_EQ(parts->templates(2).source(), "");
}

TEST_F(TemplateServiceTest, ATemplateSaysWhatItMayName) {
  EXPECT_EQ(Get(here_)->source(), "{{subject}}：{{engagement}}\n");
  EXPECT_THAT(Get(here_)->variables(), Contains("engagement"));
}

// Stored by an older version of the program that had another variable.
TEST_F(TemplateServiceTest, AnUploadOfAnotherVersionThatIsUnusableIsShownAndCounted) {
  const TemplatePut put{.key = RequestKey{"office", "UploadTemplate", NewUuid(), ""},
                        .change = {.name = kSubject,
                                   .source = "{{since_gone}}",
                                   .reason = "",
                                   .etag = "",
                                   .actor = "office",
                                   .now = clock_.Now()}};
  ASSERT_TRUE(PutTemplateVersion(store_, put, absl::InfiniteFuture()).ok());
  here_.follower.Step();
  EXPECT_EQ(here_.Subject(), "：甲");
  EXPECT_THAT(Get(here_)->fault(), HasSubstr("unknown variable since_gone"));
  EXPECT_EQ(here_.metrics.Gauge("lianfang_templates_unusable", "", {}).Value(), 1);
}

}  // namespace
}  // namespace lianfang::notification
