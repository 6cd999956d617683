// Pages of duties that are derived row by row: how ListDuties goes through a service's rows. Pure; the rows are read by the service.
//
//   const auto page = PageOfDuties(request, {.token = *token, .size = PageSize(request.page_size()), .as_of = now},
//                                  [&](size_t, const std::string& after, int limit) { return RowsAfter(after, limit); });
#ifndef LIANFANG_DUTIES_DUTY_PAGES_H_
#define LIANFANG_DUTIES_DUTY_PAGES_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/duty/v1/duty_service.pb.h"

namespace lianfang::duties {

// A row from which duties follow. They are derived only when a page comes to it; none where the caller may not see the row.
struct DutyRow {
  std::string name;
  std::function<absl::StatusOr<std::vector<duty::v1::Duty>>()> derive;
};

// The rows of a shelf after the one so named (empty: from the beginning), in the order of their names, at most `limit`. Where the request names a
// resource, that row alone, on whichever shelf.
using ReadDutyRows =
    absl::FunctionRef<absl::StatusOr<std::vector<DutyRow>>(size_t shelf, const std::string& after, int limit)>;

struct DutyPageOptions {
  std::string token;   // what DutyPage.next was; empty: the first page
  int size;            // duties of a page
  absl::Time as_of;    // the instant of the duties' states
  size_t shelves = 1;  // a list goes through them one after the other
};

struct DutyPage {
  std::vector<duty::v1::Duty> duties;
  std::string next;  // empty: there is no more
};

// The duties that the request asks for. A page may be short, or empty, and still have a next one: what is asked for may lie far apart, and a page
// reads at most 2,000 rows. INVALID_ARGUMENT where the token is none.
absl::StatusOr<DutyPage> PageOfDuties(const duty::v1::ListDutiesRequest& request, const DutyPageOptions& options,
                                      ReadDutyRows read);

// The handler's answer.
duty::v1::ListDutiesResponse ResponseOf(DutyPage page, const std::string& next_page_token);

// What followers are told while nothing changes.
duty::v1::WatchDutiesResponse Heartbeat(const std::string& cursor);

// What followers are told of a change of the resource.
duty::v1::WatchDutiesResponse ToldDuties(const std::string& resource, absl::Time change_time,
                                         std::vector<duty::v1::Duty> duties, const std::string& cursor);

}  // namespace lianfang::duties

#endif  // LIANFANG_DUTIES_DUTY_PAGES_H_
