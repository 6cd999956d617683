// Documents that people write by hand. The first line says what the rest is: `plan` or `agreement` (textproto), or
// `template PART` (mustache; PART: subject, text, html or short) of the notice conference-invitation.
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/text/textproto.h"
#include "common/errors.h"
#include "common/rpc/request_check.h"
#include "common/text.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "lianfang/submission/v1/plan_service.pb.h"
#include "services/exchange/domain/agreement/agreement_rules.h"
#include "services/exchange/domain/testing/sample.h"
#include "services/notification/messages/notice_mail.h"
#include "services/notification/messages/template_set.h"
#include "services/submission/domain/obligation/obligations.h"
#include "services/submission/domain/plan/plan_rules.h"
#include "services/submission/testing/plans.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/feature.h"

namespace lianfang::fuzz {
namespace {

// What follows the first word of the message names the kind of fault; what it quotes would be a new outcome each time.
void FeatureOf(absl::string_view kind, const absl::Status& status) {
  const auto bad = BadRequestOf(status);
  if (!bad.has_value()) return Feature(absl::StrCat(kind, " ", status.code()));
  for (const auto& violation : bad->field_violations()) {
    Feature(absl::StrCat(kind, " ", KindOf(violation.description())));
  }
}

// A plan that is valid states obligations under names of their own.
void ReadPlan(const std::string& text) {
  submission::v1::PublishPlanRequest request;
  if (!cli::ParseTextproto(text, "plan", *request.mutable_plan()).ok()) return;
  request.set_request_id("a3f1c1de-0000-4000-8000-000000000000");
  const absl::Status form = CheckRequest(request);
  FeatureOf("plan form", form);
  if (!form.ok()) return;
  type::v1::Plan& plan = *request.mutable_plan();
  const absl::Status valid = submission::ValidatePlan(plan);
  FeatureOf("plan", valid);
  if (!valid.ok()) return;
  plan.set_edition(1);
  std::set<std::string> names;
  for (const auto& obligation : submission::StateObligations(plan, submission::Shanghai("2022-05-20 10:00"))) {
    Expect(names.insert(obligation.name()).second, "two obligations have the name " + obligation.name());
  }
  Expect(names.size() <= 10'000, "a plan states no more obligations than its bound");
}

// Terms that are good make an agreement that both sides can approve.
void ReadAgreement(const std::string& text) {
  exchange::v1::ProposeAgreementRequest request;
  request.set_plan(exchange::testing::kPlan);
  request.set_request_id("a3f1c1de-0000-4000-8000-000000000000");
  if (!cli::ParseTextproto(text, "terms", *request.mutable_terms()).ok()) return;
  const absl::Status form = CheckRequest(request);
  FeatureOf("agreement form", form);
  if (!form.ok()) return;
  const absl::Time now = exchange::testing::Now();
  const absl::Status good = exchange::CheckTerms(request.terms(), exchange::testing::SamplePlan(), now);
  FeatureOf("agreement", good);
  if (!good.ok()) return;
  auto agreement = exchange::Proposed("plans/gaoping/agreements/a", request.terms(), "office", now);
  for (const auto side : {exchange::ApprovingSide::kOwner, exchange::ApprovingSide::kOffice}) {
    auto approved = exchange::Approved(agreement, 1, side, "somebody", now);
    Expect(approved.ok(), "terms that are good can be approved");
    agreement = *std::move(approved);
  }
  Expect(exchange::EditionInForce(agreement, now) != nullptr, "what both sides approved is in force");
  Expect(exchange::Ended(agreement, "", now).ok(), "what is in force can be ended");
}

// A template that the check lets through renders, and its HTML has no value unescaped.
void ReadTemplate(const std::string& part, const std::string& source) {
  static const auto& files = *new notification::TemplateSet(
      *notification::TemplateSet::Load({"deploy/templates"}, notification::ProgramScopes()));
  const notification::TemplatePlace place = {"zh-CN", "conference-invitation", part};
  const absl::Status good = files.Check(place, source);
  FeatureOf("template", good);
  if (!good.ok()) return;
  notification::v1::TemplateVersion version;
  version.set_name(notification::TemplateName(place));
  version.set_source(source);
  notification::v1::SendNoticeRequest content;
  for (const char* name : {"title", "time", "place", "agenda", "contact"}) {
    auto* const variable = content.add_variables();
    variable->set_name(name);
    variable->set_value("<script>{{title}}&\"");
  }
  const auto rendered = files.With({version}).Render("conference-invitation", "zh-CN",
                                                     notification::NoticeData(content, "<script>收件人"));
  Expect(rendered.ok(), "a template that was checked renders");
  const bool own_script = absl::StrContains(source, "<script>");
  Expect(own_script || !absl::StrContains(rendered->html, "<script>"), "values are escaped in HTML");
  Expect(!absl::StrContains(rendered->subject, "\n"), "a subject is one line");
}

}  // namespace
}  // namespace lianfang::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  const size_t end = input.find('\n');
  if (end == std::string::npos) return 0;
  const std::string head = input.substr(0, end), rest = input.substr(end + 1);
  if (head == "plan") lianfang::fuzz::ReadPlan(rest);
  if (head == "agreement") lianfang::fuzz::ReadAgreement(rest);
  if (absl::StartsWith(head, "template ")) lianfang::fuzz::ReadTemplate(head.substr(9), rest);
  return 0;
}
