#include "cli/import/drafts.h"

#include <google/protobuf/util/message_differencer.h>

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "cli/words/chinese.h"
#include "common/errors.h"
#include "common/precondition.h"
#include "common/uuid.h"
#include "words/error_words.h"

namespace lianfang::cli {
namespace {

using google::protobuf::util::MessageDifferencer;
using submission::v1::Return;
using submission::v1::ReturnRevision;
using submission::v1::SubmitReturnRequest;

bool SameFigures(const FilledRow& row, const ReturnRevision& filed) {
  if (static_cast<int>(row.figures.size()) != filed.figures_size()) return false;
  return absl::c_all_of(row.figures, [&filed](const type::v1::FigureValue& value) {
    return absl::c_any_of(filed.figures(),
                          [&value](const auto& other) { return MessageDifferencer::Equals(value, other); });
  });
}

// Whether the obligation waits for another filing now: sent back, or with its final figures open. Those that are
// awaited, but only later, were not asked for yet.
bool IsOwedAgain(const FilledRow& row, const Return& filed) {
  const submission::v1::ObligationState state = row.obligation->state();
  if (state == submission::v1::OBLIGATION_STATE_MET || state == submission::v1::OBLIGATION_STATE_MET_LATE ||
      state == submission::v1::OBLIGATION_STATE_WAIVED) {
    return false;
  }
  return filed.state() == submission::v1::RETURN_STATE_SENT_BACK ||
         filed.state() == submission::v1::RETURN_STATE_NOT_SIGNED ||
         row.obligation->awaited_edition() == submission::v1::RETURN_EDITION_FINAL;
}

// Whether the row says of figures and note what is filed. An empty note takes no note back.
bool SaysTheSame(const FilledRow& row, const ReturnRevision& filed) {
  return SameFigures(row, filed) && (row.note.empty() || row.note == filed.note());
}

// Whether the row's reason is one that was not filed yet.
bool HasNewReason(const FilledRow& row, const ReturnRevision& filed) {
  return !row.correction_reason.empty() && row.correction_reason != filed.correction_reason();
}

SubmitReturnRequest MakeRequest(const FilledRow& row, const Return* filed) {
  SubmitReturnRequest request;
  request.set_obligation(row.obligation->name());
  for (const auto& value : row.figures) *request.add_figures() = value;
  request.set_note(row.note);
  request.set_correction_reason(row.correction_reason);
  request.set_warning_confirmation(row.warning_confirmation);
  if (filed != nullptr) {
    request.set_supersedes(filed->latest().revision());
    request.set_etag(filed->etag());
  }
  return request;
}

// A fault of the row's reason, under its usual heading where the sheet has no such column.
Fault ReasonFault(const FilledRow& row, type::v1::LocalizedText rule) {
  const auto column = row.header->fields.find(Field::kCorrectionReason);
  Fault fault = row.FaultAt(column == row.header->fields.end() ? std::nullopt : std::optional<size_t>(column->second),
                            std::move(rule));
  fault.column = row.header->HeadingFor(Field::kCorrectionReason);
  return fault;
}

Fault ReasonMissing(const FilledRow& row, const Return& filed) {
  const int revision = filed.latest().revision();
  return ReasonFault(
      row, Rule(absl::StrCat("已报第 ", revision, " 版且内容不同：更正须填写更正原因"),
                absl::StrCat("differs from revision ", revision, ", which is filed: a correction needs its reason")));
}

Fault ConfirmationMissing(const FilledRow& row, const Return& filed) {
  const int revision = filed.latest().revision();
  return ReasonFault(
      row, Rule(absl::StrCat("须重新报送，数据与已报第 ", revision, " 版相同：如数据无误，须另填更正原因说明"),
                absl::StrCat("is owed again, and is the same as revision ", revision,
                             ", which is filed: if it is right all the same, a new reason must say why")));
}

// The column of a field of the request, as its path names it; nothing for one that no column gives.
std::optional<size_t> ColumnOf(const Draft& draft, absl::string_view path) {
  absl::ConsumePrefix(&path, "submission.");  // an item's path in a batch
  if (absl::ConsumePrefix(&path, "figures[")) {
    size_t index = 0;
    const bool known = absl::SimpleAtoi(path.substr(0, path.find(']')), &index) && index < draft.row->columns.size();
    return known ? std::optional<size_t>(draft.row->columns[index]) : std::nullopt;
  }
  const auto& fields = draft.row->header->fields;
  for (const Field field : {Field::kObligation, Field::kNote, Field::kCorrectionReason, Field::kWarningConfirmation}) {
    const auto column = fields.find(field);
    if (path == HeadingOf(field).en && column != fields.end()) return column->second;
  }
  return std::nullopt;
}

Fault FaultAt(const Draft& draft, absl::string_view path, type::v1::LocalizedText rule) {
  return draft.row->FaultAt(ColumnOf(draft, path), std::move(rule));
}

// What the service says of a field, in Chinese as it or this program knows it.
type::v1::LocalizedText RuleOf(const google::rpc::BadRequest::FieldViolation& violation) {
  return Rule(violation.has_localized_message() ? violation.localized_message().message()
                                                : In(Language::kChinese, violation.description()),
              violation.description());
}

// A warning, and how it is confirmed.
type::v1::LocalizedText WarningRule(const Header& header, const type::v1::LocalizedText& warning) {
  const std::string heading = header.HeadingFor(Field::kWarningConfirmation);
  return Rule(absl::StrCat(warning.zh(), "（如属实，请在“", heading, "”列说明）"),
              absl::StrCat(In(Language::kEnglish, warning), " (if it is right, say why in the column ", heading, ")"));
}

}  // namespace

Drafts DraftSubmissions(const std::vector<FilledRow>& rows, const google::protobuf::RepeatedPtrField<Return>& returns,
                        absl::string_view digest) {
  absl::flat_hash_map<std::string, const Return*> filed_for;
  for (const Return& filed : returns) filed_for.emplace(filed.obligation(), &filed);

  Drafts drafts;
  for (const FilledRow& row : rows) {
    const auto found = filed_for.find(row.obligation->name());
    const Return* filed = found == filed_for.end() ? nullptr : found->second;
    const bool same = filed != nullptr && SaysTheSame(row, filed->latest());
    if (same && !IsOwedAgain(row, *filed)) {
      drafts.unchanged.push_back(filed);
    } else if (same && !HasNewReason(row, filed->latest())) {
      drafts.faults.push_back(ConfirmationMissing(row, *filed));
    } else if (filed != nullptr && row.correction_reason.empty()) {
      drafts.faults.push_back(ReasonMissing(row, *filed));
    } else {
      Draft draft{&row, MakeRequest(row, filed)};
      draft.request.set_request_id(ContentUuid(absl::StrCat(digest, "/", row.header->sheet, "/", row.source->number,
                                                            "/", draft.request.SerializeAsString())));
      drafts.submissions.push_back(std::move(draft));
    }
  }
  return drafts;
}

std::vector<Fault> FaultsOf(const Draft& draft, const absl::Status& refusal) {
  std::vector<Fault> faults;
  if (const auto violations = BadRequestOf(refusal)) {
    for (const auto& violation : violations->field_violations()) {
      faults.push_back(FaultAt(draft, violation.field(), RuleOf(violation)));
    }
  }
  if (const auto warnings = PreconditionFailureOf(refusal)) {
    for (const auto& warning : warnings->violations()) {
      faults.push_back(FaultAt(draft, warning.subject(),
                               WarningRule(*draft.row->header, Rule(warning.description(), warning.description()))));
    }
  }
  if (faults.empty()) {
    const std::string code = absl::StatusCodeToString(refusal.code());
    faults.push_back(draft.row->FaultAt(std::nullopt, Rule(absl::StrCat(ChineseOf(refusal), "（", code, "）"),
                                                           absl::StrCat(code, ": ", refusal.message()))));
  }
  return faults;
}

std::vector<Fault> UnconfirmedWarnings(const Draft& draft, const ReturnRevision& checked) {
  std::vector<Fault> faults;
  if (!draft.request.warning_confirmation().empty()) return faults;
  for (const auto& warning : checked.warnings()) {
    Fault fault = draft.row->FaultAt(std::nullopt, WarningRule(*draft.row->header, warning.text()));
    for (int i = 0; warning.figures_size() == 1 && i < draft.request.figures_size(); ++i) {
      if (draft.request.figures(i).figure() == warning.figures(0)) {
        fault = FaultAt(draft, absl::StrCat("figures[", i, "]"), std::move(fault.rule));
      }
    }
    faults.push_back(std::move(fault));
  }
  return faults;
}

}  // namespace lianfang::cli
