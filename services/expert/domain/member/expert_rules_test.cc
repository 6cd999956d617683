#include "services/expert/domain/member/expert_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/expert/domain/testing/sample.h"

namespace lianfang::expert {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Paths of the fields at fault.
std::vector<std::string> Faults(const std::function<void(v1::Expert&)>& spoil) {
  v1::Expert expert = testing::Nomination(1);
  spoil(expert);
  const auto details = BadRequestOf(CheckExpert(expert, testing::Pool(), absl::CivilDay(2026, 6, 1)));
  std::vector<std::string> fields;
  if (!details.has_value()) return fields;
  for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  return fields;
}

TEST(ExpertRulesTest, EveryFaultIsNamedByItsPath) {
  v1::Expert expert = testing::Nomination(1);
  expert.mutable_identifying_data()->set_id_number("1****************X");
  expert.mutable_identifying_data()->set_email("nobody");
  expert.add_specialties("magic");
  expert.mutable_employer()->set_credit_code("x");
  expert.add_languages("Chinese!");
  v1::Tie& tie = *expert.add_ties();
  tie.set_kind(v1::TIE_KIND_OTHER);
  *tie.mutable_party() = testing::Party();
  const auto details = BadRequestOf(CheckExpert(expert, testing::Pool(), absl::CivilDay(2026, 6, 1)));
  ASSERT_TRUE(details.has_value());
  std::vector<std::string> fields;
  for (const auto& violation : details->field_violations()) {
    fields.push_back(violation.field());
    EXPECT_EQ(violation.description().find("1****"), std::string::npos) << "identifiers are never quoted";
  }
  EXPECT_THAT(fields,
              ElementsAre("expert.identifying_data.id_number", "expert.identifying_data.email", "expert.specialties[2]",
                          "expert.employer.credit_code", "expert.ties[0].note", "expert.languages[0]"));
  EXPECT_TRUE(CheckExpert(testing::Nomination(1), testing::Pool(), absl::CivilDay(2026, 6, 1)).ok());
}

// An address that the notification service would refuse would leave the expert without every invitation.
TEST(ExpertRulesTest, AnAddressThatNoMailReachesIsRefused) {
  for (const char* address : {"li..ming@163.com", "zhao.@qq.com", "qian@163..com", "sun@-163.com", "a..b@x.cn"}) {
    EXPECT_THAT(Faults([&](v1::Expert& expert) { expert.mutable_identifying_data()->set_email(address); }),
                ElementsAre("expert.identifying_data.email"))
        << address;
  }
}

TEST(ExpertRulesTest, ANameIsOneLineThatReadsAsItIsStored) {
  for (const char* mark : {"\u202a", "\u2067", "\n", "\u0085"}) {
    const std::string name = absl::StrCat("李", mark, "明");
    EXPECT_THAT(Faults([&](v1::Expert& expert) { expert.set_display_name(name); }), ElementsAre("expert.display_name"));
    EXPECT_THAT(Faults([&](v1::Expert& expert) { expert.set_professional_title(name); }),
                ElementsAre("expert.professional_title"));
    EXPECT_THAT(Faults([&](v1::Expert& expert) { expert.mutable_employer()->set_display_name(name); }),
                ElementsAre("expert.employer.display_name"));
    EXPECT_THAT(Faults([&](v1::Expert& expert) { expert.set_topics(0, name); }), ElementsAre("expert.topics[0]"));
  }
  EXPECT_THAT(Faults([](v1::Expert& expert) { expert.set_display_name("买买提·吾守尔"); }), IsEmpty());
}

// Such codes are in use: refused, nobody could state the conflicts with those who have them.
TEST(ExpertRulesTest, ACodeFromBeforeTheStandardIsEnteredWithAReason) {
  const auto employ = [](const std::string& code, const std::string& note) {
    return [code, note](v1::Expert& expert) {
      expert.mutable_employer()->set_credit_code(code);
      expert.mutable_employer()->set_code_note(note);
    };
  };
  EXPECT_THAT(Faults(employ("91350203M0001QKT19", "")), ElementsAre("expert.employer.credit_code"));
  EXPECT_THAT(Faults(employ("91350203M0001QKT19", "标准实施前核发")), IsEmpty());
  EXPECT_THAT(Faults(employ("91350203M0001QKT19", "两\n行")), ElementsAre("expert.employer.code_note"));
  EXPECT_THAT(Faults(employ(testing::kEmployerCode, "标准实施前核发")), ElementsAre("expert.employer.code_note"));
  EXPECT_THAT(Faults(employ("91350203M0001QKT1", "标准实施前核发")), ElementsAre("expert.employer.credit_code"));
}

TEST(ExpertRulesTest, OnlyDescriptiveFieldsAreUpdated) {
  google::protobuf::FieldMask mask;
  mask.add_paths("topics");
  v1::Expert wanted;
  wanted.add_topics("噪声");
  wanted.set_state(v1::EXPERT_STATE_ACTIVE);
  const auto changed = ApplyUpdate(testing::Nomination(1), wanted, mask);
  ASSERT_TRUE(changed.ok());
  EXPECT_THAT(changed->topics(), ElementsAre("噪声"));
  EXPECT_EQ(changed->state(), v1::EXPERT_STATE_UNSPECIFIED);
  mask.add_paths("state");
  EXPECT_EQ(BadRequestOf(ApplyUpdate(testing::Nomination(1), wanted, mask).status())->field_violations(0).field(),
            "update_mask.paths[1]");
}

std::string Text(int characters) {
  std::string text;
  for (int i = 0; i < characters; ++i) text += "字";
  return text;
}

// The contract: names and titles of at most 100 characters, parties of 200, a profile of 4000, notes of 500.
TEST(ExpertRulesTest, TextsHaveTheLengthThatTheContractSays) {
  const struct {
    const char* field;
    int most;
    std::function<void(v1::Expert&, const std::string&)> set;
  } texts[] = {
      {"expert.display_name", 100, [](auto& e, auto& t) { e.set_display_name(t); }},
      {"expert.professional_title", 100, [](auto& e, auto& t) { e.set_professional_title(t); }},
      {"expert.topics[0]", 100, [](auto& e, auto& t) { e.set_topics(0, t); }},
      {"expert.employer.display_name", 200, [](auto& e, auto& t) { e.mutable_employer()->set_display_name(t); }},
      {"expert.profile", 4000, [](auto& e, auto& t) { e.set_profile(t); }},
      {"expert.ties[0].note", 500,
       [](auto& e, auto& t) {
         e.clear_ties();
         e.add_ties()->set_kind(v1::TIE_KIND_OTHER);
         *e.mutable_ties(0)->mutable_party() = testing::Party();
         e.mutable_ties(0)->set_note(t);
       }},
      {"expert.employer.code_note", 200,
       [](auto& e, auto& t) {
         e.mutable_employer()->set_credit_code("91350203M0001QKT19");
         e.mutable_employer()->set_code_note(t);
       }},
  };
  for (const auto& one : texts) {
    EXPECT_THAT(Faults([&](v1::Expert& expert) { one.set(expert, Text(one.most)); }), IsEmpty()) << one.field;
    EXPECT_THAT(Faults([&](v1::Expert& expert) { one.set(expert, Text(one.most + 1)); }), ElementsAre(one.field));
  }
}

TEST(ExpertRulesTest, ListsHaveAHundredEntries) {
  const auto topics = [](int count) {
    return [count](v1::Expert& expert) {
      for (int i = expert.topics_size(); i < count; ++i) expert.add_topics("粉尘");
    };
  };
  EXPECT_THAT(Faults(topics(100)), IsEmpty());
  EXPECT_THAT(Faults(topics(101)), ElementsAre("expert.topics"));
  EXPECT_THAT(Faults([](v1::Expert& expert) {
                for (int i = 0; i < 101; ++i) {
                  expert.add_languages("zh");
                  auto& absence = *expert.add_absences();
                  *absence.mutable_start_date() = ToDate(absl::CivilDay(2026, 1, 1));
                  *absence.mutable_end_date() = ToDate(absl::CivilDay(2026, 1, 1));
                  auto& tie = *expert.add_ties();
                  tie.set_kind(v1::TIE_KIND_KINSHIP);
                  *tie.mutable_party() = testing::Party();
                }
              }),
              ElementsAre("expert.ties", "expert.absences", "expert.languages"));
}

TEST(ExpertRulesTest, PhonesHaveFiveToTwentyDigits) {
  const auto faults = [](const std::string& phone) {
    return Faults([&](v1::Expert& expert) { expert.mutable_identifying_data()->set_phone(phone); });
  };
  for (const std::string& good : {std::string("12345"), std::string(20, '1'), "+" + std::string(20, '1')}) {
    EXPECT_THAT(faults(good), IsEmpty()) << good;
  }
  for (const std::string& bad : {std::string("1234"), std::string(21, '1'), std::string("++12345"),
                                 std::string("12345a"), std::string("+1234"), std::string()}) {
    EXPECT_THAT(faults(bad), ElementsAre("expert.identifying_data.phone")) << bad;
  }
}

// RFC 5646: a language of two or three letters, and subtags of one to eight letters and digits.
TEST(ExpertRulesTest, LanguagesAreTags) {
  const auto faults = [](const std::string& tag) {
    return Faults([&](v1::Expert& expert) { expert.add_languages(tag); });
  };
  for (const char* good : {"zh", "zho", "zh-CN", "zh-Hans-CN", "de-1996", "en-a-abcdefgh"}) {
    EXPECT_THAT(faults(good), IsEmpty()) << good;
  }
  for (const char* bad : {"", "z", "zhon", "zh-", "zh--CN", "zh-abcdefghi", "zh_CN", "zh-C N"}) {
    EXPECT_THAT(faults(bad), ElementsAre("expert.languages[0]")) << bad;
  }
}

TEST(ExpertRulesTest, DaysAreNotInTheFuture) {
  EXPECT_THAT(Faults([](v1::Expert& expert) {
                *expert.mutable_practice_start_date() = ToDate(absl::CivilDay(2026, 6, 1));
                *expert.mutable_consent_date() = ToDate(absl::CivilDay(2026, 6, 1));
              }),
              IsEmpty());
  EXPECT_THAT(Faults([](v1::Expert& expert) {
                *expert.mutable_practice_start_date() = ToDate(absl::CivilDay(2026, 6, 2));
                *expert.mutable_consent_date() = ToDate(absl::CivilDay(2026, 6, 2));
              }),
              ElementsAre("expert.practice_start_date", "expert.consent_date"));
  EXPECT_THAT(Faults([](v1::Expert& expert) { expert.clear_consent_date(); }), ElementsAre("expert.consent_date"));
}

TEST(ExpertRulesTest, WhatThePlanDoesNotKnowIsNamed) {
  EXPECT_THAT(Faults([](v1::Expert& expert) { expert.add_specialties("safety"); }),
              ElementsAre("expert.specialties[2]"))
      << "named twice";
  EXPECT_THAT(Faults([](v1::Expert& expert) { expert.add_industries("fishing"); }),
              ElementsAre("expert.industries[1]"));
  EXPECT_THAT(Faults([](v1::Expert& expert) { expert.set_region("1405"); }), ElementsAre("expert.region"));
  EXPECT_THAT(Faults([](v1::Expert& expert) { expert.set_department("none"); }), ElementsAre("expert.department"));
  EXPECT_THAT(Faults([](v1::Expert& expert) { expert.set_department("housing"); }), IsEmpty());
  EXPECT_THAT(Faults([](v1::Expert& expert) { expert.set_title_grade(static_cast<v1::TitleGrade>(99)); }),
              ElementsAre("expert.title_grade"));
  EXPECT_THAT(Faults([](v1::Expert& expert) { expert.set_largest_audience(-1); }),
              ElementsAre("expert.largest_audience"));
  EXPECT_THAT(Faults([](v1::Expert& expert) { expert.set_largest_audience(0); }), IsEmpty());
  EXPECT_THAT(Faults([](v1::Expert& expert) { expert.add_topics(""); }), ElementsAre("expert.topics[1]"));
}

TEST(ExpertRulesTest, ANominatorIsADepartmentOrAParty) {
  EXPECT_THAT(Faults([](v1::Expert& expert) { expert.clear_nominator(); }), ElementsAre("expert.nominator"));
  EXPECT_THAT(Faults([](v1::Expert& expert) { expert.mutable_nominator()->set_department("none"); }),
              ElementsAre("expert.nominator.department"));
  EXPECT_THAT(Faults([](v1::Expert& expert) { *expert.mutable_nominator()->mutable_party() = testing::Party(); }),
              IsEmpty());
  EXPECT_THAT(Faults([](v1::Expert& expert) { *expert.mutable_nominator()->mutable_party() = testing::Party("x"); }),
              ElementsAre("expert.nominator.party.credit_code"));
}

TEST(ExpertRulesTest, TiesAndAbsencesDoNotEndBeforeTheyBegin) {
  const auto lasting = [](absl::CivilDay start, absl::CivilDay end) {
    return [start, end](v1::Expert& expert) {
      auto& tie = *expert.add_ties();
      tie.set_kind(v1::TIE_KIND_KINSHIP);
      *tie.mutable_party() = testing::Party();
      *tie.mutable_start_date() = ToDate(start);
      *tie.mutable_end_date() = ToDate(end);
      auto& absence = *expert.add_absences();
      *absence.mutable_start_date() = ToDate(start);
      *absence.mutable_end_date() = ToDate(end);
    };
  };
  EXPECT_THAT(Faults(lasting(absl::CivilDay(2026, 5, 2), absl::CivilDay(2026, 5, 2))), IsEmpty());
  EXPECT_THAT(Faults(lasting(absl::CivilDay(2026, 5, 2), absl::CivilDay(2026, 5, 1))),
              ElementsAre("expert.ties[0].end_date", "expert.absences[0].end_date"));
  EXPECT_THAT(Faults([](v1::Expert& expert) { expert.add_absences(); }),
              ElementsAre("expert.absences[0].start_date", "expert.absences[0].end_date"));
  EXPECT_THAT(Faults([](v1::Expert& expert) {
                auto& tie = *expert.add_ties();
                tie.set_kind(static_cast<v1::TieKind>(99));
                *tie.mutable_party() = testing::Party();
                tie.mutable_start_date()->set_year(2026);
                tie.mutable_start_date()->set_month(13);
                tie.mutable_end_date()->set_year(2026);
                tie.mutable_end_date()->set_month(2);
                tie.mutable_end_date()->set_day(30);
              }),
              ElementsAre("expert.ties[0].kind", "expert.ties[0].start_date", "expert.ties[0].end_date"));
}

TEST(ExpertRulesTest, WhatTheServerGivesIsLeftOut) {
  EXPECT_TRUE(CheckNoOutput(testing::Nomination(1)).ok());
  v1::Expert expert = testing::Nomination(1);
  expert.set_name("experts/x");
  expert.set_state(v1::EXPERT_STATE_ACTIVE);
  std::vector<std::string> fields;
  const auto details = BadRequestOf(CheckNoOutput(expert));
  ASSERT_TRUE(details.has_value());
  for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("expert.name", "expert.state"));
}

}  // namespace
}  // namespace lianfang::expert
