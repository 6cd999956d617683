#include "common/rpc/page_token.h"

#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/request_key.h"
#include "common/text.h"

namespace lianfang {
namespace {

constexpr int kDefaultPageSize = 50;
constexpr size_t kTagSize = 8;

// Names the request without what may differ between pages.
std::string TagOf(const google::protobuf::Message& request) {
  const std::unique_ptr<google::protobuf::Message> query(request.New());
  query->CopyFrom(request);
  for (const char* field : {"page_token", "page_size"}) {
    query->GetReflection()->ClearField(query.get(), query->GetDescriptor()->FindFieldByName(field));
  }
  return Sha256(absl::StrCat(query->GetTypeName(), DeterministicBytes(*query))).substr(0, kTagSize);
}

// The tag is no secret, so a caller may make up a token: its key must at least be text that a database takes.
bool IsText(absl::string_view key) { return IsValidUtf8(key) && !HasForbiddenControl(key); }

}  // namespace

std::string MakePageToken(const google::protobuf::Message& request, absl::string_view key) {
  return absl::WebSafeBase64Escape(absl::StrCat(TagOf(request), key));
}

absl::StatusOr<std::string> ReadPageToken(const google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("page_token");
  const std::string token = request.GetReflection()->GetString(request, field);
  if (token.empty()) return std::string();
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() <= kTagSize ||
      bytes.substr(0, kTagSize) != TagOf(request) || !IsText(bytes.substr(kTagSize))) {
    return InvalidField("page_token",
                        "must be the next_page_token of the page before, with all else but page_size the same");
  }
  return bytes.substr(kTagSize);
}

int PageSize(int requested) { return requested == 0 ? kDefaultPageSize : requested; }

}  // namespace lianfang
