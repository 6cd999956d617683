#include "cli/import/progress.h"

#include <utility>

#include "absl/strings/str_format.h"

namespace lianfang::cli {
namespace {

constexpr int kWidth = 20;
constexpr absl::string_view kWipe = "\r\x1B[K";  // to the line's start, and clear to its end

int PerCent(size_t done, size_t total) { return done >= total ? 100 : static_cast<int>(100 * done / total); }

}  // namespace

std::string ProgressLine(absl::string_view what, size_t done, size_t total) {
  const int per_cent = PerCent(done, total);
  const int filled = kWidth * per_cent / 100;
  return absl::StrFormat("%s [%s%s] %3d%%  %d/%d", what, std::string(static_cast<size_t>(filled), '#'),
                         std::string(static_cast<size_t>(kWidth - filled), '-'), per_cent, done, total);
}

ProgressBar::ProgressBar(std::ostream& out, bool visible, std::string what, size_t total)
    : out_(out), visible_(visible), what_(std::move(what)), total_(total) {
  Show(0);
}

ProgressBar::~ProgressBar() {
  if (visible_) out_ << kWipe << std::flush;
}

void ProgressBar::Show(size_t done) {
  const int per_cent = PerCent(done, total_);
  if (!visible_ || per_cent == shown_) return;
  shown_ = per_cent;
  out_ << kWipe << ProgressLine(what_, done, total_) << std::flush;
}

}  // namespace lianfang::cli
