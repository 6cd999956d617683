// The contracts of all services, as data: a descriptor set that the build writes (proto/CMakeLists.txt). A new RPC needs no line here and no
// new portal, only the new descriptor set.
//
//   auto catalogue = Catalogue::Read(bytes, {"submission", "expert"});
//   const Method* method = catalogue->Find("/lianfang.submission.v1.PlanService/GetPlan");
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_CONTRACTS_CATALOGUE_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_CONTRACTS_CATALOGUE_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/util/type_resolver.h>

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lianfang/type/v1/access.pb.h"

namespace lianfang::portal {

// An RPC that the portal passes on.
struct Method {
  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  type::v1::Access access;
  std::string path;      // `/lianfang.submission.v1.PlanService/GetPlan`
  std::string upstream;  // the service that serves it; empty for a contract that several serve
  // Whoever has no session may call it, in the portal's own name: the expert who answers with the token of a mail.
  bool for_strangers = false;
  // Asks for a fresh login: it publishes, signs, or reveals what is kept secret.
  bool asks_fresh_login = false;

  bool server_stream() const { return descriptor->server_streaming(); }
  // Bytes of the longest request, in its binary form.
  size_t longest_request() const;
};

// Thread-safe once it is read.
class Catalogue {
 public:
  // `bytes` is a FileDescriptorSet with everything that it imports; `upstreams` are the services that can be called. Passed on are the unary
  // and server-streaming RPCs that their contract opens to the portal, and what a stranger may call. FAILED_PRECONDITION for what is no such
  // set.
  // The comments take some megabytes, and only openapi.h reads them.
  enum class Comments { kKept, kDropped };
  static absl::StatusOr<std::unique_ptr<Catalogue>> Read(const std::string& bytes,
                                                         const std::vector<std::string>& upstreams,
                                                         Comments comments = Comments::kKept);

  // Null for a path that is none of these methods'.
  const Method* Find(absl::string_view path) const;

  // By path.
  const std::map<std::string, Method, std::less<>>& methods() const { return methods_; }
  const std::vector<std::string>& upstreams() const { return upstreams_; }

  // The JSON form of a message's bytes, and back (the canonical mapping of Protobuf). INVALID_ARGUMENT where the JSON is no such message,
  // saying why; INTERNAL where the bytes are none.
  absl::StatusOr<std::string> ToJson(const google::protobuf::Descriptor& type, const std::string& bytes) const;
  absl::StatusOr<std::string> ToBytes(const google::protobuf::Descriptor& type, const std::string& json) const;

 private:
  Catalogue() = default;
  void Add(const google::protobuf::ServiceDescriptor& service);

  google::protobuf::DescriptorPool pool_;
  mutable google::protobuf::DynamicMessageFactory messages_;  // thread-safe
  std::unique_ptr<google::protobuf::util::TypeResolver> resolver_;
  std::vector<std::string> upstreams_;
  std::map<std::string, Method, std::less<>> methods_;
};

// The RPCs that ask for a fresh login, by how they are named (AIP-136): whatever publishes, amends, signs, reveals.
bool AsksFreshLogin(absl::string_view method_name);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_CONTRACTS_CATALOGUE_H_
