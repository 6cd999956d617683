#include "words/error_words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "common/identity.h"
#include "common/precondition.h"
#include "lianfang/type/v1/access.pb.h"

namespace lianfang {
namespace {

google::rpc::Status OnTheWire(const absl::Status& status) {
  google::rpc::Status message;
  message.set_code(static_cast<int>(status.code()));
  message.set_message(std::string(status.message()));
  status.ForEachPayload([&message](absl::string_view type, const absl::Cord& payload) {
    auto* detail = message.add_details();
    detail->set_type_url(std::string(type));
    detail->set_value(std::string(payload));
  });
  return message;
}

absl::Status Received(const google::rpc::Status& message) {
  absl::Status status(static_cast<absl::StatusCode>(message.code()), message.message());
  for (const auto& detail : message.details()) status.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  return status;
}

TEST(ErrorWordsTest, PrefersTheMessageToTheReasonAndTheReasonToTheCode) {
  EXPECT_EQ(
      ChineseOf(ErrorWithReason(absl::StatusCode::kAborted, "the contact has changed since it was read", "STALE_ETAG")),
      "读取之后该联系人已有变动，请重新查看后再试");
  EXPECT_EQ(ChineseOf(ErrorWithReason(absl::StatusCode::kAborted, "said in a new way", "STALE_ETAG")),
            "读取之后已有变动，请重新查看后再试");
  EXPECT_EQ(ChineseOf(absl::UnavailableError("said in a new way")), "服务暂时连不上，请检查网络后再试");
}

TEST(ErrorWordsTest, EveryCodeHasChinese) {
  for (int code = 1; code <= 16; ++code) {
    EXPECT_EQ(ChineseOfCode(static_cast<absl::StatusCode>(code)).find("错误代码"), std::string::npos) << code;
  }
}

// A clerk who may not do something reads in Chinese who may.
TEST(ErrorWordsTest, WhoMayCallIsSaidInChineseForEveryAudience) {
  const auto* audiences = type::v1::Audience_descriptor();
  for (int i = 0; i < audiences->value_count(); ++i) {
    std::vector<std::string> roles;
    for (const int role : audiences->value(i)->options().GetRepeatedExtension(type::v1::roles)) {
      roles.push_back(RoleName(static_cast<type::v1::Role>(role)));
    }
    const std::string listed = roles.empty() ? "none" : absl::StrJoin(roles, ", ");
    const auto chinese =
        ChineseOfMessage("ListDrafts is not for the role operator; roles admitted: " + listed + "; services: none");
    ASSERT_TRUE(chinese.has_value()) << listed;
    EXPECT_EQ(chinese->find(listed), std::string::npos) << *chinese;
    EXPECT_EQ(chinese->find("operator"), std::string::npos) << *chinese;
  }
  EXPECT_EQ(
      *ChineseOfMessage("SaveDraft is not for the role office; roles admitted: liaison, convener; services: none"),
      "您的身份（办公室）不能使用 SaveDraft；可用的角色：联络员、召集人；可用的服务：无");
}

TEST(ErrorWordsTest, ListsOfFaultsAreChineseAsAWholeAndOneByOne) {
  FieldViolations faults;
  faults.Add("figures[0].number", "deaths (死亡人数) must be 0 to 100000, was -3");
  faults.Add("note", "must be at most 2000 characters, was 2001");
  google::rpc::Status message = OnTheWire(faults.ToStatus());
  Localize(message, 3800);
  const absl::Status received = Received(message);
  EXPECT_EQ(LocalizedMessageOf(received)->locale(), "zh-CN");
  EXPECT_EQ(LocalizedMessageOf(received)->message(),
            "figures[0].number：死亡人数须在 0 至 100000 之间，现为 -3（deaths）（另有 1 处）");
  const auto details = BadRequestOf(received);
  EXPECT_EQ(details->field_violations(0).localized_message().message(),
            "死亡人数须在 0 至 100000 之间，现为 -3（deaths）");
  EXPECT_EQ(details->field_violations(1).localized_message().message(), "不得超过 2000 个字，现有 2001 个字");
  EXPECT_EQ(details->field_violations(1).description(), "must be at most 2000 characters, was 2001");
}

TEST(ErrorWordsTest, WhatDoesNotFitIsLeftOutAndTheEnglishStays) {
  FieldViolations faults;
  for (int i = 0; i < 200; ++i) faults.Add("note", "must be at most 2000 characters, was 2001");
  google::rpc::Status message = OnTheWire(faults.ToStatus());
  const size_t before = message.ByteSizeLong();
  ASSERT_GT(before, 2000u);
  Localize(message, before + 200);
  EXPECT_LE(message.ByteSizeLong(), before + 200);
  EXPECT_EQ(BadRequestOf(Received(message))->field_violations_size(),
            BadRequestOf(faults.ToStatus())->field_violations_size());

  google::rpc::Status full = OnTheWire(faults.ToStatus());
  Localize(full, before);
  EXPECT_EQ(full.SerializeAsString(), OnTheWire(faults.ToStatus()).SerializeAsString());
}

TEST(ErrorWordsTest, WhatTheServiceSaidIsKept) {
  google::rpc::Status message = OnTheWire(absl::NotFoundError("plans/a does not exist"));
  Localize(message, 3800);
  const std::string once = message.SerializeAsString();
  Localize(message, 3800);
  EXPECT_EQ(message.SerializeAsString(), once);
  EXPECT_EQ(ChineseOf(Received(message)), "plans/a 不存在");
}

}  // namespace
}  // namespace lianfang
