// A Word document (docx) as a package of parts: reading one part, and replacing it.
//
// A package from outside is not trusted: it has at most so many parts, which are at most so large when they are unpacked.
#ifndef LIANFANG_SERVICES_COORDINATION_MINUTES_DOCX_PACKAGE_H_
#define LIANFANG_SERVICES_COORDINATION_MINUTES_DOCX_PACKAGE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace lianfang::coordination {

// The part with a document's text.
inline constexpr char kDocumentPart[] = "word/document.xml";

using Parts = std::vector<std::pair<std::string, std::string>>;  // name and content

// The parts in their order. INVALID_ARGUMENT for what is no zip archive, has a part twice, or is too large.
absl::StatusOr<Parts> ReadPackage(const std::string& bytes);

// The package. The same parts make the same bytes. INTERNAL when there is no memory for it.
absl::StatusOr<std::string> WritePackage(const Parts& parts);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_MINUTES_DOCX_PACKAGE_H_
