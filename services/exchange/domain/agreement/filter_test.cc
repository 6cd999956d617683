#include "services/exchange/domain/agreement/filter.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "common/time.h"
#include "services/exchange/domain/agreement/fields.h"
#include "services/exchange/domain/record/masking.h"
#include "services/exchange/domain/record/record_rules.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

v1::Record Owned(v1::Record record, const std::string& department = "emergency") {
  *record.mutable_owner() = Owner(department);
  return record;
}

TEST(MaskingTest, TheFirstAndTheLastCharacterStay) {
  EXPECT_EQ(MaskedText("11010519491231002X"), "1****************X");
  EXPECT_EQ(MaskedText("欧阳小明"), "欧**明");
  EXPECT_EQ(MaskedText("王五"), "**");
  EXPECT_EQ(MaskedText(""), "");
}

TEST(MaskingTest, NothingPersonalIsLeftInAMaskedRecord) {
  v1::Record record = Owned(Accident());
  *record.mutable_accident()->mutable_casualties(0)->mutable_person()->mutable_birth_date() =
      ToDate(absl::CivilDay(1949, 12, 31));
  const v1::Person person = Masked(record).accident().casualties(0).person();
  EXPECT_EQ(person.display_name(), "欧**明");
  EXPECT_EQ(person.id_number(), "1****************X");
  EXPECT_EQ(person.phone(), "1*********1");
  EXPECT_EQ(person.birth_date().year(), 1949);
  EXPECT_EQ(person.birth_date().month() + person.birth_date().day(), 0);
  EXPECT_EQ(Masked(record).accident().place(), "三采区");
}

TEST(FieldsTest, PathsAreThoseOfTheKind) {
  EXPECT_NE(FieldAt(v1::RECORD_KIND_ACCIDENT, "casualties.person.id_number"), nullptr);
  EXPECT_NE(FieldAt(v1::RECORD_KIND_ACCIDENT, "casualties.person"), nullptr);
  for (const char* bad : {"", "none", "person.id_number", "place.x", "occurrence_time.seconds", "casualties."}) {
    EXPECT_EQ(FieldAt(v1::RECORD_KIND_ACCIDENT, bad), nullptr) << bad;
  }
  EXPECT_EQ(FieldAt(v1::RECORD_KIND_UNSPECIFIED, "place"), nullptr);
  EXPECT_FALSE(Gives({"employer.credit_code"}, "employer"));
  EXPECT_TRUE(Gives({"employer"}, "employer.credit_code"));
  EXPECT_FALSE(Gives({"death"}, "deaths")) << "a prefix of a word is no path";
}

TEST(FilterTest, OnlyWhatTheTermsGiveIsShown) {
  v1::Record record = Owned(Accident());
  record.set_publisher("spiffe://t/person/x");
  record.set_revision_reason("欧阳小明的家属更正");
  const v1::Record shown = Filtered(record, SampleTerms(), "plans/p/agreements/a/editions/1");
  EXPECT_EQ(shown.accident().place(), "三采区");
  EXPECT_EQ(shown.accident().deaths(), 1);
  EXPECT_EQ(shown.accident().employer().credit_code(), kCreditCode);
  EXPECT_EQ(shown.accident().employer().display_name(), "");
  EXPECT_EQ(shown.accident().slightly_injured(), 0);
  EXPECT_FALSE(shown.accident().has_occurrence_time());
  EXPECT_EQ(shown.accident().casualties(0).person().display_name(), "欧**明");
  EXPECT_EQ(shown.accident().casualties(0).person().id_number(), "");
  EXPECT_EQ(shown.source_id() + shown.publisher() + shown.revision_reason(), "");
  EXPECT_EQ(shown.agreement_edition(), "plans/p/agreements/a/editions/1");
  EXPECT_THAT(shown.SerializeAsString(), Not(HasSubstr("欧阳小明")));
}

TEST(FilterTest, MarksOfFieldsThatAreNotGivenAreNotShown) {
  v1::Record record = Owned(Accident());
  for (const char* field : {"accident.employer.credit_code", "accident.casualties[0].person.id_number"}) {
    record.add_marks()->set_field(field);
  }
  const v1::Record shown = Filtered(record, SampleTerms(), "e");
  ASSERT_EQ(shown.marks_size(), 1);
  EXPECT_EQ(shown.marks(0).field(), "accident.employer.credit_code");
}

TEST(FilterTest, OwnerKindRegionAndIndustryMustBeAgreedOn) {
  v1::AgreementTerms terms = SampleTerms();
  EXPECT_TRUE(Covers(terms, Owned(Accident())));
  EXPECT_FALSE(Covers(terms, Owned(Accident(), "housing")));
  EXPECT_FALSE(Covers(terms, Owned(Disease())));
  terms.add_industries("construction");
  EXPECT_FALSE(Covers(terms, Owned(Accident())));
  terms.add_industries("coal-mining");
  EXPECT_TRUE(Covers(terms, Owned(Accident())));
  terms.add_regions("140582");
  EXPECT_FALSE(Covers(terms, Owned(Accident())));
  terms.add_regions("140500");
  EXPECT_TRUE(Covers(terms, Owned(Accident())));
}

TEST(FilterTest, ARevealShowsTheFieldsAskedForAndNoOthers) {
  v1::Record record = Owned(Accident());
  record.add_marks()->set_field("accident.employer.credit_code");
  const v1::Record shown = Revealed(record, {"casualties.person.id_number"});
  EXPECT_TRUE(shown.marks().empty()) << "a mark tells of a field that was not asked for";
  EXPECT_EQ(shown.accident().casualties(0).person().id_number(), kIdNumber);
  EXPECT_EQ(shown.accident().casualties(0).person().display_name(), "");
  EXPECT_EQ(shown.accident().place(), "");
}

TEST(NarrowingTest, TellsWhatIsNotGivenAnyMore) {
  const v1::AgreementTerms before = SampleTerms();
  EXPECT_FALSE(Narrowing(before, before, v1::PURPOSE_BUSINESS).has_value());
  v1::AgreementTerms after = before;
  after.mutable_fields()->RemoveLast();
  auto narrowing = Narrowing(before, after, v1::PURPOSE_BUSINESS);
  ASSERT_TRUE(narrowing.has_value());
  EXPECT_EQ(narrowing->cause(), v1::RETRACTION_CAUSE_NARROWED);
  EXPECT_THAT(narrowing->fields(), ElementsAre("casualties.person.display_name"));
  EXPECT_FALSE(Narrowing(after, before, v1::PURPOSE_BUSINESS).has_value()) << "more is no less";
  after = before;
  after.add_regions("140581");
  ASSERT_TRUE(Narrowing(before, after, v1::PURPOSE_BUSINESS).has_value()) << "all regions become one";
  EXPECT_THAT(Narrowing(before, after, v1::PURPOSE_BUSINESS)->regions(), ElementsAre("140581"));
  after = before;
  after.set_purposes(0, v1::PURPOSE_STATISTICS);
  EXPECT_EQ(Narrowing(before, after, v1::PURPOSE_BUSINESS)->cause(), v1::RETRACTION_CAUSE_ENDED);
}

}  // namespace
}  // namespace lianfang::exchange
