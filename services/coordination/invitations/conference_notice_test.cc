#include "services/coordination/invitations/conference_notice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/text.h"
#include "services/coordination/domain/testing/sample.h"

namespace lianfang::coordination {
namespace {

using testing::SampleFrame;
using testing::Wanted;

v1::Conference With(const std::vector<std::string>& agenda) {
  v1::Conference conference = Wanted();
  conference.clear_agenda();
  for (const std::string& text : agenda) conference.add_agenda()->set_text(text);
  return conference;
}

std::string AgendaOf(const v1::Conference& conference) {
  const auto notice = InvitationNotice(conference, "emergency", type::v1::RECIPIENT_LIAISON, SampleFrame());
  for (const auto& variable : notice.variables()) {
    if (variable.name() == "agenda") return variable.value();
  }
  return "";
}

TEST(ConferenceNoticeTest, EqualItemsAreOneLineWithTheirNumber) {
  EXPECT_EQ(
      AgendaOf(With({"通报一季度情况", "事故伤亡人员未申请工伤认定", "督导检查安排", "事故伤亡人员未申请工伤认定"})),
      "1．通报一季度情况\n2．事故伤亡人员未申请工伤认定，共 2 件\n3．督导检查安排");
  EXPECT_EQ(AgendaOf(With({})), "");
}

TEST(ConferenceNoticeTest, WhatDoesNotFitIsCountedAndNoLineIsCut) {
  std::vector<std::string> agenda;
  for (int i = 1; i <= 5; ++i) {
    std::string text = absl::StrCat("第", i, "项");
    while (CountCodePoints(text) < 500) text += "长";
    agenda.push_back(text);
  }
  const std::string text = AgendaOf(With(agenda));
  EXPECT_LE(CountCodePoints(text), 2000u) << "what a notice takes";
  EXPECT_EQ(text, absl::StrCat("1．", agenda[0], "\n2．", agenda[1], "\n3．", agenda[2],
                               "\n……另有 2 项，见系统中的会议议程"));
}

}  // namespace
}  // namespace lianfang::coordination
