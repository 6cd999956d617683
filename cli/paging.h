// Following the pages of a list.
//
//   FollowPages<ListPlansResponse>(request, [&](const ListPlansRequest& page) { return client.Call(..., page); });
#ifndef LIANFANG_CLI_PAGING_H_
#define LIANFANG_CLI_PAGING_H_

#include "absl/status/statusor.h"

namespace lianfang::cli {

// As many as the services answer on one page.
inline constexpr int kLargestPage = 1000;

// With a page size in `request`: that one page. Without: every page to the last one, as one response, or the first
// error; half a list is never passed off as a whole one.
template <typename Response, typename Request, typename Fetch>
absl::StatusOr<Response> FollowPages(Request request, Fetch fetch) {
  if (request.page_size() != 0) return fetch(request);
  request.set_page_size(kLargestPage);
  absl::StatusOr<Response> all = fetch(request);
  while (all.ok() && !all->next_page_token().empty()) {
    request.set_page_token(all->next_page_token());
    absl::StatusOr<Response> page = fetch(request);
    if (!page.ok()) return page;
    all->clear_next_page_token();
    all->MergeFrom(*page);  // appends the items, and sets the token of a page that has one
  }
  return all;
}

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_PAGING_H_
