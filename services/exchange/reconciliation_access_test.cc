// Who may call which RPC of ReconciliationService from where.
#include <gtest/gtest.h>

#include <string>

#include "common/testing/region_table.h"
#include "services/exchange/domain/reconciliation/model_editions.h"
#include "services/exchange/linkage_model_service.h"
#include "services/exchange/reconciliation_service.h"
#include "services/exchange/store/testing/fake_reconciliation_store.h"
#include "services/exchange/testing/fake_returns.h"
#include "services/exchange/testing/world.h"

namespace lianfang::exchange {
namespace {

using namespace testing;       // NOLINT(build/namespaces): the samples
using namespace region_table;  // NOLINT(build/namespaces): the words of the table

const Roles kConvener = {type::v1::ROLE_CONVENER};

Call CallBy(const Identity& caller) {
  Call call;
  call.method = "lianfang.exchange.v1.ReconciliationService.Test";
  call.caller = caller;
  call.deadline = absl::InfiniteFuture();
  return call;
}

// Somebody of the department that leads the plan.
Identity OfLead(const Identity& caller) {
  Identity lead = caller;
  lead.department = "hrss";
  return lead;
}

// What is not told to exist is left out.
absl::Status Seen(const absl::Status& status) { return absl::IsNotFound(status) ? Hidden() : status; }

// The accident of April has a casualty without an application, which the department that leads owns; emergency keeps the evidence.
class ReconciliationAccessTest : public ::testing::Test {
 public:
  ReconciliationAccessTest() {
    v1::Record accident = Accident();
    *accident.mutable_accident()->mutable_occurrence_time() = ToTimestamp(Now() - absl::Hours(24 * 75));
    (void)world_.Published(world_.emergency, accident);
    world_.AgreeOn(
        v1::RECORD_KIND_ACCIDENT, world_.emergency_convener,
        {"occurrence_time", "employer", "casualties.person", "casualties.outcome", "deaths", "slightly_injured"});
    world_.AgreeOn(
        v1::RECORD_KIND_INJURY, As(type::v1::ROLE_CONVENER, "hrss"),
        {"person", "employer", "injury_date", "from_accident", "from_disease", "application_date", "decision"});
    store_.SetPlans({kPlan}, 1);
    EXPECT_TRUE(reconciler_.ReconcilePlan(kPlan, true, absl::InfiniteFuture()).ok());
    v1::ListDiscrepanciesRequest list;
    list.set_parent(kPlan);
    name_ = service_.ListDiscrepancies(world_.office, list)->discrepancies(0).name();
  }

  template <typename Request>
  static Request Fresh(const std::string& name) {
    Request request;
    request.set_name(name);
    request.set_request_id(NewUuid());
    return request;
  }
  template <typename Request>
  static Request OfPlan() {
    Request request;
    request.set_parent(kPlan);
    return request;
  }

  // A link about which a person is asked; its name. It answers the discrepancy, so it is made last.
  std::string UncertainLink() {
    v1::Record injury = Injury();
    v1::Person& person = *injury.mutable_injury()->mutable_person();
    person.clear_id_number();
    person.clear_id_document();
    person.clear_phone();
    person.set_display_name("欧阳晓明");
    *injury.mutable_injury()->mutable_application_date() = ToDate(absl::CivilDay(2026, 4, 10));
    (void)world_.Published(world_.hrss, injury);
    EXPECT_TRUE(reconciler_.ReconcilePlan(kPlan, true, absl::InfiniteFuture()).ok());
    const auto links = service_.ListUncertainLinks(world_.office, OfPlan<v1::ListUncertainLinksRequest>());
    return links->links(0).name();
  }

  absl::Status List(const Identity& caller) {
    const auto listed = service_.ListDiscrepancies(CallBy(caller), OfPlan<v1::ListDiscrepanciesRequest>());
    return listed.ok() && listed->discrepancies().empty() ? Hidden() : listed.status();
  }
  absl::Status Export(const Identity& caller) {
    v1::ExportDiscrepanciesRequest request;
    *request.mutable_selection() = OfPlan<v1::ListDiscrepanciesRequest>();
    const auto exported = service_.ExportDiscrepancies(CallBy(caller), request);
    return exported.ok() && exported->discrepancy_count() == 0 ? Hidden() : exported.status();
  }
  absl::Status Get(const Identity& caller) {
    v1::GetDiscrepancyRequest request;
    request.set_name(name_);
    return Seen(service_.GetDiscrepancy(CallBy(caller), request).status());
  }
  absl::Status Explain(const Identity& caller) {
    auto request = Fresh<v1::ExplainDiscrepancyRequest>(name_);
    request.set_reason("已在外地申请");
    return Seen(service_.ExplainDiscrepancy(CallBy(caller), request).status());
  }
  absl::Status Correct(const Identity& caller) {
    auto request = Fresh<v1::CorrectDiscrepancyRequest>(name_);
    request.set_reason("已更正");
    return Seen(service_.CorrectDiscrepancy(CallBy(caller), request).status());
  }
  absl::Status Refer(const Identity& caller) {
    auto request = Fresh<v1::ReferDiscrepancyRequest>(name_);
    request.set_department("emergency");
    request.set_reason("由其核实");
    return Seen(service_.ReferDiscrepancy(CallBy(caller), request).status());
  }
  absl::Status Decide(const Identity& caller) {
    if (link_.empty()) link_ = UncertainLink();
    auto request = Fresh<v1::DecideLinkRequest>(link_);
    request.set_reason("核对过身份证");
    request.set_same(true);
    return Seen(service_.DecideLink(CallBy(caller), request).status());
  }
  absl::Status Propose(const Identity& caller) {
    auto request = OfPlan<v1::ProposeLinkageModelRequest>();
    request.mutable_model()->set_edition("2026-1");
    request.set_reason("按本地登记表拟合");
    request.set_request_id(NewUuid());
    return models_.ProposeLinkageModel(CallBy(caller), request).status();
  }
  absl::Status Approve(const Identity& caller) {
    return models_
        .ApproveLinkageModel(CallBy(caller), Fresh<v1::ApproveLinkageModelRequest>(LinkageModelName(kPlan, "2026-1")))
        .status();
  }
  absl::Status Refuse(const Identity& caller) {
    auto request = Fresh<v1::RefuseLinkageModelRequest>(LinkageModelName(kPlan, "2026-1"));
    request.set_reason("样本太小");
    return models_.RefuseLinkageModel(CallBy(caller), request).status();
  }
  absl::Status GetModel(const Identity& caller) {
    v1::GetLinkageModelRequest request;
    request.set_name(LinkageModelName(kPlan, "2026-1"));
    return models_.GetLinkageModel(CallBy(caller), request).status();
  }
  absl::Status ReconcilePlan(const Identity& caller) {
    v1::ReconcilePlanRequest request;
    request.set_name(kPlan);
    return service_.ReconcilePlan(CallBy(caller), request).status();
  }

  World world_;
  FakeReconciliationStore store_;
  FakeReturns returns_;
  Reconciler reconciler_{world_.context, world_.records, store_, ReconcilerOptions(), world_.metrics, returns_};
  ReconciliationService service_{world_.context, store_, reconciler_};
  LinkageModelService models_{world_.context, store_};
  std::string name_, link_;
};

TEST_F(ReconciliationAccessTest, DiscrepanciesAreSeenFromTheirRegionAndAboveAndSettledByTheirOwner) {
  const auto by = [this](absl::Status (ReconciliationAccessTest::*ask)(const Identity&)) {
    return [this, ask](const Identity& caller) { return (this->*ask)(caller); };
  };
  const auto by_lead = [this](absl::Status (ReconciliationAccessTest::*ask)(const Identity&)) {
    return [this, ask](const Identity& caller) { return (this->*ask)(OfLead(caller)); };
  };
  ExpectTable(
      *v1::GetDiscrepancyRequest::descriptor()->file()->service(0),
      {
          {"ListDiscrepancies", kSupervisors, "own above", by(&ReconciliationAccessTest::List)},
          {"ListDiscrepancies", kFilers, "own", by(&ReconciliationAccessTest::List)},
          {"ExportDiscrepancies", kOfficeAndAuditor, "own above", by(&ReconciliationAccessTest::Export)},
          {"GetDiscrepancy", kSupervisors, "own above", by(&ReconciliationAccessTest::Get)},
          {"GetDiscrepancy", kFilers, "own", by(&ReconciliationAccessTest::Get)},
          // Emergency keeps the evidence, and does not own it.
          {"ExplainDiscrepancy", kFilers, "", by(&ReconciliationAccessTest::Explain)},
          {"CorrectDiscrepancy", kFilers, "", by(&ReconciliationAccessTest::Correct)},
          {"ReferDiscrepancy", kFilers, "", by(&ReconciliationAccessTest::Refer)},
          {"ExplainDiscrepancy", kFilers, "own", by_lead(&ReconciliationAccessTest::Explain)},
          {"CorrectDiscrepancy", kFilers, "own", by_lead(&ReconciliationAccessTest::Correct)},
          // The rules are public, as plans are.
          {"ListDiscrepancyRules", kReaders, "own above foreign",
           [this](const Identity& caller) {
             return service_.ListDiscrepancyRules(CallBy(caller), OfPlan<v1::ListDiscrepancyRulesRequest>()).status();
           }},
          {"ListUncertainLinks", kOfficeOnly, "own",
           [this](const Identity& caller) {
             return service_.ListUncertainLinks(CallBy(caller), OfPlan<v1::ListUncertainLinksRequest>()).status();
           }},
          {"ReconcilePlan", kOfficeOnly, "own", by(&ReconciliationAccessTest::ReconcilePlan)},
          {"ProposeLinkageModel", kFilers, "", by(&ReconciliationAccessTest::Propose)},
          {"ProposeLinkageModel", kParticipants, "own", by_lead(&ReconciliationAccessTest::Propose)},
          {"GetLinkageModel", kReaders, "own above", by(&ReconciliationAccessTest::GetModel)},
          {"ListLinkageModels", kReaders, "own above",
           [this](const Identity& caller) {
             return models_.ListLinkageModels(CallBy(caller), OfPlan<v1::ListLinkageModelsRequest>()).status();
           }},
          {"ApproveLinkageModel", kFilers, "", by(&ReconciliationAccessTest::Approve)},
          {"ApproveLinkageModel", kConvener, "own", by_lead(&ReconciliationAccessTest::Approve)},
          {"ApproveLinkageModel", kOfficeOnly, "own", by(&ReconciliationAccessTest::Approve)},
          {"RefuseLinkageModel", kFilers, "", by(&ReconciliationAccessTest::Refuse)},
          {"RefuseLinkageModel", kConvener, "own", by_lead(&ReconciliationAccessTest::Refuse)},
          {"RefuseLinkageModel", kOfficeOnly, "own", by(&ReconciliationAccessTest::Refuse)},
          // Whoever it is referred to owns it then.
          {"ReferDiscrepancy", kOfficeOnly, "own", by(&ReconciliationAccessTest::Refer)},
          {"DecideLink", kOfficeOnly, "own", by(&ReconciliationAccessTest::Decide)},
      },
      kCounty);
}

}  // namespace
}  // namespace lianfang::exchange
