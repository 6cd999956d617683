#include "cli/form/docx.h"

#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/code_points.h"
#include "common/docx_package.h"
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
  return WriteDocx(DocxOf(absl::StrCat(body_, section)));
}

}  // namespace lianfang::cli
