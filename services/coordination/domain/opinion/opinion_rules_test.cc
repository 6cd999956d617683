#include "services/coordination/domain/opinion/opinion_rules.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "services/coordination/domain/testing/sample.h"

namespace lianfang::coordination {
namespace {

using testing::Date;
using testing::Liaison;
using testing::Now;
using testing::Office;
using testing::SampleFrame;
using testing::Union;
using testing::Wish;

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : "";
}

std::string FirstField(const absl::Status& status) {
  const auto details = BadRequestOf(status);
  return details.has_value() ? details->field_violations(0).field() : "";
}

v1::Opinion Issued(const std::string& department = "emergency") {
  v1::Opinion opinion = Wish();
  opinion.set_name("opinions/one");
  opinion.set_department(department);
  Issue(Union().uri, Now(), opinion);
  return opinion;
}

TEST(CheckOpinionTest, NamesTheFieldAtFault) {
  EXPECT_TRUE(CheckOpinion(Wish(), SampleFrame(), Now()).ok());
  v1::Opinion opinion = Wish();
  opinion.set_department("union");
  EXPECT_EQ(FirstField(CheckOpinion(opinion, SampleFrame(), Now())), "opinion.department");
  opinion = Wish();
  *opinion.mutable_due_date() = Date(2023, 2, 28);
  EXPECT_EQ(FirstField(CheckOpinion(opinion, SampleFrame(), Now())), "opinion.due_date");
  opinion = Wish();
  opinion.mutable_employer()->set_credit_code("1");
  EXPECT_EQ(FirstField(CheckOpinion(opinion, SampleFrame(), Now())), "opinion.employer.credit_code");
  opinion.clear_employer();
  EXPECT_TRUE(CheckOpinion(opinion, SampleFrame(), Now()).ok()) << "of the department's own work";
}

TEST(AnswerTest, TheDepartmentAddressedAnswers) {
  v1::AnswerOpinionRequest request;
  request.set_text("已督促补训");
  EXPECT_TRUE(CheckAnswer(Issued(), request, Liaison("emergency"), SampleFrame()).ok());
  EXPECT_EQ(ReasonOf(CheckAnswer(Issued(), request, Liaison("health"), SampleFrame())), "NOT_OWN_DEPARTMENT");
  EXPECT_EQ(ReasonOf(CheckAnswer(Issued(), request, Office(), SampleFrame())), "NOT_OWN_DEPARTMENT")
      << "the office answers for its own department alone";
  EXPECT_TRUE(CheckAnswer(Issued("hrss"), request, Office(), SampleFrame()).ok());
  v1::Opinion answered = Issued();
  ApplyAnswer(request, "x", Now(), answered);
  EXPECT_EQ(ReasonOf(CheckAnswer(answered, request, Liaison("emergency"), SampleFrame())), "STATE_NOT_ALLOWED");
}

TEST(JudgementTest, TheUnionClosesOrAsksAgain) {
  v1::JudgeAnswerRequest request;
  EXPECT_EQ(ReasonOf(CheckJudgement(Issued(), request, Union(), SampleFrame(), Now())), "STATE_NOT_ALLOWED");
  v1::Opinion opinion = Issued();
  v1::AnswerOpinionRequest answer;
  ApplyAnswer(answer, "x", Now(), opinion);
  EXPECT_EQ(ReasonOf(CheckJudgement(opinion, request, Office(), SampleFrame(), Now())), "NOT_OBSERVER");
  *request.mutable_due_date() = Date(2023, 4, 1);
  EXPECT_EQ(FirstField(CheckJudgement(opinion, request, Union(), SampleFrame(), Now())), "text");
  request.set_text("请附培训记录");
  ASSERT_TRUE(CheckJudgement(opinion, request, Union(), SampleFrame(), Now()).ok());
  ApplyJudgement(request, Union().uri, Now(), opinion);
  EXPECT_EQ(opinion.state(), v1::OPINION_STATE_ISSUED);
  EXPECT_EQ(opinion.due_date().month(), 4);
  EXPECT_EQ(opinion.original_due_date().month(), 3);
  ApplyAnswer(answer, "x", Now(), opinion);
  request.clear_due_date();
  ApplyJudgement(request, Union().uri, Now(), opinion);
  EXPECT_EQ(opinion.state(), v1::OPINION_STATE_CLOSED);
}

}  // namespace
}  // namespace lianfang::coordination
