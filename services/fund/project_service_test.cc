// Handlers of budgets, projects and providers, on the fake store.
#include "services/fund/project_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/rpc/page_token.h"
#include "common/workbook/testing/cells.h"
#include "services/fund/domain/values/money.h"
#include "services/fund/panels/expert_panels.h"
#include "services/fund/testing/world.h"

namespace lianfang::fund {
namespace {

using ::testing::HasSubstr;
using testing::kBudget;
using testing::kProvider;
using testing::Step;
using testing::StepWithDocument;
using testing::World;

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : std::string(status.message());
}

TEST(ProjectServiceTest, FromTheProposalToTheSettlement) {
  World world;
  const std::string name = world.Reviewed();
  ASSERT_TRUE(world.PutProvider(world.office).ok());
  const auto take = [&](const Call& call, const v1::ProjectStep& step) {
    const auto taken = world.Take(call, name, step);
    ASSERT_TRUE(taken.ok()) << taken.status();
  };
  testing::Walk walk;
  walk.Accepted();
  take(world.office, StepWithDocument("decision { approve: true amount { currency_code: \"CNY\" units: 36000 } }"));
  for (const v1::ProjectEvent& event : walk.project().events()) {
    switch (event.kind()) {
      case v1::PROJECT_STEP_KIND_CONTRACT:
      case v1::PROJECT_STEP_KIND_START:
      case v1::PROJECT_STEP_KIND_REACH_MILESTONE:
      case v1::PROJECT_STEP_KIND_COMPLETE:
        take(world.emergency, event.step());
        break;
      default:
        break;
    }
  }
  world.panels.panels["engagements/accept"] = testing::HeldPanel();
  take(world.office, walk.project().events(walk.project().events_size() - 1).step());
  take(world.office,
       StepWithDocument("note: \"未检查\" settlement { amount { currency_code: \"CNY\" units: 34999 nanos: 990000000 } "
                        "pay_date { year: 2026 month: 6 day: 1 } voucher: \"2\" }"));
  v1::GetBudgetRequest get;
  get.set_name(kBudget);
  const auto budget = world.budgets.GetBudget(world.auditor, get);
  ASSERT_TRUE(budget.ok()) << budget.status();
  EXPECT_EQ(FenOf(budget->paid()), 3499999);
  EXPECT_EQ(FenOf(budget->shares(1).committed()), 3499999) << "what was not spent is free again";
  v1::GetProviderRequest provider;
  provider.set_name(kProvider);
  EXPECT_EQ(world.providers.GetProvider(world.housing, provider)->accepted_count(), 1);
}

TEST(ProjectServiceTest, WhoProposesForWhom) {
  World world;
  EXPECT_EQ(world.Propose(world.emergency).status().code(), absl::StatusCode::kNotFound) << "no budget yet";
  ASSERT_TRUE(world.PutBudget(world.office).ok());
  EXPECT_TRUE(world.Propose(world.emergency).ok());
  EXPECT_TRUE(world.Propose(world.office).ok());
  EXPECT_EQ(ReasonOf(world.Propose(world.housing).status()), "NOT_OWN_DEPARTMENT");
  EXPECT_EQ(world.Propose(world.stranger).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST(ProjectServiceTest, TwoApprovalsFitOnlyWhatIsLeft) {
  World world;
  const std::string first = world.Reviewed();
  const std::string second = world.Propose(world.emergency)->name();
  ASSERT_TRUE(world.Take(world.office, second, Step("panel { engagement: \"engagements/review\" }")).ok());
  ASSERT_TRUE(world
                  .Take(world.office, second,
                        StepWithDocument("review { votes_for: 3 amount { currency_code: \"CNY\" units: 40000 } }"))
                  .ok());
  const auto approve = [&](const std::string& name, const std::string& units) {
    return world
        .Take(world.office, name,
              StepWithDocument("decision { approve: true amount { currency_code: \"CNY\" units: " + units + " } }"))
        .status();
  };
  EXPECT_TRUE(approve(first, "40000").ok());
  EXPECT_EQ(ReasonOf(approve(second, "30001")), "BUDGET_EXCEEDED");
  EXPECT_TRUE(approve(second, "30000").ok()) << "70,000 in all";
  EXPECT_THAT(world.store.audit().back(), HasSubstr("APPROVE"));
  v1::Budget smaller = testing::SampleBudget();
  *smaller.mutable_amount() = MoneyOf(9000000);
  *smaller.mutable_shares(0)->mutable_amount() = MoneyOf(2700000);
  *smaller.mutable_shares(1)->mutable_amount() = MoneyOf(6300000);
  EXPECT_EQ(ReasonOf(world.PutBudget(world.office, smaller, "核减").status()), "BELOW_COMMITTED");
}

TEST(ProjectServiceTest, AStepRepeatedAnswersTheFirstResponseAndAStaleEtagIsToldSo) {
  World world;
  ASSERT_TRUE(world.PutBudget(world.office).ok());
  const auto project = world.Propose(world.emergency);
  v1::RecordProjectStepRequest request;
  request.set_name(project->name());
  request.set_request_id(NewUuid());
  request.set_etag(project->etag());
  *request.mutable_step() = Step("note: \"缓办\" withdrawal {}");
  const auto first = world.projects.RecordProjectStep(world.emergency, request);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = world.projects.RecordProjectStep(world.emergency, request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->events_size(), first->events_size());
  request.set_request_id(NewUuid());
  EXPECT_EQ(ReasonOf(world.projects.RecordProjectStep(world.emergency, request).status()), "STALE_ETAG");
}

TEST(ProjectServiceTest, ARepeatedStepIsAnsweredWithoutAskingForThePanel) {
  World world;
  ASSERT_TRUE(world.PutBudget(world.office).ok());
  v1::RecordProjectStepRequest request;
  request.set_name(world.Propose(world.emergency)->name());
  request.set_request_id(NewUuid());
  *request.mutable_step() = Step("panel { engagement: \"engagements/review\" }");
  const auto first = world.projects.RecordProjectStep(world.office, request);
  ASSERT_TRUE(first.ok()) << first.status();
  world.panels.away = true;
  const auto again = world.projects.RecordProjectStep(world.office, request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  request.mutable_step()->set_note("另一步");
  EXPECT_EQ(world.projects.RecordProjectStep(world.office, request).status().code(), absl::StatusCode::kInvalidArgument)
      << "the id was used for another content";
}

TEST(ProjectServiceTest, ARehearsalStoresNothingAndIsAudited) {
  World world;
  ASSERT_TRUE(world.PutBudget(world.office).ok());
  v1::CreateProjectRequest request;
  request.mutable_project()->set_budget(kBudget);
  *request.mutable_project()->mutable_proposal() = testing::SampleProposal();
  *request.mutable_project()->add_documents() = testing::FromText<v1::Document>(testing::ApplicationText());
  request.set_request_id(NewUuid());
  request.set_validate_only(true);
  ASSERT_TRUE(world.projects.CreateProject(world.emergency, request).ok());
  EXPECT_EQ(world.projects.ListProjects(world.office, {})->projects_size(), 0);
  EXPECT_THAT(world.store.audit().back(), HasSubstr("rehearsed"));
}

TEST(ProjectServiceTest, AnEngagementThatIsNotThereIsToldAndOneThatCannotBeReadIsUnavailable) {
  World world;
  ASSERT_TRUE(world.PutBudget(world.office).ok());
  const std::string name = world.Propose(world.emergency)->name();
  const auto assign = [&](const std::string& engagement) {
    return world.Take(world.office, name, Step("panel { engagement: \"" + engagement + "\" }")).status();
  };
  EXPECT_EQ(BadRequestOf(assign("engagements/none"))->field_violations(0).field(), "step.panel.engagement");
  EXPECT_EQ(BadRequestOf(assign("none"))->field_violations(0).field(), "step.panel.engagement");
  world.panels.away = true;
  EXPECT_EQ(assign("engagements/review").code(), absl::StatusCode::kUnavailable);
}

TEST(ProjectServiceTest, TheStatementIsAWorkbook) {
  World world;
  world.Reviewed();
  v1::ExportStatementRequest request;
  request.set_budget(kBudget);
  const auto statement = world.projects.ExportStatement(world.auditor, request);
  ASSERT_TRUE(statement.ok()) << statement.status();
  const WorkbookFacts facts = ReadFacts(statement->content());
  EXPECT_THAT(facts.Sheets(), ::testing::ElementsAre("预算执行", "项目", "承担机构", "过程记录"));
  EXPECT_THAT(facts.Row("预算执行", facts.RowOf("预算执行", "培训")),
              ::testing::ElementsAre("培训", "70000", "0", "0", "70000"));
  EXPECT_THAT(facts.Row("项目", 3), ::testing::Contains("评审通过"));
  EXPECT_THAT(facts.Row("过程记录", 5), ::testing::Contains("纪要 ")) << "the third step with its document";
  EXPECT_EQ(statement->filename(), "工伤预防费决算-sample-2026.xlsx");
  EXPECT_EQ(world.projects.ExportStatement(world.stranger, request).status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST(ProjectServiceTest, AProposalNeedsADocument) {
  World world;
  ASSERT_TRUE(world.PutBudget(world.office).ok());
  v1::CreateProjectRequest request;
  request.mutable_project()->set_budget(kBudget);
  *request.mutable_project()->mutable_proposal() = testing::SampleProposal();
  request.set_request_id(NewUuid());
  EXPECT_EQ(BadRequestOf(world.projects.CreateProject(world.emergency, request).status())->field_violations(0).field(),
            "project.documents");
}

TEST(ProjectServiceTest, TheStatementHasEveryProvidersContracts) {
  World world;
  const std::string name = world.Contracted();
  v1::ExportStatementRequest request;
  request.set_budget(kBudget);
  const auto statement = world.projects.ExportStatement(world.auditor, request);
  ASSERT_TRUE(statement.ok()) << statement.status();
  const WorkbookFacts facts = ReadFacts(statement->content());
  EXPECT_THAT(facts.Row("承担机构", facts.RowOf("承担机构", "91350100M000100Y43")),
              ::testing::ElementsAre("91350100M000100Y43", "示例培训机构", "1", "35000", "0", "0", "0"));
}

TEST(ProjectServiceTest, TheRankingIsToldByPageWithoutLosingAPlace) {
  World world;
  ASSERT_TRUE(world.PutBudget(world.office).ok());
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(world.Propose(world.emergency).ok());
  v1::RankProjectsRequest request;
  request.set_budget(kBudget);
  request.set_page_size(2);
  std::vector<int> places;
  for (int pages = 0; pages < 4; ++pages) {
    const auto ranked = world.projects.RankProjects(world.housing, request);
    ASSERT_TRUE(ranked.ok()) << ranked.status();
    for (const v1::RankedProject& place : ranked->projects()) places.push_back(place.place());
    request.set_page_token(ranked->next_page_token());
    if (ranked->next_page_token().empty()) break;
  }
  EXPECT_THAT(places, ::testing::ElementsAre(1, 2, 3, 4, 5));
  request.set_page_token(MakePageToken(request, "-5"));
  EXPECT_TRUE(absl::IsInvalidArgument(world.projects.RankProjects(world.housing, request).status()))
      << "the mark of a token is no secret: whoever makes one up names no place before the first";
}

TEST(ProjectServiceTest, ABudgetWithTooManyProjectsTakesNoMore) {
  World world;
  ASSERT_TRUE(world.PutBudget(world.office).ok());
  ASSERT_TRUE(world.store
                  .Mutate(
                      RequestKey{"a", "m", NewUuid(), std::string(32, 'x')}, testing::Now(),
                      [&](FundTransaction& rows) -> absl::StatusOr<Outcome> {
                        for (int i = 0; i < kMostProjects; ++i) {
                          rows.SaveProject({testing::SampleProject(absl::StrCat("p", i)), "140581"});
                        }
                        return Outcome{"", "", ""};
                      },
                      absl::InfiniteFuture())
                  .ok());
  EXPECT_EQ(ReasonOf(world.Propose(world.emergency).status()), "TOO_MANY_PROJECTS");
}

TEST(ProjectServiceTest, ProjectsAreListedByPage) {
  World world;
  ASSERT_TRUE(world.PutBudget(world.office).ok());
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(world.Propose(world.emergency).ok());
  v1::ListProjectsRequest request;
  request.set_page_size(2);
  const auto first = world.projects.ListProjects(world.housing, request);
  ASSERT_EQ(first->projects_size(), 2);
  request.set_page_token(first->next_page_token());
  const auto last = world.projects.ListProjects(world.housing, request);
  EXPECT_EQ(last->projects_size(), 1);
  EXPECT_EQ(last->next_page_token(), "");
  EXPECT_EQ(world.projects.ListProjects(world.stranger, {})->projects_size(), 0) << "another region's";
  request.Clear();
  request.set_year(1999);
  EXPECT_EQ(BadRequestOf(world.projects.ListProjects(world.office, request).status())->field_violations(0).field(),
            "year");
}

TEST(ProjectServiceTest, AnAmendmentNeedsAReason) {
  World world;
  ASSERT_TRUE(world.PutBudget(world.office).ok());
  EXPECT_EQ(BadRequestOf(world.PutBudget(world.office).status())->field_violations(0).field(), "reason");
  EXPECT_EQ(world.PutBudget(world.office, testing::SampleBudget(), "调整")->revisions_size(), 2);
  EXPECT_EQ(ReasonOf(world.PutBudget(world.emergency).status()), "NOT_PLAN_OFFICE");
}

TEST(ProviderServiceTest, AProviderBarredAfterTheSigningGetsNoAdvance) {
  World world;
  const std::string name = world.Contracted();
  v1::RecordConductRequest bar;
  bar.set_name(kProvider);
  bar.set_request_id(NewUuid());
  *bar.mutable_conduct() = testing::FromText<v1::Conduct>(
      "kind: CONDUCT_KIND_BARRED reason: \"虚报人数\" date { year: 2026 month: 6 day: 1 } document " +
      testing::DocumentText("决定"));
  ASSERT_TRUE(world.providers.RecordConduct(world.office, bar).ok());
  const auto refused = world.Take(world.office, name,
                                  Step("advance { amount { currency_code: \"CNY\" units: 20000 } voucher: \"1\" "
                                       "pay_date { year: 2026 month: 6 day: 1 } }"));
  EXPECT_EQ(BadRequestOf(refused.status())->field_violations(0).field(), "step.advance");
}

TEST(ProviderServiceTest, ABarredProviderGetsNoContract) {
  World world;
  const std::string name = world.Reviewed();
  ASSERT_TRUE(world.PutProvider(world.office).ok());
  ASSERT_TRUE(world
                  .Take(world.office, name,
                        StepWithDocument("decision { approve: true amount { currency_code: \"CNY\" units: 36000 } }"))
                  .ok());
  v1::RecordConductRequest bar;
  bar.set_name(kProvider);
  bar.set_request_id(NewUuid());
  *bar.mutable_conduct() = testing::FromText<v1::Conduct>(
      "kind: CONDUCT_KIND_BARRED reason: \"虚报人数\" date { year: 2026 month: 5 day: 1 } document " +
      testing::DocumentText("决定"));
  const auto barred = world.providers.RecordConduct(world.office, bar);
  ASSERT_TRUE(barred.ok()) << barred.status();
  EXPECT_EQ(barred->barred_until_date().year(), 2029);
  testing::Walk walk;
  walk.Contracted();
  const auto refused =
      world.Take(world.emergency, name, walk.project().events(walk.project().events_size() - 1).step()).status();
  EXPECT_EQ(BadRequestOf(refused)->field_violations(0).field(), "step.contract.contract.provider");
  bar.set_request_id(NewUuid());
  bar.mutable_conduct()->set_project("projects/none");
  EXPECT_EQ(world.providers.RecordConduct(world.office, bar).status().code(), absl::StatusCode::kNotFound);
}

TEST(ExpertPanelsTest, AnEngagementAsAPanel) {
  expert::v1::Engagement engagement;
  engagement.set_name("engagements/e");
  engagement.set_pool("plans/sample/pools/professional");
  engagement.set_kind(expert::v1::ENGAGEMENT_KIND_PROJECT_REVIEW);
  engagement.set_state(expert::v1::ENGAGEMENT_STATE_CONFIRMED);
  engagement.set_panel_size(5);
  engagement.add_parties()->set_credit_code("91350100M000100Y43");
  engagement.mutable_end_time()->set_seconds(1780300000);
  Panel panel = PanelOf(engagement);
  EXPECT_EQ(panel.plan, "plans/sample");
  EXPECT_TRUE(panel.reviews_projects);
  EXPECT_FALSE(panel.accepts_projects);
  EXPECT_FALSE(panel.held) << "it has not met";
  EXPECT_EQ(panel.seats, 5);
  EXPECT_EQ(absl::ToUnixSeconds(panel.end_time), 1780300000);
  EXPECT_THAT(panel.parties, ::testing::ElementsAre("91350100M000100Y43"));
  engagement.set_matter("projects/p");
  EXPECT_EQ(PanelOf(engagement).matter, "projects/p");
  engagement.set_state(expert::v1::ENGAGEMENT_STATE_RATED);
  EXPECT_TRUE(PanelOf(engagement).held);
}

}  // namespace
}  // namespace lianfang::fund
