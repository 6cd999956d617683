#include "cli/linkage/fields.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/import/fault.h"
#include "cli/import/spelling.h"

namespace lianfang::cli {
namespace {

using linkage::FieldKind;

absl::Status LineFault(size_t line, absl::string_view zh, absl::string_view en) {
  return FileFault(absl::StrCat("字段对应第 ", line, " 行：", zh), absl::StrCat("line ", line, " of the fields: ", en));
}

// `given-name` or `text:address`.
absl::Status ReadKind(size_t line, absl::string_view text, MappedColumn& column) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(text, absl::MaxSplits(':', 1));
  const auto kind = linkage::FieldKindOf(absl::StripAsciiWhitespace(parts.first));
  if (!kind.has_value()) {
    return LineFault(line, absl::StrCat("没有字段类型“", text, "”，可用：", linkage::FieldKindNames()),
                     absl::StrCat("`", text, "` is no kind of field; use one of: ", linkage::FieldKindNames()));
  }
  column.kind = *kind;
  column.name = std::string(absl::StripAsciiWhitespace(parts.second));
  return absl::OkStatus();
}

// What stands before and after the last `=`.
absl::Status ReadColumn(size_t line, absl::string_view text, FieldMapping& mapping) {
  const size_t equals = text.rfind('=');
  if (equals == absl::string_view::npos) {
    return LineFault(line, "须写成 列标题 = 字段类型", "must be HEADING = KIND");
  }
  const absl::string_view right = absl::StripAsciiWhitespace(text.substr(equals + 1));
  const std::string left(Trimmed(text.substr(0, equals)));
  if (left.empty()) return LineFault(line, "缺少列标题", "the heading is missing");
  if (right == "id") {
    mapping.ids.push_back(left);
    return absl::OkStatus();
  }
  if (right == "ignore") return absl::OkStatus();
  MappedColumn column;
  for (const absl::string_view part : absl::StrSplit(left, '+')) column.headings.emplace_back(Trimmed(part));
  if (absl::Status kind = ReadKind(line, right, column); !kind.ok()) return kind;
  mapping.columns.push_back(std::move(column));
  return absl::OkStatus();
}

absl::Status ReadLine(size_t number, absl::string_view line, FieldMapping& mapping) {
  if (line.empty() || absl::StartsWith(line, "#")) return absl::OkStatus();
  absl::string_view rest = line;
  if (absl::ConsumePrefix(&rest, "column ")) return ReadColumn(number, rest, mapping);
  if (absl::ConsumePrefix(&rest, "ignore ")) return absl::OkStatus();
  if (absl::ConsumePrefix(&rest, "id ") && !absl::StartsWith(absl::StripAsciiWhitespace(rest), "=")) {
    if (mapping.ids.size() == 2)
      return LineFault(number, "id 最多写两列，每个文件一列", "at most two columns are ids, one of each file");
    mapping.ids.emplace_back(Trimmed(rest));
    return absl::OkStatus();
  }
  return ReadColumn(number, line, mapping);
}

// Kinds by the words that headings have for them.
const std::vector<std::pair<absl::string_view, FieldKind>>& UsualHeadings() {
  static const auto* const usual =
      new std::vector<std::pair<absl::string_view, FieldKind>>{{"givenname", FieldKind::kGivenName},
                                                               {"firstname", FieldKind::kGivenName},
                                                               {"forename", FieldKind::kGivenName},
                                                               {"fname", FieldKind::kGivenName},
                                                               {"middlename", FieldKind::kGivenName},
                                                               {"surname", FieldKind::kFamilyName},
                                                               {"familyname", FieldKind::kFamilyName},
                                                               {"lastname", FieldKind::kFamilyName},
                                                               {"lname", FieldKind::kFamilyName},
                                                               {"fullname", FieldKind::kFullName},
                                                               {"name", FieldKind::kFullName},
                                                               {"姓名", FieldKind::kFullName},
                                                               {"职工姓名", FieldKind::kFullName},
                                                               {"dateofbirth", FieldKind::kBirthDate},
                                                               {"birthdate", FieldKind::kBirthDate},
                                                               {"dob", FieldKind::kBirthDate},
                                                               {"birthday", FieldKind::kBirthDate},
                                                               {"出生日期", FieldKind::kBirthDate},
                                                               {"出生年月", FieldKind::kBirthDate},
                                                               {"出生年月日", FieldKind::kBirthDate},
                                                               {"birthyear", FieldKind::kYear},
                                                               {"yearofbirth", FieldKind::kYear},
                                                               {"age", FieldKind::kYear},
                                                               {"年龄", FieldKind::kYear},
                                                               {"出生年份", FieldKind::kYear},
                                                               {"socsecid", FieldKind::kIdentifier},
                                                               {"ssn", FieldKind::kIdentifier},
                                                               {"idnumber", FieldKind::kIdentifier},
                                                               {"身份证号", FieldKind::kIdentifier},
                                                               {"身份证号码", FieldKind::kIdentifier},
                                                               {"证件号码", FieldKind::kIdentifier},
                                                               {"公民身份号码", FieldKind::kIdentifier},
                                                               {"phone", FieldKind::kPhone},
                                                               {"phonenumber", FieldKind::kPhone},
                                                               {"phonenum", FieldKind::kPhone},
                                                               {"mobile", FieldKind::kPhone},
                                                               {"telephone", FieldKind::kPhone},
                                                               {"email", FieldKind::kPhone},
                                                               {"电话", FieldKind::kPhone},
                                                               {"手机", FieldKind::kPhone},
                                                               {"手机号", FieldKind::kPhone},
                                                               {"联系电话", FieldKind::kPhone},
                                                               {"streetnumber", FieldKind::kNumber},
                                                               {"housenumber", FieldKind::kNumber},
                                                               {"postcode", FieldKind::kNumber},
                                                               {"postalcode", FieldKind::kNumber},
                                                               {"zip", FieldKind::kNumber},
                                                               {"zipcode", FieldKind::kNumber},
                                                               {"邮编", FieldKind::kNumber},
                                                               {"address", FieldKind::kText},
                                                               {"address1", FieldKind::kText},
                                                               {"address2", FieldKind::kText},
                                                               {"street", FieldKind::kText},
                                                               {"streetaddress", FieldKind::kText},
                                                               {"suburb", FieldKind::kText},
                                                               {"city", FieldKind::kText},
                                                               {"town", FieldKind::kText},
                                                               {"county", FieldKind::kText},
                                                               {"birthplace", FieldKind::kText},
                                                               {"地址", FieldKind::kText},
                                                               {"住址", FieldKind::kText},
                                                               {"家庭住址", FieldKind::kText},
                                                               {"籍贯", FieldKind::kText},
                                                               {"employer", FieldKind::kOrganization},
                                                               {"company", FieldKind::kOrganization},
                                                               {"单位", FieldKind::kOrganization},
                                                               {"用人单位", FieldKind::kOrganization},
                                                               {"工作单位", FieldKind::kOrganization},
                                                               {"单位名称", FieldKind::kOrganization},
                                                               {"所在单位", FieldKind::kOrganization},
                                                               {"企业名称", FieldKind::kOrganization},
                                                               {"sex", FieldKind::kCategory},
                                                               {"gender", FieldKind::kCategory},
                                                               {"state", FieldKind::kCategory},
                                                               {"race", FieldKind::kCategory},
                                                               {"性别", FieldKind::kCategory},
                                                               {"民族", FieldKind::kCategory}};
  return *usual;
}

// `given_name` as `givenname`.
std::string Bare(absl::string_view heading) {
  std::string bare = Spelling(heading);
  bare.erase(std::remove_if(bare.begin(), bare.end(), [](char c) { return c == '_' || c == '-' || c == '.'; }),
             bare.end());
  return bare;
}

// The column under a heading, nothing where there is none; a fault where there are two.
absl::StatusOr<std::optional<size_t>> FindColumn(const std::vector<std::string>& headings, absl::string_view heading) {
  const std::string wanted = Spelling(heading);
  std::optional<size_t> found;
  for (size_t column = 0; column < headings.size(); ++column) {
    if (Spelling(headings[column]) != wanted) continue;
    if (found.has_value()) {
      return FileFault(absl::StrCat("有两列的标题都是“", heading, "”"),
                       absl::StrCat("two columns are headed `", heading, "`"));
    }
    found = column;
  }
  return found;
}

// A field of one file under its key: kind and name, or its number among those of its kind.
using Keyed = std::map<std::pair<FieldKind, std::string>, std::vector<size_t>>;

absl::StatusOr<Keyed> FieldsOf(const FieldMapping& mapping, const std::vector<std::string>& headings,
                               std::vector<bool>& used, std::vector<std::pair<FieldKind, std::string>>& order) {
  Keyed fields;
  std::map<FieldKind, int> numbers;
  for (size_t i = 0; i < mapping.columns.size(); ++i) {
    const MappedColumn& mapped = mapping.columns[i];
    std::vector<size_t> columns;
    for (const std::string& heading : mapped.headings) {
      const auto column = FindColumn(headings, heading);
      if (!column.ok()) return column.status();
      if (column->has_value()) columns.push_back(**column);
    }
    if (columns.size() < mapped.headings.size()) continue;
    used[i] = true;
    const int number = ++numbers[mapped.kind];
    const std::pair<FieldKind, std::string> key(mapped.kind, mapped.name.empty() ? absl::StrCat(number) : mapped.name);
    if (!fields.emplace(key, columns).second) {
      return FileFault(
          absl::StrCat("字段“", linkage::FieldKindName(mapped.kind), ":", mapped.name, "”有两列"),
          absl::StrCat("two columns are the field `", linkage::FieldKindName(mapped.kind), ":", mapped.name, "`"));
    }
    if (std::find(order.begin(), order.end(), key) == order.end()) order.push_back(key);
  }
  return fields;
}

std::string NameOf(const std::pair<FieldKind, std::string>& key) {
  return key.second == "1" ? std::string(linkage::FieldKindName(key.first))
                           : absl::StrCat(linkage::FieldKindName(key.first), ":", key.second);
}

absl::Status CheckAllUsed(const FieldMapping& mapping, const std::vector<bool>& used) {
  for (size_t i = 0; i < used.size(); ++i) {
    if (used[i]) continue;
    const std::string heading = absl::StrJoin(mapping.columns[i].headings, " + ");
    return FileFault(absl::StrCat("文件中没有“", heading, "”列"),
                     absl::StrCat("no file has a column headed `", heading, "`"));
  }
  return absl::OkStatus();
}

absl::Status FindIds(const FieldMapping& mapping, const std::vector<std::vector<std::string>>& headings,
                     ResolvedFields& resolved) {
  for (const std::string& id : mapping.ids) {
    bool found = false;
    for (size_t file = 0; file < headings.size(); ++file) {
      const auto column = FindColumn(headings[file], id);
      if (!column.ok()) return column.status();
      if (!column->has_value()) continue;
      found = true;
      if (!resolved.files[file].id.has_value()) resolved.files[file].id = **column;
    }
    if (!found)
      return FileFault(absl::StrCat("文件中没有“", id, "”列"), absl::StrCat("no file has a column headed `", id, "`"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<FieldMapping> ParseFieldMapping(absl::string_view text) {
  FieldMapping mapping;
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  const bool one_line = text.find('\n') == absl::string_view::npos;
  size_t number = 0;
  for (const absl::string_view line : absl::StrSplit(text, one_line ? ',' : '\n')) {
    ++number;
    if (absl::Status read = ReadLine(number, Trimmed(line), mapping); !read.ok()) return read;
  }
  if (mapping.columns.empty()) return FileFault("字段对应没有写任何列", "the fields name no column");
  return mapping;
}

FieldMapping GuessFields(const std::vector<std::string>& headings) {
  FieldMapping mapping;
  for (const std::string& heading : headings) {
    const std::string bare = Bare(heading);
    if (bare == "id" || bare == "recid" || bare == "recordid" || bare == "编号" || bare == "序号") {
      if (mapping.ids.empty()) mapping.ids.push_back(heading);
      continue;
    }
    for (const auto& [usual, kind] : UsualHeadings()) {
      if (bare == usual) mapping.columns.push_back({{heading}, kind, ""});
    }
  }
  return mapping;
}

absl::StatusOr<ResolvedFields> ResolveFields(const FieldMapping& mapping,
                                             const std::vector<std::vector<std::string>>& headings) {
  ResolvedFields resolved;
  resolved.files.resize(headings.size());
  std::vector<bool> used(mapping.columns.size(), false);
  std::vector<std::pair<FieldKind, std::string>> order;
  std::vector<Keyed> keyed;
  for (const std::vector<std::string>& file : headings) {
    auto fields = FieldsOf(mapping, file, used, order);
    if (!fields.ok()) return fields.status();
    keyed.push_back(*std::move(fields));
  }
  if (absl::Status all = CheckAllUsed(mapping, used); !all.ok()) return all;
  for (const auto& key : order) {
    const bool everywhere =
        std::all_of(keyed.begin(), keyed.end(), [&key](const Keyed& fields) { return fields.count(key) > 0; });
    if (!everywhere) {
      resolved.left_out.push_back(NameOf(key));
      continue;
    }
    resolved.fields.push_back({key.first, NameOf(key)});
    for (size_t file = 0; file < headings.size(); ++file) resolved.files[file].columns.push_back(keyed[file].at(key));
  }
  if (resolved.fields.empty()) {
    return FileFault("两个文件没有共同的字段", "the files have no field in common");
  }
  if (absl::Status ids = FindIds(mapping, headings, resolved); !ids.ok()) return ids;
  return resolved;
}

std::string FieldMappingText(const FieldMapping& mapping) {
  std::string text;
  for (const std::string& id : mapping.ids) absl::StrAppend(&text, "id ", id, "\n");
  for (const MappedColumn& column : mapping.columns) {
    absl::StrAppend(&text, "column ", absl::StrJoin(column.headings, " + "), " = ", linkage::FieldKindName(column.kind),
                    column.name.empty() ? "" : ":", column.name, "\n");
  }
  return text;
}

}  // namespace lianfang::cli
