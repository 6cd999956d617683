#include "duties/duty_pages.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/time.h"
#include "duties/duty.h"

namespace lianfang::duties {
namespace {

using duty::v1::Duty;
using duty::v1::ListDutiesRequest;

constexpr char kAllPlans[] = "plans/-";
constexpr int kRead = 100;      // rows read at once
constexpr int kMostReads = 20;  // for one page

// Where a page ends: on a shelf after a row, and so many duties of the one that follows it.
struct PageEnd {
  size_t shelf = 0;
  std::string after{};
  size_t told = 0;

  std::string Token() const { return absl::StrCat(shelf, "|", told, "|", after); }
};

absl::StatusOr<PageEnd> ReadPageEnd(const DutyPageOptions& options) {
  PageEnd end;
  if (options.token.empty()) return end;
  const std::vector<std::string> parts = absl::StrSplit(options.token, absl::MaxSplits('|', 2));
  const bool known = parts.size() == 3 && absl::SimpleAtoi(parts[0], &end.shelf) &&
                     absl::SimpleAtoi(parts[1], &end.told) && end.shelf < options.shelves;
  if (!known) return InvalidField("page_token", "is not a page token");
  end.after = parts[2];
  return end;
}

bool IsAskedFor(const ListDutiesRequest& request, const Duty& duty) {
  return (request.parent() == kAllPlans || request.parent() == duty.plan()) &&
         (request.department().empty() || request.department() == duty.department()) &&
         (request.region().empty() || request.region() == duty.region()) &&
         (request.states().empty() || absl::c_linear_search(request.states(), duty.state()));
}

// Adds what is asked for of a row's duties, from the place on. False when the page is full; the place is then where the next page begins.
bool Add(std::vector<Duty> duties, const ListDutiesRequest& request, const DutyPageOptions& options, PageEnd& from,
         DutyPage& page) {
  for (size_t i = from.told; i < duties.size(); ++i) {
    duties[i].set_state(StateAt(duties[i], options.as_of));
    if (!IsAskedFor(request, duties[i])) continue;
    if (static_cast<int>(page.duties.size()) == options.size) {
      from.told = i;
      return false;
    }
    page.duties.push_back(std::move(duties[i]));
  }
  return true;
}

}  // namespace

absl::StatusOr<DutyPage> PageOfDuties(const ListDutiesRequest& request, const DutyPageOptions& options,
                                      ReadDutyRows read) {
  auto from = ReadPageEnd(options);
  if (!from.ok()) return from.status();
  DutyPage page;
  for (int reads = 0; reads < kMostReads; ++reads) {
    const auto rows = read(from->shelf, from->after, kRead);
    if (!rows.ok()) return rows.status();
    for (const DutyRow& row : *rows) {
      auto duties = row.derive();
      if (!duties.ok()) return duties.status();
      if (!Add(*std::move(duties), request, options, *from, page)) {
        page.next = from->Token();
        return page;
      }
      *from = PageEnd{from->shelf, row.name, 0};
    }
    if (static_cast<int>(rows->size()) == kRead) continue;
    if (!request.resource().empty() || from->shelf + 1 == options.shelves) return page;
    *from = PageEnd{from->shelf + 1, "", 0};
  }
  page.next = from->Token();
  return page;
}

duty::v1::ListDutiesResponse ResponseOf(DutyPage page, const std::string& next_page_token) {
  duty::v1::ListDutiesResponse response;
  for (Duty& duty : page.duties) *response.add_duties() = std::move(duty);
  response.set_next_page_token(next_page_token);
  return response;
}

duty::v1::WatchDutiesResponse Heartbeat(const std::string& cursor) {
  duty::v1::WatchDutiesResponse told;
  told.set_cursor(cursor);
  return told;
}

duty::v1::WatchDutiesResponse ToldDuties(const std::string& resource, absl::Time change_time, std::vector<Duty> duties,
                                         const std::string& cursor) {
  duty::v1::WatchDutiesResponse told = Heartbeat(cursor);
  told.set_resource(resource);
  *told.mutable_commit_time() = ToTimestamp(change_time);
  for (Duty& duty : duties) *told.add_duties() = std::move(duty);
  return told;
}

}  // namespace lianfang::duties
