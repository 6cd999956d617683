// What a written document says, for tests.
#ifndef LIANFANG_CLI_FORM_TESTING_DOCUMENT_LINES_H_
#define LIANFANG_CLI_FORM_TESTING_DOCUMENT_LINES_H_

#include <string>

namespace lianfang::cli {

// The cells and paragraphs of a docx document, a line each, by a reader that knows nothing of the writer. Every part of
// it must be well-formed; otherwise there are no lines.
std::string DocumentLines(const std::string& bytes);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_FORM_TESTING_DOCUMENT_LINES_H_
