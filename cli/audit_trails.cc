#include "cli/audit_trails.h"

#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_cat.h"
#include "lianfang/audit/v1/audit_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

constexpr Backend kBackends[] = {Backend::kSubmission,  Backend::kCoordination, Backend::kEvaluation,
                                 Backend::kExchange,    Backend::kExpert,       Backend::kFund,
                                 Backend::kNotification};

}  // namespace

absl::StatusOr<Backend> ParseBackend(absl::string_view name) {
  for (const Backend backend : kBackends) {
    if (NameOf(backend) == name) return backend;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "`", name, "` is none of: submission, coordination, evaluation, exchange, expert, fund, notification"));
}

std::vector<Backend> BackendsOrAll(const std::vector<Backend>& backends) {
  return backends.empty() ? std::vector<Backend>(std::begin(kBackends), std::end(kBackends)) : backends;
}

std::vector<audit::v1::Journal> JournalsOrAll(const std::vector<audit::v1::Journal>& journals) {
  if (!journals.empty()) return journals;
  return {audit::v1::JOURNAL_OPERATIONS, audit::v1::JOURNAL_READS};
}

absl::Status ReadJournal(Client& client, Backend backend, audit::v1::Journal journal, const TakePage& take) {
  audit::v1::ListAuditRecordsRequest request;
  request.set_journal(journal);
  request.set_page_size(kLargestPage);
  do {
    const auto page = client.Call(backend, &audit::v1::AuditService::Stub::ListAuditRecords, request);
    if (!page.ok()) return page.status();
    if (absl::Status taken = take(*page); !taken.ok()) return taken;
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

std::string AuditLine(const AuditPage& page) {
  AuditPage kept = page;
  kept.clear_next_page_token();
  std::string line;
  google::protobuf::util::MessageToJsonString(kept, &line);
  return line + "\n";
}

absl::Status ReadAuditLines(std::istream& in, const TakePage& take) {
  int64_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    AuditPage page;
    if (!google::protobuf::util::JsonStringToMessage(line, &page).ok() || page.service().empty()) {
      return absl::InvalidArgumentError(absl::StrCat("line ", number, " is no page of audit rows"));
    }
    if (absl::Status taken = take(page); !taken.ok()) return taken;
  }
  return in.bad() ? absl::InvalidArgumentError("cannot be read") : absl::OkStatus();
}

}  // namespace lianfang::cli
