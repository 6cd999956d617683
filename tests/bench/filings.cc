#include "tests/bench/filings.h"

#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/id.h"

namespace lianfang::bench {
namespace {

// The figures of the generated plan (tests/bench/lib/plan.sh).
constexpr const char* kFigures[] = {"accidents", "deaths", "injuries", "trained"};

}  // namespace

absl::StatusOr<std::vector<Filing>> ReadFilings(const std::string& path) {
  std::ifstream file(path);
  std::vector<Filing> filings;
  Filing filing;
  while (file >> filing.obligation >> filing.revision) filings.push_back(filing);
  if (filings.empty()) return absl::NotFoundError(absl::StrCat(path, " names no obligation"));
  return filings;
}

absl::Status WriteFilings(const std::string& path, const std::vector<Filing>& filings) {
  std::ofstream file(path, std::ios::trunc);
  for (const Filing& filing : filings) file << filing.obligation << ' ' << filing.revision << '\n';
  return file.flush() ? absl::OkStatus() : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

CallerFilings::CallerFilings(std::vector<Filing>& filings, int caller, int callers)
    : filings_(filings),
      first_(static_cast<size_t>(caller) % filings.size()),
      step_(static_cast<size_t>(callers)),
      current_(first_) {}

submission::v1::SubmitReturnRequest CallerFilings::Next() {
  const Filing& filing = filings_[current_];
  submission::v1::SubmitReturnRequest request;
  request.set_obligation(filing.obligation);
  for (const char* figure : kFigures) {
    auto& value = *request.add_figures();
    value.set_figure(figure);
    value.set_number(absl::Uniform(random_, 0, 1000));
  }
  request.set_note("Filed by the load of tests/bench.");
  request.set_request_id(NewUuid());
  if (filing.revision == 0) return request;
  request.set_supersedes(filing.revision);
  request.set_correction_reason("Corrected after the monthly audit.");
  request.set_etag(absl::StrCat(filing.revision));  // of a return that nobody reviews: it counts the revisions
  return request;
}

submission::v1::SubmitReturnRequest CallerFilings::NextRefused() {
  submission::v1::SubmitReturnRequest request = Next();
  request.mutable_figures(0)->set_number(-1);
  return request;
}

void CallerFilings::Accepted() {
  ++filings_[current_].revision;
  current_ += step_;
  if (current_ >= filings_.size()) current_ = first_;
}

}  // namespace lianfang::bench
