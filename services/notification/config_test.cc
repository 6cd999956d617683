#include "services/notification/config.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lianfang::notification {
namespace {

// `submission@dns:///a:1` of each source; empty where they are refused.
std::vector<std::string> Sources(const std::vector<std::string>& settings) {
  NotificationConfig config;
  config.submission_target = "dns:///submission:7101";
  config.duty_sources = settings;
  const auto sources = DutySourcesOf(config);
  if (!sources.ok()) return {};
  std::vector<std::string> texts;
  for (const DutySource& source : *sources) texts.push_back(source.name + "@" + source.target);
  return texts;
}

using Texts = std::vector<std::string>;

TEST(NotificationConfigTest, SubmissionAloneIsFollowedUnlessSourcesAreNamed) {
  EXPECT_EQ(Sources({}), Texts({"submission@dns:///submission:7101"}));
  EXPECT_EQ(Sources({"submission=dns:///a:1", "expert=dns:///b:2"}),
            Texts({"submission@dns:///a:1", "expert@dns:///b:2"}));
}

TEST(NotificationConfigTest, ASourceIsANameAndATarget) {
  EXPECT_EQ(Sources({"dns:///a:1"}), Texts());
  EXPECT_EQ(Sources({"expert="}), Texts());
  EXPECT_EQ(Sources({"Expert!=dns:///a:1"}), Texts());
  EXPECT_EQ(Sources({"expert=dns:///a:1", "expert=dns:///b:2"}), Texts());
}

}  // namespace
}  // namespace lianfang::notification
