// A progress bar on a terminal.
//
//   ProgressBar bar(std::cerr, IsTerminal(), "检查", 10000);
//   bar.Show(4000);
#ifndef LIANFANG_CLI_IMPORT_PROGRESS_H_
#define LIANFANG_CLI_IMPORT_PROGRESS_H_

#include <cstddef>
#include <ostream>
#include <string>

#include "absl/strings/string_view.h"

namespace lianfang::cli {

// `检查 [########------------]  40%  4000/10000`.
std::string ProgressLine(absl::string_view what, size_t done, size_t total);

// One line, written over with every per cent of advance and wiped at the end. Not thread-safe.
class ProgressBar {
 public:
  // Writes nothing unless `visible`.
  ProgressBar(std::ostream& out, bool visible, std::string what, size_t total);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Show(size_t done);

 private:
  std::ostream& out_;
  const bool visible_;
  const std::string what_;
  const size_t total_;
  int shown_ = -1;  // per cent
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_PROGRESS_H_
