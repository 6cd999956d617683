#include "services/coordination/inspection_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "services/coordination/documents.h"
#include "services/coordination/domain/inspection/inspection_rules.h"
#include "services/coordination/domain/inspection/order_rules.h"
#include "services/coordination/domain/inspection/statistics.h"
#include "services/coordination/list_page.h"
#include "services/coordination/mutation.h"

namespace lianfang::coordination {
namespace {

constexpr size_t kIdBytes = 8;
constexpr int kRead = 500;  // documents read at once where many are counted

// The office acts for any, people of a department for inspections that it takes part in.
absl::Status CheckTakesPart(const Identity& caller, const v1::Inspection& inspection, const PlanFrame& frame) {
  if (caller.role == type::v1::ROLE_OFFICE) return CheckIsOffice(caller, frame.plan());
  if (Holds(inspection.departments(), caller.department)) return CheckIsOf(caller, frame.plan(), caller.department);
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, "is for the departments that inspect, and the office",
                         "NOT_OWN_DEPARTMENT");
}

template <typename States>
std::vector<int> NumbersOf(const States& states) {
  return {states.begin(), states.end()};
}

// A bound of the statistics; nothing where none is given.
absl::StatusOr<std::optional<absl::CivilDay>> BoundOf(absl::string_view field, bool given,
                                                      const google::type::Date& date) {
  if (!given) return std::optional<absl::CivilDay>();
  const auto day = FromDate(date);
  if (!day.ok()) return InvalidField(field, day.status().message());
  return std::optional<absl::CivilDay>(*day);
}

// Puts the files of every finding into one list, to be looked up.
google::protobuf::RepeatedPtrField<std::string> FilesOf(const v1::RecordFindingsRequest& request) {
  google::protobuf::RepeatedPtrField<std::string> files;
  for (const v1::Finding& finding : request.findings()) files.MergeFrom(finding.files());
  return files;
}

}  // namespace

void InspectionService::Register(ContractService& service) {
  RegisterMutation<v1::CreateInspectionRequest, v1::Inspection>(
      service, context_, "CreateInspection",
      [this](const Call& call, const auto& request) { return CreateInspection(call, request); });
  service.Unary<v1::GetInspectionRequest, v1::Inspection>(
      "GetInspection", [this](const Call& call, const auto& request) { return GetInspection(call, request); });
  service.Unary<v1::ListInspectionsRequest, v1::ListInspectionsResponse>(
      "ListInspections", [this](const Call& call, const auto& request) { return ListInspections(call, request); });
  RegisterMutation<v1::RecordFindingsRequest, v1::Inspection>(
      service, context_, "RecordFindings",
      [this](const Call& call, const auto& request) { return RecordFindings(call, request); });
  RegisterMutation<v1::CancelInspectionRequest, v1::Inspection>(
      service, context_, "CancelInspection",
      [this](const Call& call, const auto& request) { return CancelInspection(call, request); });
  RegisterMutation<v1::CreateOrderRequest, v1::Order>(
      service, context_, "CreateOrder",
      [this](const Call& call, const auto& request) { return CreateOrder(call, request); });
  service.Unary<v1::GetOrderRequest, v1::Order>(
      "GetOrder", [this](const Call& call, const auto& request) { return GetOrder(call, request); });
  service.Unary<v1::ListOrdersRequest, v1::ListOrdersResponse>(
      "ListOrders", [this](const Call& call, const auto& request) { return ListOrders(call, request); });
  RegisterMutation<v1::AdvanceOrderRequest, v1::Order>(
      service, context_, "AdvanceOrder",
      [this](const Call& call, const auto& request) { return AdvanceOrder(call, request); });
  service.Unary<v1::GetInspectionStatisticsRequest, v1::InspectionStatistics>(
      "GetInspectionStatistics",
      [this](const Call& call, const auto& request) { return GetInspectionStatistics(call, request); });
}

absl::StatusOr<v1::Inspection> InspectionService::CreateInspection(const Call& call,
                                                                   const v1::CreateInspectionRequest& request) {
  const auto frame = context_.FindPlan("inspection.plan", request.inspection().plan(), call.deadline);
  if (!frame.ok()) return frame.status();
  if (absl::Status faults = CheckInspection(request.inspection(), *frame); !faults.ok()) return faults;
  if (absl::Status own = CheckTakesPart(call.caller, request.inspection(), *frame); !own.ok()) return own;
  return Mutate<v1::Inspection>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Inspection>> {
        v1::Inspection inspection = request.inspection();
        inspection.clear_record();
        inspection.clear_recorder();
        inspection.clear_record_time();
        inspection.clear_cancel_reason();
        inspection.clear_create_time();
        inspection.set_name(absl::StrCat("inspections/", RandomHex(kIdBytes)));
        inspection.set_state(v1::INSPECTION_STATE_PLANNED);
        inspection.set_creator(by.actor);
        Stamp(by.now, inspection);
        rows.Save(DocumentOf(inspection, *frame));
        return MadeChange<v1::Inspection>{inspection, inspection.name(), "planned"};
      });
}

absl::StatusOr<v1::Inspection> InspectionService::GetInspection(const Call& call,
                                                                const v1::GetInspectionRequest& request) {
  if (absl::Status name = CheckName("name", "inspections", request.name()); !name.ok()) return name;
  auto known = context_.Find<v1::Inspection>(call, request.name());
  if (!known.ok()) return known.status();
  return std::move(known->message);
}

absl::StatusOr<v1::ListInspectionsResponse> InspectionService::ListInspections(
    const Call& call, const v1::ListInspectionsRequest& request) {
  DocumentFilter filter;
  filter.shelf = Shelf::kInspection;
  filter.states = NumbersOf(request.states());
  filter.department = request.department();
  filter.industry = request.industry();
  filter.credit_code = request.credit_code();
  return ListPage<v1::Inspection, v1::ListInspectionsResponse>(
      context_, call, request, filter, [](v1::Inspection&) { return true; },
      [](v1::Inspection&& inspection, auto& response) { *response.add_inspections() = std::move(inspection); });
}

absl::StatusOr<v1::Inspection> InspectionService::RecordFindings(const Call& call,
                                                                 const v1::RecordFindingsRequest& request) {
  if (absl::Status name = CheckName("name", "inspections", request.name()); !name.ok()) return name;
  const auto known = context_.Find<v1::Inspection>(call, request.name());
  if (!known.ok()) return known.status();
  if (absl::Status own = CheckTakesPart(call.caller, known->message, known->frame); !own.ok()) return own;
  return Mutate<v1::Inspection>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Inspection>> {
        auto inspection = LoadForChange<v1::Inspection>(rows, request.name(), request.etag());
        if (!inspection.ok()) return inspection.status();
        if (absl::Status may = CheckRecord(request, *inspection, known->frame, by.now); !may.ok()) return may;
        absl::Status files = context_.NameFiles("files", FilesOf(request), inspection->plan(), rows);
        if (!files.ok()) return files;
        Record(request, by.actor, by.now, *inspection);
        Stamp(by.now, *inspection);
        rows.Save(DocumentOf(*inspection, known->frame));
        return MadeChange<v1::Inspection>{*inspection, inspection->name(),
                                          absl::StrCat(inspection->findings_size(), " findings recorded")};
      });
}

absl::StatusOr<v1::Inspection> InspectionService::CancelInspection(const Call& call,
                                                                   const v1::CancelInspectionRequest& request) {
  if (absl::Status name = CheckName("name", "inspections", request.name()); !name.ok()) return name;
  FieldViolations faults;
  CheckText(faults, "reason", request.reason(), kLongestReason, true);
  if (!faults.empty()) return faults.ToStatus();
  const auto known = context_.Find<v1::Inspection>(call, request.name());
  if (!known.ok()) return known.status();
  if (absl::Status own = CheckTakesPart(call.caller, known->message, known->frame); !own.ok()) return own;
  return Mutate<v1::Inspection>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Inspection>> {
        auto inspection = LoadForChange<v1::Inspection>(rows, request.name(), request.etag());
        if (!inspection.ok()) return inspection.status();
        if (inspection->state() != v1::INSPECTION_STATE_PLANNED) {
          return WrongState(inspection->name(), v1::InspectionState_Name(inspection->state()),
                            "is not planned any more");
        }
        inspection->set_state(v1::INSPECTION_STATE_CANCELLED);
        inspection->set_cancel_reason(request.reason());
        Stamp(by.now, *inspection);
        rows.Save(DocumentOf(*inspection, known->frame));
        return MadeChange<v1::Inspection>{*inspection, inspection->name(),
                                          absl::StrCat("cancelled: ", request.reason())};
      });
}

absl::StatusOr<v1::Order> InspectionService::CreateOrder(const Call& call, const v1::CreateOrderRequest& request) {
  if (request.order().findings().empty()) {
    return InvalidField("order.findings", "must name what was found: there is no order without it");
  }
  const auto first = ParseNumbered("order.findings[0]", "inspections", "findings", request.order().findings(0));
  if (!first.ok()) return first.status();
  const auto known = context_.Find<v1::Inspection>(call, first->owner);
  if (!known.ok()) return known.status();
  const PlanFrame& frame = known->frame;
  if (absl::Status own = CheckActsFor(call.caller, frame.plan(), request.order().department()); !own.ok()) return own;
  return Mutate<v1::Order>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Order>> {
        auto inspection = LoadForChange<v1::Inspection>(rows, first->owner, "");
        if (!inspection.ok()) return inspection.status();
        absl::Status draft = CheckOrderDraft(request.order(), *inspection, frame, frame.Day(by.now));
        if (!draft.ok()) return draft;
        v1::Order order = request.order();
        order.set_name(absl::StrCat("orders/", RandomHex(kIdBytes)));
        CompleteDraft(*inspection, by.actor, by.now, order);
        Stamp(by.now, order);
        for (const std::string& finding : order.findings()) {
          const int number = ParseNumbered("", "inspections", "findings", finding)->number;
          inspection->mutable_findings(number - 1)->set_order(order.name());
        }
        Stamp(by.now, *inspection);
        rows.Save(DocumentOf(*inspection, frame));
        rows.Save(DocumentOf(order, frame));
        return MadeChange<v1::Order>{Shown(order, frame, by.now), order.name(), "drafted"};
      });
}

absl::StatusOr<v1::Order> InspectionService::GetOrder(const Call& call, const v1::GetOrderRequest& request) {
  if (absl::Status name = CheckName("name", "orders", request.name()); !name.ok()) return name;
  const auto known = context_.Find<v1::Order>(call, request.name());
  if (!known.ok()) return known.status();
  return Shown(known->message, known->frame, context_.clock.Now());
}

absl::StatusOr<v1::ListOrdersResponse> InspectionService::ListOrders(const Call& call,
                                                                     const v1::ListOrdersRequest& request) {
  DocumentFilter filter;
  filter.shelf = Shelf::kOrder;
  filter.states = NumbersOf(request.states());
  filter.department = request.department();
  filter.industry = request.industry();
  filter.credit_code = request.credit_code();
  const absl::Time now = context_.clock.Now();
  return ListPage<v1::Order, v1::ListOrdersResponse>(
      context_, call, request, filter,
      [&](v1::Order& order) -> absl::StatusOr<bool> {
        const auto frame = context_.FindPlan("plan", order.plan(), call.deadline);
        if (!frame.ok()) return frame.status();
        order = Shown(order, *frame, now);
        return !request.overdue() || order.overdue();
      },
      [](v1::Order&& order, auto& response) { *response.add_orders() = std::move(order); });
}

absl::StatusOr<v1::Order> InspectionService::AdvanceOrder(const Call& call, const v1::AdvanceOrderRequest& request) {
  if (absl::Status name = CheckName("name", "orders", request.name()); !name.ok()) return name;
  const auto known = context_.Find<v1::Order>(call, request.name());
  if (!known.ok()) return known.status();
  const PlanFrame& frame = known->frame;
  return Mutate<v1::Order>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Order>> {
        auto order = LoadForChange<v1::Order>(rows, request.name(), request.etag());
        if (!order.ok()) return order.status();
        if (absl::Status may = CheckStep(*order, request, call.caller, frame, by.now); !may.ok()) return may;
        absl::Status files = context_.NameFiles("files", request.files(), order->plan(), rows);
        if (!files.ok()) return files;
        Apply(request, by.actor, by.now, *order);
        Stamp(by.now, *order);
        rows.Save(DocumentOf(*order, frame));
        if (order->state() == v1::ORDER_STATE_WITHDRAWN) {
          // Its findings may be ordered on again.
          auto inspection = LoadForChange<v1::Inspection>(
              rows, ParseNumbered("", "inspections", "findings", order->findings(0))->owner, "");
          if (!inspection.ok()) return inspection.status();
          for (v1::Finding& finding : *inspection->mutable_findings()) {
            if (finding.order() == order->name()) finding.clear_order();
          }
          Stamp(by.now, *inspection);
          rows.Save(DocumentOf(*inspection, frame));
        }
        return MadeChange<v1::Order>{Shown(*order, frame, by.now), order->name(),
                                     absl::StrCat(v1::OrderAction_Name(request.action()), ": ", request.reason())};
      });
}

absl::StatusOr<v1::InspectionStatistics> InspectionService::GetInspectionStatistics(
    const Call& call, const v1::GetInspectionStatisticsRequest& request) {
  const auto frame = context_.FindPlan("parent", request.parent(), call.deadline);
  if (!frame.ok()) return frame.status();
  const auto first = BoundOf("start_date", request.has_start_date(), request.start_date());
  if (!first.ok()) return first.status();
  const auto last = BoundOf("end_date", request.has_end_date(), request.end_date());
  if (!last.ok()) return last.status();
  if (first->has_value() && last->has_value() && **last < **first) {
    return InvalidField("end_date", "must not be before start_date");
  }
  StatisticsCount count(*first, *last);
  const absl::Time now = context_.clock.Now();
  for (const Shelf shelf : {Shelf::kInspection, Shelf::kOrder}) {
    DocumentFilter filter;
    filter.shelf = shelf;
    filter.scope = ScopeOf(call.caller);
    filter.plan = request.parent();
    DocumentPage page{"", kRead};
    for (bool more = true; more;) {
      const auto found = context_.store.List(filter, page, call.deadline);
      if (!found.ok()) return found.status();
      for (const Document& document : *found) {
        if (shelf == Shelf::kInspection) {
          const auto inspection = Parsed<v1::Inspection>(document);
          if (!inspection.ok()) return inspection.status();
          count.Add(*inspection);
        } else {
          const auto order = Parsed<v1::Order>(document);
          if (!order.ok()) return order.status();
          count.Add(*order, *frame, now);
        }
      }
      more = static_cast<int>(found->size()) == kRead;
      if (more) page.after_name = found->back().name;
      if (absl::Status waiting = call.Wanted(); !waiting.ok()) return waiting;
    }
  }
  return count.Finish();
}

}  // namespace lianfang::coordination
