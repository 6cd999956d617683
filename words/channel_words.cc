#include "words/channel_words.h"

namespace lianfang {
namespace {

struct Channel {
  const char* id;
  const char* zh;
  const char* en;
};

// services/notification/channels has a folder for each.
constexpr Channel kChannels[] = {{"email", "邮件", "mail"}, {"webhook", "消息网关", "message gateway"}};

}  // namespace

std::vector<std::string> ChannelIds() {
  std::vector<std::string> ids;
  for (const Channel& channel : kChannels) ids.emplace_back(channel.id);
  return ids;
}

type::v1::LocalizedText ChannelWords(absl::string_view id) {
  type::v1::LocalizedText words;
  words.set_zh(std::string(id));
  words.set_en(std::string(id));
  for (const Channel& channel : kChannels) {
    if (id != channel.id) continue;
    words.set_zh(channel.zh);
    words.set_en(channel.en);
  }
  return words;
}

}  // namespace lianfang
