#include "services/expert/domain/member/expert_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/mailbox.h"
#include "common/text.h"
#include "common/time.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/util/field_mask_util.h"
#include "services/expert/domain/values/identifiers.h"

namespace lianfang::expert {
namespace {

constexpr size_t kLongestName = 100;
constexpr size_t kLongestPartyName = 200;
constexpr size_t kLongestCodeNote = 200;
constexpr size_t kLongestNote = 500;
constexpr size_t kLongestProfile = 4000;
constexpr int kMostEntries = 100;  // of every list

bool IsPhone(absl::string_view phone) {
  if (absl::StartsWith(phone, "+")) phone.remove_prefix(1);
  return phone.size() >= 5 && phone.size() <= 20 &&
         std::all_of(phone.begin(), phone.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

// `zh-CN`: a language of two or three letters, then subtags of up to eight letters and digits.
bool IsLanguageTag(absl::string_view tag) {
  const std::vector<absl::string_view> parts = absl::StrSplit(tag, '-');
  const auto word = [](absl::string_view part, size_t least, size_t most) {
    return part.size() >= least && part.size() <= most &&
           std::all_of(part.begin(), part.end(), [](unsigned char c) { return absl::ascii_isalnum(c); });
  };
  return word(parts[0], 2, 3) &&
         std::all_of(parts.begin() + 1, parts.end(), [&](absl::string_view part) { return word(part, 1, 8); });
}

// One walk over an expert's fields.
class ExpertCheck {
 public:
  ExpertCheck(const v1::Expert& expert, const PoolView& pool, absl::CivilDay today)
      : expert_(expert), pool_(pool), today_(today) {}

  absl::Status Run() {
    Line("display_name", expert_.display_name(), kLongestName);
    Identity();
    Ids("specialties", expert_.specialties(), pool_.pool().specialties(), "specialty of the pool");
    Ids("industries", expert_.industries(), pool_.plan().industries(), "industry of the plan");
    if (!IsDivisionCode(expert_.region())) Add("region", "must be a division code, six digits");
    faults_.AddAll("", CheckParty("expert.employer", expert_.employer()));
    if (!expert_.department().empty() && !HasId(pool_.plan().departments(), expert_.department())) {
      Add("department", "is no department of the plan");
    }
    Line("professional_title", expert_.professional_title(), kLongestName);
    if (!v1::TitleGrade_IsValid(expert_.title_grade())) Add("title_grade", "is no known grade");
    PastDay("practice_start_date", expert_.practice_start_date());
    PastDay("consent_date", expert_.consent_date());
    Nominator();
    TiesAndAbsences();
    Teaching();
    Length("profile", expert_.profile(), kLongestProfile);
    return faults_.ToStatus();
  }

 private:
  void Add(absl::string_view field, absl::string_view description) {
    faults_.Add(absl::StrCat("expert.", field), description);
  }
  std::string At(absl::string_view list, int i) { return absl::StrCat(list, "[", i, "]"); }

  void Length(absl::string_view field, absl::string_view text, size_t most) {
    if (CountCodePoints(text) > most) Add(field, absl::StrCat("must be at most ", most, " characters"));
  }

  // Whether there is one is checked where the contract asks for it.
  void Line(absl::string_view field, absl::string_view text, size_t most) {
    if (!text.empty()) faults_.AddAll(absl::StrCat("expert.", field), CheckLine(text, most));
  }

  void Count(absl::string_view list, int size) {
    if (size > kMostEntries) Add(list, absl::StrCat("must have at most ", kMostEntries, " entries"));
  }

  void Identity() {
    const v1::IdentifyingData& data = expert_.identifying_data();
    if (const std::string fault = IdNumberFault(data.id_number(), today_); !fault.empty()) {
      Add("identifying_data.id_number", fault);
    }
    if (!IsPhone(data.phone())) Add("identifying_data.phone", "must be 5 to 20 digits, a + before them allowed");
    faults_.AddAll("expert.identifying_data.email", NormalizeEmail(data.email()).status());
  }

  template <typename Entries>
  void Ids(absl::string_view list, const google::protobuf::RepeatedPtrField<std::string>& ids, const Entries& known,
           absl::string_view kind) {
    std::set<std::string> seen;
    for (int i = 0; i < ids.size(); ++i) {
      if (!HasId(known, ids[i])) Add(At(list, i), absl::StrCat("\"", ids[i], "\" is no ", kind));
      if (!seen.insert(ids[i]).second) Add(At(list, i), absl::StrCat("\"", ids[i], "\" is named twice"));
    }
  }

  void PastDay(absl::string_view field, const google::type::Date& date) {
    const auto day = FromDate(date);
    if (!day.ok()) {
      Add(field, day.status().message());
    } else if (*day > today_) {
      Add(field, "must not be in the future");
    }
  }

  void Nominator() {
    switch (expert_.nominator().body_case()) {
      case v1::Nominator::kDepartment:
        if (!HasId(pool_.plan().departments(), expert_.nominator().department())) {
          Add("nominator.department", "is no department of the plan");
        }
        return;
      case v1::Nominator::kParty:
        faults_.AddAll("", CheckParty("expert.nominator.party", expert_.nominator().party()));
        return;
      case v1::Nominator::BODY_NOT_SET:
        Add("nominator", "must name a department or a party");
    }
  }

  void TiesAndAbsences() {
    Count("ties", expert_.ties_size());
    for (int i = 0; i < expert_.ties_size(); ++i) {
      faults_.AddAll("", CheckTie(absl::StrCat("expert.", At("ties", i)), expert_.ties(i)));
    }
    Count("absences", expert_.absences_size());
    for (int i = 0; i < expert_.absences_size(); ++i) {
      const auto start = FromDate(expert_.absences(i).start_date());
      const auto end = FromDate(expert_.absences(i).end_date());
      if (!start.ok()) Add(At("absences", i) + ".start_date", start.status().message());
      if (!end.ok()) Add(At("absences", i) + ".end_date", end.status().message());
      if (start.ok() && end.ok() && *end < *start) Add(At("absences", i) + ".end_date", "must not be before the start");
    }
  }

  void Teaching() {
    Count("topics", expert_.topics_size());
    for (int i = 0; i < expert_.topics_size(); ++i) {
      if (expert_.topics(i).empty()) Add(At("topics", i), "must not be empty");
      Line(At("topics", i), expert_.topics(i), kLongestName);
    }
    Count("languages", expert_.languages_size());
    for (int i = 0; i < expert_.languages_size(); ++i) {
      if (!IsLanguageTag(expert_.languages(i))) Add(At("languages", i), "must be a language tag such as zh-CN");
    }
    if (expert_.largest_audience() < 0) Add("largest_audience", "must not be negative");
  }

  const v1::Expert& expert_;
  const PoolView& pool_;
  const absl::CivilDay today_;
  FieldViolations faults_;
};

}  // namespace

absl::Status CheckExpert(const v1::Expert& expert, const PoolView& pool, absl::CivilDay today) {
  return ExpertCheck(expert, pool, today).Run();
}

absl::Status CheckParty(absl::string_view field, const v1::Party& party) {
  FieldViolations faults;
  const std::string fault = CreditCodeShapeFault(party.credit_code());
  const bool checked = fault.empty() && HasCreditCheck(party.credit_code());
  if (!fault.empty()) {
    faults.Add(absl::StrCat(field, ".credit_code"), fault);
  } else if (!checked && party.code_note().empty()) {
    faults.Add(absl::StrCat(field, ".credit_code"),
               "has another check character than the others give; code_note may say why it is right all the same");
  }
  if (checked && !party.code_note().empty()) {
    faults.Add(absl::StrCat(field, ".code_note"), "is for codes whose check character does not hold; leave it out");
  } else if (!party.code_note().empty()) {
    faults.AddAll(absl::StrCat(field, ".code_note"), CheckLine(party.code_note(), kLongestCodeNote));
  }
  faults.AddAll(absl::StrCat(field, ".display_name"), CheckLine(party.display_name(), kLongestPartyName));
  return faults.ToStatus();
}

absl::Status CheckTie(absl::string_view field, const v1::Tie& tie) {
  FieldViolations faults;
  const auto at = [field](absl::string_view member) { return absl::StrCat(field, ".", member); };
  if (!v1::TieKind_IsValid(tie.kind())) faults.Add(at("kind"), "is no known kind");
  faults.AddAll("", CheckParty(at("party"), tie.party()));
  const auto start = FromDate(tie.start_date());
  const auto end = FromDate(tie.end_date());
  if (tie.has_start_date() && !start.ok()) faults.Add(at("start_date"), start.status().message());
  if (tie.has_end_date() && !end.ok()) faults.Add(at("end_date"), end.status().message());
  if (start.ok() && end.ok() && *end < *start) faults.Add(at("end_date"), "must not be before the start");
  if (CountCodePoints(tie.note()) > kLongestNote) {
    faults.Add(at("note"), absl::StrCat("must be at most ", kLongestNote, " characters"));
  }
  if (tie.kind() == v1::TIE_KIND_OTHER && tie.note().empty()) {
    faults.Add(at("note"), "is required for another interest");
  }
  return faults.ToStatus();
}

absl::Status CheckNoOutput(const v1::Expert& expert) {
  FieldViolations faults;
  const auto* descriptor = v1::Expert::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    const bool set = field->is_repeated() ? expert.GetReflection()->FieldSize(expert, field) > 0
                                          : expert.GetReflection()->HasField(expert, field);
    if (!set) continue;
    for (int k = 0; k < field->options().ExtensionSize(google::api::field_behavior); ++k) {
      const auto behaviour = field->options().GetExtension(google::api::field_behavior, k);
      if (behaviour == google::api::OUTPUT_ONLY || field->number() == v1::Expert::kNameFieldNumber) {
        faults.Add(absl::StrCat("expert.", field->name()), "is given by the server; leave it out");
      }
    }
  }
  return faults.ToStatus();
}

absl::StatusOr<v1::Expert> ApplyUpdate(const v1::Expert& stored, const v1::Expert& wanted,
                                       const google::protobuf::FieldMask& mask) {
  static const auto& changeable = *new std::set<std::string>(
      {"display_name", "identifying_data", "specialties", "industries", "region", "employer", "department",
       "professional_title", "title_grade", "practice_start_date", "consent_date", "ties", "absences", "topics",
       "languages", "largest_audience", "profile"});
  FieldViolations faults;
  for (int i = 0; i < mask.paths_size(); ++i) {
    if (changeable.count(mask.paths(i)) > 0) continue;
    faults.Add(absl::StrCat("update_mask.paths[", i, "]"),
               absl::StrCat("\"", mask.paths(i), "\" cannot be changed; can: ", absl::StrJoin(changeable, ", ")));
  }
  if (!faults.empty()) return faults.ToStatus();
  v1::Expert changed = stored;
  google::protobuf::util::FieldMaskUtil::MergeOptions replace;
  replace.set_replace_message_fields(true);
  replace.set_replace_repeated_fields(true);
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(wanted, mask, replace, &changed);
  return changed;
}

}  // namespace lianfang::expert
