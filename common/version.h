// The version of the suite, as `project` of the top CMakeLists.txt has it.
#ifndef LIANFANG_COMMON_VERSION_H_
#define LIANFANG_COMMON_VERSION_H_

namespace lianfang {

// Such as `1.0.0`. Programs print it, logs begin with it, metrics and images carry it.
extern const char kVersion[];

}  // namespace lianfang

#endif  // LIANFANG_COMMON_VERSION_H_
