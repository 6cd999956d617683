#include "cli/text/enums.h"

#include <gtest/gtest.h>

#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/expert/v1/draw.pb.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "lianfang/expert/v1/expert.pb.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/reminder.pb.h"
#include "lianfang/notification/v1/template.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::OBLIGATION_STATE_DUE_SOON;
using submission::v1::ObligationState;
using submission::v1::ObligationState_descriptor;

TEST(ParseEnum, TakesTheNamesThatEnumNamesLists) {
  EXPECT_EQ(*ParseEnum<ObligationState>("due-soon"), OBLIGATION_STATE_DUE_SOON);
  EXPECT_NE(EnumNames(*ObligationState_descriptor()).find("due-soon, overdue"), std::string::npos);
}

TEST(ParseEnum, RefusesOthersAndNamesTheChoices) {
  for (const char* name : {"", "DUE_SOON", "unspecified", "late"}) {
    auto state = ParseEnum<ObligationState>(name);
    ASSERT_FALSE(state.ok()) << name;
    EXPECT_NE(state.status().message().find("met-late"), std::string::npos);
  }
}

TEST(EnumText, SpeaksBothLanguages) {
  EXPECT_EQ(EnumText(OBLIGATION_STATE_DUE_SOON, Language::kChinese), "即将到期");
  EXPECT_EQ(EnumText(OBLIGATION_STATE_DUE_SOON, Language::kEnglish), "due-soon");
}

TEST(EnumText, ShowsUnknownNumbersAsTheyAre) {
  EXPECT_EQ(EnumText(static_cast<ObligationState>(0), Language::kChinese), "");
  EXPECT_EQ(EnumText(static_cast<ObligationState>(99), Language::kChinese), "99");
}

// A state that a contract gains must not show up in English in a Chinese table.
TEST(EnumText, HasChineseForEveryValueThatTablesShow) {
  for (const auto* type : {ObligationState_descriptor(), submission::v1::ObligationInstant_descriptor(),
                           submission::v1::ReturnState_descriptor(), submission::v1::ReviewDecision_descriptor(),
                           evaluation::v1::ResultStatus_descriptor(), type::v1::DepartmentRole_descriptor(),
                           type::v1::Recipient_descriptor(), notification::v1::Urgency_descriptor(),
                           notification::v1::DeliveryKind_descriptor(), notification::v1::DeliveryState_descriptor(),
                           notification::v1::AttemptOutcome_descriptor(), notification::v1::TemplateOrigin_descriptor(),
                           expert::v1::ExpertState_descriptor(), expert::v1::EngagementKind_descriptor(),
                           expert::v1::EngagementState_descriptor(), expert::v1::InvitationState_descriptor(),
                           expert::v1::DrawState_descriptor(), expert::v1::ExclusionReason_descriptor()}) {
    for (int i = 0; i < type->value_count(); ++i) {
      const auto& value = *type->value(i);
      if (value.number() == 0) continue;
      EXPECT_NE(EnumNumberText(*type, value.number(), Language::kChinese), EnumName(value)) << value.full_name();
    }
  }
}

}  // namespace
}  // namespace lianfang::cli
