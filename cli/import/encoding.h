// The bytes of a file as UTF-8, and back. Excel in China saves CSV as GB18030, other programs as UTF-8 with or without
// a byte order mark.
//
//   absl::StatusOr<DecodedText> file = DecodeText(bytes);
//   std::string bytes = EncodeText(text, Encoding::kGb18030);
#ifndef LIANFANG_CLI_IMPORT_ENCODING_H_
#define LIANFANG_CLI_IMPORT_ENCODING_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang::cli {

enum class Encoding { kUtf8, kGb18030 };

// `UTF-8` or `GB18030`.
absl::string_view EncodingName(Encoding encoding);

struct DecodedText {
  std::string text;  // UTF-8 without a mark
  Encoding encoding;
};

// Decodes strictly: a byte that has no meaning is an error with its line, never a replacement character. Which encoding
// it is, in this order:
//   1. what `encoding` says;
//   2. a byte order mark of UTF-8;
//   3. the first line, where it is not plain ASCII: UTF-8 if it is well-formed as such, else GB18030. Headings in
//   Chinese
//      are never both by accident, and one broken byte further down does not turn a whole file into gibberish;
//   4. the whole text: UTF-8 if it is well-formed as such, else GB18030.
// A FileFault (fault.h); likewise for a NUL byte and for UTF-16 (what Excel calls Unicode text), too.
absl::StatusOr<DecodedText> DecodeText(absl::string_view bytes, std::optional<Encoding> encoding = std::nullopt);

// The bytes of a file that a spreadsheet opens right: UTF-8 gets a byte order mark, without which Excel would take it
// for GB18030.
std::string EncodeText(absl::string_view text, Encoding encoding);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_ENCODING_H_
