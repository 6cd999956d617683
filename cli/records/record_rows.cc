#include "cli/records/record_rows.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/import/spelling.h"
#include "cli/records/cell_value.h"
#include "cli/records/record_fields.h"
#include "common/credit_code.h"
#include "common/id_number.h"

namespace lianfang::cli {
namespace {

using exchange::v1::Record;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool PassesRepeated(const std::vector<const FieldDescriptor*>& fields) {
  return std::any_of(fields.begin(), fields.end(), [](const FieldDescriptor* field) { return field->is_repeated(); });
}

// Calls `visit` for every message of the record, with its path below the kind's message; indices are left out.
template <typename Visit>
void ForEach(Message& message, const std::string& path, const Visit& visit) {
  visit(message, path);
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const std::string below = path.empty() ? field->name() : absl::StrCat(path, ".", field->name());
    if (!field->is_repeated()) {
      ForEach(*message.GetReflection()->MutableMessage(&message, field), below, visit);
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      ForEach(*message.GetReflection()->MutableRepeatedMessage(&message, field, i), below, visit);
    }
  }
}

std::string Capitals(absl::string_view identifier) { return absl::AsciiStrToUpper(FoldNumber(identifier)); }

}  // namespace

RecordRows::RecordRows(const RecordMapping& mapping, const FileRow& header, absl::CivilDay today)
    : mapping_(mapping), today_(today) {
  std::set<std::string> seen;
  const auto fault = [&](size_t index, const std::string& heading, absl::string_view zh, absl::string_view en) {
    faults_.push_back({header.number, heading, heading, Rule(zh, en), index});
  };
  for (size_t i = 0; i < header.cells.size(); ++i) {
    const std::string heading = FoldText(header.cells[i]);
    const std::string spelled = Spelling(heading);
    if (spelled.empty() || mapping_.ignored.count(spelled) > 0) continue;
    const auto found = mapping_.columns.find(spelled);
    if (found == mapping_.columns.end()) {
      fault(i, heading, "表头没有映射：请在映射文件中写 column 或 ignore",
            "the heading is not mapped: give it a `column` or an `ignore` line");
    } else if (!seen.insert(spelled).second) {
      fault(i, heading, "表头重复", "the heading is there twice");
    } else {
      columns_.push_back({i, heading, found->second, FieldsAt(mapping_.kind, found->second)});
      repeats_ = repeats_ || PassesRepeated(columns_.back().fields);
    }
  }
  for (const auto& [spelled, path] : mapping_.columns) {
    if (seen.count(spelled) > 0) continue;
    faults_.push_back({header.number, spelled, "",
                       Rule(absl::StrCat("表中没有映射所说的列（", path, "）"),
                            absl::StrCat("the table has no such column (", path, ")"))});
  }
}

bool RecordRows::Skips(const FileRow& row) const {
  return std::any_of(row.cells.begin(), row.cells.end(),
                     [&](const std::string& cell) { return mapping_.skipped.count(Spelling(cell)) > 0; });
}

std::string RecordRows::SourceIdOf(const FileRow& row) const {
  for (const Column& column : columns_) {
    if (column.path == "source_id") return FoldText(row.Cell(column.index));
  }
  return "";
}

std::string RecordRows::Meaning(const std::string& path, absl::string_view cell) const {
  const auto words = mapping_.words.find(path);
  if (words == mapping_.words.end()) return std::string(cell);
  const auto word = words->second.find(Spelling(cell));
  return word == words->second.end() ? std::string(cell) : word->second;
}

bool RecordRows::Fill(const FileRow& row, Record& record, bool first) {
  bool good = true;
  std::set<const FieldDescriptor*> added;  // repeated messages that this row adds one to
  for (const Column& column : columns_) {
    const std::string cell = Meaning(column.path, row.Cell(column.index));
    const auto repeated = std::find_if(column.fields.begin(), column.fields.end(),
                                       [](const FieldDescriptor* field) { return field->is_repeated(); });
    const bool nothing = Trimmed(cell).empty() || IsNothing(FoldText(cell));
    if (nothing || (repeated == column.fields.end() && !first)) continue;  // the first row says what the record is
    if (repeated != column.fields.end() && added.insert(*repeated).second) {
      Message& parent = ParentOf(record, {column.fields.begin(), repeated + 1});
      parent.GetReflection()->AddMessage(&parent, *repeated);
    }
    const auto refusal = SetField(ParentOf(record, column.fields), *column.fields.back(), cell);
    if (!refusal.has_value()) continue;
    faults_.push_back({row.number, column.heading, std::string(row.Cell(column.index)), *refusal, column.index});
    good = false;
  }
  return good;
}

void RecordRows::SetConstants(Record& record) {
  for (const auto& [path, value] : mapping_.constants) {
    const auto fields = FieldsAt(mapping_.kind, path);
    if (PassesRepeated(fields)) continue;  // of what is repeated, each row speaks for itself
    Message& parent = ParentOf(record, fields);
    const std::string& name = fields.back()->name();
    if (parent.GetReflection()->HasField(parent, fields.back())) continue;
    if (const auto refusal = SetField(parent, *fields.back(), value); refusal.has_value()) {
      faults_.push_back({open_.has_value() ? open_->row : 0, name, value, *refusal});
      open_is_good_ = false;
    }
  }
}

// What follows from what the row says: documents by the form of their number, reasons where an identifier needs one, a first version.
void RecordRows::SetDefaults(Record& record) {
  if (record.version() == 0) record.set_version(1);
  if (record.withdrawn()) {
    record.clear_content();
    return;
  }
  const auto reason_at = [&](const std::string& path) {
    const auto found = mapping_.reasons.find(path);
    return found == mapping_.reasons.end() ? std::string() : found->second;
  };
  const auto below = [](const std::string& path, const char* field) {
    return path.empty() ? std::string(field) : absl::StrCat(path, ".", field);
  };
  ForEach(ContentOf(record, mapping_.kind), "", [&](Message& message, const std::string& path) {
    if (message.GetDescriptor() == exchange::v1::Person::descriptor()) {
      auto& person = static_cast<exchange::v1::Person&>(message);
      person.set_id_number(Capitals(person.id_number()));
      constexpr size_t kNew = 18, kOld = 15;
      const size_t size = person.id_number().size();
      if (person.id_document() == exchange::v1::ID_DOCUMENT_UNSPECIFIED && (size == kNew || size == kOld)) {
        person.set_id_document(exchange::v1::ID_DOCUMENT_RESIDENT_CARD);
      }
      const bool departs = person.id_document() == exchange::v1::ID_DOCUMENT_RESIDENT_CARD && size > 0 &&
                           !IdNumberFault(person.id_number(), today_).empty();
      if (departs && person.id_note().empty()) person.set_id_note(reason_at(below(path, "id_note")));
    } else if (message.GetDescriptor() == exchange::v1::EmployerReference::descriptor()) {
      auto& employer = static_cast<exchange::v1::EmployerReference&>(message);
      employer.set_credit_code(Capitals(employer.credit_code()));
      const bool departs = !employer.credit_code().empty() && !CreditCodeFault(employer.credit_code()).empty();
      if (departs && employer.code_note().empty()) employer.set_code_note(reason_at(below(path, "code_note")));
    } else if (message.GetDescriptor() == exchange::v1::EmployerRecord::descriptor()) {
      auto& employer = static_cast<exchange::v1::EmployerRecord&>(message);
      employer.set_credit_code(Capitals(employer.credit_code()));
      const bool departs = !employer.credit_code().empty() && !CreditCodeFault(employer.credit_code()).empty();
      if (departs && employer.code_note().empty()) employer.set_code_note(reason_at("code_note"));
    }
  });
}

void RecordRows::Close() {
  if (!open_.has_value()) return;
  SetConstants(open_->record);
  SetDefaults(open_->record);
  if (open_is_good_) records_.push_back(*std::move(open_));
  open_.reset();
}

void RecordRows::Take(const FileRow& row) {
  if (Skips(row)) return;
  const std::string source_id = SourceIdOf(row);
  const bool goes_on = repeats_ && open_.has_value() && !source_id.empty() && open_->record.source_id() == source_id;
  if (!goes_on) {
    Close();
    open_.emplace();
    open_->row = row.number;
    open_->record.set_kind(mapping_.kind);
    open_is_good_ = true;
  }
  open_is_good_ = Fill(row, open_->record, !goes_on) && open_is_good_;
}

void RecordRows::Finish() { Close(); }

std::pair<std::string, std::optional<size_t>> RecordRows::HeadingOf(const std::string& path) const {
  std::string plain = path;
  while (plain.find('[') != std::string::npos) plain.erase(plain.find('['), plain.find(']') - plain.find('[') + 1);
  for (const Column& column : columns_) {
    const bool own = column.path == plain;
    const std::string whole =
        column.fields.size() > 1 ? absl::StrCat(column.fields.front()->name(), ".", column.path) : column.path;
    if (own || whole == plain) return {column.heading, column.index};
  }
  // A note that is missing is a fault of the number or code beside it.
  for (const auto& [note, beside] :
       {std::pair<absl::string_view, absl::string_view>("id_note", "id_number"), {"code_note", "credit_code"}}) {
    if (absl::EndsWith(plain, note)) {
      return HeadingOf(absl::StrReplaceAll(plain, {{note, beside}}));
    }
  }
  return {plain, std::nullopt};
}

}  // namespace lianfang::cli
