// Requests and answers of HTTP as values, apart from any server.
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_HTTP_MESSAGE_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_HTTP_MESSAGE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace lianfang::portal {

// A request without its body.
struct HttpHead {
  std::string method;
  std::string target;                                       // as it was sent: path and query
  std::vector<std::pair<std::string, std::string>> fields;  // names in lower case, in the order in which they came

  // The field of this name (lower case); null where there is none. Of several, the first.
  const std::string* Find(absl::string_view name) const {
    for (const auto& field : fields) {
      if (field.first == name) return &field.second;
    }
    return nullptr;
  }
  // Empty where there is none.
  absl::string_view Value(absl::string_view name) const {
    const std::string* value = Find(name);
    return value == nullptr ? absl::string_view() : absl::string_view(*value);
  }
  size_t Count(absl::string_view name) const {
    size_t count = 0;
    for (const auto& field : fields) count += field.first == name ? 1 : 0;
    return count;
  }
  absl::string_view path() const { return absl::string_view(target).substr(0, target.find('?')); }
  absl::string_view query() const {
    const size_t mark = target.find('?');
    return mark == std::string::npos ? absl::string_view() : absl::string_view(target).substr(mark + 1);
  }
};

// Who is at the other end of the connection.
struct HttpPeer {
  std::string address;      // without the port
  std::string certificate;  // PEM, of this authority and in force at the handshake; empty: none was shown
  std::string chain;        // PEM, those that were sent beside it
};

struct HttpReply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> fields{};
  std::string body{};
  // A body that many answers share; goes before `body`.
  std::shared_ptr<const std::string> shared_body{};

  absl::string_view content() const { return shared_body != nullptr ? *shared_body : body; }
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_HTTP_MESSAGE_H_
