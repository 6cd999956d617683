#include "common/files/file_type.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace lianfang {
namespace {

using files::v1::FileType;

constexpr absl::string_view kPngBegin("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
constexpr absl::string_view kPngEnd("IEND\xae\x42\x60\x82", 8);
constexpr absl::string_view kJpegBegin("\xff\xd8\xff", 3);
constexpr absl::string_view kJpegEnd("\xff\xd9", 2);
constexpr absl::string_view kPdfBegin = "%PDF-";
constexpr absl::string_view kPdfEnd = "%%EOF";
constexpr size_t kPdfTail = 1024;  // within which readers look for the end

// Of the zip format (APPNOTE 4.3).
constexpr absl::string_view kZipBegin("PK\x03\x04", 4);
constexpr absl::string_view kZipEntry("PK\x01\x02", 4);
constexpr absl::string_view kZipEnd("PK\x05\x06", 4);
constexpr size_t kZipEntryBytes = 46;
constexpr size_t kZipEndBytes = 22;
constexpr size_t kMostComment = 65535;

// An unsigned number, little-endian. The bytes are there.
uint64_t NumberAt(absl::string_view bytes, size_t offset, size_t length) {
  uint64_t number = 0;
  for (size_t i = 0; i < length; ++i) {
    number |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[offset + i])) << (8 * i);
  }
  return number;
}

// Where the record that ends the directory begins: the last one whose comment ends with the file.
std::optional<size_t> FindZipEnd(absl::string_view content) {
  if (content.size() < kZipEndBytes) return std::nullopt;
  const size_t newest = content.size() - kZipEndBytes;
  const size_t oldest = newest > kMostComment ? newest - kMostComment : 0;
  for (size_t at = newest + 1; at-- > oldest;) {
    if (content.substr(at, kZipEnd.size()) != kZipEnd) continue;
    if (at + kZipEndBytes + NumberAt(content, at + 20, 2) == content.size()) return at;
  }
  return std::nullopt;
}

// The names of an archive's entries; nothing where its directory is not whole.
std::optional<std::vector<absl::string_view>> NamesInZip(absl::string_view content) {
  const auto end = FindZipEnd(content);
  if (!end.has_value()) return std::nullopt;
  const uint64_t count = NumberAt(content, *end + 10, 2);
  uint64_t at = NumberAt(content, *end + 16, 4);
  std::vector<absl::string_view> names;
  for (uint64_t i = 0; i < count; ++i) {
    if (at + kZipEntryBytes > *end || content.substr(at, kZipEntry.size()) != kZipEntry) return std::nullopt;
    const uint64_t name_bytes = NumberAt(content, at + 28, 2);
    const uint64_t more_bytes = NumberAt(content, at + 30, 2) + NumberAt(content, at + 32, 2);
    if (at + kZipEntryBytes + name_bytes + more_bytes > *end) return std::nullopt;
    names.push_back(content.substr(at + kZipEntryBytes, name_bytes));
    at += kZipEntryBytes + name_bytes + more_bytes;
  }
  return names;
}

bool IsWorkbook(absl::string_view content) {
  const auto names = NamesInZip(content);
  if (!names.has_value()) return false;
  bool has_types = false, has_workbook = false;
  for (const absl::string_view name : *names) {
    if (absl::EndsWithIgnoreCase(name, "vbaProject.bin")) return false;
    has_types = has_types || name == "[Content_Types].xml";
    has_workbook = has_workbook || name == "xl/workbook.xml";
  }
  return has_types && has_workbook;
}

}  // namespace

FileType FileTypeOf(absl::string_view content) {
  const absl::string_view tail = content.substr(content.size() > kPdfTail ? content.size() - kPdfTail : 0);
  if (absl::StartsWith(content, kPdfBegin)) {
    return absl::StrContains(tail, kPdfEnd) ? files::v1::FILE_TYPE_PDF : files::v1::FILE_TYPE_UNSPECIFIED;
  }
  if (absl::StartsWith(content, kPngBegin)) {
    return absl::EndsWith(content, kPngEnd) ? files::v1::FILE_TYPE_PNG : files::v1::FILE_TYPE_UNSPECIFIED;
  }
  if (absl::StartsWith(content, kJpegBegin)) {
    return absl::StrContains(tail, kJpegEnd) ? files::v1::FILE_TYPE_JPEG : files::v1::FILE_TYPE_UNSPECIFIED;
  }
  if (absl::StartsWith(content, kZipBegin) && IsWorkbook(content)) return files::v1::FILE_TYPE_XLSX;
  return files::v1::FILE_TYPE_UNSPECIFIED;
}

absl::string_view EndingsOf(FileType type) {
  switch (type) {
    case files::v1::FILE_TYPE_PDF:
      return ".pdf";
    case files::v1::FILE_TYPE_PNG:
      return ".png";
    case files::v1::FILE_TYPE_JPEG:
      return ".jpg, .jpeg";
    case files::v1::FILE_TYPE_XLSX:
      return ".xlsx";
    default:
      return "";
  }
}

bool HasEndingOf(absl::string_view display_name, FileType type) {
  for (const absl::string_view ending : absl::StrSplit(EndingsOf(type), ", ", absl::SkipEmpty())) {
    if (display_name.size() > ending.size() && absl::EndsWithIgnoreCase(display_name, ending)) return true;
  }
  return false;
}

}  // namespace lianfang
