// What a file is, by its content. Pure.
#ifndef LIANFANG_COMMON_FILES_FILE_TYPE_H_
#define LIANFANG_COMMON_FILES_FILE_TYPE_H_

#include "absl/strings/string_view.h"
#include "lianfang/files/v1/files.pb.h"

namespace lianfang {

// The type of a whole file, FILE_TYPE_UNSPECIFIED where it is none of those that are taken: beginning and end must be
// right, so that a file which was cut is none. Of an xlsx, which is a zip archive, the directory must name the parts of a
// workbook, and no program (vbaProject.bin). Time and memory are bounded by the file's length.
files::v1::FileType FileTypeOf(absl::string_view content);

// Whether a name with this ending says that it is a file of the type: `.jpg` and `.jpeg` both say JPEG; upper or lower
// case.
bool HasEndingOf(absl::string_view display_name, files::v1::FileType type);

// The endings of a type, for people: `.jpg, .jpeg`.
absl::string_view EndingsOf(files::v1::FileType type);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FILES_FILE_TYPE_H_
