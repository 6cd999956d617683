// A plan's own words for the ids in duties, in the language of whoever reads.
//
//   const PlanNames names(PlanOf(plans, item), "zh-CN");
//   names.Department("emergency");                          // 应急管理局
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_PLAN_NAMES_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_PLAN_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "lianfang/notification/v1/reminder.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/notification/domain/stage/reminder_rules.h"
#include "words/enum_words.h"

namespace lianfang::notification {

// The plan of a name, in the edition at hand; an empty one where it is missing.
const type::v1::Plan& PlanOf(const PlanMap& plans, const std::string& name);
// The plan that an item belongs to; likewise.
const type::v1::Plan& PlanOf(const PlanMap& plans, const v1::ReminderItem& item);

// `text` on one line: control characters become spaces.
std::string OneLine(std::string text);

// Refers to the plan. An id that the plan lacks, or that has no name, stands for itself. Control characters become
// spaces.
class PlanNames {
 public:
  PlanNames(const type::v1::Plan& plan, absl::string_view language) : plan_(plan), english_(language == "en") {}

  std::string Title() const { return In(plan_.title()); }
  std::string Region(const std::string& code) const;
  std::string Department(const std::string& id) const;
  // `text` in the reader's language; Chinese where that is all there is.
  std::string In(const type::v1::LocalizedText& text) const;
  // `联络员`, or `liaison officer`: the same words in every plan.
  std::string Role(type::v1::Recipient role) const { return In(WordsOf(role)); }

 private:
  template <typename Elements, typename Id>
  std::string NameOf(const Elements& elements, Id id_of, const std::string& id) const;

  const type::v1::Plan& plan_;
  const bool english_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_PLAN_NAMES_H_
