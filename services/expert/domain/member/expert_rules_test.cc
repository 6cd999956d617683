#include "services/expert/domain/member/expert_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
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

}  // namespace
}  // namespace lianfang::expert
