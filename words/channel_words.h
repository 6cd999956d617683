// The channels that messages go by, by their ids: what people call them.
//
//   ChannelWords("webhook")      zh: 消息网关, en: message gateway
//
// Pure; thread-safe.
#ifndef LIANFANG_WORDS_CHANNEL_WORDS_H_
#define LIANFANG_WORDS_CHANNEL_WORDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang {

// The ids of all channels, `email` first.
std::vector<std::string> ChannelIds();

// The channel's name; the id itself for one that this program does not know.
type::v1::LocalizedText ChannelWords(absl::string_view id);

}  // namespace lianfang

#endif  // LIANFANG_WORDS_CHANNEL_WORDS_H_
