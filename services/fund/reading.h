// Reads of this service: one resource, a page of a list.
//
//   RegisterRead(service, "GetBudget", this, &BudgetService::GetBudget);
//   …
//   return ReadOne<v1::Budget>(context_, call, request.name(), [&](FundRows& rows) { return rows.FindBudget(request.name()); });
#ifndef LIANFANG_SERVICES_FUND_READING_H_
#define LIANFANG_SERVICES_FUND_READING_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/page_token.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/fund_context.h"

namespace lianfang::fund {

// Registers a handler that changes nothing.
template <typename Handlers, typename Request, typename Response>
void RegisterRead(ContractService& service, absl::string_view method, Handlers* handlers,
                  absl::StatusOr<Response> (Handlers::*handler)(const Call&, const Request&)) {
  service.Unary<Request, Response>(method, [handlers, handler](const Call& call, const Request& request) {
    return (handlers->*handler)(call, request);
  });
}

// What `find(rows)` finds of that name. NOT_FOUND.
template <typename Message, typename Find>
absl::StatusOr<Message> ReadOne(const FundContext& context, const Call& call, const std::string& name,
                                const Find& find) {
  std::optional<Message> found;
  const absl::Status read = context.store.Read(
      [&](FundRows& rows) {
        found = find(rows);
        return absl::OkStatus();
      },
      call.deadline);
  if (!read.ok()) return read;
  if (!found.has_value()) return NotFound(name);
  return *std::move(found);
}

// The page that the request asks for: of what `list(page)` answers, after which `key_of(last)` the next one begins. `add(found, response)`
// puts the page into the response, or says why not.
template <typename Response, typename Request, typename List, typename KeyOf, typename Add>
absl::StatusOr<Response> ListPage(const Request& request, const List& list, const KeyOf& key_of, const Add& add) {
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const int size = PageSize(request.page_size());
  auto found = list(Page{*after, size + 1});
  if (!found.ok()) return found.status();
  Response response;
  if (static_cast<int>(found->size()) > size) {
    found->pop_back();
    response.set_next_page_token(MakePageToken(request, key_of(found->back())));
  }
  if (absl::Status added = add(*found, response); !added.ok()) return added;
  return response;
}

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_READING_H_
