// A channel is one folder and one line of the list, with its words: what forgets one of them is found here.
#include "services/notification/channels/channel_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <set>
#include <string>

#include "services/notification/channels/unconfigured_channel.h"
#include "services/notification/domain/delivery/ways.h"
#include "words/channel_words.h"

namespace lianfang::notification {
namespace {

// The list, as the program has it.
std::set<std::string> Listed() {
  std::set<std::string> ids;
  for (const auto& type : AllChannelTypes()) EXPECT_TRUE(ids.insert(type->id()).second) << type->id();
  return ids;
}

TEST(ChannelListTest, EveryFolderIsListedUnderItsName) {
  std::set<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator("services/notification/channels")) {
    if (entry.is_directory() && entry.path().filename() != "testing") folders.insert(entry.path().filename().string());
  }
  EXPECT_EQ(Listed(), folders);
}

TEST(ChannelListTest, EveryChannelHasItsWords) {
  const std::vector<std::string> ids = ChannelIds();
  EXPECT_EQ(Listed(), std::set<std::string>(ids.begin(), ids.end()));
  EXPECT_EQ(ids.front(), kEmailChannel);
  for (const std::string& id : ids) EXPECT_NE(ChannelWords(id).zh(), id);
  EXPECT_EQ(ChannelWords("pigeon").zh(), "pigeon");
}

// Two channels never claim one setting: CLI11 refuses a name that is taken.
TEST(ChannelListTest, TheirSettingsGoTogether) {
  CLI::App app;
  for (const auto& type : AllChannelTypes()) type->AddSettings(app);
  EXPECT_NE(app.get_option_no_throw("--webhook-url"), nullptr);
  EXPECT_NE(app.get_option_no_throw("--smtp-url"), nullptr);
}

// Stands in the list for a kind that is not configured.
class Pigeon : public ChannelType {
 public:
  std::string id() const override { return "pigeon"; }
  void AddSettings(CLI::App& /*app*/) override {}
  absl::StatusOr<std::unique_ptr<Channel>> Open(const ChannelSender& /*sender*/) const override {
    return std::unique_ptr<Channel>();
  }
};

TEST(ChannelListTest, AKindThatIsNotConfiguredTakesNothingAndNoContact) {
  const auto channels = OpenChannels({std::make_shared<Pigeon>()}, {});
  ASSERT_TRUE(channels.ok());
  ASSERT_EQ(channels->size(), 1U);
  EXPECT_EQ(channels->front()->Send({}, {}).scope, SendResult::Scope::kChannel);
  const AddressChecks checks = AddressChecksOf(*channels);
  EXPECT_EQ(checks.at("pigeon")("wang.li").status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace lianfang::notification
