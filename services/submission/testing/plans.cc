#include "services/submission/testing/plans.h"

#include <google/protobuf/text_format.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "common/id.h"

namespace lianfang::submission {
namespace {

Identity Person(const std::string& department, const std::string& role) {
  return *ParseIdentity(absl::StrCat("spiffe://lianfang.local/region/140581/department/", department, "/role/", role),
                        "lianfang.local");
}

}  // namespace

type::v1::Plan ShippedPlan(absl::string_view id) {
  const std::string path = absl::StrCat("deploy/plans/", id, ".textproto");
  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  type::v1::Plan plan;
  if (text.empty() || !google::protobuf::TextFormat::ParseFromString(text, &plan)) {
    throw std::runtime_error(path + " cannot be read; tests run in the root of the checkout");
  }
  return plan;
}

absl::Time Shanghai(absl::string_view text) {
  absl::Time time;
  std::string error;
  absl::TimeZone zone;
  absl::LoadTimeZone("Asia/Shanghai", &zone);
  if (!absl::ParseTime("%Y-%m-%d %H:%M", text, zone, &time, &error)) throw std::runtime_error(error);
  return time;
}

Identity Liaison(const std::string& department) { return Person(department, "liaison"); }
Identity Office() { return Person("hrss", "office"); }

Identity Someone(const std::string& department, const std::string& role, const std::string& person) {
  return Person(department, absl::StrCat(role, "/person/", person));
}

void SetFigure(v1::SubmitReturnRequest& request, const std::string& figure, int64_t number) {
  for (auto& value : *request.mutable_figures()) {
    if (value.figure() == figure) return value.set_number(number);
  }
  auto* value = request.add_figures();
  value->set_figure(figure);
  value->set_number(number);
}

v1::SubmitReturnRequest Filing(const std::string& obligation, int64_t accidents, int64_t deaths, int64_t injured) {
  v1::SubmitReturnRequest request;
  request.set_obligation(obligation);
  SetFigure(request, "accidents", accidents);
  SetFigure(request, "deaths", deaths);
  SetFigure(request, "injured", injured);
  request.set_request_id(NewUuid());
  return request;
}

}  // namespace lianfang::submission
