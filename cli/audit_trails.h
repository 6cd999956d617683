// The services' audit rows as the command line reads them: which services and journals are asked, and the file of `audit export`.
#ifndef LIANFANG_CLI_AUDIT_TRAILS_H_
#define LIANFANG_CLI_AUDIT_TRAILS_H_

#include <functional>
#include <istream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/client.h"
#include "lianfang/audit/v1/audit_service.pb.h"

namespace lianfang::cli {

// `submission`, `evaluation`, `expert` or `notification`, as certificates and schemas name the services.
absl::StatusOr<Backend> ParseBackend(absl::string_view name);

// All services where none is given.
std::vector<Backend> BackendsOrAll(const std::vector<Backend>& backends);
// Likewise.
std::vector<audit::v1::Journal> JournalsOrAll(const std::vector<audit::v1::Journal>& journals);

using AuditPage = audit::v1::ListAuditRecordsResponse;
// Takes a page; what is not OK ends the reading.
using TakePage = std::function<absl::Status(const AuditPage&)>;

// Reads a service's journal page by page, from the first row that is there.
absl::Status ReadJournal(Client& client, Backend backend, audit::v1::Journal journal, const TakePage& take);

// A page as a line of the file of `audit export`: its proto JSON.
std::string AuditLine(const AuditPage& page);
// Reads such a file. INVALID_ARGUMENT, with the line, where it holds anything else.
absl::Status ReadAuditLines(std::istream& in, const TakePage& take);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_AUDIT_TRAILS_H_
