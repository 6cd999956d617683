#include "services/exchange/domain/request/names.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "common/errors.h"

namespace lianfang::exchange {
namespace {

const std::string kId(32, 'a');

TEST(NamesTest, RecordsAndTheirVersionsAreTakenApart) {
  const std::string name = MakeRecordName(v1::RECORD_KIND_TRAINING, kId);
  EXPECT_EQ(name, "records/training/" + kId);
  const auto newest = ParseRecordName("name", name);
  ASSERT_TRUE(newest.ok());
  EXPECT_EQ(newest->kind, v1::RECORD_KIND_TRAINING);
  EXPECT_EQ(newest->version, 0);
  const auto version = ParseRecordName("name", name + "/versions/1");
  ASSERT_TRUE(version.ok());
  EXPECT_EQ(version->record, name);
  EXPECT_EQ(version->version, 1);
}

TEST(NamesTest, OtherShapesAreNoRecords) {
  for (const std::string& name :
       {"records/training/" + kId + "/versions/0", "records/training/" + kId + "/versions/-1",
        "records/training/" + kId + "/versions/x", "records/training/" + kId + "/version/1",
        "records/training/" + kId + "/versions", "records/Training/" + kId, "records/unspecified/" + kId,
        "record/training/" + kId, "records/training/" + kId + "a", "records/training/" + kId.substr(1),
        "records/training/" + kId.substr(1) + "g", std::string()}) {
    EXPECT_FALSE(ParseRecordName("name", name).ok()) << name;
  }
}

TEST(NamesTest, EveryKindHasAWordAndEveryWordItsKind) {
  const std::pair<v1::RecordKind, const char*> words[] = {
      {v1::RECORD_KIND_PERSON, "person"},     {v1::RECORD_KIND_ACCIDENT, "accident"},
      {v1::RECORD_KIND_DISEASE, "disease"},   {v1::RECORD_KIND_INJURY, "injury"},
      {v1::RECORD_KIND_TRAINING, "training"}, {v1::RECORD_KIND_EMPLOYER, "employer"}};
  for (const auto& [kind, word] : words) {
    EXPECT_EQ(KindWord(kind), word);
    EXPECT_EQ(KindOfWord(word), kind);
  }
  EXPECT_EQ(KindWord(v1::RECORD_KIND_UNSPECIFIED), "");
  EXPECT_EQ(KindWord(static_cast<v1::RecordKind>(7)), "");
  for (const char* word : {"", "unspecified", "Person", "PERSON", "persons"}) {
    EXPECT_EQ(KindOfWord(word), v1::RECORD_KIND_UNSPECIFIED) << word;
  }
}

TEST(NamesTest, PlansAndAgreementsAreNamedByTheirParts) {
  EXPECT_TRUE(CheckPlanName("plan", "plans/gaoping").ok());
  for (const char* name : {"plans/", "plan/gaoping", "plans/Gaoping", "plans/a/b", "gaoping", ""}) {
    const auto details = BadRequestOf(CheckPlanName("plan", name));
    ASSERT_TRUE(details.has_value()) << name;
    EXPECT_EQ(details->field_violations(0).field(), "plan");
  }
  const std::string agreement = MakeAgreementName("plans/gaoping", "a1");
  EXPECT_EQ(agreement, "plans/gaoping/agreements/a1");
  EXPECT_TRUE(CheckAgreementName("name", agreement).ok());
  EXPECT_EQ(PlanOfAgreement(agreement), "plans/gaoping");
  EXPECT_EQ(EditionName(agreement, 3), "plans/gaoping/agreements/a1/editions/3");
  EXPECT_EQ(FigureDefinitionsName("plans/gaoping"), "plans/gaoping/figureDefinitions");
  EXPECT_EQ(VersionName("records/person/x", 12), "records/person/x/versions/12");
  for (const char* name : {"plans/gaoping/agreements/", "plans/gaoping/agreement/a", "plan/gaoping/agreements/a",
                           "plans/Gaoping/agreements/a", "plans/gaoping/agreements/A", "plans/gaoping/agreements/a/b",
                           "plans/gaoping/agreements"}) {
    EXPECT_FALSE(CheckAgreementName("name", name).ok()) << name;
  }
}

TEST(NamesTest, AnIdHasThirtyTwoHexDigits) {
  EXPECT_TRUE(ParseRecordName("name", "records/person/0123456789abcdef0123456789abcdef").ok());
  for (const char c : {'/', ':', '`', 'g', 'A'}) {
    EXPECT_FALSE(ParseRecordName("name", "records/person/" + kId.substr(1) + c).ok()) << c;
  }
  EXPECT_FALSE(ParseRecordName("name", "records/person/" + kId + "/versions/1/x").ok());
  EXPECT_FALSE(ParseRecordName("name", "records/person").ok());
}

}  // namespace
}  // namespace lianfang::exchange
