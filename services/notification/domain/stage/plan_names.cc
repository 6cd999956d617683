#include "services/notification/domain/stage/plan_names.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace lianfang::notification {

const type::v1::Plan& PlanOf(const PlanMap& plans, absl::string_view obligation) {
  static const auto& no_plan = *new type::v1::Plan();
  const auto found = plans.find(PlanNameOf(obligation));
  return found == plans.end() ? no_plan : found->second;
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

template <typename Elements>
std::string PlanNames::NameById(const Elements& elements, const std::string& id) const {
  return NameOf(
      elements, [](const auto& one) { return one.id(); }, id);
}

std::string PlanNames::Region(const std::string& code) const {
  return NameOf(
      plan_.regions(), [](const auto& region) { return region.code(); }, code);
}

std::string PlanNames::Department(const std::string& id) const { return NameById(plan_.departments(), id); }
std::string PlanNames::Industry(const std::string& id) const { return NameById(plan_.industries(), id); }
std::string PlanNames::Period(const std::string& id) const { return NameById(plan_.periods(), id); }
std::string PlanNames::Figure(const std::string& id) const { return NameById(plan_.figures(), id); }

}  // namespace lianfang::notification
