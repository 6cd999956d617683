#include "services/portal/domain/contracts/catalogue.h"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/errors.h"

namespace lianfang::portal {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FileDescriptorSet;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

constexpr char kTypeUrlPrefix[] = "type.googleapis.com";
constexpr size_t kDefaultLongestRequest = 64 << 10;  // of the access option

// What a stranger may call, through the portal and in its name. A list by hand: the contracts name the portal as a caller of other RPCs,
// too, which are for itself.
constexpr absl::string_view kForStrangers[] = {"lianfang.expert.v1.ExpertService.AnswerInvitation"};

constexpr absl::string_view kFreshVerbs[] = {"Publish", "Amend", "Sign", "Reveal"};

// `expert` of `lianfang.expert.v1`; empty for a package of another shape.
std::string ServiceOfPackage(const std::string& package) {
  const std::vector<std::string> parts = absl::StrSplit(package, '.');
  return parts.size() == 3 && parts[0] == "lianfang" ? parts[1] : "";
}

std::string TypeUrl(const Descriptor& type) { return absl::StrCat(kTypeUrlPrefix, "/", type.full_name()); }

}  // namespace

bool AsksFreshLogin(absl::string_view method_name) {
  const absl::string_view one = absl::StripPrefix(method_name, "Batch");  // many at once are no less
  return std::any_of(std::begin(kFreshVerbs), std::end(kFreshVerbs),
                     [&](absl::string_view verb) { return absl::StartsWith(one, verb); });
}

size_t Method::longest_request() const {
  return access.max_request_bytes() > 0 ? static_cast<size_t>(access.max_request_bytes()) : kDefaultLongestRequest;
}

absl::StatusOr<std::unique_ptr<Catalogue>> Catalogue::Read(const std::string& bytes,
                                                           const std::vector<std::string>& upstreams,
                                                           Comments comments) {
  FileDescriptorSet files;
  if (!files.ParseFromString(bytes)) return absl::FailedPreconditionError("the contracts are no descriptor set");
  std::unique_ptr<Catalogue> catalogue(new Catalogue());
  catalogue->upstreams_ = upstreams;
  for (auto& file : *files.mutable_file()) {
    if (comments == Comments::kDropped) file.clear_source_code_info();
    if (catalogue->pool_.BuildFile(file) == nullptr) {
      return absl::FailedPreconditionError(absl::StrCat("the contracts' ", file.name(), " cannot be built"));
    }
  }
  catalogue->resolver_.reset(
      google::protobuf::util::NewTypeResolverForDescriptorPool(kTypeUrlPrefix, &catalogue->pool_));
  for (const auto& file : files.file()) {
    const auto* descriptor = catalogue->pool_.FindFileByName(file.name());
    for (int i = 0; i < descriptor->service_count(); ++i) catalogue->Add(*descriptor->service(i));
  }
  return catalogue;
}

void Catalogue::Add(const ServiceDescriptor& service) {
  const std::string owner = ServiceOfPackage(service.file()->package());
  if (owner.empty()) return;
  const bool own = std::find(upstreams_.begin(), upstreams_.end(), owner) != upstreams_.end();
  // What is of no process's own name is a contract that several serve; a service that is not run here is none of them.
  const bool shared = owner == "duty" || owner == "audit";
  if (!own && !shared) return;
  for (int i = 0; i < service.method_count(); ++i) {
    const MethodDescriptor& descriptor = *service.method(i);
    const type::v1::Access access = descriptor.options().GetExtension(type::v1::access);
    const bool stranger = std::find(std::begin(kForStrangers), std::end(kForStrangers), descriptor.full_name()) !=
                          std::end(kForStrangers);
    if (descriptor.client_streaming() || (!access.portal() && !stranger)) continue;
    Method method{.descriptor = &descriptor,
                  .access = access,
                  .path = absl::StrCat("/", service.full_name(), "/", descriptor.name()),
                  .upstream = own ? owner : "",
                  .for_strangers = stranger,
                  .asks_fresh_login = !stranger && AsksFreshLogin(descriptor.name())};
    methods_.emplace(method.path, std::move(method));
  }
}

const Method* Catalogue::Find(absl::string_view path) const {
  const auto found = methods_.find(path);
  return found == methods_.end() ? nullptr : &found->second;
}

absl::StatusOr<std::string> Catalogue::ToJson(const Descriptor& type, const std::string& bytes) const {
  // BinaryToJsonString answers OK for bytes that end within a field, and leaves out what it could not read.
  const std::unique_ptr<google::protobuf::Message> message(messages_.GetPrototype(&type)->New());
  if (!message->ParseFromString(bytes)) return absl::InternalError("the service's answer is no message of its type");
  std::string json;
  const auto status = google::protobuf::util::BinaryToJsonString(resolver_.get(), TypeUrl(type), bytes, &json);
  if (!status.ok()) return absl::InternalError("the service's answer has no JSON form");
  return json;
}

absl::StatusOr<std::string> Catalogue::ToBytes(const Descriptor& type, const std::string& json) const {
  std::string bytes;
  const auto status = google::protobuf::util::JsonToBinaryString(resolver_.get(), TypeUrl(type), json, &bytes);
  if (status.ok()) return bytes;
  return ErrorWithReason(absl::StatusCode::kInvalidArgument,
                         absl::StrCat("the body is not the JSON of ", type.full_name(), ": ",
                                      Shortened({status.message().data(), status.message().size()})),
                         "NOT_THE_JSON", {{"type", type.full_name()}});
}

}  // namespace lianfang::portal
