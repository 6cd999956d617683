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

TEST(MaskingTest, OneCharacterMoreThanTwoIsMasked) {
  EXPECT_EQ(MaskedText("abc"), "a*c");
  EXPECT_EQ(MaskedText("ab"), "**");
  EXPECT_EQ(MaskedText("a"), "*");
  EXPECT_EQ(MaskedText("\xf0\xa0\xae\xb7"
                       "野家"),
            "\xf0\xa0\xae\xb7"
            "*家")
      << "a character of four bytes";
}

TEST(MaskingTest, EveryPersonalFieldOfEveryKindIsMasked) {
  v1::Record training = Training();
  training.mutable_training()->set_certificate("C12345");
  EXPECT_EQ(Masked(training).training().certificate(), "C****5");
  EXPECT_EQ(Masked(training).training().course(), "工伤预防");
  EXPECT_EQ(Masked(EmployerOf()).employer().legal_representative(), "王*小");
  EXPECT_EQ(Masked(EmployerOf()).employer().names(0).display_name(), "高平煤业");
  EXPECT_EQ(Masked(Disease()).disease().person().display_name(), "欧**明");
  EXPECT_EQ(Masked(Injury()).injury().person().id_number(), "1****************X");
  EXPECT_EQ(Masked(PersonInPosition()).person().person().phone(), "1*********1");
  EXPECT_EQ(Masked(Accident()).source_id(), "S1") << "the owner's own number is the owner's";
}

TEST(FieldsTest, LeavesAreTheFieldsWithoutFieldsBelowThem) {
  EXPECT_THAT(
      LeavesOf(v1::RECORD_KIND_PERSON),
      ElementsAre("person.display_name", "person.id_document", "person.id_number", "person.id_note",
                  "person.birth_date", "person.sex", "person.phone", "employer.credit_code", "employer.code_note",
                  "employer.display_name", "key_position", "job_title", "start_date", "end_date", "insured"));
  EXPECT_THAT(LeavesOf(v1::RECORD_KIND_UNSPECIFIED), ElementsAre());
  for (const int kind : {1, 2, 3, 4, 5, 6}) {
    for (const std::string& leaf : LeavesOf(static_cast<v1::RecordKind>(kind))) {
      EXPECT_NE(FieldAt(static_cast<v1::RecordKind>(kind), leaf), nullptr) << leaf;
    }
  }
}

TEST(FieldsTest, APathOfAMessageKeepsAllBelowIt) {
  v1::Record record = Accident();
  *record.mutable_accident()->add_casualties() = record.accident().casualties(0);
  v1::AccidentRecord whole = record.accident();
  KeepOnly({"employer", "casualties.person"}, whole);
  EXPECT_EQ(whole.employer().display_name(), "高平煤业");
  ASSERT_EQ(whole.casualties_size(), 2);
  for (const auto& casualty : whole.casualties()) {
    EXPECT_EQ(casualty.person().phone(), "13900001111");
    EXPECT_EQ(casualty.outcome(), v1::CASUALTY_OUTCOME_UNSPECIFIED);
  }
  EXPECT_EQ(whole.place(), "");
  EXPECT_FALSE(whole.has_occurrence_time());
  v1::AccidentRecord none = record.accident();
  KeepOnly({}, none);
  EXPECT_EQ(none.ByteSizeLong(), 0u);
  v1::AccidentRecord instant = record.accident();
  KeepOnly({"occurrence_time"}, instant);
  EXPECT_EQ(instant.occurrence_time().seconds(), record.accident().occurrence_time().seconds());
}

TEST(FilterTest, AMarkOfAMessageThatIsGivenWholeStays) {
  v1::Record record = Owned(Accident());
  record.add_marks()->set_field("accident.casualties[10].person.id_number");
  record.add_marks()->set_field("accident.grade");
  v1::AgreementTerms terms = SampleTerms();
  terms.clear_fields();
  terms.add_fields("casualties");
  const v1::Record shown = Filtered(record, terms, "e");
  ASSERT_EQ(shown.marks_size(), 1);
  EXPECT_EQ(shown.marks(0).field(), "accident.casualties[10].person.id_number");
}

TEST(FilterTest, AnotherRegionsDepartmentOfTheSameNameIsAnother) {
  v1::Record record = Owned(Accident());
  record.mutable_owner()->set_region("140500");
  EXPECT_FALSE(Covers(SampleTerms(), record));
  v1::AgreementTerms terms = SampleTerms();
  terms.set_kind(v1::RECORD_KIND_INJURY);
  EXPECT_FALSE(Covers(terms, Owned(Accident())));
}

TEST(FilterTest, ARevealNamesNobodyWhoPublished) {
  v1::Record record = Owned(Accident());
  record.set_publisher("spiffe://t/x");
  record.set_revision_reason("更正");
  const v1::Record shown = Revealed(record, {"place"});
  EXPECT_EQ(shown.source_id() + shown.publisher() + shown.revision_reason(), "");
  EXPECT_EQ(shown.accident().place(), "三采区");
}

TEST(NarrowingTest, RegionsAndIndustriesNarrowOnlyWhereSomethingIsLost) {
  using List = std::vector<std::string>;
  const auto narrows = [](const List& regions, const List& later, const List& industries,
                          const List& later_industries) {
    v1::AgreementTerms before = SampleTerms(), after = SampleTerms();
    before.mutable_regions()->Assign(regions.begin(), regions.end());
    after.mutable_regions()->Assign(later.begin(), later.end());
    before.mutable_industries()->Assign(industries.begin(), industries.end());
    after.mutable_industries()->Assign(later_industries.begin(), later_industries.end());
    return Narrowing(before, after, v1::PURPOSE_BUSINESS).has_value();
  };
  EXPECT_FALSE(narrows({"140581"}, {}, {}, {})) << "everything is more";
  EXPECT_FALSE(narrows({"140581"}, {"140500"}, {}, {})) << "the whole city";
  EXPECT_TRUE(narrows({"140500"}, {"140581"}, {}, {}));
  EXPECT_TRUE(narrows({"140581", "140525"}, {"140581"}, {}, {})) << "one of two is lost";
  EXPECT_FALSE(narrows({"140581"}, {"140525", "140581"}, {}, {}));
  EXPECT_FALSE(narrows({}, {}, {"coal-mining"}, {}));
  EXPECT_TRUE(narrows({}, {}, {}, {"coal-mining"}));
  EXPECT_TRUE(narrows({}, {}, {"coal-mining", "construction"}, {"coal-mining"}));
  EXPECT_FALSE(narrows({}, {}, {"coal-mining"}, {"construction", "coal-mining"}));
}

TEST(NarrowingTest, SaysWhatIsStillGiven) {
  v1::AgreementTerms before = SampleTerms(), after = SampleTerms();
  after.add_industries("coal-mining");
  const auto narrowing = Narrowing(before, after, v1::PURPOSE_BUSINESS);
  ASSERT_TRUE(narrowing.has_value());
  EXPECT_THAT(narrowing->industries(), ElementsAre("coal-mining"));
  EXPECT_THAT(narrowing->fields(), ElementsAre());
  after.clear_industries();
  after.clear_fields();
  after.add_fields("place");
  EXPECT_THAT(Narrowing(before, after, v1::PURPOSE_BUSINESS)->fields(),
              ElementsAre("employer.credit_code", "deaths", "casualties.person.display_name"))
      << "in the contract's order";
}

}  // namespace
}  // namespace lianfang::exchange
