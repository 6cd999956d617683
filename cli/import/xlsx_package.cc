#include "cli/import/xlsx_package.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/import/fault.h"
#include "cli/import/xlsx_xml.h"

namespace lianfang::cli {
namespace {

constexpr size_t kPiece = size_t{64} << 10;

absl::Status TooLarge(absl::string_view part) {
  return FileFault(absl::StrCat("工作簿过大，或压缩得不合常理（", part, "）：请只留要报送的内容，另存为 xlsx"),
                   absl::StrCat("the workbook is too large, or packed beyond reason (", part,
                                "): leave in it only what is to be filed, and save it as xlsx again"));
}

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

// `worksheets/sheet1.xml` beside `xl/workbook.xml`, `/xl/worksheets/sheet1.xml` or `../x.xml`, as a part's name.
std::string Resolve(absl::string_view source, absl::string_view target) {
  std::vector<absl::string_view> segments;
  if (!absl::StartsWith(target, "/")) {
    segments = absl::StrSplit(source, '/', absl::SkipEmpty());
    if (!segments.empty()) segments.pop_back();
  }
  for (const absl::string_view segment : absl::StrSplit(target, '/', absl::SkipEmpty())) {
    if (segment == "..") {
      if (!segments.empty()) segments.pop_back();
    } else if (segment != ".") {
      segments.push_back(segment);
    }
  }
  return absl::StrJoin(segments, "/");
}

// `xl/_rels/workbook.xml.rels` for `xl/workbook.xml`.
std::string RelationshipPart(absl::string_view part) {
  const size_t slash = part.rfind('/');
  const size_t name = slash == absl::string_view::npos ? 0 : slash + 1;
  return absl::StrCat(part.substr(0, name), "_rels/", part.substr(name), ".rels");
}

}  // namespace

absl::Status DamagedWorkbook(absl::string_view part, absl::string_view why) {
  return FileFault(absl::StrCat("工作簿已损坏（", part, "：", why, "）：请在 Excel 或 WPS 中打开，另存为 xlsx"),
                   absl::StrCat("the workbook is damaged (", part, ": ", why, "): open it and save it as xlsx again"));
}

absl::StatusOr<std::unique_ptr<XlsxPackage>> XlsxPackage::Open(absl::string_view bytes, const XlsxLimits& limits) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), /*freep=*/0, &error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  const std::string why = zip_error_strerror(&error);
  zip_error_fini(&error);
  if (archive == nullptr) {
    if (source != nullptr) zip_source_free(source);
    return DamagedWorkbook("zip", why);
  }
  Archive owned(archive);
  if (zip_get_num_entries(archive, 0) > limits.parts) return TooLarge("zip");
  return std::unique_ptr<XlsxPackage>(new XlsxPackage(std::move(owned), limits));
}

bool XlsxPackage::Has(const std::string& part) const {
  return zip_name_locate(archive_.get(), part.c_str(), ZIP_FL_NOCASE) >= 0;
}

absl::Status XlsxPackage::Read(const std::string& part, const std::function<absl::Status(absl::string_view)>& take) {
  const zip_int64_t index = zip_name_locate(archive_.get(), part.c_str(), ZIP_FL_NOCASE);
  zip_stat_t stat;
  if (index < 0 || zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &stat) != 0) {
    return DamagedWorkbook(part, zip_strerror(archive_.get()));
  }
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
    return FileFault("压缩包加了密码：请取消密码，另存为 xlsx", "the archive is encrypted: save it without a password");
  }
  const std::unique_ptr<zip_file_t, CloseFile> file(
      zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0));
  if (file == nullptr) return DamagedWorkbook(part, zip_strerror(archive_.get()));

  const size_t most = std::max<size_t>(limits_.unpacked_free, limits_.ratio * static_cast<size_t>(stat.comp_size));
  std::string piece(kPiece, '\0');
  for (size_t size = 0;;) {
    const zip_int64_t got = zip_fread(file.get(), piece.data(), piece.size());
    if (got < 0) return DamagedWorkbook(part, zip_file_strerror(file.get()));
    if (got == 0) return absl::OkStatus();
    size += static_cast<size_t>(got);
    unpacked_ += static_cast<size_t>(got);
    if (size > std::min(most, limits_.part_bytes) || unpacked_ > limits_.total_bytes) return TooLarge(part);
    if (absl::Status taken = take(absl::string_view(piece.data(), static_cast<size_t>(got))); !taken.ok()) {
      return taken;
    }
  }
}

absl::StatusOr<std::vector<XlsxRelationship>> XlsxPackage::RelationshipsOf(const std::string& part) {
  std::vector<XlsxRelationship> relationships;
  const std::string name = RelationshipPart(part);
  if (!Has(name)) return relationships;
  XmlEvents events;
  events.start = [&](absl::string_view element, const XmlAttributes& attributes) {
    if (element != "Relationship" || attributes.Get("TargetMode") == "External") return absl::OkStatus();
    const absl::string_view type = attributes.Get("Type");
    relationships.push_back({std::string(attributes.Get("Id")), std::string(type.substr(type.rfind('/') + 1)),
                             Resolve(part, attributes.Get("Target"))});
    return absl::OkStatus();
  };
  if (absl::Status parsed = ParseXmlPart(*this, name, events); !parsed.ok()) return parsed;
  return relationships;
}

}  // namespace lianfang::cli
