#include "common/rpc/reflection.h"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/impl/service_type.h>

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/rpc/byte_buffer.h"
#include "grpc/health/v1/health.pb.h"

namespace lianfang {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using grpc::reflection::v1::FileDescriptorResponse;
using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;

constexpr size_t kLongestQuestion = 4096;

// v1's contract under v1alpha's names.
FileDescriptorProto AlphaContract() {
  FileDescriptorProto file;
  ServerReflectionRequest::descriptor()->file()->CopyTo(&file);
  std::string text;
  google::protobuf::TextFormat::PrintToString(file, &text);
  text = absl::StrReplaceAll(
      text, {{"grpc.reflection.v1", "grpc.reflection.v1alpha"}, {"grpc/reflection/v1", "grpc/reflection/v1alpha"}});
  google::protobuf::TextFormat::ParseFromString(text, &file);
  return file;
}

// The file, and all that it imports, each once.
void AddFile(const FileDescriptor& file, std::set<const FileDescriptor*>& added, FileDescriptorResponse& response) {
  if (!added.insert(&file).second) return;
  FileDescriptorProto contract;
  file.CopyTo(&contract);
  response.add_file_descriptor_proto(contract.SerializeAsString());
  for (int i = 0; i < file.dependency_count(); ++i) AddFile(*file.dependency(i), added, response);
}

void SetError(grpc::StatusCode code, const char* message, ServerReflectionResponse& response) {
  response.mutable_error_response()->set_error_code(code);
  response.mutable_error_response()->set_error_message(message);
}

// One stream: a question is read when the one before is answered.
class Conversation : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit Conversation(const ContractCatalogue& catalogue) : catalogue_(catalogue) { StartRead(&in_); }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    ServerReflectionRequest question;
    if (in_.Length() > kLongestQuestion || !question.ParseFromString(BytesOf(in_))) {
      return Finish({grpc::StatusCode::INVALID_ARGUMENT, "this is no question about contracts"});
    }
    out_ = BufferOf(catalogue_.Answer(question).SerializeAsString());
    StartWrite(&out_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    StartRead(&in_);
  }

  void OnDone() override { delete this; }

 private:
  const ContractCatalogue& catalogue_;
  grpc::ByteBuffer in_;
  grpc::ByteBuffer out_;
};

}  // namespace

ContractCatalogue::ContractCatalogue(std::vector<std::string> services)
    : services_(std::move(services)), pool_(DescriptorPool::generated_pool()) {
  const FileDescriptor* alpha = pool_.BuildFile(AlphaContract());
  for (const FileDescriptor* file : {grpc::health::v1::HealthCheckRequest::descriptor()->file(),
                                     ServerReflectionRequest::descriptor()->file(), alpha}) {
    services_.push_back(file->service(0)->full_name());
  }
  std::sort(services_.begin(), services_.end());
}

const FileDescriptor* ContractCatalogue::FileOf(const ServerReflectionRequest& question) const {
  if (question.has_file_by_filename()) return pool_.FindFileByName(question.file_by_filename());
  if (question.has_file_containing_symbol()) return pool_.FindFileContainingSymbol(question.file_containing_symbol());
  const auto& wanted = question.file_containing_extension();
  const auto* type = pool_.FindMessageTypeByName(wanted.containing_type());
  if (type == nullptr) return nullptr;
  const auto* extension = pool_.FindExtensionByNumber(type, wanted.extension_number());
  return extension == nullptr ? nullptr : extension->file();
}

ServerReflectionResponse ContractCatalogue::Answer(const ServerReflectionRequest& question) const {
  ServerReflectionResponse response;
  response.set_valid_host(question.host());
  *response.mutable_original_request() = question;
  switch (question.message_request_case()) {
    case ServerReflectionRequest::kListServices:
      for (const std::string& name : services_)
        response.mutable_list_services_response()->add_service()->set_name(name);
      return response;
    case ServerReflectionRequest::kAllExtensionNumbersOfType: {
      const auto* type = pool_.FindMessageTypeByName(question.all_extension_numbers_of_type());
      if (type == nullptr) break;
      std::vector<const google::protobuf::FieldDescriptor*> extensions;
      pool_.FindAllExtensions(type, &extensions);
      auto& numbers = *response.mutable_all_extension_numbers_response();
      numbers.set_base_type_name(type->full_name());
      for (const auto* extension : extensions) numbers.add_extension_number(extension->number());
      return response;
    }
    case ServerReflectionRequest::MESSAGE_REQUEST_NOT_SET:
      SetError(grpc::StatusCode::INVALID_ARGUMENT, "the request asks nothing", response);
      return response;
    default:
      if (const FileDescriptor* file = FileOf(question); file != nullptr) {
        std::set<const FileDescriptor*> added;
        AddFile(*file, added, *response.mutable_file_descriptor_response());
        return response;
      }
  }
  SetError(grpc::StatusCode::NOT_FOUND, "no contract of this server has it", response);
  return response;
}

// The service of one version. Its messages are the other one's, byte for byte.
class Reflection::Version : public grpc::Service {
 public:
  Version(const std::string& version, const ContractCatalogue& catalogue)
      : path_(absl::StrCat("/grpc.reflection.", version, ".ServerReflection/ServerReflectionInfo")) {
    using grpc::internal::RpcMethod;
    AddMethod(new grpc::internal::RpcServiceMethod(path_.c_str(), RpcMethod::BIDI_STREAMING, nullptr));
    MarkMethodRawCallback(0, new grpc::internal::CallbackBidiHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
                                 [&catalogue](grpc::CallbackServerContext*) { return new Conversation(catalogue); }));
  }

 private:
  const std::string path_;
};

Reflection::Reflection(std::vector<std::string> services) : catalogue_(std::move(services)) {
  for (const char* version : {"v1", "v1alpha"}) versions_.push_back(std::make_unique<Version>(version, catalogue_));
}

Reflection::~Reflection() = default;

void Reflection::RegisterAt(grpc::ServerBuilder& builder) {
  for (const auto& version : versions_) builder.RegisterService(version.get());
}

}  // namespace lianfang
