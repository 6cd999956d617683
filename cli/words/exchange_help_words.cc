#include "cli/words/chinese.h"

namespace lianfang::cli {

absl::Span<const Message> ExchangeHelpMessages() {
  static constexpr Message kMessages[] = {
      {"Agreements on who reads which records (信息共享协议)", "信息共享协议：谁可读取哪些记录"},
      {"`{}` is not a record's name, records/KIND/ID", "“{1}”不是记录名称，应如 records/类别/代号"},
      {"Where record exchange listens", "信息交换服务的地址"},
      // Import.
      {"The table: a workbook (xlsx) or CSV file", "数据表：工作簿（xlsx）或 CSV 文件"},
      {"The kind of the records, where the mapping names none", "记录类别；映射文件没有写明时须给出"},
      {"The kind of the records", "记录类别"},
      {"What the columns mean, as `record mapping` writes it: lines such as `column 身份证号 = person.id_number`, "
       "`constant region = 140581`, `value card_kind 新发 = new`, `reason person.id_note = 15位旧证`, `ignore 备注`, "
       "`skip 合计`",
       "各列的含义（映射文件），可由 record mapping 推测生成；各行如 `column 身份证号 = person.id_number`、"
       "`constant region = 140581`、`value card_kind 新发 = new`、`reason person.id_note = 15位旧证`、`ignore "
       "备注`、`skip 合计`"},
      {"Check everything with the service and store nothing", "只请服务检查，不入库"},
      {"Publish a row whose version is stored with another content as the next version, instead of refusing it",
       "已入库而内容不同的行，作为下一版本发布，而不报错"},
      {"Save the faults in this file, as CSV", "把错误清单存到该文件（CSV）"},
      {"Write the mapping into this file instead of showing it", "把映射写入该文件，而不显示"},
      {"Publishes the rows of a table as records of the own department", "把数据表的各行作为本部门的记录发布"},
      {"Guesses what the columns of a table mean, and says how sure it is", "推测数据表各列的含义，并说明把握程度"},
      // Reading.
      {"The agreement by which others' records are read, plans/PLAN/agreements/ID; without it, the own ones",
       "读取他部门记录所依据的协议，plans/方案/agreements/代号；不写则读本部门的"},
      {"What they are read for, with --agreement", "用途；与 --agreement 同用"},
      {"Only that happened on or after this day", "只看该日及以后发生的"},
      {"Only that happened before this day", "只看该日以前发生的"},
      {"Only of this region and those in it, by code", "只看该地区及其下级（区划代码）"},
      {"Only of this industry, by id", "只看该行业（代号）"},
      {"Only of the employer with this credit code", "只看该统一社会信用代码的单位"},
      {"Only of the person with this number", "只看该证件号码的人员"},
      {"Only the own one with this number in the source", "只看本部门系统中该编号的记录"},
      {"Withdrawn ones, too", "也列出已撤回的"},
      {"The record, records/KIND/ID, or one of its versions", "记录名称，records/类别/代号，可带版本"},
      {"The record, records/KIND/ID", "记录名称，records/类别/代号"},
      {"A personal field to be shown in full, such as person.id_number; may be given several times",
       "要显示完整内容的个人信息字段，如 person.id_number；可多次给出"},
      {"Why; the owner of the record reads it", "理由；提供部门会看到"},
      {"What they are grouped by", "分组方式"},
      {"Go on after the message with this cursor; without it, from the beginning", "从该游标之后继续；不写则从头开始"},
      {"End after so many messages; without it, it goes on until it is stopped", "收到这么多条后结束；不写则一直跟随"},
      {"Only of this record, records/KIND/ID", "只看该记录，records/类别/代号"},
      {"Only by people of this department, by id", "只看该部门人员的（代号）"},
      {"Until this day, or before this instant", "至该日（含），或该时刻之前"},
      {"Only those that showed personal fields in full", "只看显示了完整个人信息的"},
      {"Lists records, own ones or those of an agreement", "列出记录：本部门的，或依协议读取的"},
      {"Shows a record, masked", "显示一条记录（个人信息已遮盖）"},
      {"Shows personal fields of one record in full, for a reason", "说明理由后，显示一条记录的完整个人信息"},
      {"Counts records; counts that would show a person are suppressed", "统计记录数；过小、可能识别个人的数不公布"},
      {"Follows what an agreement gives, a message a line as JSON", "跟随协议所提供的记录，每条一行 JSON"},
      {"Lists who has read the own department's records", "列出谁查阅过本部门的记录"},
      // The register and figures.
      {"The period, by id", "数据期间（代号）"},
      {"The region reported on, by code", "报送地区（区划代码）"},
      {"The industry, by id", "行业（代号）"},
      {"The definitions, as textproto of SetFigureDefinitionsRequest",
       "统计口径（SetFigureDefinitionsRequest 的 textproto）"},
      {"Lists the register of employers", "列出用人单位名册"},
      {"Counts the figures of a return from the own department's records", "由本部门记录统计报送指标"},
      {"Says how the figures of a plan are counted from records", "规定方案各指标如何由记录统计"},
      // Agreements.
      {"The agreement, plans/PLAN/agreements/ID", "协议名称，plans/方案/agreements/代号"},
      {"The terms, as textproto of AgreementTerms", "协议内容（AgreementTerms 的 textproto）"},
      {"Through this day, or until this instant; without it, as the file says",
       "有效至该日（含），或该时刻；不写则按文件"},
      {"Id of the agreement; without it, the service gives one", "协议代号；不写则由服务编号"},
      {"The agreement to amend, plans/PLAN/agreements/ID", "要修订的协议，plans/方案/agreements/代号"},
      {"Why it is amended", "修订原因"},
      {"Etag of the agreement as it was read", "读取时协议的标签"},
      {"The edition that is approved, as it was read", "所批准的版本号（读到的）"},
      {"Why it ends", "终止原因"},
      {"As it stood at this instant, or at the end of this day", "该时刻（或该日结束时）的情形"},
      {"Only in this state", "只看该状态"},
      {"Only on this kind of records", "只看该类别的记录"},
      {"Only whose owner or reader is this department, by id", "只看该部门为提供方或使用方的（代号）"},
      {"Proposes an agreement on reading records", "提出信息共享协议"},
      {"Proposes the next edition of an agreement", "提出协议的修订版"},
      {"Approves the edition that waits: the owner's convener, or the office",
       "批准待批准的版本：由提供部门召集人或办公室"},
      {"Ends an agreement at once", "立即终止协议"},
      {"Shows an agreement with all its editions", "显示协议及其各版本"},
      {"Lists a plan's agreements", "列出方案的各项协议"},
  };
  return kMessages;
}

}  // namespace lianfang::cli
