// Figures of a return that the own department's records give: `lianfang return submit --from-records`.
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/commands/record_verbs.h"
#include "cli/commands/return_verbs.h"
#include "cli/text/names.h"
#include "lianfang/exchange/v1/exchange_service.grpc.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {

absl::Status FillFromRecords(Session& session, submission::v1::SubmitReturnRequest& request) {
  submission::v1::GetObligationRequest wanted;
  wanted.set_name(request.obligation());
  const auto obligation = session.client().Call(&submission::v1::SubmissionService::Stub::GetObligation, wanted);
  if (!obligation.ok()) return obligation.status();
  exchange::v1::ProposeFiguresRequest propose;
  propose.set_plan(std::string(PlanOf(request.obligation())));
  propose.set_period(obligation->period());
  propose.set_region(obligation->region());
  propose.set_industry(obligation->industry());
  auto proposed = session.client().Call(&exchange::v1::ExchangeService::Stub::ProposeFigures, propose);
  if (!proposed.ok()) return proposed.status();

  std::set<std::string> open(obligation->figures().begin(), obligation->figures().end());
  for (const type::v1::FigureValue& given : request.figures()) open.erase(given.figure());
  exchange::v1::ProposeFiguresResponse used;
  for (exchange::v1::ProposedFigure& figure : *proposed->mutable_figures()) {
    if (open.erase(figure.value().figure()) == 0) continue;
    *request.add_figures() = figure.value();
    *used.add_figures() = std::move(figure);
  }
  for (const std::string& figure : open) used.add_undefined_figures(figure);
  // Beside the answer, so that a script reads the return alone.
  session.err() << RenderFigures(used, session);
  return absl::OkStatus();
}

}  // namespace lianfang::cli
