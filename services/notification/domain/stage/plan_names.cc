#include "services/notification/domain/stage/plan_names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "services/notification/domain/stage/item_duty.h"

namespace lianfang::notification {

const type::v1::Plan& PlanOf(const PlanMap& plans, const std::string& name) {
  static const auto& no_plan = *new type::v1::Plan();
  const auto found = plans.find(name);
  return found == plans.end() ? no_plan : found->second;
}

const type::v1::Plan& PlanOf(const PlanMap& plans, const v1::ReminderItem& item) {
  return PlanOf(plans, PlanNameOf(item));
}

std::string OneLine(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return absl::ascii_iscntrl(c); }, ' ');
  return text;
}

std::string PlanNames::In(const type::v1::LocalizedText& text) const {
  return OneLine(english_ && !text.en().empty() ? text.en() : text.zh());
}

template <typename Elements, typename Id>
std::string PlanNames::NameOf(const Elements& elements, Id id_of, const std::string& id) const {
  const auto found = std::find_if(elements.begin(), elements.end(), [&](const auto& one) { return id_of(one) == id; });
  const std::string name = found == elements.end() ? "" : In(found->names());
  return name.empty() ? id : name;
}

std::string PlanNames::Region(const std::string& code) const {
  return NameOf(
      plan_.regions(), [](const auto& region) { return region.code(); }, code);
}

std::string PlanNames::Department(const std::string& id) const {
  return NameOf(
      plan_.departments(), [](const auto& department) { return department.id(); }, id);
}

}  // namespace lianfang::notification
