#include "common/docx_package.h"

#include <zip.h>

#include <memory>
#include <set>

#include "absl/strings/str_cat.h"

namespace lianfang {
namespace {

constexpr absl::string_view kXml = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
constexpr absl::string_view kTypes =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
    R"(<Override PartName="/word/document.xml" )"
    R"(ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>)";
constexpr absl::string_view kRelationships =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" )"
    R"(Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" )"
    R"(Target="word/document.xml"/></Relationships>)";
constexpr absl::string_view kHead =
    R"(<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>)";
constexpr absl::string_view kTail = "</w:body></w:document>";

constexpr zip_int64_t kMostParts = 200;
constexpr zip_uint64_t kMostBytes = 8 * 1024 * 1024;  // all parts together, unpacked

struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

absl::Status NoPackage() { return absl::InvalidArgumentError("is no Word document (docx)"); }
absl::Status TooLarge() { return absl::InvalidArgumentError("is too large when it is unpacked"); }
absl::Status Broken() { return absl::InternalError("the document could not be put together"); }

absl::StatusOr<std::string> ReadEntry(zip_t* archive, zip_uint64_t index, zip_uint64_t size) {
  const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive, index, 0));
  if (file == nullptr) return NoPackage();
  std::string content(size, '\0');
  if (zip_fread(file.get(), content.data(), size) != static_cast<zip_int64_t>(size)) return NoPackage();
  char more = 0;
  // An entry that is longer than its header says is a trap.
  if (zip_fread(file.get(), &more, 1) != 0) return NoPackage();
  return content;
}

// Adds a part without its time, so that the same content makes the same bytes.
bool AddPart(zip_t* archive, const std::string& name, const std::string& content) {
  zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), /*freep=*/0);
  if (source == nullptr) return false;
  const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return false;
  }
  constexpr zip_uint16_t kNewYear1980 = (1 << 5) | 1;
  return zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, kNewYear1980, 0) == 0;
}

}  // namespace

absl::StatusOr<DocxParts> ReadDocx(const std::string& bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return Broken();
  const Archive archive(zip_open_from_source(source, ZIP_RDONLY, &error));
  if (archive == nullptr) {
    zip_source_free(source);
    return NoPackage();
  }
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  if (count <= 0) return NoPackage();
  if (count > kMostParts) return absl::InvalidArgumentError("has too many parts");
  DocxParts parts;
  std::set<std::string> names;
  zip_uint64_t total = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t facts;
    const auto index = static_cast<zip_uint64_t>(i);
    if (zip_stat_index(archive.get(), index, 0, &facts) != 0 || (facts.valid & ZIP_STAT_NAME) == 0 ||
        (facts.valid & ZIP_STAT_SIZE) == 0) {
      return NoPackage();
    }
    if (facts.size > kMostBytes - total) return TooLarge();
    total += facts.size;
    if (!names.insert(facts.name).second) return NoPackage();
    auto content = ReadEntry(archive.get(), index, facts.size);
    if (!content.ok()) return content.status();
    parts.emplace_back(facts.name, *std::move(content));
  }
  return parts;
}

DocxParts DocxOf(absl::string_view body) {
  return {{"[Content_Types].xml", absl::StrCat(kXml, kTypes)},
          {"_rels/.rels", absl::StrCat(kXml, kRelationships)},
          {kDocxText, absl::StrCat(kXml, kHead, body, kTail)}};
}

absl::StatusOr<std::string> WriteDocx(const DocxParts& parts) {
  zip_error_t error;
  zip_error_init(&error);
  const std::unique_ptr<zip_source_t, FreeSource> buffer(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (buffer == nullptr) return Broken();
  zip_source_keep(buffer.get());  // the archive gives up one reference when it is closed
  zip_t* archive = zip_open_from_source(buffer.get(), ZIP_TRUNCATE, &error);
  if (archive == nullptr) {
    zip_source_free(buffer.get());
    return Broken();
  }
  for (const auto& [name, content] : parts) {
    if (AddPart(archive, name, content)) continue;
    zip_discard(archive);
    return Broken();
  }
  if (zip_close(archive) != 0) {
    zip_discard(archive);
    return Broken();
  }
  zip_stat_t facts;
  if (zip_source_stat(buffer.get(), &facts) != 0 || zip_source_open(buffer.get()) != 0) return Broken();
  std::string bytes(facts.size, '\0');
  const zip_int64_t read = zip_source_read(buffer.get(), bytes.data(), bytes.size());
  zip_source_close(buffer.get());
  if (read != static_cast<zip_int64_t>(bytes.size())) return Broken();
  return bytes;
}

}  // namespace lianfang
