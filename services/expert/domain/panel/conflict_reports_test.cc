#include "services/expert/domain/panel/conflict_reports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/expert/domain/testing/sample.h"

namespace lianfang::expert {
namespace {

using ::testing::SizeIs;

Identity Of(type::v1::Role role, const std::string& uri) {
  Identity identity;
  identity.uri = uri;
  identity.role = role;
  return identity;
}

class ConflictReportsTest : public ::testing::Test {
 protected:
  ConflictReportsTest() {
    tie_.set_kind(v1::TIE_KIND_KINSHIP);
    *tie_.mutable_party() = testing::Party();
  }
  v1::ConflictReport& Report(const Identity& by) {
    return ReportConflict(engagement_, "experts/e001", tie_, by, testing::Now());
  }
  static v1::ConfirmConflictRequest Word(bool confirm, const std::string& reason = "") {
    v1::ConfirmConflictRequest request;
    request.set_confirm(confirm);
    request.set_reason(reason);
    return request;
  }

  const Identity liaison_ = Of(type::v1::ROLE_LIAISON, "spiffe://t/liaison");
  const Identity office_ = Of(type::v1::ROLE_OFFICE, "spiffe://t/office");
  const Identity observer_ = Of(type::v1::ROLE_OBSERVER, "spiffe://t/observer");
  v1::Engagement engagement_ = testing::Planned();
  v1::Tie tie_;
};

TEST_F(ConflictReportsTest, NobodysWordAloneConfirms) {
  for (const Identity& reporter : {liaison_, office_, observer_}) {
    engagement_.clear_conflict_reports();
    EXPECT_FALSE(SettleReport(Report(reporter), /*needs_observer=*/true)) << reporter.uri;
    EXPECT_EQ(engagement_.conflict_reports(0).reporter(), reporter.uri);
  }
}

TEST_F(ConflictReportsTest, OfficeAndObserverConfirmTogether) {
  v1::ConflictReport& report = Report(liaison_);
  ASSERT_TRUE(JudgeReport(report, Word(true), office_, true).ok());
  EXPECT_EQ(report.state(), v1::CONFLICT_STATE_REPORTED);
  ASSERT_TRUE(JudgeReport(report, Word(true), observer_, true).ok());
  EXPECT_EQ(report.state(), v1::CONFLICT_STATE_CONFIRMED);
  EXPECT_EQ(report.office_confirmer(), office_.uri);
  EXPECT_EQ(report.observer_confirmer(), observer_.uri);
  EXPECT_EQ(FindReport(engagement_, "experts/e001", testing::kPartyCode), nullptr) << "it waits no more";
}

TEST_F(ConflictReportsTest, WhereDrawsNeedNoObserverTheOfficeSuffices) {
  EXPECT_TRUE(SettleReport(Report(office_), /*needs_observer=*/false));
}

TEST_F(ConflictReportsTest, OneOfThemRejectsWithAReason) {
  v1::ConflictReport& report = Report(office_);
  EXPECT_EQ(JudgeReport(report, Word(false), observer_, true).code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(JudgeReport(report, Word(false, "同名不同人"), observer_, true).ok());
  EXPECT_EQ(report.state(), v1::CONFLICT_STATE_REJECTED);
  EXPECT_EQ(report.rejecter(), observer_.uri);
  Report(office_);
  EXPECT_THAT(engagement_.conflict_reports(), SizeIs(2)) << "it may be reported again, on record";
}

TEST_F(ConflictReportsTest, AReportThatWaitsIsNotMadeTwice) {
  Report(liaison_);
  Report(observer_);
  ASSERT_THAT(engagement_.conflict_reports(), SizeIs(1));
  EXPECT_EQ(engagement_.conflict_reports(0).reporter(), liaison_.uri);
  EXPECT_EQ(engagement_.conflict_reports(0).observer_confirmer(), observer_.uri);
}

}  // namespace
}  // namespace lianfang::expert
