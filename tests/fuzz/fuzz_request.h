// The inputs of the service targets: who calls which method with which request. A line, then the request as textproto or as bytes:
//
//   lianfang.submission.v1.SubmissionService.SubmitReturn liaison text
//   obligation: "plans/gaoping-2021-2025/obligations/2019-140581-coal-mining"
#ifndef LIANFANG_TESTS_FUZZ_FUZZ_REQUEST_H_
#define LIANFANG_TESTS_FUZZ_FUZZ_REQUEST_H_

#include <google/protobuf/message.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace lianfang::fuzz {

struct FuzzRequest {
  const google::protobuf::MethodDescriptor* method;
  std::string caller;
  std::string bytes;  // of the request, whether it parses or not
};

// Nothing where the first line names no method, or the text is no such message.
std::optional<FuzzRequest> ReadFuzzRequest(absl::string_view input);

// As text where the bytes are a message with nothing unknown in it, else as bytes.
std::string WriteFuzzRequest(const FuzzRequest& request);

// A message of the method's request type.
std::unique_ptr<google::protobuf::Message> NewRequest(const google::protobuf::MethodDescriptor& method);

}  // namespace lianfang::fuzz

#endif  // LIANFANG_TESTS_FUZZ_FUZZ_REQUEST_H_
