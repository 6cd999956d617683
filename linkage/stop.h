// Breaking off work that takes long: whoever asked for it may not want it any more.
#ifndef LIANFANG_LINKAGE_STOP_H_
#define LIANFANG_LINKAGE_STOP_H_

#include <functional>

namespace lianfang::linkage {

// Asked at checkpoints, which lie less than a second of work apart; true: break off. Once true, it stays true. Called by every thread that works;
// must not throw. Empty: never. What was broken off is not complete: whoever passes a flag asks it once more before anything is used.
using StopFlag = std::function<bool()>;

inline bool HasStopped(const StopFlag& stopped) { return stopped != nullptr && stopped(); }

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_STOP_H_
