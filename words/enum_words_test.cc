#include "words/enum_words.h"

#include <gtest/gtest.h>

#include "lianfang/coordination/v1/activity_service.pb.h"
#include "lianfang/coordination/v1/conference.pb.h"
#include "lianfang/coordination/v1/inspection.pb.h"
#include "lianfang/coordination/v1/opinion_service.pb.h"
#include "lianfang/coordination/v1/selection_service.pb.h"
#include "lianfang/coordination/v1/task_service.pb.h"
#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/evaluation/v1/concealment.pb.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/exchange/v1/agreement.pb.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "lianfang/exchange/v1/figure.pb.h"
#include "lianfang/exchange/v1/record.pb.h"
#include "lianfang/expert/v1/draw.pb.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "lianfang/expert/v1/expert.pb.h"
#include "lianfang/fund/v1/premium.pb.h"
#include "lianfang/fund/v1/project.pb.h"
#include "lianfang/fund/v1/provider.pb.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/reminder.pb.h"
#include "lianfang/notification/v1/template.pb.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/access.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang {
namespace {

TEST(EnumWordsTest, TheOfficialWordsAndTheNameInEnglish) {
  EXPECT_EQ(WordsOf(evaluation::v1::RESULT_STATUS_NOT_ATTAINED).zh(), "未达标");
  EXPECT_EQ(WordsOf(evaluation::v1::RESULT_STATUS_NOT_ATTAINED).en(), "not attained");
  EXPECT_EQ(ChineseOf(type::v1::RECIPIENT_OFFICE_DIRECTOR), "办公室主任");
}

TEST(EnumWordsTest, EnglishOfItsOwnWhereTheNameIsNone) {
  EXPECT_EQ(WordsOf(evaluation::v1::RESULT_STATUS_PROVISIONAL_ATTAINED).en(), "provisionally attained");
  EXPECT_EQ(WordsOf(type::v1::RECIPIENT_LIAISON).en(), "liaison officer");
}

// A value that a contract gains must not leave a gap in a mail, or show up in English in a Chinese table.
TEST(EnumWordsTest, EveryValueThatPeopleReadHasWords) {
  for (const auto* type : {duty::v1::DutyState_descriptor(),
                           submission::v1::ObligationState_descriptor(),
                           submission::v1::ObligationInstant_descriptor(),
                           submission::v1::ReturnState_descriptor(),
                           submission::v1::ReviewDecision_descriptor(),
                           submission::v1::FactKind_descriptor(),
                           evaluation::v1::ResultStatus_descriptor(),
                           type::v1::DepartmentRole_descriptor(),
                           type::v1::Recipient_descriptor(),
                           type::v1::Role_descriptor(),
                           notification::v1::Urgency_descriptor(),
                           notification::v1::DeliveryKind_descriptor(),
                           notification::v1::DeliveryState_descriptor(),
                           notification::v1::AttemptOutcome_descriptor(),
                           notification::v1::TemplateOrigin_descriptor(),
                           expert::v1::ExpertState_descriptor(),
                           expert::v1::EngagementKind_descriptor(),
                           expert::v1::EngagementState_descriptor(),
                           expert::v1::InvitationState_descriptor(),
                           expert::v1::DrawState_descriptor(),
                           expert::v1::ExclusionReason_descriptor(),
                           expert::v1::NoticeState_descriptor(),
                           expert::v1::AnswerChannel_descriptor(),
                           expert::v1::ConflictState_descriptor(),
                           exchange::v1::RecordKind_descriptor(),
                           exchange::v1::IdDocument_descriptor(),
                           exchange::v1::Sex_descriptor(),
                           exchange::v1::AccidentGrade_descriptor(),
                           exchange::v1::CasualtyOutcome_descriptor(),
                           exchange::v1::DiseaseCardKind_descriptor(),
                           exchange::v1::InjuryDecision_descriptor(),
                           exchange::v1::InjuryApplicant_descriptor(),
                           exchange::v1::TrainingResult_descriptor(),
                           exchange::v1::EmployerStatus_descriptor(),
                           exchange::v1::Purpose_descriptor(),
                           exchange::v1::AgreementState_descriptor(),
                           exchange::v1::RetractionCause_descriptor(),
                           exchange::v1::RecordGrouping_descriptor(),
                           exchange::v1::FigureMeasure_descriptor(),
                           coordination::v1::TaskState_descriptor(),
                           coordination::v1::ConferenceState_descriptor(),
                           coordination::v1::ReplyState_descriptor(),
                           coordination::v1::AgendaSource_descriptor(),
                           coordination::v1::ResolutionState_descriptor(),
                           coordination::v1::InspectionKind_descriptor(),
                           coordination::v1::InspectionState_descriptor(),
                           coordination::v1::FindingKind_descriptor(),
                           coordination::v1::HazardLevel_descriptor(),
                           coordination::v1::OrderState_descriptor(),
                           coordination::v1::OrderAction_descriptor(),
                           coordination::v1::ActivityKind_descriptor(),
                           coordination::v1::ActivityState_descriptor(),
                           coordination::v1::AttendanceState_descriptor(),
                           evaluation::v1::ConcealmentState_descriptor(),
                           coordination::v1::OpinionState_descriptor(),
                           coordination::v1::SelectionState_descriptor(),
                           fund::v1::BudgetExceptionKind_descriptor(),
                           fund::v1::ProjectState_descriptor(),
                           fund::v1::ProjectStepKind_descriptor(),
                           fund::v1::ApplicantKind_descriptor(),
                           fund::v1::AcceptanceResult_descriptor(),
                           fund::v1::ProviderKind_descriptor(),
                           fund::v1::ConductKind_descriptor(),
                           fund::v1::InjuryCondition_descriptor(),
                           fund::v1::RateListState_descriptor()}) {
    for (int i = 0; i < type->value_count(); ++i) {
      const auto& value = *type->value(i);
      if (value.number() == 0) continue;
      EXPECT_NE(EnumWords(*type, value.number()).zh(), "") << value.full_name();
    }
  }
}

TEST(EnumWordsTest, NothingForUnspecifiedAndUnknown) {
  EXPECT_EQ(WordsOf(evaluation::v1::RESULT_STATUS_UNSPECIFIED).zh(), "");
  EXPECT_EQ(WordsOf(evaluation::v1::RESULT_STATUS_UNSPECIFIED).en(), "");
  EXPECT_EQ(WordsOf(static_cast<evaluation::v1::ResultStatus>(99)).en(), "");
}

}  // namespace
}  // namespace lianfang
