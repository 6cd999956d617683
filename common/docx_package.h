// A Word document (docx) as a package of parts.
//
// A package from outside is not trusted: it has at most so many parts, which are at most so large when they are unpacked.
#ifndef LIANFANG_COMMON_DOCX_PACKAGE_H_
#define LIANFANG_COMMON_DOCX_PACKAGE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang {

// The part with a document's text.
inline constexpr char kDocxText[] = "word/document.xml";

using DocxParts = std::vector<std::pair<std::string, std::string>>;  // name and content

// The parts in their order. INVALID_ARGUMENT for what is no zip archive, has a part twice, or is too large.
absl::StatusOr<DocxParts> ReadDocx(const std::string& bytes);

// A document of one text, the XML of `w:body` with its tags left out.
DocxParts DocxOf(absl::string_view body);

// The package. The same parts make the same bytes. INTERNAL when there is no memory for it.
absl::StatusOr<std::string> WriteDocx(const DocxParts& parts);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_DOCX_PACKAGE_H_
