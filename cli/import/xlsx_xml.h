// XML of a workbook's part, read in one pass by expat. Document types are refused: no workbook has one, and entities are
// how little XML becomes much.
#ifndef LIANFANG_CLI_IMPORT_XLSX_XML_H_
#define LIANFANG_CLI_IMPORT_XLSX_XML_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "cli/import/xlsx_package.h"

namespace lianfang::cli {

// Of the element being started. Names are those without a namespace: parts in the strict and in the transitional form of
// the standard differ by those alone.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}

  // Empty where there is none.
  absl::string_view Get(absl::string_view name) const;

 private:
  const char** pairs_;
};

struct XmlEvents {
  std::function<absl::Status(absl::string_view element, const XmlAttributes& attributes)> start;
  std::function<absl::Status(absl::string_view element)> end;  // may be empty
  std::function<absl::Status(absl::string_view text)> text;    // may be empty; a text may come in pieces
};

// Parses a part to its end, or until an event fails. A FileFault (fault.h) where it is not well-formed.
absl::Status ParseXmlPart(XlsxPackage& package, const std::string& part, const XmlEvents& events);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_XLSX_XML_H_
