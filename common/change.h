// A change to be told to followers: a topic and the bytes of a message. Apart from changelog.h, so that pure rules can
// say what changed.
#ifndef LIANFANG_COMMON_CHANGE_H_
#define LIANFANG_COMMON_CHANGE_H_

#include <string>

namespace lianfang {

struct Change {
  std::string topic;
  std::string payload;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CHANGE_H_
