#include "cli/form/docx.h"

#include <zip.h>

#include <memory>
#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/code_points.h"
#include "common/text.h"

namespace lianfang::cli {
namespace {

// In twentieths of a point: A4 with margins of 2.5 cm.
constexpr int kPageWidth = 11906;
constexpr int kPageHeight = 16838;
constexpr int kMargin = 1417;
constexpr int kTextWidth = kPageWidth - 2 * kMargin;
constexpr int kTwentieths = 20;
// In half points.
constexpr int kTitleSize = 36;
constexpr int kTextSize = 24;
constexpr int kCellSize = 22;

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
constexpr absl::string_view kDocument =
    R"(<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>)";
constexpr absl::string_view kBorders =
    R"(<w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/>)"
    R"(<w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/>)"
    R"(<w:insideV w:val="single" w:sz="4"/></w:tblBorders>)";

// Without what XML has not: older texts may hold noncharacters.
std::string Escaped(absl::string_view text) {
  std::string kept;
  ForEachCodePoint(text, [&kept](char32_t c) {
    std::string character;
    AppendCodePoint(c, character);
    if (!HasForbiddenCodePoint(character)) kept += character;
  });
  return absl::StrReplaceAll(kept, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\r", ""}});
}

// One paragraph, its line breaks kept.
std::string Paragraph(absl::string_view text, absl::string_view font, int half_points, bool bold, bool centred) {
  std::string runs;
  absl::string_view separator;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    absl::StrAppend(&runs, separator, "<w:t xml:space=\"preserve\">", Escaped(line), "</w:t>");
    separator = "<w:br/>";
  }
  return absl::StrCat("<w:p><w:pPr>", centred ? "<w:jc w:val=\"center\"/>" : "",
                      "</w:pPr><w:r><w:rPr><w:rFonts w:ascii=\"", font, "\" w:hAnsi=\"", font, "\" w:eastAsia=\"", font,
                      "\"/>", bold ? "<w:b/>" : "", "<w:sz w:val=\"", half_points, "\"/></w:rPr>", runs,
                      "</w:r></w:p>");
}

bool IsHeading(Docx::Heading heading, size_t row, size_t column) {
  switch (heading) {
    case Docx::Heading::kFirstRow:
      return row == 0;
    case Docx::Heading::kFirstColumn:
      return column == 0;
    case Docx::Heading::kOddColumns:
      return column % 2 == 0;
  }
  return false;
}

std::string Cell(absl::string_view text, int width, bool heading) {
  return absl::StrCat("<w:tc><w:tcPr><w:tcW w:w=\"", width, "\" w:type=\"dxa\"/>",
                      heading ? "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E7E6E6\"/>" : "",
                      "<w:vAlign w:val=\"center\"/></w:tcPr>",
                      Paragraph(text, heading ? "黑体" : "宋体", kCellSize, false, heading), "</w:tc>");
}

struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};

absl::Status Broken() { return absl::InternalError("the document could not be put together"); }

// Adds a part without its time, so that the same content makes the same bytes.
bool AddPart(zip_t* archive, const char* name, const std::string& content) {
  zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), /*freep=*/0);
  if (source == nullptr) return false;
  const zip_int64_t index = zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return false;
  }
  constexpr zip_uint16_t kNewYear1980 = (1 << 5) | 1;
  return zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, kNewYear1980, 0) == 0;
}

absl::StatusOr<std::string> Zipped(const std::vector<std::pair<const char*, std::string>>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  std::unique_ptr<zip_source_t, FreeSource> buffer(zip_source_buffer_create(nullptr, 0, 0, &error));
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

}  // namespace

void Docx::AddTitle(absl::string_view text) {
  absl::StrAppend(&body_, Paragraph(text, "黑体", kTitleSize, false, /*centred=*/true));
}

void Docx::AddParagraph(absl::string_view text) {
  absl::StrAppend(&body_, Paragraph(text, "宋体", kTextSize, false, /*centred=*/false));
}

void Docx::AddTable(const std::vector<int>& weights, const std::vector<std::vector<std::string>>& rows, Heading heading,
                    int row_height_points) {
  const int total = std::accumulate(weights.begin(), weights.end(), 0);
  absl::StrAppend(&body_, "<w:tbl><w:tblPr><w:tblW w:w=\"", kTextWidth, "\" w:type=\"dxa\"/>", kBorders,
                  "<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
  for (const int weight : weights) absl::StrAppend(&body_, "<w:gridCol w:w=\"", kTextWidth * weight / total, "\"/>");
  absl::StrAppend(&body_, "</w:tblGrid>");
  for (size_t row = 0; row < rows.size(); ++row) {
    absl::StrAppend(&body_, "<w:tr><w:trPr><w:cantSplit/>");
    if (row_height_points > 0) {
      absl::StrAppend(&body_, "<w:trHeight w:val=\"", row_height_points * kTwentieths, "\" w:hRule=\"atLeast\"/>");
    }
    absl::StrAppend(&body_, heading == Heading::kFirstRow && row == 0 ? "<w:tblHeader/>" : "", "</w:trPr>");
    for (size_t column = 0; column < weights.size(); ++column) {
      const std::string text = column < rows[row].size() ? rows[row][column] : "";
      absl::StrAppend(&body_, Cell(text, kTextWidth * weights[column] / total, IsHeading(heading, row, column)));
    }
    absl::StrAppend(&body_, "</w:tr>");
  }
  absl::StrAppend(&body_, "</w:tbl>");
}

absl::StatusOr<std::string> Docx::Finish() const {
  const std::string section =
      absl::StrCat("<w:sectPr><w:pgSz w:w=\"", kPageWidth, "\" w:h=\"", kPageHeight, "\"/><w:pgMar w:top=\"", kMargin,
                   "\" w:right=\"", kMargin, "\" w:bottom=\"", kMargin, "\" w:left=\"", kMargin,
                   "\" w:header=\"720\" w:footer=\"720\" w:gutter=\"0\"/></w:sectPr>");
  return Zipped({{"[Content_Types].xml", absl::StrCat(kXml, kTypes)},
                 {"_rels/.rels", absl::StrCat(kXml, kRelationships)},
                 {"word/document.xml", absl::StrCat(kXml, kDocument, body_, section, "</w:body></w:document>")}});
}

}  // namespace lianfang::cli
