// The nouns of the command line. Each has a file of its own with its verbs; `kNouns` is the table that joins them.
#ifndef LIANFANG_CLI_COMMANDS_NOUNS_H_
#define LIANFANG_CLI_COMMANDS_NOUNS_H_

#include "cli/session.h"
#include "cli/verb.h"

namespace lianfang::cli {

void PlanVerbs(CLI::App& noun, Session& session);
void ObligationVerbs(CLI::App& noun, Session& session);
void ReturnVerbs(CLI::App& noun, Session& session);
void DraftVerbs(CLI::App& noun, Session& session);
void EvidenceVerbs(CLI::App& noun, Session& session);
void ReceiptVerbs(CLI::App& noun, Session& session);
void RecordVerbs(CLI::App& noun, Session& session);
void AgreementVerbs(CLI::App& noun, Session& session);
void DiscrepancyVerbs(CLI::App& noun, Session& session);
void LinkVerbs(CLI::App& noun, Session& session);
void LedgerVerbs(CLI::App& noun, Session& session);
void ScorecardVerbs(CLI::App& noun, Session& session);
void DutyVerbs(CLI::App& noun, Session& session);
void ReminderVerbs(CLI::App& noun, Session& session);
void ContactVerbs(CLI::App& noun, Session& session);
void DeliveryVerbs(CLI::App& noun, Session& session);
void NoticeVerbs(CLI::App& noun, Session& session);
void TemplateVerbs(CLI::App& noun, Session& session);
void ExpertVerbs(CLI::App& noun, Session& session);
void EngagementVerbs(CLI::App& noun, Session& session);
void DrawVerbs(CLI::App& noun, Session& session);
void AssessmentVerbs(CLI::App& noun, Session& session);
void ConcealmentVerbs(CLI::App& noun, Session& session);
void TaskVerbs(CLI::App& noun, Session& session);
void ConferenceVerbs(CLI::App& noun, Session& session);
void InspectionVerbs(CLI::App& noun, Session& session);
void OrderVerbs(CLI::App& noun, Session& session);
void ActivityVerbs(CLI::App& noun, Session& session);
void OpinionVerbs(CLI::App& noun, Session& session);
void SelectionVerbs(CLI::App& noun, Session& session);
void FileVerbs(CLI::App& noun, Session& session);
void FundVerbs(CLI::App& noun, Session& session);
void ProjectVerbs(CLI::App& noun, Session& session);
void ProviderVerbs(CLI::App& noun, Session& session);
void PremiumVerbs(CLI::App& noun, Session& session);
void AuditVerbs(CLI::App& noun, Session& session);
void PortalVerbs(CLI::App& noun, Session& session);
void DoctorVerbs(CLI::App& noun, Session& session);
void HealthVerbs(CLI::App& noun, Session& session);
void ConfigVerbs(CLI::App& noun, Session& session);
void CompletionVerbs(CLI::App& noun, Session& session);
void ManualVerbs(CLI::App& noun, Session& session);

struct Noun {
  const char* name;
  const char* description;
  void (*add_verbs)(CLI::App& noun, Session& session);
};

inline constexpr Noun kNouns[] = {
    {"plan", "Plans (方案)", PlanVerbs},
    {"obligation", "Who owes which data by when (报送任务)", ObligationVerbs},
    {"return", "What was filed (报送数据)", ReturnVerbs},
    {"draft", "Drafts of returns, kept on the server (草稿)", DraftVerbs},
    {"evidence", "Files attached to returns (附件)", EvidenceVerbs},
    {"receipt", "Receipts of filings (回执)", ReceiptVerbs},
    {"record", "Records that departments exchange (共享信息)", RecordVerbs},
    {"agreement", "Agreements on who reads which records (信息共享协议)", AgreementVerbs},
    {"discrepancy", "Where records contradict each other (差异)", DiscrepancyVerbs},
    {"link", "Whether records are of one person (关联)", LinkVerbs},
    {"ledger", "The ledger of a plan (台账)", LedgerVerbs},
    {"scorecard", "Verdicts on the targets (评估结果)", ScorecardVerbs},
    {"assessment", "The departments' scores (部门考核)", AssessmentVerbs},
    {"concealment", "Accidents that were proven concealed (查实瞒报)", ConcealmentVerbs},
    {"duty", "What is owed, of every kind (待办事项)", DutyVerbs},
    {"reminder", "Reminders of what is owed (催报)", ReminderVerbs},
    {"contact", "Who gets a department's reminders (联系人)", ContactVerbs},
    {"delivery", "Mails and what became of them (投递)", DeliveryVerbs},
    {"notice", "Notices to departments (通知)", NoticeVerbs},
    {"template", "The words of mails (模板)", TemplateVerbs},
    {"expert", "The pools of experts (专家库)", ExpertVerbs},
    {"engagement", "What panels of experts are asked for (专家任务)", EngagementVerbs},
    {"draw", "Draws of panels (抽取)", DrawVerbs},
    {"task", "The tasks of a plan (工作任务)", TaskVerbs},
    {"conference", "Joint conferences (联席会议)", ConferenceVerbs},
    {"inspection", "Inspections of employers (联合检查)", InspectionVerbs},
    {"order", "Rectification orders (限期整改)", OrderVerbs},
    {"activity", "Publicity, training, the base (宣传培训活动)", ActivityVerbs},
    {"opinion", "The union's opinions (监督意见)", OpinionVerbs},
    {"selection", "Employers drawn at random (随机抽查)", SelectionVerbs},
    {"file", "Files that show what was done (佐证文件)", FileVerbs},
    {"fund", "The prevention fee and its budgets (工伤预防费)", FundVerbs},
    {"project", "Prevention projects, step by step (工伤预防项目)", ProjectVerbs},
    {"provider", "Third parties and model enterprises (服务机构、示范企业)", ProviderVerbs},
    {"premium", "Floating premium rates (费率浮动)", PremiumVerbs},
    {"audit", "Who did what, who was refused, who read personal data (审计)", AuditVerbs},
    {"portal", "The web page (网页门户)", PortalVerbs},
    {"doctor", "Whether all is well, and what helps (体检)", DoctorVerbs},
    {"health", "Whether a service is up", HealthVerbs},
    {"config", "Profiles of the configuration file (配置)", ConfigVerbs},
    {"completion", "Completion scripts for shells", CompletionVerbs},
    {"manual", "Manual pages", ManualVerbs},
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_NOUNS_H_
