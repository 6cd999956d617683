#include "cli/form/draw_form.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/form/docx.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"

namespace lianfang::cli {
namespace {

using expert::v1::Draw;
using expert::v1::Engagement;
using expert::v1::FrozenList;

using Rows = std::vector<std::vector<std::string>>;

constexpr size_t kMostLines = 500;  // of a list; the file of `draw show --save` has all
constexpr int kSignatureHeight = 40;

class Form {
 public:
  Form(const Engagement& engagement, const Draw& draw, const FrozenList& list,
       const std::map<std::string, std::string>& people, const Glossary& words, Language language)
      : engagement_(engagement), draw_(draw), list_(list), people_(people), words_(words), language_(language) {}

  absl::StatusOr<std::string> Write() {
    docx_.AddTitle(In({"专家抽取记录表", "Record of a draw of experts"}));
    docx_.AddTable({3, 6, 3, 6}, Matter(), Docx::Heading::kOddColumns);
    AddList({"相关单位", "Parties"}, {10, 6, 6}, Parties());
    AddList({"候选名单与抽取次序", "Candidates in the order drawn"}, {2, 5, 5, 6, 3}, Candidates());
    AddList({"专家组与答复", "Panel and answers"}, {2, 4, 4, 4, 4, 6}, Answers());
    AddList({"未列入候选名单", "Excluded"}, {5, 5, 5, 6}, Exclusions());
    AddList({"退出与递补", "Departures and successors"}, {5, 5, 4, 5, 5, 4}, Departures());
    docx_.AddParagraph(In({"验证数据", "For verification"}));
    docx_.AddTable({3, 14}, Proof(), Docx::Heading::kFirstColumn);
    docx_.AddParagraph("");
    docx_.AddTable({3, 6, 3, 6}, Signatures(), Docx::Heading::kOddColumns, kSignatureHeight);
    return docx_.Finish();
  }

 private:
  std::string In(Label label) const { return std::string(label.In(language_)); }
  std::string Time(const google::protobuf::Timestamp& time) const { return InstantText(time, words_.zone()); }

  std::string Person(const std::string& name) const {
    const auto found = people_.find(name);
    return found == people_.end() ? "" : found->second;
  }

  // A heading and a list with its own first row; nothing where it would be empty.
  void AddList(Label heading, const std::vector<int>& weights, Rows rows) {
    if (rows.size() < 2) return;
    docx_.AddParagraph(In(heading));
    const size_t lines = rows.size() - 1;
    if (lines > kMostLines) rows.resize(kMostLines + 1);
    docx_.AddTable(weights, rows, Docx::Heading::kFirstRow);
    if (lines > kMostLines) {
      docx_.AddParagraph(absl::StrCat(In({"以上为前 500 行，共 ", "The first 500 lines of "}), lines));
    }
  }

  Rows Matter() const {
    const std::string attempt = list_.attempt() == 0
                                    ? ""
                                    : absl::StrCat(list_.attempt(), list_.earlier_attempts().empty() ? "" : "：",
                                                   absl::StrJoin(list_.earlier_attempts(), "，"));
    return {
        {In({"事项", "Matter"}), engagement_.subject(), In({"任务编号", "Engagement"}), IdOf(engagement_.name())},
        {In({"类别", "Kind"}), EnumText(engagement_.kind(), language_), In({"申请部门", "Department"}),
         words_.Department(engagement_.requesting_department())},
        {In({"开始时间", "Starts"}), Time(engagement_.start_time()), In({"结束时间", "Ends"}),
         Time(engagement_.end_time())},
        {In({"地点", "Place"}), engagement_.place(), In({"专家人数", "Seats"}), absl::StrCat(engagement_.panel_size())},
        {In({"专家库", "Pool"}), IdOf(engagement_.pool()), In({"第几次抽取", "Attempt"}), attempt}};
  }

  Rows Parties() const {
    Rows rows = {{In({"单位", "Party"}), In({"信用代码", "Code"}), In({"说明", "Note"})}};
    for (const auto& party : engagement_.parties()) {
      rows.push_back({party.display_name(), party.credit_code(), party.code_note()});
    }
    for (const auto& party : engagement_.related_parties()) {
      rows.push_back(
          {party.display_name(), party.credit_code(),
           absl::StrCat(In({"关联单位", "Related"}), party.code_note().empty() ? "" : "；", party.code_note())});
    }
    return rows;
  }

  Rows Candidates() const {
    Rows rows = {{In({"次序", "Rank"}), In({"专家编号", "Expert"}), In({"姓名", "Name"}), In({"专业", "Specialties"}),
                  In({"入选", "Drawn"})}};
    std::set<std::string> drawn;
    for (const auto& seat : draw_.panel()) drawn.insert(seat.expert());
    std::map<std::string, std::string> specialties;
    for (const auto& candidate : list_.candidates()) {
      std::vector<std::string> names;
      for (const auto& id : candidate.specialties()) names.push_back(words_.Specialty(id));
      specialties[candidate.expert()] = absl::StrJoin(names, "、");
    }
    for (const auto& place : draw_.order()) {
      rows.push_back({absl::StrCat(place.rank()), IdOf(place.expert()), Person(place.expert()),
                      specialties[place.expert()], drawn.count(place.expert()) > 0 ? "√" : ""});
    }
    return rows;
  }

  Rows Answers() const {
    Rows rows = {{In({"次序", "Rank"}), In({"姓名", "Name"}), In({"告知", "Notice"}), In({"答复", "Answer"}),
                  In({"答复方式", "By"}), In({"登记人", "Recorded by"})}};
    for (const auto& invitation : engagement_.invitations()) {
      const std::string name = Person(invitation.expert());
      rows.push_back({absl::StrCat(invitation.rank()), name.empty() ? IdOf(invitation.expert()) : name,
                      EnumText(invitation.notice_state(), language_), EnumText(invitation.state(), language_),
                      EnumText(invitation.channel(), language_), invitation.recorder()});
    }
    return rows;
  }

  Rows Exclusions() const {
    Rows rows = {{In({"专家编号", "Expert"}), In({"姓名", "Name"}), In({"原因", "Reason"}), In({"说明", "Detail"})}};
    for (const auto& exclusion : list_.exclusions()) {
      rows.push_back({IdOf(exclusion.expert()), Person(exclusion.expert()), EnumText(exclusion.reason(), language_),
                      exclusion.detail()});
    }
    return rows;
  }

  Rows Departures() const {
    Rows rows = {{In({"时间", "Time"}), In({"退出专家", "Departed"}), In({"原因", "Reason"}), In({"说明", "Detail"}),
                  In({"递补专家", "Successor"}), In({"得知方式", "By"})}};
    for (const auto& departure : draw_.departures()) {
      rows.push_back({Time(departure.departure_time()),
                      absl::StrCat(IdOf(departure.expert()), " ", Person(departure.expert())),
                      EnumText(departure.reason(), language_), departure.detail(),
                      departure.successor().empty()
                          ? ""
                          : absl::StrCat(IdOf(departure.successor()), " ", Person(departure.successor())),
                      EnumText(departure.channel(), language_)});
    }
    return rows;
  }

  Rows Proof() const {
    const auto hex = [](const std::string& bytes) { return absl::BytesToHexString(bytes); };
    return {{In({"锁定时间", "Frozen"}), Time(list_.freeze_time())},
            {In({"名单哈希", "List hash"}), hex(draw_.list_hash())},
            {In({"种子承诺", "Commitment"}), hex(draw_.seed_commitment())},
            {In({"见证人", "Observer"}), draw_.witness().observer()},
            {In({"见证随机数", "Nonce"}), hex(draw_.witness().nonce())},
            {In({"抽取时间", "Drawn"}), draw_.has_draw_time() ? Time(draw_.draw_time()) : ""},
            {In({"种子", "Seed"}), hex(draw_.seed())}};
  }

  Rows Signatures() const {
    return {{In({"抽取人", "Drawn by"}), "", In({"见证人", "Observer"}), ""},
            {In({"申请部门", "Department"}), "", In({"日期", "Date"}), ""},
            {In({"办公室盖章", "Stamp of the office"}), "", "", ""}};
  }

  const Engagement& engagement_;
  const Draw& draw_;
  const FrozenList& list_;
  const std::map<std::string, std::string>& people_;
  const Glossary& words_;
  const Language language_;
  Docx docx_;
};

}  // namespace

absl::StatusOr<std::string> DrawForm(const Engagement& engagement, const Draw& draw,
                                     const std::map<std::string, std::string>& people, const Glossary& words,
                                     Language language) {
  FrozenList list;
  if (!list.ParseFromString(draw.frozen_list())) return absl::InvalidArgumentError("the frozen list does not parse");
  return Form(engagement, draw, list, people, words, language).Write();
}

}  // namespace lianfang::cli
