#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cli/help.h"

namespace lianfang::cli {
namespace {

using Examples = std::map<std::pair<absl::string_view, absl::string_view>, std::vector<absl::string_view>>;

Examples OfFiling() {
  return {
      {{"plan", "publish"}, {"plan publish gaoping.textproto --validate-only", "plan publish gaoping.textproto"}},
      {{"plan", "amend"}, {"plan amend gaoping.textproto --reason 调整报送日期 --validate-only"}},
      {{"plan", "list"}, {"plan list"}},
      {{"plan", "show"}, {"plan show gaoping-2021-2025", "plan show gaoping-2021-2025 --edition 1"}},
      {{"plan", "grant"}, {"plan grant yunnan-2022 --region 530000 --to 140581 --reason 用公开数据试评"}},
      {{"plan", "revoke-grant"}, {"plan revoke-grant yunnan-2022 --region 530000 --to 140581 --reason 试评结束"}},
      {{"plan", "grants"}, {"plan grants yunnan-2022"}},
      {{"plan", "template"},
       {"plan template plan.textproto", "plan template --from gaoping-2021-2025 gaoping-2026-2030.textproto"}},
      {{"plan", "progress"},
       {"plan progress --plan gaoping-2021-2025", "plan progress --plan gaoping-2021-2025 --period 2022 --output csv"}},
      {{"obligation", "list"},
       {"obligation list --plan gaoping-2021-2025 --department emergency --status overdue",
        "obligation list --plan gaoping-2021-2025 --due-until 2023-06-30 --output csv"}},
      {{"obligation", "show"}, {"obligation show 2022-140581-coal-mining --plan gaoping-2021-2025"}},
      {{"obligation", "extend"},
       {"obligation extend 2022-140581-coal-mining --plan gaoping-2021-2025 --until 2023-06-30 --reason 汛期抢险"}},
      {{"obligation", "waive"},
       {"obligation waive 2022-140581-coal-mining --plan gaoping-2021-2025 --reason 本市已无此行业"}},
      {{"return", "submit"},
       {"return submit --plan gaoping-2021-2025 --obligation 2022-140581-coal-mining --figure accidents=3 --figure "
        "deaths=1 --receipt receipt.json",
        "return submit --plan gaoping-2021-2025 --obligation 2022-140581-coal-mining --figure accidents=4 --figure "
        "deaths=1 --supersedes 1 --reason 漏报一起"}},
      {{"return", "list"},
       {"return list --plan gaoping-2021-2025 --status submitted",
        "return list --plan gaoping-2021-2025 --awaiting-signature"}},
      {{"return", "show"}, {"return show 2022-140581-coal-mining --plan gaoping-2021-2025"}},
      {{"return", "revisions"}, {"return revisions 2022-140581-coal-mining --plan gaoping-2021-2025"}},
      {{"return", "review"},
       {"return review 2022-140581-coal-mining --plan gaoping-2021-2025 --decision accept",
        "return review 2022-140581-coal-mining --plan gaoping-2021-2025 --decision send-back --reason 请核对死亡人数",
        "return review --waiting --plan gaoping-2021-2025 --period 2022 --decision accept"}},
      {{"return", "sign"},
       {"return sign 2022-140581-coal-mining --plan gaoping-2021-2025 --decision sign",
        "return sign 2022-140581-coal-mining --plan gaoping-2021-2025 --decision send-back --reason 请核对死亡人数",
        "return sign --waiting --plan gaoping-2021-2025 --decision sign"}},
      {{"return", "withdraw"}, {"return withdraw 2022-140581-coal-mining --plan gaoping-2021-2025 --reason 报错任务"}},
      {{"return", "grant"},
       {"return grant 2022-140581-coal-mining --plan gaoping-2021-2025 --until 2026-06-30 --reason "
        "事故结案后人数有变"}},
      {{"return", "template"},
       {"return template --plan gaoping-2021-2025 --department emergency 2022.xlsx",
        "return template --plan gaoping-2021-2025 --department emergency --filed 更正.xlsx"}},
      {{"return", "import"},
       {"return import 2022.xlsx --dry-run --report 错误.xlsx", "return import 2022.xlsx --receipts 回执",
        "return import 年鉴.csv --plan gaoping-2021-2025 --mapping 对照.txt"}},
      {{"return", "form"}, {"return form 2022-140581-coal-mining --plan gaoping-2021-2025 报送表.docx"}},
      {{"draft", "save"},
       {"draft save 2022-140581-coal-mining --plan gaoping-2021-2025 --figure accidents=3 --note 待核对死亡人数"}},
      {{"draft", "list"}, {"draft list --plan gaoping-2021-2025"}},
      {{"draft", "show"}, {"draft show 2022-140581-coal-mining --plan gaoping-2021-2025"}},
      {{"draft", "delete"}, {"draft delete 2022-140581-coal-mining --plan gaoping-2021-2025"}},
      {{"evidence", "add"}, {"evidence add 2022-140581-coal-mining 报送表扫描件.pdf --plan gaoping-2021-2025"}},
      {{"evidence", "list"}, {"evidence list 2022-140581-coal-mining --plan gaoping-2021-2025"}},
      {{"evidence", "get"},
       {"evidence get 2022-140581-coal-mining 1 --plan gaoping-2021-2025",
        "evidence get 2022-140581-coal-mining 1 --plan gaoping-2021-2025 --to scan.pdf"}},
      {{"draft", "file"}, {"draft file 2022-140581-coal-mining --plan gaoping-2021-2025 --receipt receipt.json"}},
      {{"receipt", "show"}, {"receipt show --plan gaoping-2021-2025 --sequence 7 --save receipt.json"}},
      {{"receipt", "verify"}, {"receipt verify receipt.json", "receipt verify receipt.json --key ledger.pem"}},
      {{"ledger", "head"}, {"ledger head --plan gaoping-2021-2025 --save head.json"}},
      {{"ledger", "audit"}, {"ledger audit --plan gaoping-2021-2025"}},
      {{"ledger", "keys"}, {"ledger keys ledger.keys"}},
      {{"ledger", "export"}, {"ledger export --plan gaoping-2021-2025 台账.jsonl"}},
      {{"ledger", "verify"},
       {"ledger verify 台账.jsonl --key ledger.keys", "ledger verify --plan gaoping-2021-2025 --head head.json"}},
      {{"ledger", "check-head"}, {"ledger check-head head.json"}},
      {{"ledger", "register-key"}, {"ledger register-key --plan gaoping-2021-2025 --key witness.pem"}},
      {{"ledger", "witness"}, {"ledger witness --plan gaoping-2021-2025 --key witness.pem --kept head.json"}},
      {{"audit", "list"},
       {"audit list --outcome denied --newest-first --page-size 50",
        "audit list --service expert --journal reads --from 2026-01-01 --output csv"}},
      {{"audit", "export"}, {"audit export 审计.jsonl --service expert --journal reads"}},
      {{"audit", "verify"}, {"audit verify", "audit verify 审计.jsonl"}},
      {{"ledger", "witnesses"}, {"ledger witnesses --plan gaoping-2021-2025"}},
      {{"config", "use"}, {"config use emergency"}},
      {{"config", "list"}, {"config list"}},
      {{"config", "show"}, {"config show --as office"}},
      {{"portal", "login"}, {"portal login"}},
      {{"portal", "logout"}, {"portal logout"}},
      {{"health", "check"}, {"health check --target 127.0.0.1:7111 --wait 30s"}},
  };
}

Examples OfTheOffice() {
  return {
      {{"scorecard", "show"}, {"scorecard show --plan gaoping-2021-2025 --region 140581 --year 2022"}},
      {{"scorecard", "list"}, {"scorecard list --plan gaoping-2021-2025 --region 140581 --year 2022"}},
      {{"scorecard", "explain"},
       {"scorecard explain --plan gaoping-2021-2025 --region 140581 --year 2022 --industry coal-mining --indicator "
        "accidents"}},
      {{"scorecard", "export"}, {"scorecard export --plan gaoping-2021-2025 --region 140581 --year 2022 评估.xlsx"}},
      {{"scorecard", "trend"}, {"scorecard trend --plan gaoping-2021-2025 --region 140581"}},
      {{"scorecard", "forecast"}, {"scorecard forecast --plan gaoping-2021-2025 --region 140581 --year 2023"}},
      {{"scorecard", "rates"}, {"scorecard rates --plan gaoping-2021-2025 --region 140581"}},
      {{"scorecard", "rates"}, {"scorecard rates --plan gaoping-2021-2025 --region 140581"}},
      {{"scorecard", "mid-term"}, {"scorecard mid-term --plan gaoping-2021-2025 --region 140581 --year 2023"}},
      {{"scorecard", "final"}, {"scorecard final --plan gaoping-2021-2025 --region 140581"}},
      {{"scorecard", "history"}, {"scorecard history --plan gaoping-2021-2025 --region 140581 --year 2022"}},
      {{"scorecard", "compare"},
       {"scorecard compare --plan gaoping-2021-2025 --region 140581 --year 2022 --from 2023-06-01 --to 2023-07-01"}},
      {{"scorecard", "watch"}, {"scorecard watch --plan gaoping-2021-2025 --limit 10"}},
      {{"duty", "list"}, {"duty list", "duty list --department emergency --status overdue --output csv"}},
      {{"duty", "show"}, {"duty show plans/gaoping-2021-2025/obligations/2022-140581-coal-mining"}},
      {{"reminder", "preview"}, {"reminder preview --plan gaoping-2021-2025 --from 2023-05-01 --to 2023-05-31"}},
      {{"reminder", "acknowledge"},
       {"reminder acknowledge plans/gaoping-2021-2025/obligations/2022-140581-coal-mining --note 正在汇总"}},
      {{"reminder", "pause"}, {"reminder pause --plan gaoping-2021-2025 --until 2023-05-07 --reason 劳动节"}},
      {{"reminder", "resume"}, {"reminder resume --plan gaoping-2021-2025 --reason 恢复"}},
      {{"reminder", "pauses"}, {"reminder pauses --plan gaoping-2021-2025"}},
      {{"contact", "put"},
       {"contact put --region 140581 --department emergency --role liaison --name 王某 --email "
        "wang@emergency.example",
        "contact put --region 140581 --department emergency --role liaison --name 王某 --email "
        "wang@emergency.example --webhook wang.li --channels webhook,email"}},
      {{"contact", "list"}, {"contact list --region 140581 --department emergency"}},
      {{"delivery", "list"}, {"delivery list --status failed", "delivery list --channel webhook"}},
      {{"delivery", "show"}, {"delivery show 42"}},
      {{"delivery", "retry"}, {"delivery retry 42 43 44", "delivery retry --failed-since 2022-05-28"}},
      {{"delivery", "watch"}, {"delivery watch --cursor now"}},
      {{"notice", "send"},
       {"notice send --template conference-invitation --set title=工伤预防联席会议 --to-role "
        "140581/emergency/liaison"}},
      {{"template", "list"}, {"template list --language zh-CN"}},
      {{"template", "show"}, {"template show zh-CN/reminder.txt --source"}},
      {{"template", "history"}, {"template history zh-CN/reminder.txt"}},
      {{"template", "upload"}, {"template upload zh-CN/reminder.txt reminder.txt --reason 改称谓"}},
      {{"template", "reset"}, {"template reset zh-CN/reminder.txt --reason 恢复原样"}},
  };
}

Examples OfExperts() {
  return {
      {{"expert", "list"}, {"expert list --pool plans/gaoping-2021-2025/pools/professional --industry coal-mining"}},
      {{"expert", "show"}, {"expert show 12"}},
      {{"expert", "nominate"}, {"expert nominate expert.textproto"}},
      {{"expert", "update"}, {"expert update 12 changes.textproto --field phone"}},
      {{"expert", "review"},
       {"expert review 12 --decision admit", "expert review 12 --decision reject --reason 从业年限不足"}},
      {{"expert", "suspend"}, {"expert suspend 12 --reason 借调外地"}},
      {{"expert", "reinstate"}, {"expert reinstate 12 --reason 复核无误"}},
      {{"expert", "retire"}, {"expert retire 12 --reason 本人申请"}},
      {{"expert", "remove"}, {"expert remove 12 --cause undeclared-conflict --reason 未如实申报利害关系"}},
      {{"expert", "renew"}, {"expert renew 12"}},
      {{"expert", "pass-review"}, {"expert pass-review 12 --remark 资料齐全"}},
      {{"expert", "reveal"}, {"expert reveal 12 --field phone --reason 通知参加评审会议"}},
      {{"expert", "composition"}, {"expert composition plans/gaoping-2021-2025/pools/professional"}},
      {{"expert", "match"},
       {"expert match --pool plans/gaoping-2021-2025/pools/professional --industry coal-mining --hazard 瓦斯 "
        "--head-count 30 --from 2026-05-10 --until 2026-05-20"}},
      {{"engagement", "list"}, {"engagement list --department emergency"}},
      {{"engagement", "show"}, {"engagement show 5"}},
      {{"engagement", "create"}, {"engagement create engagement.textproto --validate-only"}},
      {{"engagement", "cancel"}, {"engagement cancel 5 --reason 会议改期"}},
      {{"engagement", "respond"}, {"engagement respond 5 --expert 12 --accept --by phone --reason 届时到会"}},
      {{"engagement", "told"}, {"engagement told 5 --expert 12 --by phone --note 本人接听"}},
      {{"engagement", "unreachable"}, {"engagement unreachable 5 --expert 12 --by phone --note 三次无人接听"}},
      {{"engagement", "confirm-conflict"}, {"engagement confirm-conflict 5 --expert 12 --party 91350100M000100Y43"}},
      {{"engagement", "conflict"},
       {"engagement conflict 5 --expert 12 --kind employment --party 91350100M000100Y43 --party-name 某煤业公司"}},
      {{"engagement", "rate"}, {"engagement rate 5 --score 12=88 --score 13=92"}},
      {{"record", "link"},
       {"record link 工伤.csv 事故伤亡.xlsx --fields 字段.txt --output pairs.csv --uncertain ask.csv",
        "record link febrl3.csv --fields rec_id=id,given_name=given-name,surname=family-name,date_of_birth=birth-date "
        "--output pairs.csv"}},
      {{"record", "model"},
       {"record model fit 工伤.csv 参保.csv --fields 字段.txt --edition 2026-2 --output model.textproto"}},
      {{"draw", "freeze"}, {"draw freeze 5"}},
      {{"draw", "nonce"}, {"draw nonce 5 --key witness.pem"}},
      {{"draw", "run"}, {"draw run 5"}},
      {{"draw", "show"}, {"draw show 5 --save draw.json"}},
      {{"draw", "form"}, {"draw form 5 抽取记录表.docx"}},
      {{"draw", "verify"}, {"draw verify draw.json --ledger-key ledger-public.pem --note 5.nonce.json"}},
  };
}

Examples OfTheFund() {
  return {
      {{"fund", "budget"}, {"fund budget --plan gaoping-2021-2025 --year 2025"}},
      {{"fund", "budgets"}, {"fund budgets --plan gaoping-2021-2025"}},
      {{"fund", "put-budget"},
       {"fund put-budget 预算.textproto --validate-only", "fund put-budget 预算.textproto --reason 追加"}},
      {{"fund", "rank"}, {"fund rank --plan gaoping-2021-2025 --year 2025"}},
      {{"fund", "statement"}, {"fund statement --plan gaoping-2021-2025 --year 2025 决算表.xlsx"}},
      {{"project", "list"}, {"project list --plan gaoping-2021-2025 --year 2025 --status running"}},
      {{"project", "show"}, {"project show 3f9a01"}},
      {{"project", "propose"}, {"project propose 项目.textproto --document 申报书=申报书.pdf"}},
      {{"project", "revise"}, {"project revise 3f9a01 申报.textproto --note 按评审意见修改"}},
      {{"project", "withdraw"}, {"project withdraw 3f9a01 --note 缓办"}},
      {{"project", "assign"}, {"project assign 3f9a01 --engagement 5"}},
      {{"project", "review"},
       {"project review 3f9a01 --for 4 --against 1 --amount 180000 --document 评审意见=评审意见.pdf"}},
      {{"project", "approve"}, {"project approve 3f9a01 --amount 180000 --document 立项批复=批复.pdf"}},
      {{"project", "reject"}, {"project reject 3f9a01 --note 与在办项目重复 --document 决定=决定.pdf"}},
      {{"project", "contract"}, {"project contract 3f9a01 合同.textproto --document 合同=合同.pdf"}},
      {{"project", "advance"}, {"project advance 3f9a01 --amount 90000 --date 2025-06-03 --voucher 2025-118"}},
      {{"project", "start"}, {"project start 3f9a01 --date 2025-06-05"}},
      {{"project", "milestone"}, {"project milestone 3f9a01 --milestone half --date 2025-08-31"}},
      {{"project", "visit"}, {"project visit 3f9a01 --date 2025-07-10 --finding 到课率98%，台账齐全"}},
      {{"project", "complete"}, {"project complete 3f9a01 --date 2025-11-20"}},
      {{"project", "accept"},
       {"project accept 3f9a01 --result passed --engagement 9 --date 2025-12-01 --document 验收意见=验收意见.pdf",
        "project accept 3f9a01 --result sent-back --third-party 91140581MA00000015 --plan gaoping-2021-2025 "
        "--date 2025-12-01 --rectify-by 2025-12-15 --note 台账不全 --document 验收意见=验收意见.pdf"}},
      {{"project", "settle"},
       {"project settle 3f9a01 --amount 176500.50 --date 2025-12-20 --voucher 2025-306 --document 决算=决算.pdf"}},
      {{"project", "terminate"}, {"project terminate 3f9a01 --note 承担机构注销"}},
      {{"provider", "list"}, {"provider list --plan gaoping-2021-2025 --kind third-party"}},
      {{"provider", "show"}, {"provider show 91350100M000100Y43 --plan gaoping-2021-2025"}},
      {{"provider", "put"}, {"provider put 机构.textproto"}},
      {{"provider", "record"},
       {"provider record 91350100M000100Y43 --plan gaoping-2021-2025 --kind barred --date 2025-12-01 "
        "--reason 虚报培训人数 --document 处理决定=决定.pdf"}},
      {{"premium", "tables"}, {"premium tables --plan gaoping-2021-2025"}},
      {{"premium", "put-table"}, {"premium put-table deploy/rates/example-a.textproto --validate-only"}},
      {{"premium", "import"}, {"premium import 单位.xlsx --plan gaoping-2021-2025 --year 2026 --table example-a"}},
      {{"premium", "propose"}, {"premium propose --plan gaoping-2021-2025 --year 2026"}},
      {{"premium", "reopen"}, {"premium reopen --plan gaoping-2021-2025 --year 2026 --reason 补录漏报单位"}},
      {{"premium", "correct"},
       {"premium correct --plan gaoping-2021-2025 --year 2026 --employer 91350100M000100Y43 --percent 100 "
        "--reason 核减跨年待遇"}},
      {{"premium", "publish"}, {"premium publish --plan gaoping-2021-2025 --year 2026"}},
      {{"premium", "list"}, {"premium list --plan gaoping-2021-2025 --year 2026"}},
      {{"premium", "lists"}, {"premium lists --plan gaoping-2021-2025"}},
      {{"premium", "rate"}, {"premium rate --plan gaoping-2021-2025 --year 2026 --employer 91350100M000100Y43"}},
      {{"premium", "rates"}, {"premium rates --plan gaoping-2021-2025 --year 2026 --percent 150 --output csv"}},
  };
}

const Examples& All() {
  static const auto& all = *[] {
    auto* examples = new Examples(OfFiling());
    examples->merge(OfTheOffice());
    examples->merge(OfExperts());
    examples->merge(OfTheFund());
    return examples;
  }();
  return all;
}

}  // namespace

std::vector<absl::string_view> ExamplesOf(absl::string_view noun, absl::string_view verb) {
  const auto found = All().find({noun, verb});
  return found == All().end() ? std::vector<absl::string_view>() : found->second;
}

}  // namespace lianfang::cli
