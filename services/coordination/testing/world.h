// The service on a fake store, with a plan, a clock and callers: what handler tests start from.
#ifndef LIANFANG_SERVICES_COORDINATION_TESTING_WORLD_H_
#define LIANFANG_SERVICES_COORDINATION_TESTING_WORLD_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/rpc/call.h"
#include "common/testing/fake_clock.h"
#include "services/coordination/activity_service.h"
#include "services/coordination/conference_service.h"
#include "services/coordination/domain/testing/sample.h"
#include "services/coordination/evidence/evidence_source.h"
#include "services/coordination/exchange/exchange_records.h"
#include "services/coordination/file_service.h"
#include "services/coordination/inspection_service.h"
#include "services/coordination/open/open_items.h"
#include "services/coordination/opinion_service.h"
#include "services/coordination/store/testing/fake_coordination_store.h"
#include "services/coordination/task_service.h"
#include "services/coordination/testing/fake_exchange.h"

namespace lianfang::coordination::testing {

// Answers the sample plan.
class FakePlanSource : public PlanSource {
 public:
  absl::StatusOr<type::v1::Plan> GetPlan(const std::string& name, int /*edition*/, absl::Time) override {
    if (name != plan.name()) return absl::NotFoundError("no such plan");
    return plan;
  }
  type::v1::Plan plan = *SamplePlan();
};

// What tests put in; away: it cannot be asked.
class FakeOpenItems : public OpenItems {
 public:
  absl::StatusOr<std::vector<duty::v1::Duty>> AwaitedDuties(const std::string&, absl::Time) override {
    if (away) return absl::UnavailableError("away");
    return duties;
  }
  absl::StatusOr<evaluation::v1::Scorecard> GetScorecard(const std::string&, const std::string&, const std::string&,
                                                         absl::Time) override {
    if (away) return absl::UnavailableError("away");
    return scorecard;
  }
  absl::StatusOr<evaluation::v1::Forecast> GetForecast(const std::string&, const std::string&, const std::string&,
                                                       absl::Time) override {
    if (away) return absl::UnavailableError("away");
    return forecast;
  }
  std::vector<duty::v1::Duty> duties;
  evaluation::v1::Scorecard scorecard;
  evaluation::v1::Forecast forecast;
  bool away = false;
};

class FakeEvidence : public EvidenceSource {
 public:
  absl::StatusOr<std::vector<type::v1::Plan>> ListPlans(absl::Time) override { return std::vector{plan}; }
  absl::StatusOr<ReturnsCount> CountReturns(const std::string&, const std::string&, absl::Time) override {
    return returns;
  }
  absl::StatusOr<PoolSize> GetPoolSize(const std::string&, const std::string&, absl::Time) override {
    if (expert_away) return absl::UnavailableError("away");
    return pool;
  }
  absl::StatusOr<AssessmentCount> CountAssessed(const std::string&, const std::string& region,
                                                const std::string& period, absl::Time) override {
    assessed_of = region + " " + period;
    return assessed;
  }
  type::v1::Plan plan = *SamplePlan();
  ReturnsCount returns{7, 6};
  AssessmentCount assessed{11, 1};
  std::string assessed_of;
  PoolSize pool{10, 50};
  bool expert_away = false;
};

inline Call As(const Identity& caller) {
  Call call;
  call.method = "lianfang.coordination.v1.InspectionService.Test";
  call.caller = caller;
  call.deadline = absl::InfiniteFuture();
  return call;
}

inline std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : "";
}

inline std::string FirstField(const absl::Status& status) {
  const auto details = BadRequestOf(status);
  return details.has_value() ? details->field_violations(0).field() : "";
}

struct World {
  FakeClock clock{Now()};
  FakeCoordinationStore store;
  FakePlanSource source;
  PlanEditions plans{source, store, clock};
  const CoordinationContext context{store, plans, clock};
  FakeOpenItems open;
  AgendaDrafter drafter{context, open};
  FakeEvidence evidence;
  FakeExchange exchange;
  TaskService tasks{context};
  InspectionService inspections{context};
  ConferenceService conferences{context, drafter};
  ActivityService activities{context, exchange};
  OpinionService opinions{context};
  FileService files{context};

  const Call office = As(Office("shi"));
  const Call second = As(Office("wang"));
  const Call emergency = As(Liaison("emergency", "zhang"));
  const Call colleague = As(Liaison("emergency", "li"));
  const Call health = As(Liaison("health"));
  const Call housing = As(Liaison("housing"));
  const Call observer = As(Union());
  const Call auditor = As(Caller(type::v1::ROLE_AUDITOR, "audit"));

  // A request with a fresh id, about the resource of this name.
  template <typename Request>
  static Request About(const std::string& name) {
    Request request;
    request.set_name(name);
    request.set_request_id(NewUuid());
    return request;
  }

  absl::StatusOr<v1::Inspection> Plan() {
    v1::CreateInspectionRequest request;
    *request.mutable_inspection() = CarriedOut();
    request.mutable_inspection()->clear_name();
    request.mutable_inspection()->clear_state();
    request.mutable_inspection()->clear_findings();
    request.set_request_id(NewUuid());
    return inspections.CreateInspection(emergency, request);
  }
  // An inspection with two findings.
  v1::Inspection Inspect() {
    auto request = About<v1::RecordFindingsRequest>(Plan()->name());
    const v1::Inspection sample = CarriedOut();
    for (v1::Finding finding : sample.findings()) {
      finding.clear_name();
      *request.add_findings() = finding;
    }
    return *inspections.RecordFindings(emergency, request);
  }
  v1::CreateOrderRequest OrderOn(const v1::Inspection& inspection) {
    v1::CreateOrderRequest request;
    *request.mutable_order() = Draft();
    request.mutable_order()->set_findings(0, inspection.name() + "/findings/1");
    request.mutable_order()->set_findings(1, inspection.name() + "/findings/2");
    request.set_request_id(NewUuid());
    return request;
  }
  absl::StatusOr<v1::Order> Take(const std::string& order, v1::OrderAction action, const Call& by) {
    v1::AdvanceOrderRequest request = Step(action);
    request.set_name(order);
    request.set_request_id(NewUuid());
    return inspections.AdvanceOrder(by, request);
  }
  v1::Order Serve() {
    const auto order = inspections.CreateOrder(emergency, OrderOn(Inspect()));
    return *Take(order->name(), v1::ORDER_ACTION_SERVE, emergency);
  }
  absl::StatusOr<v1::Conference> Convene(const v1::Conference& wanted = Wanted()) {
    v1::ConveneConferenceRequest request;
    *request.mutable_conference() = wanted;
    request.set_request_id(NewUuid());
    return conferences.ConveneConference(office, request);
  }
  // A conference that was held, with a resolution of emergency.
  v1::Conference Hold() {
    const auto convened = Convene();
    clock.Set(FromTimestamp(convened->end_time()));
    auto request = About<v1::RecordMinutesRequest>(convened->name());
    request.set_chair("张局长");
    request.set_minutes("会议听取了汇报。\n\n会议强调 <安全> & 健康。");
    auto& attendance = *request.add_attendance();
    attendance.set_department("emergency");
    attendance.set_attendees("王五");
    auto& resolution = *request.add_resolutions();
    resolution.set_text("专项治理");
    resolution.set_owner("emergency");
    *resolution.mutable_due_date() = Date(2023, 4, 30);
    return *conferences.RecordMinutes(office, request);
  }
};

}  // namespace lianfang::coordination::testing

#endif  // LIANFANG_SERVICES_COORDINATION_TESTING_WORLD_H_
