// Settings of a process that serves and has no database. What a process with one has beside them: AddProcessSettings (common/config.h).
#ifndef LIANFANG_COMMON_SERVER_SETTINGS_H_
#define LIANFANG_COMMON_SERVER_SETTINGS_H_

#include "common/config.h"

namespace lianfang {

// Declares them, and `--config FILE`.
void AddServerSettings(CLI::App& app, ProcessConfig& config);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_SERVER_SETTINGS_H_
