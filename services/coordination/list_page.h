// Lists of documents by page, as every list of this service goes.
#ifndef LIANFANG_SERVICES_COORDINATION_LIST_PAGE_H_
#define LIANFANG_SERVICES_COORDINATION_LIST_PAGE_H_

#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/page_token.h"
#include "services/coordination/coordination_context.h"

namespace lianfang::coordination {

// The page that the request asks for, of those that `wanted` takes. `add(message, response)` puts one into the response. Reads on while
// those that are found are not wanted.
template <typename Message, typename Response, typename Request>
absl::StatusOr<Response> ListPage(const CoordinationContext& context, const Call& call, const Request& request,
                                  DocumentFilter filter, const std::function<absl::StatusOr<bool>(Message&)>& wanted,
                                  const std::function<void(Message&&, Response&)>& add) {
  if (!request.plan().empty()) {
    if (absl::Status plan = CheckPlanName("plan", request.plan()); !plan.ok()) return plan;
  }
  auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  filter.scope = ScopeOf(call.caller);
  filter.plan = request.plan();
  const int size = PageSize(request.page_size());
  Response response;
  std::string last = *after;
  for (int count = 0;;) {
    const auto found = context.store.List(filter, {*after, size + 1}, call.deadline);
    if (!found.ok()) return found.status();
    for (const Document& document : *found) {
      auto message = Parsed<Message>(document);
      if (!message.ok()) return message.status();
      const auto takes = wanted(*message);
      if (!takes.ok()) return takes.status();
      if (*takes && count == size) {
        response.set_next_page_token(MakePageToken(request, last));
        return response;
      }
      if (*takes) {
        add(*std::move(message), response);
        ++count;
      }
      last = document.name;
    }
    if (static_cast<int>(found->size()) <= size) return response;
    if (absl::Status waiting = call.Wanted(); !waiting.ok()) return waiting;
    *after = found->back().name;
  }
}

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_LIST_PAGE_H_
