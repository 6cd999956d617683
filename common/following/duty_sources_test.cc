#include "common/following/duty_sources.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lianfang {
namespace {

using Texts = std::vector<std::string>;

// `submission@dns:///a:1` of each source; empty where they are refused.
Texts Sources(const std::vector<std::string>& setting) {
  const auto sources = DutySourcesOf(setting, "dns:///submission:7101");
  if (!sources.ok()) return {};
  Texts texts;
  for (const DutySource& source : *sources) texts.push_back(source.name + "@" + source.target);
  return texts;
}

TEST(DutySourcesTest, SubmissionAloneIsFollowedUnlessSourcesAreNamed) {
  EXPECT_EQ(Sources({}), Texts({"submission@dns:///submission:7101"}));
  EXPECT_EQ(Sources({"submission=dns:///a:1", "expert=dns:///b:2"}),
            Texts({"submission@dns:///a:1", "expert@dns:///b:2"}));
}

TEST(DutySourcesTest, ASourceIsANameAndATarget) {
  EXPECT_EQ(Sources({"dns:///a:1"}), Texts());
  EXPECT_EQ(Sources({"expert="}), Texts());
  EXPECT_EQ(Sources({"Expert!=dns:///a:1"}), Texts());
  EXPECT_EQ(Sources({"expert=dns:///a:1", "expert=dns:///b:2"}), Texts());
}

}  // namespace
}  // namespace lianfang
