// `lianfang discrepancy`: where the departments' records contradict each other, and clearing that up.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/discrepancy_export.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "lianfang/exchange/v1/reconciliation_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using exchange::v1::Discrepancy;
using exchange::v1::DiscrepancyEvidence;
using exchange::v1::DiscrepancyOrder;
using exchange::v1::DiscrepancyState;
using exchange::v1::DiscrepancyStep;
using exchange::v1::ListDiscrepanciesRequest;
using exchange::v1::ListDiscrepanciesResponse;
using exchange::v1::WithheldEvidence;
using Service = exchange::v1::ReconciliationService;

absl::StatusOr<std::string> DiscrepancyName(absl::string_view text) { return TopLevelName("discrepancies", text); }

void AddName(Verb& verb, std::string& name) {
  AddParsed<std::string>(verb, "name", "The discrepancy, by its name or the last part of it", DiscrepancyName,
                         [&name](std::string parsed) { name = std::move(parsed); })
      ->required();
}

void AddSelection(Verb& verb, ListDiscrepanciesRequest& request) {
  AddPlan(verb, *request.mutable_parent())->required();
  AddEnums<DiscrepancyState>(verb, "--status",
                             "Only in one of these states; open and referred ones where none is named",
                             [&request](DiscrepancyState state) { request.add_states(state); });
  verb.add_option_function<std::vector<std::string>>(
      "--rule",
      [&request](const std::vector<std::string>& rules) {
        for (const std::string& rule : rules) request.add_rules(rule);
      },
      "Only of this rule, such as accident-not-reported");
  verb.add_option("--department", *request.mutable_department(), "Only what this department owes, by id");
  verb.add_option("--region", *request.mutable_region(), "Only of this region and those within it, by code");
  verb.add_option("--industry", *request.mutable_industry(), "Only this industry's, by id");
  verb.add_option("--period", *request.mutable_period(), "Only this period's, by id");
  AddEnum<DiscrepancyOrder>(verb, "--order", "How they are ordered; by due time where it is not given",
                            [&request](DiscrepancyOrder order) { request.set_order(order); });
}

struct ListArgs {
  ListDiscrepanciesRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddSelection(verb, args.request);
  AddPaging(verb, args.request);
}

std::string EvidenceText(const Discrepancy& discrepancy, Language language) {
  std::vector<std::string> texts;
  for (const DiscrepancyEvidence& evidence : discrepancy.evidence()) texts.push_back(In(language, evidence.text()));
  return absl::StrJoin(texts, language == Language::kChinese ? "；" : "; ");
}

std::string RenderList(const ListDiscrepanciesResponse& response, Session& session) {
  const Language language = session.language();
  Table table({{{"截止时间", "DUE"}},
               {{"状态", "STATE"}},
               {{"部门", "DEPARTMENT"}},
               {{"差异", "DISCREPANCY"}},
               {{"依据", "EVIDENCE"}},
               {{"名称", "NAME"}}});
  for (const Discrepancy& one : response.discrepancies()) {
    const Glossary& words = session.GlossaryOf(one.plan());
    table.AddRow({DeadlineText(one.due_time(), words.zone()), EnumText(one.state(), language),
                  words.Department(one.owner().department()), In(language, one.title()), EvidenceText(one, language),
                  IdOf(one.name())});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListDiscrepancies, args.request), RenderList);
}

// `records/injury/x/versions/1 = records/accident/y/versions/2#1 (0.999, 2026-1): name exact +8.1`.
std::string LinkLine(const exchange::v1::Link& link, Language language) {
  std::vector<std::string> parts;
  for (const auto& agreement : link.agreements()) {
    if (agreement.level() == exchange::v1::AGREEMENT_LEVEL_MISSING) continue;
    parts.push_back(absl::StrCat(agreement.field(), " ", EnumText(agreement.level(), language),
                                 agreement.weight() < 0 ? " " : " +", agreement.weight()));
  }
  constexpr Label kWithheld = {"个字段未开放", " fields not open to you"};
  if (link.withheld_agreements() > 0) {
    parts.push_back(absl::StrCat(link.withheld_agreements(), kWithheld.In(language)));
  }
  return absl::StrCat(link.left(), " = ", link.right(), " (", link.probability(), ", ", link.model_edition(),
                      "): ", absl::StrJoin(parts, ", "), "\n");
}

// `安全生产事故起数 报送 3，记录 4`; the figure alone where no return states another number.
std::string FiguresText(const Discrepancy& one, const Glossary& words, Language language) {
  std::vector<std::string> texts;
  for (const auto& figure : one.figures()) {
    std::string text = words.Figure(figure.figure());
    if (figure.has_difference()) {
      constexpr Label kFiled = {" 报送 ", " filed "}, kCounted = {"，记录 ", ", recorded "};
      absl::StrAppend(&text, kFiled.In(language), figure.difference().filed(), kCounted.In(language),
                      figure.difference().counted());
    }
    texts.push_back(std::move(text));
  }
  return absl::StrJoin(texts, language == Language::kChinese ? "；" : "; ");
}

// `未开放：人社局（140581）的工伤记录 2 条，须由协议开放 from_accident, injury_date`.
std::string WithheldText(const WithheldEvidence& withheld, const Glossary& words, Language language) {
  constexpr Label kNotOpen = {"未开放：", "not open to you: "};
  std::string text = absl::StrCat(kNotOpen.In(language), words.Department(withheld.owner().department()));
  if (language == Language::kChinese) {
    absl::StrAppend(&text, "（", withheld.owner().region(), "）的", EnumText(withheld.kind(), language), " ",
                    withheld.count(), " 条");
  } else {
    absl::StrAppend(&text, " (", withheld.owner().region(), "), ", EnumText(withheld.kind(), language), ": ",
                    withheld.count());
  }
  constexpr Label kFields = {"，须由协议开放 ", "; an agreement would have to open "};
  if (withheld.fields_size() > 0) {
    absl::StrAppend(&text, kFields.In(language), absl::StrJoin(withheld.fields(), ", "));
  }
  return text;
}

std::string RenderOne(const Discrepancy& one, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(one.plan());
  Sheet sheet;
  sheet.Add({"差异", "Discrepancy"}, In(language, one.title()));
  sheet.Add({"名称", "Name"}, one.name());
  sheet.Add({"规则", "Rule"}, one.rule());
  sheet.Add({"状态", "State"}, EnumText(one.state(), language));
  sheet.Add({"部门", "Department"}, words.Department(one.owner().department()));
  sheet.Add({"地区", "Region"}, words.Region(one.region()));
  sheet.Add({"行业", "Industry"}, words.Industry(one.industry()));
  sheet.Add({"涉及指标", "Figures"}, FiguresText(one, words, language));
  sheet.Add({"发现时间", "Found"}, InstantText(one.open_time(), words.zone()));
  sheet.Add({"截止时间", "Due"}, DeadlineText(one.due_time(), words.zone()));
  sheet.Add({"处理完成", "Cleared"}, InstantText(one.clear_time(), words.zone()));
  std::string text = sheet.Render(language);
  for (const DiscrepancyEvidence& evidence : one.evidence()) {
    absl::StrAppend(&text, "  ", In(language, evidence.text()), " ",
                    evidence.record().empty() ? evidence.filed_return() : evidence.record(), "\n");
  }
  if (one.evidence_count() > 0) {
    constexpr Label kMore = {"  记录条数：", "  records in all: "};
    absl::StrAppend(&text, kMore.In(language), one.evidence_count(), "\n");
  }
  for (const WithheldEvidence& withheld : one.withheld()) {
    absl::StrAppend(&text, "  ", WithheldText(withheld, words, language), "\n");
  }
  for (const auto& link : one.links()) absl::StrAppend(&text, "  ", LinkLine(link, language));
  for (const DiscrepancyStep& step : one.steps()) {
    absl::StrAppend(&text, "  ", InstantText(step.step_time(), words.zone()), " ", EnumText(step.state(), language),
                    step.reason().empty() ? "" : " ", step.reason(), "\n");
  }
  return text;
}

struct ShowArgs {
  exchange::v1::GetDiscrepancyRequest request;
};

void DeclareShow(Verb& verb, ShowArgs& args) { AddName(verb, *args.request.mutable_name()); }

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetDiscrepancy, args.request), RenderOne);
}

template <typename Request>
void DeclareStep(Verb& verb, Request& request) {
  AddName(verb, *request.mutable_name());
  verb.add_option("--reason", *request.mutable_reason(), "Why")->required();
  verb.add_option("--etag", *request.mutable_etag(), "Etag of the discrepancy as it was read");
  AddRequestId(verb, request);
}

struct ExplainArgs {
  exchange::v1::ExplainDiscrepancyRequest request;
};
void DeclareExplain(Verb& verb, ExplainArgs& args) { DeclareStep(verb, args.request); }
ExitCode Explain(Session& session, ExplainArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::ExplainDiscrepancy, args.request), RenderOne);
}

struct CorrectArgs {
  exchange::v1::CorrectDiscrepancyRequest request;
};
void DeclareCorrect(Verb& verb, CorrectArgs& args) { DeclareStep(verb, args.request); }
ExitCode Correct(Session& session, CorrectArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::CorrectDiscrepancy, args.request), RenderOne);
}

struct ReferArgs {
  exchange::v1::ReferDiscrepancyRequest request;
};
void DeclareRefer(Verb& verb, ReferArgs& args) {
  DeclareStep(verb, args.request);
  verb.add_option("--to", *args.request.mutable_department(), "The department that is to own it, by id")->required();
}
ExitCode Refer(Session& session, ReferArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::ReferDiscrepancy, args.request), RenderOne);
}

struct ExportArgs {
  exchange::v1::ExportDiscrepanciesRequest request;
  std::string file;
};

void DeclareExport(Verb& verb, ExportArgs& args) {
  verb.add_option("file", args.file,
                  "Workbook (xlsx) to write; what one does not hold goes on in NAME-2.xlsx, NAME-3.xlsx")
      ->required();
  AddSelection(verb, *args.request.mutable_selection());
}

// Part after part until nothing comes behind it. Whoever reads the first workbook is told on its last line and here that it is not all.
ExitCode Export(Session& session, ExportArgs& args) {
  const auto call = [&session](const exchange::v1::ExportDiscrepanciesRequest& request) {
    return session.client().Call(&Service::Stub::ExportDiscrepancies, request);
  };
  const auto exported = ExportParts(args.file, args.request, call);
  if (!exported.ok()) return session.Fail(exported.status());
  if (exported->files.size() > 1) {
    constexpr Label kRows = {"条差异，写入 ", " discrepancies, in "};
    session.err() << exported->discrepancies << kRows.In(session.language()) << absl::StrJoin(exported->files, ", ")
                  << "\n";
  }
  return ExitCode::kSuccess;
}

struct RulesArgs {
  exchange::v1::ListDiscrepancyRulesRequest request;
};

void DeclareRules(Verb& verb, RulesArgs& args) { AddPlan(verb, *args.request.mutable_parent())->required(); }

std::string RenderRules(const exchange::v1::ListDiscrepancyRulesResponse& response, Session& session) {
  const Language language = session.language();
  const absl::TimeZone zone = Glossary().zone();
  constexpr Label kOff = {"停用", "off"}, kOn = {"启用", "on"}, kNever = {"从未", "never"};
  Table table({{{"规则", "RULE"}},
               {{"差异", "DISCREPANCY"}},
               {{"状态", "STATE"}},
               {{"天数", "DAYS"}, Align::kRight},
               {{"最近比对", "LAST APPLIED"}},
               {{"未能比对的原因", "NOT APPLIED BECAUSE"}}});
  for (const auto& rule : response.rules()) {
    table.AddRow({rule.rule(), In(language, rule.title()), std::string((rule.off() ? kOff : kOn).In(language)),
                  rule.off() ? "" : absl::StrCat(rule.days()),
                  rule.has_evaluate_time() ? InstantText(rule.evaluate_time(), zone) : std::string(kNever.In(language)),
                  In(language, rule.obstacle())});
  }
  return table.Render(language);
}

ExitCode Rules(Session& session, RulesArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::ListDiscrepancyRules, args.request), RenderRules);
}

struct RunArgs {
  exchange::v1::ReconcilePlanRequest request;
};

void DeclareRun(Verb& verb, RunArgs& args) { AddPlan(verb, *args.request.mutable_name())->required(); }

std::string RenderRun(const exchange::v1::ReconcilePlanResponse& response, Session& session) {
  Sheet sheet;
  sheet.Add({"参与比对的记录", "Records compared"}, absl::StrCat(response.records()));
  sheet.Add({"关联", "Links"}, absl::StrCat(response.links()));
  sheet.Add({"待人工确认的关联", "Uncertain links"}, absl::StrCat(response.uncertain_links()));
  sheet.Add({"待处理的差异", "Open discrepancies"}, absl::StrCat(response.open_discrepancies()));
  sheet.Add({"本次发现", "Found now"}, absl::StrCat(response.found()));
  sheet.Add({"本次消除", "Cleared now"}, absl::StrCat(response.cleared()));
  std::string text = sheet.Render(session.language());
  for (const auto& rule : response.obstructed_rules()) {
    constexpr Label kSince = {"，上次比对 ", ", last applied "}, kNever = {"，从未比对", ", never applied"};
    absl::StrAppend(&text, In(session.language(), rule.title()), session.language() == Language::kChinese ? "：" : ": ",
                    In(session.language(), rule.obstacle()));
    if (rule.has_evaluate_time()) {
      absl::StrAppend(&text, kSince.In(session.language()), InstantText(rule.evaluate_time(), Glossary().zone()), "\n");
    } else {
      absl::StrAppend(&text, kNever.In(session.language()), "\n");
    }
  }
  return text;
}

ExitCode Run(Session& session, RunArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::ReconcilePlan, args.request), RenderRun);
}

}  // namespace

void DiscrepancyVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists discrepancies, most pressing first", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a discrepancy, what shows it and how it was found", DeclareShow, Show);
  AddVerb(noun, session, "explain", "Explains why the records are right", DeclareExplain, Explain);
  AddVerb(noun, session, "correct", "States that a discrepancy was corrected", DeclareCorrect, Correct);
  AddVerb(noun, session, "refer", "Hands a discrepancy to another department", DeclareRefer, Refer);
  AddVerb(noun, session, "export", "Writes discrepancies into a workbook", DeclareExport, Export);
  AddVerb(noun, session, "rules", "Lists the rules by which discrepancies are found, and when each was last applied",
          DeclareRules, Rules);
  AddVerb(noun, session, "find", "Compares the records of a plan now", DeclareRun, Run);
}

}  // namespace lianfang::cli
