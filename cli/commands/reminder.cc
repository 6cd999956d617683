// `lianfang reminder`: what is sent to whom, and why.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "common/time.h"

namespace lianfang::cli {
namespace {

using notification::v1::PreviewRemindersRequest;
using notification::v1::PreviewRemindersResponse;
using notification::v1::ReminderItem;
using notification::v1::ReminderPreview;
using Service = notification::v1::NotificationService;

struct PreviewArgs {
  PreviewRemindersRequest request;
  std::optional<Moment> from;
  std::optional<Moment> to;
};

void DeclarePreview(CLI::App& verb, PreviewArgs& args) {
  args.request.set_parent("plans/-");
  AddPlan(verb, *args.request.mutable_parent());
  AddMoment(verb, "--from", args.from, "First day, or an instant")->required();
  AddMoment(verb, "--to", args.to, "Last day, inclusive, or the instant before which")->required();
  verb.add_option("--department", *args.request.mutable_department(), "Only mails to this department, by id");
  verb.add_option("--region", *args.request.mutable_region(), "Only mails to departments of this region, by code");
  AddPaging(verb, args.request);
}

// What the mail lists, by its urgency: `即将到期：煤矿 2021、非煤矿山 2021`.
std::string ItemsText(const ReminderPreview& preview, Session& session) {
  const bool chinese = session.language() == Language::kChinese;
  std::vector<std::string> groups;
  std::string urgency;
  std::vector<std::string> items;
  auto close = [&] {
    if (!items.empty()) {
      groups.push_back(absl::StrCat(urgency, chinese ? "：" : ": ", absl::StrJoin(items, chinese ? "、" : ", ")));
    }
    items.clear();
  };
  for (const ReminderItem& item : preview.items()) {
    const std::string next = EnumText(item.urgency(), session.language());
    if (next != urgency) close();
    urgency = next;
    const Glossary& words = session.GlossaryOf(PlanOf(item.obligation()));
    items.push_back(absl::StrCat(words.Industry(item.industry()), " ", words.Period(item.period())));
  }
  close();
  return absl::StrJoin(groups, chinese ? "；" : "; ");
}

std::string RecipientText(const ReminderPreview& preview, Language language) {
  constexpr Label kNobody = {"（无联系人，无法送达）", "(nobody: cannot be reached)"};
  constexpr Label kCopy = {"（抄送）", " (copy)"};
  if (preview.contact().empty()) return std::string(kNobody.In(language));
  return absl::StrCat(preview.display_name(), " <", preview.email(), ">", preview.copy() ? kCopy.In(language) : "");
}

std::string RenderPreviews(const PreviewRemindersResponse& response, Session& session) {
  Table table({{{"发送时间", "TIME"}},
               {{"部门", "DEPARTMENT"}},
               {{"职务", "ROLE"}},
               {{"收件人", "RECIPIENT"}},
               {{"事项数", "ITEMS"}, Align::kRight},
               {{"内容", "CONTENT"}}});
  for (const ReminderPreview& preview : response.previews()) {
    const std::string plan = preview.items().empty() ? "" : PlanOf(preview.items(0).obligation());
    const Glossary& words = session.GlossaryOf(plan);
    table.AddRow({InstantText(preview.send_time(), words.zone()), words.Department(preview.department()),
                  EnumText(preview.role(), session.language()), RecipientText(preview, session.language()),
                  absl::StrCat(preview.items_size()), ItemsText(preview, session)});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode Preview(Session& session, PreviewArgs& args) {
  const absl::TimeZone zone = session.GlossaryOf(args.request.parent()).zone();
  *args.request.mutable_from_time() = ToTimestamp(args.from->StartIn(zone));
  *args.request.mutable_until_time() = ToTimestamp(args.to->EndIn(zone));
  return session.Answer(session.client().List(&Service::Stub::PreviewReminders, args.request), RenderPreviews);
}

}  // namespace

void ReminderVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "preview", "Shows what is sent to whom in a stretch of time", DeclarePreview, Preview);
}

}  // namespace lianfang::cli
