// Page tokens (AIP-158): where the next page begins, bound to the request that asked.
//
//   auto after = ReadPageToken(request);                      // "" on the first page
//   …
//   response.set_next_page_token(MakePageToken(request, last_key));
#ifndef LIANFANG_COMMON_RPC_PAGE_TOKEN_H_
#define LIANFANG_COMMON_RPC_PAGE_TOKEN_H_

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang {

// A token that resumes after `key`. Opaque to callers, not secret.
std::string MakePageToken(const google::protobuf::Message& request, absl::string_view key);

// The key inside `request`'s page_token; empty without a token. INVALID_ARGUMENT when it is no token, or was made for a
// request that differs in more than page_size.
absl::StatusOr<std::string> ReadPageToken(const google::protobuf::Message& request);

// The page size asked for, or 50.
int PageSize(int requested);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_PAGE_TOKEN_H_
