#include "common/version.h"

namespace lianfang {

const char kVersion[] = LIANFANG_VERSION;

}  // namespace lianfang
