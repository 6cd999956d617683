#include "tests/fuzz/fuzz_request.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lianfang::fuzz {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::TextFormat;

namespace {

// Faults of an input are the fuzzer's own: they are not told.
class Silent : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int, google::protobuf::io::ColumnNumber, const std::string&) override {}
};

}  // namespace

std::unique_ptr<Message> NewRequest(const google::protobuf::MethodDescriptor& method) {
  return std::unique_ptr<Message>(MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
}

std::optional<FuzzRequest> ReadFuzzRequest(absl::string_view input) {
  const size_t end = input.find('\n');
  if (end == absl::string_view::npos) return std::nullopt;
  const std::vector<std::string> words = absl::StrSplit(input.substr(0, end), ' ');
  if (words.size() != 3) return std::nullopt;
  FuzzRequest request;
  request.method = DescriptorPool::generated_pool()->FindMethodByName(words[0]);
  if (request.method == nullptr) return std::nullopt;
  request.caller = words[1];
  request.bytes = std::string(input.substr(end + 1));
  if (words[2] != "text") return request;
  const auto message = NewRequest(*request.method);
  Silent silent;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&silent);
  if (!parser.ParseFromString(request.bytes, message.get())) return std::nullopt;
  request.bytes = message->SerializePartialAsString();
  return request;
}

std::string WriteFuzzRequest(const FuzzRequest& request) {
  const std::string head = absl::StrCat(request.method->full_name(), " ", request.caller);
  const auto message = NewRequest(*request.method);
  std::string text;
  if (message->ParseFromString(request.bytes) && TextFormat::PrintToString(*message, &text)) {
    std::string written = absl::StrCat(head, " text\n", text);
    const auto read = ReadFuzzRequest(written);
    if (read.has_value() && read->bytes == request.bytes) return written;
  }
  return absl::StrCat(head, " bytes\n", request.bytes);
}

}  // namespace lianfang::fuzz
