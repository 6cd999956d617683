#include "services/submission/domain/return/revisions.h"

#include <google/protobuf/util/message_differencer.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/submission/domain/plan/plan_view.h"

namespace lianfang::submission {
namespace {

using type::v1::FigureValue;

// A statement as people write it.
std::string TextOf(const FigureValue* value, bool english) {
  if (value == nullptr) return english ? "absent" : "无";
  if (value->has_not_applicable()) {
    return absl::StrCat(english ? "not applicable (" : "不适用（", value->not_applicable().reason(),
                        english ? ")" : "）");
  }
  return absl::StrCat(value->number());
}

const FigureValue* Find(const v1::ReturnRevision& revision, const std::string& figure) {
  for (const FigureValue& value : revision.figures()) {
    if (value.figure() == figure) return &value;
  }
  return nullptr;
}

bool AreEqual(const FigureValue* a, const FigureValue* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return google::protobuf::util::MessageDifferencer::Equals(*a, *b);
}

void AddSentence(type::v1::LocalizedText& text, const std::string& zh, const std::string& en) {
  text.set_zh(absl::StrCat(text.zh(), text.zh().empty() ? "" : "；", zh));
  text.set_en(absl::StrCat(text.en(), text.en().empty() ? "" : "; ", en));
}

}  // namespace

v1::ReturnRevision RevisionOf(const v1::LedgerEntry& entry) {
  v1::ReturnRevision revision =
      entry.has_return_withdrawn() ? entry.return_withdrawn().revision() : entry.return_filed().revision();
  *revision.mutable_submit_time() = entry.commit_time();
  if (entry.has_arrival_time()) *revision.mutable_arrival_time() = entry.arrival_time();
  revision.set_ledger_sequence(entry.sequence());
  return revision;
}

v1::SignOff SignOffOf(const v1::LedgerEntry& entry) {
  v1::SignOff sign_off = entry.return_signed().sign_off();
  *sign_off.mutable_sign_time() = entry.commit_time();
  sign_off.set_ledger_sequence(entry.sequence());
  return sign_off;
}

v1::Review ReviewOf(const v1::LedgerEntry& entry) {
  v1::Review review = entry.return_reviewed().review();
  *review.mutable_review_time() = entry.commit_time();
  return review;
}

bool Replay(const v1::LedgerEntry& entry, std::vector<v1::ReturnRevision>& revisions) {
  if (entry.has_return_filed() || entry.has_return_withdrawn()) {
    revisions.push_back(RevisionOf(entry));
    return true;
  }
  if (revisions.empty()) return false;
  if (entry.has_return_reviewed()) {
    *revisions.back().mutable_review() = ReviewOf(entry);
  } else if (entry.has_return_signed()) {
    *revisions.back().mutable_sign_off() = SignOffOf(entry);
  } else {
    return entry.has_correction_granted() || entry.has_evidence_attached();
  }
  return true;
}

v1::RevisionDifference DifferenceOf(const type::v1::Plan& plan, const v1::ReturnRevision& before,
                                    const v1::ReturnRevision& after) {
  v1::RevisionDifference difference;
  difference.set_revision(after.revision());
  difference.set_supersedes(before.revision());
  type::v1::LocalizedText& text = *difference.mutable_text();
  if (after.withdrawal()) {
    AddSentence(text, "撤回报送", "the return was withdrawn");
    return difference;
  }
  for (const auto& figure : plan.figures()) {
    const FigureValue* was = Find(before, figure.id());
    const FigureValue* is = Find(after, figure.id());
    if (AreEqual(was, is)) continue;
    v1::FigureChange& change = *difference.add_figures();
    change.set_figure(figure.id());
    if (was != nullptr) *change.mutable_before() = *was;
    if (is != nullptr) *change.mutable_after() = *is;
    const std::string& english = figure.names().en().empty() ? figure.names().zh() : figure.names().en();
    AddSentence(text, absl::StrCat(figure.names().zh(), " ", TextOf(was, false), " → ", TextOf(is, false)),
                absl::StrCat(english, " ", TextOf(was, true), " → ", TextOf(is, true)));
  }
  difference.set_note_changed(before.note() != after.note());
  if (difference.note_changed()) AddSentence(text, "备注有改动", "the note differs");
  if (text.zh().empty()) AddSentence(text, "数据未改动", "no figure differs");
  return difference;
}

}  // namespace lianfang::submission
