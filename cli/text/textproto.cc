#include "cli/text/textproto.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace lianfang::cli {
namespace {

class Faults : public google::protobuf::io::ErrorCollector {
 public:
  explicit Faults(absl::string_view file) : file_(file) {}

  // Protobuf counts from 0, editors from 1.
  void AddError(int line, google::protobuf::io::ColumnNumber column, const std::string& message) override {
    lines_.push_back(absl::StrCat(file_, ":", line + 1, ":", column + 1, ": ", message));
  }

  absl::Status ToStatus() const { return absl::InvalidArgumentError(absl::StrJoin(lines_, "\n")); }

 private:
  std::string file_;
  std::vector<std::string> lines_;
};

}  // namespace

absl::Status ParseTextproto(absl::string_view content, absl::string_view file, google::protobuf::Message& message) {
  Faults faults(file);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&faults);
  return parser.ParseFromString(std::string(content), &message) ? absl::OkStatus() : faults.ToStatus();
}

}  // namespace lianfang::cli
